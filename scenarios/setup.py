"""``rotacast.toml`` as objects: each table on its own, so that no problem hides another."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeVar

from forecasting import FORECASTERS
from planner.errors import InputError, Problem
from planner.holidays import check_region
from planner.people import Contract, Site
from planner.queues import Queue
from planner.readers.reading import Findings, shown, unknown
from planner.shifts import ShiftTemplate
from scenarios.inputs import Costs, HistorySettings, PlanSettings
from scenarios.toml_lines import Path as KeyPath
from scenarios.toml_lines import key_lines, line_of
from scenarios.toml_objects import Section, build
from scenarios.toml_text import parsed_toml

FILE: Final = "rotacast.toml"
TABLES: Final = {"plan": PlanSettings, "costs": Costs, "history": HistorySettings}
LISTS: Final = {"site": Site, "contract": Contract, "queue": Queue, "shift": ShiftTemplate}
RESERVED: Final = {"shift": ("off", "any")}

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Setup:
    """
    What ``rotacast.toml`` says; things with problems are left out.

    `plan` is None where its table has one. `declared` holds every id that the file gives, good or
    not, by kind of table; `lines` the line of each key.
    """

    plan: PlanSettings | None
    costs: Costs
    history: HistorySettings
    sites: Mapping[str, Site]
    contracts: Mapping[str, Contract]
    queues: Mapping[str, Queue]
    templates: Mapping[str, ShiftTemplate]
    declared: Mapping[str, Mapping[str, int]]
    lines: Mapping[KeyPath, int]

    def line(self, kind: str, thing: str, *keys: str | int) -> int | None:
        """Line of a key of a thing, such as ``line("shift", "early", "breaks", 0)``."""
        index = self.declared[kind].get(thing)
        return None if index is None else line_of(self.lines, (kind, index, *keys))


def read_setup(path: Path) -> tuple[Setup | None, tuple[Problem, ...]]:
    """Setup and every problem of the file; no setup where it is no TOML at all."""
    try:
        text, raw = parsed_toml(path)
    except InputError as error:
        return None, error.problems
    lines = key_lines(text)
    findings = Findings(path.name)
    _check_tables(raw, lines, findings)
    tables = {name: _table(name, raw, lines, findings) for name in TABLES}
    declared = {name: _declared(name, raw, lines, findings) for name in LISTS}
    sites = _things("site", Site, raw, lines, findings)
    contracts = _things("contract", Contract, raw, lines, findings)
    queues = _things("queue", Queue, raw, lines, findings)
    templates = _things("shift", ShiftTemplate, raw, lines, findings)
    plan, costs, history = tables["plan"], tables["costs"], tables["history"]
    setup = Setup(
        plan if isinstance(plan, PlanSettings) else None,
        costs if isinstance(costs, Costs) else Costs(),
        history if isinstance(history, HistorySettings) else HistorySettings(),
        sites,
        contracts,
        queues,
        templates,
        declared,
        lines,
    )
    _check_references(setup, findings)
    return _without_strange_places(setup, findings), findings.found()


def _check_tables(
    raw: Mapping[str, object], lines: Mapping[KeyPath, int], findings: Findings
) -> None:
    known = (*TABLES, *LISTS)
    for name in raw:
        if name not in known:
            message = f"{unknown('table', name, known)}"
            line = line_of(lines, (name,))
            findings.add(message, line=line, field=name, value=name, code="unknown_key")
    for name in ("plan", *LISTS):
        if name not in raw:
            is_list = name in LISTS
            what = f"[[{name}]] is missing; add at least one" if is_list else "[plan] is missing"
            message = what if is_list else f'{what}; add it, with zone = "Europe/London" or yours'
            findings.add(message, field=name, code="missing_table")


def _table(
    name: str, raw: Mapping[str, object], lines: Mapping[KeyPath, int], findings: Findings
) -> object | None:
    found = raw.get(name)
    if found is None:
        return None
    if not isinstance(found, dict):
        message = f"{name} is not a table; write [{name}] with single brackets, once"
        findings.add(message, line=line_of(lines, (name,)), field=name, code="not_a_table")
        return None
    return build(TABLES[name], found, Section(name, (name,), lines, findings))


def _rows(name: str, raw: Mapping[str, object]) -> list[Mapping[str, object]]:
    found = raw.get(name, [])
    rows = found if isinstance(found, list) else [found]
    return [row for row in rows if isinstance(row, dict)]


def _declared(
    name: str, raw: Mapping[str, object], lines: Mapping[KeyPath, int], findings: Findings
) -> dict[str, int]:
    """Index of each id, told where it repeats or cannot be used."""
    found: dict[str, int] = {}
    if name in raw and not isinstance(raw[name], list):
        message = f"{name} is not a list of tables; write [[{name}]] with double brackets"
        findings.add(message, line=line_of(lines, (name,)), field=name, code="not_a_table")
    for index, row in enumerate(_rows(name, raw)):
        thing = row.get("id")
        if not isinstance(thing, str):
            continue
        line = line_of(lines, (name, index, "id"))
        if thing in found:
            first = line_of(lines, (name, found[thing], "id"))
            message = f"{name} id {shown(thing)} stands in line {first} already; rename one"
            findings.add(message, line=line, field="id", value=thing, code="duplicate_id")
        elif thing != thing.strip() or not thing:
            message = f"{name} id is {shown(thing)}; use letters without spaces around them"
            findings.add(message, line=line, field="id", value=thing, code="bad_id")
        elif thing in RESERVED.get(name, ()):
            message = f"{name} id is {shown(thing)}, a word with a meaning of its own; rename it"
            findings.add(message, line=line, field="id", value=thing, code="bad_id")
        found.setdefault(thing, index)
    return found


def _things(
    name: str,
    kind: type[Thing],
    raw: Mapping[str, object],
    lines: Mapping[KeyPath, int],
    findings: Findings,
) -> dict[str, Thing]:
    found: dict[str, Thing] = {}
    for index, row in enumerate(_rows(name, raw)):
        made = build(kind, row, Section(name, (name, index), lines, findings))
        if made is not None:
            found.setdefault(str(row["id"]), made)
    return found


def _without_strange_places(setup: Setup, findings: Findings) -> Setup:
    """Setup less the sites and queues whose country or region no calendar knows; they are told."""
    sites = {k: v for k, v in setup.sites.items() if _is_on_a_map("site", v, setup, findings)}
    queues = {k: v for k, v in setup.queues.items() if _is_on_a_map("queue", v, setup, findings)}
    return replace(setup, sites=sites, queues=queues)


def _is_on_a_map(kind: str, place: Site | Queue, setup: Setup, findings: Findings) -> bool:
    try:
        check_region(place.country, place.region)
    except InputError as error:
        key = "region" if str(error).startswith("region") else "country"
        findings.add(
            f"{kind} {place.id}: {error}",
            line=setup.line(kind, place.id, key),
            field=key,
            value=str(getattr(place, key)),
            code="unknown_country",
        )
        return False
    return True


def _check_references(setup: Setup, findings: Findings) -> None:
    sites = setup.declared["site"]
    for template in setup.templates.values():
        for i, site in enumerate(template.sites):
            if site not in sites:
                message = f"shift {template.id}: {unknown('site', site, sites)}"
                line = setup.line("shift", template.id, "sites", i)
                findings.add(message, line=line, field="sites", value=site, code="unknown_id")
    for queue in setup.queues.values():
        if not re.fullmatch(r"[^;|\s]+", queue.skill):
            message = (
                f"queue {queue.id}: skill is {shown(queue.skill)}; use one word without ; and |, "
                "as agents.csv lists several in a cell"
            )
            line = setup.line("queue", queue.id, "skill")
            findings.add(message, line=line, field="skill", value=queue.skill, code="bad_id")
    names = [forecaster.name for forecaster in FORECASTERS]
    if setup.plan and setup.plan.forecaster not in names:
        findings.add(
            unknown("forecaster", setup.plan.forecaster, names),
            line=line_of(setup.lines, ("plan", "forecaster")),
            field="forecaster",
            value=setup.plan.forecaster,
            code="unknown_id",
        )
