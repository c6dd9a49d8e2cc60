"""
What weeks can use up of a contract, day by day, as a graph; people of like contract share one.

A node is what matters of the days so far: paid minutes, shifts, nights, rest-day shifts and days
in a row. An arc is a day off or a shift of one kind. Nodes from which the contract's minimum can
no longer be reached are left out, and what cannot matter any more counts as 0.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.problem import IntArray, Person, RosterProblem
from solver.rules.days_off import most_shifts

MOST_NODES = 50_000
"""Contracts with more are left to CP-SAT."""
MINUTES, SHIFTS, NIGHTS, REST_DAYS, IN_ROW = range(5)
"""Columns of nodes while a graph is built."""

Key = tuple[int, ...]
Kinds = tuple[tuple[int, ...], ...]
"""Kinds of shifts on each day."""


class Graphs(NamedTuple):
    """
    All graphs, one after another.

    Parameters
    ----------
    arcs
        Per node where a shift of each kind leads, and in the last column where a day off does; -1
        nowhere.
    counts
        Nights and rest-day shifts of a node, where they are priced.
    layers
        Per graph the first node before each day, of the last layer, and the end.
    """

    arcs: IntArray
    counts: IntArray
    layers: IntArray


def graphs(
    problem: RosterProblem, kinds: IntArray, bins: IntArray, person_bins: IntArray
) -> tuple[Graphs, IntArray]:
    """Graphs of a problem, and the number of each person's; -1 where there is no week."""
    known: dict[tuple[Key, Kinds], int] = {}
    of_bins: dict[tuple[int, int], Kinds] = {}
    built: list[tuple[IntArray, IntArray, IntArray]] = []
    numbers = []
    for person, (first, end) in zip(problem.people, person_bins.tolist(), strict=True):
        if (first, end) not in of_bins:
            of_bins[first, end] = _kinds_of_days(bins[first:end], problem.n_days)
        key = (_key(problem, person), of_bins[first, end])
        if key not in known:
            found = _graph(*key, kinds)
            known[key] = -1 if found is None else len(built)
            built += [found] if found is not None else []
        numbers.append(known[key])
    return _joined(built, problem.n_days, len(kinds)), np.array(numbers, dtype=np.int64)


def _kinds_of_days(bins: IntArray, n_days: int) -> Kinds:
    return tuple(tuple(bins[bins[:, 0] == day, 1].tolist()) for day in range(n_days))


def _key(problem: RosterProblem, person: Person) -> Key:
    most = most_shifts(problem.n_days, person.min_days_off)
    in_row = min(person.days_before, person.max_days_in_row)
    if in_row + most + person.worked_day_0 <= person.max_days_in_row:
        in_row = 0
    return (
        person.min_minutes,
        person.max_minutes,
        most,
        min(person.max_nights, most),
        min(person.max_days_in_row, most + in_row + 1),
        in_row,
        person.worked_day_0,
        problem.prices.unfair_night > 0 and not person.nights_only,
    )


def _graph(key: Key, days: Kinds, kinds: IntArray) -> tuple[IntArray, IntArray, IntArray] | None:
    """Arcs with nodes counted from 0, counts, and first node of each layer."""
    layer = np.array([[0, 0, 0, 0, key[5]]], dtype=np.int64)
    layers, steps = [layer], []
    for day in range(len(days)):
        rows, layer = _extended(key, days, kinds, day, layer)
        if sum(map(len, layers)) + len(layer) > MOST_NODES:
            return None
        layers.append(layer)
        steps.append(rows)
    return _pruned(layers, steps)


def _extended(
    key: Key, days: Kinds, kinds: IntArray, day: int, layer: IntArray
) -> tuple[IntArray, IntArray]:
    """Where each node leads by each kind and by a day off, and the nodes after the day."""
    left = sum(1 for later in days[day + 1 :] if later)
    longest = max((int(kinds[k, 0]) for later in days[day + 1 :] for k in later), default=0)
    off = layer.copy()
    off[:, IN_ROW] = (off[:, IN_ROW] + 1) * (day == 0 and key[6])
    found, rows = [_settled(key, off, left)], [np.full(len(layer), len(kinds))]
    for kind in days[day]:
        after = layer + np.array([kinds[kind, 0], 1, kinds[kind, 1], kinds[kind, 2], 1])
        fits = (after[:, MINUTES] <= key[1]) & (after[:, SHIFTS] <= key[2])
        fits &= (after[:, NIGHTS] <= key[3]) & (after[:, IN_ROW] <= key[4])
        after[~fits] = -1
        found.append(_settled(key, after, left))
        rows.append(np.full(len(layer), kind))
    nodes = np.concatenate(found)
    more = np.minimum(key[2] - nodes[:, SHIFTS], left)
    usable = (nodes[:, SHIFTS] >= 0) & (nodes[:, MINUTES] + more * longest >= key[0])
    unique, inverse = np.unique(nodes[usable], axis=0, return_inverse=True)
    leads = np.full((len(layer), len(kinds) + 1), -1, dtype=np.int64)
    origin = np.tile(np.arange(len(layer)), len(found))
    leads[origin[usable], np.concatenate(rows)[usable]] = inverse.reshape(-1)
    return leads, unique.reshape(-1, 5)


def _settled(key: Key, nodes: IntArray, left: int) -> IntArray:
    """Nodes in which nights and days in a row that cannot matter any more count as 0."""
    more = np.minimum(key[2] - nodes[:, SHIFTS], left)
    valid = nodes[:, SHIFTS] >= 0
    if not key[7]:
        nodes[valid & (nodes[:, NIGHTS] + more <= key[3]), NIGHTS] = 0
    nodes[valid & (nodes[:, IN_ROW] + more <= key[4]), IN_ROW] = 0
    return nodes


def _pruned(
    layers: list[IntArray], steps: list[IntArray]
) -> tuple[IntArray, IntArray, IntArray] | None:
    """Only nodes that lead to the end of the week, numbered through."""
    alive: list[NDArray[np.bool_]] = [np.ones(len(layers[-1]), dtype=np.bool_)]
    for leads in reversed(steps):
        leads[(leads >= 0) & ~np.append(alive[0], False)[leads]] = -1
        alive.insert(0, np.any(leads >= 0, axis=1))
    if not alive[0].any():
        return None
    first = np.concatenate(([0], np.cumsum([mine.sum() for mine in alive])))
    arcs = []
    for day, leads in enumerate(steps):
        number = np.append(np.cumsum(alive[day + 1]) - 1 + first[day + 1], -1)
        arcs.append(number[leads[alive[day]]])
    arcs.append(np.full((int(alive[-1].sum()), steps[0].shape[1]), -1, dtype=np.int64))
    kept = [layer[mine] for layer, mine in zip(layers, alive, strict=True)]
    counts = np.concatenate(kept)[:, [NIGHTS, REST_DAYS]]
    return np.concatenate(arcs), counts, first


def _joined(built: list[tuple[IntArray, IntArray, IntArray]], n_days: int, n_kinds: int) -> Graphs:
    arcs = [np.zeros((0, n_kinds + 1), dtype=np.int64)]
    counts, layers, offset = [np.zeros((0, 2), dtype=np.int64)], [], 0
    for leads, mine, first in built:
        arcs.append(np.where(leads >= 0, leads + offset, -1))
        counts.append(mine)
        layers.append(first + offset)
        offset += len(leads)
    return Graphs(
        arcs=np.concatenate(arcs),
        counts=np.concatenate(counts),
        layers=np.array(layers, dtype=np.int64).reshape(-1, n_days + 2),
    )
