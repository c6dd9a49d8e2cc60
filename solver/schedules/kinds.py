"""
Kinds of people: who may share a graph, and which of their shifts are alike in it.

Shifts of a day fall into cells: same effect on the counts, same shifts allowed before, same
shifts allowed after. Of a cell only the cheapest shift can stand in a cheapest schedule.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.contract import Limit
from solver.problem import IntArray, Person, RosterProblem, ShiftOption
from solver.schedules.graph import Graph, build
from solver.schedules.stretches import DAY, NIGHT, OFF, Stretches, stretches
from solver.schedules.tallies import Tally, binds, counted, limits_of, tally, unit_of

Bools = NDArray[np.bool_]
MOST_NODES = 3_000_000
"""Nodes of a graph, counted before those out of reach go, up to which a limit is built in."""


class Cells(NamedTuple):
    """
    The shifts of a window's days.

    Parameters
    ----------
    options
        Options of the site, by day; indices into `RosterProblem.options`.
    first
        First of `options` of each day, shape ``(n_days + 1,)``; `cell_first` likewise for cells.
    cell
        Cell of each option, counted over all days.
    effect, allowed, after
        Per cell: effect, row of `may_follow`, and class of what it leaves behind.
    may_follow
        Whether a shift of some row may follow a class, shape ``(n_days, n_rows, n_classes)``.
    off_class
        Class after a day off, shape ``(n_days, n_classes)``.
    """

    options: IntArray
    first: IntArray
    cell: IntArray
    cell_first: IntArray
    effect: IntArray
    allowed: IntArray
    after: IntArray
    may_follow: Bools
    off_class: IntArray


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
) -> Kind:
    """
    The kind of a person.

    Parameters
    ----------
    most_nodes
        Nodes, counted before those out of reach go, up to which a limit is built into the graph.
    with_templates
        Whether limits on some templates may be part of the graph.
    """
    options = site_options(problem, person.site, window)
    rows = [problem.options[o] for o in options.tolist()]
    limits = binding_limits(problem, person)
    automaton = stretches(person, problem.n_days)
    is_whole = window == (0, problem.n_days)
    chosen = _built_in(
        limits, rows, person, window, len(automaton.step), with_templates, most_nodes
    )
    ordered = (*chosen, *(limit for limit in limits if limit not in chosen))
    adds = _adds(ordered, rows)
    what = np.array([NIGHT if row.is_night else DAY for row in rows], dtype=np.int64)
    effects, effect = np.unique(np.vstack((what, adds[: len(chosen)])), axis=1, return_inverse=True)
    tallies = tuple(
        tally(
            limit,
            unit_of(limit, rows),
            effects[k + 1].tolist(),
            person.weekends,
            window,
            not is_whole and _leaves(limit, window),
        )
        for k, limit in enumerate(chosen)
    )
    graph = _graph(automaton, effects[0], tallies, window, is_whole)
    cells = _cells(problem, person, options, effect.reshape(-1), window)
    return Kind(window, cells, graph, automaton, ordered, adds, tallies, is_whole)


def with_own_limits(problem: RosterProblem, person: Person, kind: Kind) -> Kind:
    """The kind with the limits of one of its people that its graph does not hold."""
    inside = kind.limits[: len(kind.tallies)]
    outside = [limit for limit in binding_limits(problem, person) if limit not in inside]
    rows = [problem.options[o] for o in kind.cells.options.tolist()]
    adds = np.vstack((kind.adds[: len(inside)], _adds(outside, rows)))
    return replace(kind, limits=(*inside, *outside), adds=adds)


def _adds(limits: Sequence[Limit], rows: Sequence[ShiftOption]) -> IntArray:
    """What each option adds to each limit."""
    found = [[counted(limit, row) for row in rows] for limit in limits]
    return np.array(found, dtype=np.int64).reshape(len(limits), len(rows))


def site_options(problem: RosterProblem, site: str, window: tuple[int, int]) -> IntArray:
    """Options of a site in the days of a window, by day and start."""
    mine = [
        o
        for o, option in enumerate(problem.options)
        if option.site == site and window[0] <= option.day < window[1]
    ]
    mine.sort(key=lambda o: (problem.options[o].day, problem.options[o].start, o))
    return np.array(mine, dtype=np.int64)


def binding_limits(problem: RosterProblem, person: Person) -> tuple[Limit, ...]:
    """
    Limits that some roster could breach.

    Those that allow no shift at all are left out: they close choices, see `is_closed`.
    """
    mine = [option for option in problem.options if option.site == person.site]
    return tuple(
        limit
        for limit in limits_of(problem, person)
        if not closes(limit) and binds(limit, mine, len(person.weekends))
    )


def closes(limit: Limit) -> bool:
    """Whether the limit allows nothing, so that every shift that counts is closed."""
    return limit.most == 0 and limit.cents_above is None and limit.unit != "weekends"


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
        if size * places <= most_nodes:
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
        automaton.step,
        np.array([*what.tolist(), OFF], dtype=np.int64),
        steps,
        prices,
        is_whole,
    )


def _cells(
    problem: RosterProblem,
    person: Person,
    options: IntArray,
    effect: IntArray,
    window: tuple[int, int],
) -> Cells:
    n_days = window[1] - window[0]
    rows = [problem.options[o] for o in options.tolist()]
    day = np.array([row.day - window[0] for row in rows], dtype=np.int64)
    first: IntArray = np.searchsorted(day, np.arange(n_days + 1)).astype(np.int64)
    of_day = [np.arange(first[d], first[d + 1]) for d in range(n_days)]
    layers = _classes(problem, person, rows, of_day)
    n_classes = max(len(layer.classes) for layer in layers)
    n_rows = max((layer.row.max(initial=-1) + 1 for layer in layers), default=1)
    may_follow = np.zeros((n_days, max(n_rows, 1), n_classes), dtype=np.bool_)
    off_class = np.zeros((n_days, n_classes), dtype=np.int64)
    cell, cell_first = np.zeros(len(rows), dtype=np.int64), np.zeros(n_days + 1, dtype=np.int64)
    found: list[IntArray] = []
    for d, mine in enumerate(of_day):
        layer = layers[d]
        may_follow[d, : layer.rows.shape[0], : layer.rows.shape[1]] = layer.rows
        off_class[d, : layer.off.size] = layer.off
        table = np.stack((effect[mine], layer.row, layer.after))
        unique, number = np.unique(table, axis=1, return_inverse=True)
        cell[mine] = number.reshape(-1) + cell_first[d]
        cell_first[d + 1] = cell_first[d] + unique.shape[1]
        found.append(unique)
    joined = np.concatenate(found, axis=1)
    return Cells(
        options, first, cell, cell_first, joined[0], joined[1], joined[2], may_follow, off_class
    )


class _Layer(NamedTuple):
    """
    One morning: its classes, and what the day's options make of them.

    `rows` says which classes each row of options may follow, `row` the row of each option,
    `after` the class it leaves, `off` the class that a day off leaves of each class.
    """

    classes: dict[bytes, int]
    rows: Bools
    row: IntArray
    after: IntArray
    off: IntArray


def _classes(
    problem: RosterProblem, person: Person, rows: Sequence[ShiftOption], of_day: list[IntArray]
) -> list[_Layer]:
    """What of yesterday's shift matters for today and, after a day off, for tomorrow."""
    n_days = len(of_day)
    masks = [_free(of_day, 0)]
    found: list[_Layer] = []
    for d, mine in enumerate(of_day):
        follow = [np.frombuffer(key[: mine.size], dtype=np.bool_) for key in masks]
        allowed = np.stack(follow) if mine.size else np.zeros((len(masks), 0), dtype=np.bool_)
        table, row = np.unique(allowed.T, axis=0, return_inverse=True)
        following: dict[bytes, int] = {_free(of_day, d + 1): 0}
        n_next = of_day[d + 1].size if d + 1 < n_days else 0
        n_then = of_day[d + 2].size if d + 2 < n_days else 0
        off = [
            _number(following, key[mine.size :].ljust(n_next, b"\1") + b"\1" * n_then)
            for key in masks
        ]
        after = [_number(following, _mask(problem, person, rows, of_day, d, i)) for i in mine]
        found.append(
            _Layer(
                {key: i for i, key in enumerate(masks)},
                table.astype(np.bool_).reshape(-1, len(masks)),
                row.reshape(-1).astype(np.int64),
                np.array(after, dtype=np.int64),
                np.array(off, dtype=np.int64),
            )
        )
        masks = list(following)
    found.append(_Layer(dict.fromkeys(masks, 0), *_nothing()))
    return found


def _nothing() -> tuple[Bools, IntArray, IntArray, IntArray]:
    empty = np.zeros(0, dtype=np.int64)
    return np.zeros((0, 0), dtype=np.bool_), empty, empty, empty


def _free(of_day: list[IntArray], d: int) -> bytes:
    """All of today's and tomorrow's options may follow."""
    return b"\1" * sum(of_day[i].size for i in (d, d + 1) if i < len(of_day))


def _number(classes: dict[bytes, int], key: bytes) -> int:
    return classes.setdefault(key, len(classes))


def _mask(
    problem: RosterProblem,
    person: Person,
    rows: Sequence[ShiftOption],
    of_day: list[IntArray],
    d: int,
    i: int,
) -> bytes:
    """Which options of the day after and, with a day off between, of the next may follow one."""
    earlier = rows[i]
    banned = problem.forbidden_after.get(earlier.template, frozenset())
    later = [[rows[j] for j in mine] for mine in of_day[d + 1 : d + 3]]
    fits = [may_follow(person, earlier, option) for options in later for option in options]
    for k, option in enumerate(later[0] if later else ()):
        if option.template in banned:
            fits[k] = False
    return bytes(fits)


def may_follow(person: Person, earlier: ShiftOption, later: ShiftOption) -> bool:
    """Whether rest allows a shift after another."""
    rest = person.min_rest_slots
    if earlier.is_night and not later.is_night:
        rest = max(rest, person.rest_after_nights)
    if earlier.is_on_call and not later.is_on_call:
        rest = max(rest, person.rest_after_on_call)
    return later.start >= earlier.end + rest
