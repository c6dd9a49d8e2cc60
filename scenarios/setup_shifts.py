"""Shifts of ``rotacast.toml`` with a start and a length each, from those that leave a choice."""

from collections.abc import Mapping

from planner.errors import InputError
from planner.readers.reading import Findings
from planner.shift_patterns import ShiftPattern
from planner.shifts import BreakRule, ShiftTemplate
from scenarios.toml_lines import Path as KeyPath
from scenarios.toml_lines import line_of
from scenarios.toml_objects import Section, build

BREAK = "break"


def shared_breaks(
    raw: Mapping[str, object], lines: Mapping[KeyPath, int], findings: Findings
) -> tuple[BreakRule, ...]:
    """Breaks of ``[[break]]``, which every shift has that names none of its own."""
    found = raw.get(BREAK, [])
    if not isinstance(found, list):
        message = "break is not a list of tables; write [[break]] with double brackets"
        findings.add(message, line=line_of(lines, (BREAK,)), field=BREAK, code="not_a_table")
        return ()
    made = (
        build(BreakRule, row, Section(BREAK, (BREAK, i), lines, findings))
        for i, row in enumerate(found)
        if isinstance(row, dict)
    )
    return tuple(rule for rule in made if rule is not None)


def expanded(
    patterns: Mapping[str, ShiftPattern],
    shared: tuple[BreakRule, ...],
    declared: Mapping[str, int],
    lines: Mapping[KeyPath, int],
    findings: Findings,
) -> dict[str, ShiftTemplate]:
    """Shifts by id; told are breaks that do not fit them, and ids that meet."""
    found: dict[str, ShiftTemplate] = {}
    for pattern in patterns.values():
        path: KeyPath = ("shift", declared[pattern.id])
        try:
            made = pattern.templates(shared)
        except InputError as error:
            line = line_of(lines, (*path, "breaks"))
            findings.add(str(error), line=line, field="breaks", code="breaks_do_not_fit")
            continue
        for template in made:
            if template.id in found or (pattern.is_flexible and template.id in declared):
                findings.add(
                    f"shift {pattern.id} makes one that is called {template.id}, as another is; "
                    "rename one",
                    line=line_of(lines, (*path, "id")),
                    field="id",
                    value=template.id,
                    code="duplicate_id",
                )
                break
            found[template.id] = template
    return found
