"""``rotacast.toml`` as objects: each table on its own, so that no problem hides another."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, TypeVar

from planner.abilities import Needs
from planner.calendars import ALWAYS, Calendar
from planner.errors import InputError, Problem
from planner.floors import FloorRule
from planner.holidays import check_region
from planner.people import Contract, Site
from planner.pools import Pool
from planner.queue_sources import CustomerGroup
from planner.queues import Queue
from planner.readers.reading import Findings, shown, unknown
from planner.rotations import Rotation
from planner.shift_patterns import ShiftPattern
from planner.shifts import NIGHT, ShiftTemplate
from scenarios.inputs import Costs, HistorySettings, PlanSettings, SimulationSettings
from scenarios.needs import with_needs
from scenarios.preset_rows import with_presets
from scenarios.references import check_references
from scenarios.relaxation import RelaxationCosts
from scenarios.setup_shifts import BREAK, expanded, shared_breaks
from scenarios.toml_lines import Path as KeyPath
from scenarios.toml_lines import key_lines, line_of
from scenarios.toml_objects import Section, build
from scenarios.toml_text import parsed_toml

FILE: Final = "rotacast.toml"
ONLY_FORECASTS: Final = "only forecast, forecasts and backtest do without"
TABLES: Final = {
    "plan": PlanSettings,
    "costs": Costs,
    "history": HistorySettings,
    "simulation": SimulationSettings,
    "relaxation": RelaxationCosts,
}
FOR_ROSTERS: Final = ("site", "contract", "shift")
LISTS: Final = {
    "site": Site,
    "contract": Contract,
    "queue": Queue,
    "shift": ShiftPattern,
    "calendar": Calendar,
    "pool": Pool,
    "floor": FloorRule,
    "rotation": Rotation,
}
RESERVED: Final = {"shift": ("off", "any"), "calendar": (ALWAYS,)}

Thing = TypeVar("Thing")
Place = Site | Queue | Calendar


@dataclass(frozen=True, slots=True)
class Setup:
    """
    What ``rotacast.toml`` says; things with problems are left out.

    `plan` is None where its table has one. `declared` holds every id that the file gives, good or
    not, by kind of table; `lines` the line of each key; `needs` what skills of queues mean.
    """

    plan: PlanSettings | None
    costs: Costs
    history: HistorySettings
    sites: Mapping[str, Site]
    contracts: Mapping[str, Contract]
    queues: Mapping[str, Queue]
    templates: Mapping[str, ShiftTemplate]
    calendars: Mapping[str, Calendar]
    pools: Mapping[str, Pool]
    simulation: SimulationSettings
    declared: Mapping[str, Mapping[str, int]]
    lines: Mapping[KeyPath, int]
    floors: Mapping[str, FloorRule] = field(default_factory=dict)
    rotations: Mapping[str, Rotation] = field(default_factory=dict)
    relaxation: RelaxationCosts = field(default_factory=RelaxationCosts)
    needs: Needs = field(default_factory=dict)

    @property
    def shifts(self) -> tuple[ShiftTemplate, ...]:
        """One shift of each ``[[shift]]``: what starts and lengths do not change."""
        first: dict[str, ShiftTemplate] = {}
        for template in self.templates.values():
            first.setdefault(template.family, template)
        return tuple(first.values())

    @property
    def shift_names(self) -> tuple[str, ...]:
        """Names that stand for shifts: ids as declared and as made, and ``night``."""
        return tuple(dict.fromkeys((*self.declared["shift"], *self.templates, NIGHT)))

    def may_be_shift(self, name: str) -> bool:
        """Whether a shift of that name may only be missing because its table has a problem."""
        family = name.rpartition(" ")[0]
        broken = {*self.declared["shift"]} - {t.family for t in self.templates.values()}
        return name in broken or family in broken

    def line(self, kind: str, thing: str, *keys: str | int) -> int | None:
        """Line of a key of a thing, such as ``line("shift", "early", "breaks", 0)``."""
        index = self.declared[kind].get(thing)
        if index is None and kind == "shift" and thing in self.templates:
            index = self.declared[kind].get(self.templates[thing].family)
        return None if index is None else line_of(self.lines, (kind, index, *keys))


def read_setup(
    path: Path, *, by_language: bool = False
) -> tuple[Setup | None, tuple[Problem, ...]]:
    """Setup, queues served `by_language` or not, and every problem; no setup of what is no TOML."""
    try:
        text, raw = parsed_toml(path)
    except InputError as error:
        return None, error.problems
    lines = key_lines(text)
    findings = Findings(path.name)
    _check_tables(raw, lines, findings)
    raw = with_presets(raw, lines, findings)
    tables = {name: _table(name, raw, lines, findings) for name in TABLES}
    declared = {name: _declared(name, raw, lines, findings) for name in LISTS}
    plan, costs, history = tables["plan"], tables["costs"], tables["history"]
    simulation, relaxation = tables["simulation"], tables["relaxation"]
    patterns = _things("shift", ShiftPattern, raw, lines, findings)
    shared = shared_breaks(raw, lines, findings)
    setup = Setup(
        plan if isinstance(plan, PlanSettings) else None,
        costs if isinstance(costs, Costs) else Costs(),
        history if isinstance(history, HistorySettings) else HistorySettings(),
        _things("site", Site, raw, lines, findings),
        _things("contract", Contract, raw, lines, findings),
        _things("queue", Queue, raw, lines, findings),
        expanded(patterns, shared, declared["shift"], lines, findings),
        _things("calendar", Calendar, raw, lines, findings),
        _things("pool", Pool, raw, lines, findings),
        simulation if isinstance(simulation, SimulationSettings) else SimulationSettings(),
        declared,
        lines,
        _things("floor", FloorRule, raw, lines, findings),
        _things("rotation", Rotation, raw, lines, findings),
        relaxation if isinstance(relaxation, RelaxationCosts) else RelaxationCosts(),
    )
    setup = with_needs(setup, by_language=by_language)
    check_references(setup, findings)
    return _without_strange_places(setup, findings), findings.found()


def _check_tables(
    raw: Mapping[str, object], lines: Mapping[KeyPath, int], findings: Findings
) -> None:
    known = (*TABLES, *LISTS, BREAK)
    for name in raw:
        if name not in known:
            message = f"{unknown('table', name, known)}"
            line = line_of(lines, (name,))
            findings.add(message, line=line, field=name, value=name, code="unknown_key")
    for name, remedy in (
        ("plan", '[plan] is missing; add it, with zone = "Europe/London" or yours'),
        ("queue", "[[queue]] is missing; add at least one"),
    ):
        if name not in raw:
            findings.add(remedy, field=name, code="missing_table")
    absent = [name for name in FOR_ROSTERS if name not in raw]
    if absent:
        verb, each = ("is", "") if len(absent) == 1 else ("are", " of each")
        tables = ", ".join(f"[[{name}]]" for name in absent)
        message = f"{tables} {verb} missing; add at least one{each}; {ONLY_FORECASTS}"
        findings.add(message, field=absent[0], value=tables, code="missing_table")


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
    """Setup less the places whose country or region has no known holidays; they are told."""
    sites = {k: v for k, v in setup.sites.items() if _is_on_a_map("site", v, setup, findings)}
    queues = {k: v for k, v in setup.queues.items() if _is_on_a_map("queue", v, setup, findings)}
    found = setup.calendars.items()
    calendars = {k: v for k, v in found if _is_on_a_map("calendar", v, setup, findings)}
    return replace(setup, sites=sites, queues=queues, calendars=calendars)


def _is_on_a_map(kind: str, place: Place, setup: Setup, findings: Findings) -> bool:
    if not isinstance(place, Queue) or not place.customers:
        return _is_known(f"{kind} {place.id}", place, (kind, place.id), setup, findings)
    known = [
        _is_known(f"queue {place.id}", group, (kind, place.id, "customers", i), setup, findings)
        for i, group in enumerate(place.customers)
    ]
    return all(known)


def _is_known(
    title: str,
    place: Place | CustomerGroup,
    path: tuple[str, str, *tuple[str | int, ...]],
    setup: Setup,
    findings: Findings,
) -> bool:
    """Whether a country and region have known holidays; `path` leads to their table."""
    try:
        check_region(place.country, place.region)
    except InputError as error:
        key = "region" if str(error).startswith("region") else "country"
        findings.add(
            f"{title}: {error}",
            line=setup.line(*path, key),
            field=key,
            value=str(getattr(place, key)),
            code="unknown_country",
        )
        return False
    return True
