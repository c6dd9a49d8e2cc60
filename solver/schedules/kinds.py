"""Kinds of people: who may share a graph, and which limits are built into it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from solver.contract import Limit
from solver.problem import IntArray, Person, RosterProblem, ShiftOption
from solver.schedules.cells import Cells, cells_of
from solver.schedules.graph import Graph, build
from solver.schedules.sheet import Sheet, Sheets
from solver.schedules.stretches import DAY, NIGHT, OFF, Stretches, stretches
from solver.schedules.tallies import Tally, binds, counted, limits_of, tally, unit_of

MOST_NODES = 3_000_000
"""Nodes of a graph, counted before those out of reach go, up to which a limit is built in."""
HOURS_FIRST = 4
"""Limits on minutes may have so many times as many: nothing outside a graph mends them as well."""


@dataclass(frozen=True, slots=True)
class Kind:
    """
    People with the same rules, in the days of a window.

    Parameters
    ----------
    window
        Days, half-open.
    limits
        Every limit that can bind, those in the graph first.
    adds
        What each option of `cells` adds to each limit, shape ``(n_limits, n_options)``.
    tallies
        Tables of the limits in the graph; the others have to be kept by prices and checks.
    is_whole
        Whether the window is all of the problem.
    """

    window: tuple[int, int]
    cells: Cells
    graph: Graph
    stretches: Stretches
    limits: tuple[Limit, ...]
    adds: IntArray
    tallies: tuple[Tally, ...]
    is_whole: bool


def kind_key(person: Person, with_templates: bool = True) -> object:
    """People with equal keys are of one kind, see `kind_of`."""
    limits = (limit for limit in person.limits if with_templates or limit.templates is None)
    plain = replace(
        person,
        id="",
        skills=(),
        cents_per_hour=0,
        unavailable=(),
        limits=(),
        last_end=None,
        last_template=None,
        last_on_call_end=None,
        rotation=(),
        cents_out_of_turn=None,
        past_nights=0,
        past_rest_days=0,
        past_holidays=0,
    )
    return plain, tuple(limit for limit in limits if not closes(limit))


def kind_of(
    problem: RosterProblem,
    person: Person,
    window: tuple[int, int],
    with_templates: bool = True,
    most_nodes: int = MOST_NODES,
    is_light: bool = False,
    sheets: Sheets | None = None,
) -> Kind:
    """
    The kind of a person.

    Parameters
    ----------
    most_nodes
        Nodes, counted before those out of reach go, up to which a limit is built into the graph.
    with_templates
        Whether limits on some templates may be part of the graph.
    is_light
        Whether limits that can be counted along a way stay outside the graph, see `is_sum`.
    sheets
        Of the problem, where others ask for kinds, too.
    """
    known = sheets or Sheets(problem)
    sheet = known.of(person.site, window)
    limits = binding_limits(problem, person, known)
    inside = [x for x in limits if not (is_light and is_sum(x, problem.n_days))]
    automaton = stretches(person, problem.n_days)
    is_whole = window == (0, problem.n_days)
    chosen = _built_in(
        tuple(inside),
        sheet.samples,
        person,
        window,
        len(automaton.step),
        with_templates,
        most_nodes,
    )
    ordered = (*chosen, *(limit for limit in limits if limit not in chosen))
    adds = _adds(ordered, sheet)
    what = np.where(sheet.night, NIGHT, DAY)
    effects, effect = np.unique(np.vstack((what, adds[: len(chosen)])), axis=1, return_inverse=True)
    tallies = tuple(
        _tally(limit, sheet, mine.tolist(), person, window, is_whole)
        for limit, mine in zip(chosen, effects[1:], strict=True)
    )
    graph = _graph(automaton, effects[0], tallies, window, is_whole)
    cells = cells_of(problem, person, sheet, effect.reshape(-1), window)
    return Kind(window, cells, graph, automaton, ordered, adds, tallies, is_whole)


def _tally(
    limit: Limit,
    sheet: Sheet,
    effects: list[int],
    person: Person,
    window: tuple[int, int],
    is_whole: bool,
) -> Tally:
    ends_outside = not is_whole and _leaves(limit, window)
    unit = unit_of(limit, sheet.samples)
    return tally(limit, unit, effects, person.weekends, window, ends_outside)


def with_own_limits(problem: RosterProblem, person: Person, kind: Kind, sheets: Sheets) -> Kind:
    """The kind with the limits of one of its people that its graph does not hold."""
    inside = kind.limits[: len(kind.tallies)]
    outside = [limit for limit in binding_limits(problem, person, sheets) if limit not in inside]
    sheet = sheets.of(person.site, kind.window)
    adds = np.vstack((kind.adds[: len(inside)], _adds(outside, sheet)))
    return replace(kind, limits=(*inside, *outside), adds=adds)


def _adds(limits: Sequence[Limit], sheet: Sheet) -> IntArray:
    """What each option adds to each limit."""
    found = [sheet.counts(limit)[sheet.kind] for limit in limits]
    return np.array(found, dtype=np.int64).reshape(len(limits), sheet.kind.size)


def binding_limits(problem: RosterProblem, person: Person, sheets: Sheets) -> tuple[Limit, ...]:
    """
    Limits that some roster could breach.

    Those that allow no shift at all are left out: they close choices, see `is_closed`.
    """
    mine = sheets.of(person.site)
    return tuple(
        limit
        for limit in limits_of(problem.n_days, sheets.nights, person)
        if not closes(limit) and binds(limit, mine.days, mine.counts(limit), len(person.weekends))
    )


def closes(limit: Limit) -> bool:
    """Whether the limit allows nothing, so that every shift that counts is closed."""
    return limit.most == 0 and limit.cents_above is None and limit.unit != "weekends"


def is_sum(limit: Limit, n_days: int) -> bool:
    """Whether a limit is a hard one on a sum over most of the days."""
    is_hard = limit.cents_below is None and limit.cents_above is None
    is_long = 2 * (limit.end_day - limit.first_day) > n_days
    return is_hard and is_long and limit.unit != "weekends"


def _leaves(limit: Limit, window: tuple[int, int]) -> bool:
    """Whether the limit's days reach beyond a window."""
    return limit.first_day < window[0] or limit.end_day > window[1]


def _built_in(
    limits: tuple[Limit, ...],
    rows: Sequence[ShiftOption],
    person: Person,
    window: tuple[int, int],
    n_states: int,
    with_templates: bool,
    most_nodes: int,
) -> tuple[Limit, ...]:
    """Limits to build into the graph, general ones first, as long as it stays small enough."""
    size, chosen = n_states * (window[1] - window[0]), []
    general = [limit for limit in limits if limit.templates is None]
    special = [limit for limit in limits if limit.templates is not None] if with_templates else []
    for limit in (*general, *sorted(special, key=lambda limit: limit.most)):
        if limit.end_day <= window[0] or limit.first_day >= window[1]:
            continue
        unit = unit_of(limit, rows)
        longest = max((counted(limit, row) for row in rows), default=0) // unit
        n_days = min(limit.end_day, window[1]) - max(limit.first_day, window[0])
        reach = 2 * len(person.weekends) if limit.unit == "weekends" else longest * n_days
        most = reach if limit.cents_above is not None else min(limit.most // unit, reach)
        places = 2 * (most + 1) if limit.unit == "weekends" else most + 1
        if size * places <= most_nodes * (HOURS_FIRST if limit.unit == "minutes" else 1):
            chosen.append(limit)
            size *= places
    return tuple(chosen)


def _graph(
    automaton: Stretches,
    what: IntArray,
    tallies: tuple[Tally, ...],
    window: tuple[int, int],
    is_whole: bool,
) -> Graph:
    n_days, n_arcs = window[1] - window[0], what.size + 1
    steps = [t.step for t in tallies] or [np.zeros((n_days, 1, n_arcs), dtype=np.int32)]
    prices = [t.price for t in tallies] or [np.zeros((n_days, 1, n_arcs), dtype=np.int64)]
    starts = np.arange(len(automaton.step), dtype=np.int64)
    return build(
        starts,
        automaton,
        np.array([*what.tolist(), OFF], dtype=np.int64),
        steps,
        prices,
        is_whole,
    )
