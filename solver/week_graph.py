"""
What weeks can use up of a contract, day by day, as a graph; people of like contract share one.

A node is what matters of the days so far (`week_contract`). An arc is a day off or a shift of one
kind. Nodes from which the contract's minimum can no longer be reached are left out.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.problem import IntArray, RosterProblem
from solver.rests import AS_NIGHT, AS_ON_CALL
from solver.successions import Successions
from solver.week_contract import (
    K_MINUTES,
    K_NIGHT,
    K_ON_CALL,
    LAST,
    N_COLUMNS,
    NIGHTS,
    REST_DAYS,
    Left,
    WeekContract,
)
from solver.week_terms import Terms

MOST_NODES = 50_000
"""Contracts with more are left to CP-SAT."""
MOST_STEPS = 4_000_000
"""
Steps from a node by a kind of shift, of all contracts, which take about six seconds; contracts that
come later are left to CP-SAT, too.
"""

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
    last, rests
        What the last shift before a node was, and what shifts of each kind are, where a longer rest
        than usual lies between: bits of `rests`.
    fines, has_fines
        Cents that priced limits, and what is wanted of days, cost weeks which end in a node, and
        whether any does.
    """

    arcs: IntArray
    counts: IntArray
    layers: IntArray
    last: IntArray
    rests: IntArray
    fines: IntArray
    has_fines: bool


_Built = tuple[IntArray, IntArray, IntArray, IntArray]
"""Arcs, nodes, first node of each layer, and fines of all nodes."""


def graphs(
    problem: RosterProblem,
    kinds: IntArray,
    bins: IntArray,
    person_bins: IntArray,
    terms: Terms,
) -> tuple[Graphs, IntArray]:
    """Graphs of a problem, and the number of each person's; -1 where there is no week."""
    known: dict[tuple[WeekContract, Kinds], int] = {}
    of_bins: dict[tuple[int, int], Kinds] = {}
    built: list[_Built] = []
    numbers, steps_left = [], MOST_STEPS
    for person, (first, end) in zip(problem.people, person_bins.tolist(), strict=True):
        if (first, end) not in of_bins:
            of_bins[first, end] = _kinds_of_days(bins[first:end], problem.n_days)
        key = (terms.contract(problem, person), of_bins[first, end])
        if key not in known:
            found, steps_left = _graph(*key, kinds, terms.successions, steps_left)
            known[key] = -1 if found is None else len(built)
            built += [found] if found is not None else []
        numbers.append(known[key])
    return _joined(built, problem.n_days, kinds), np.array(numbers, dtype=np.int64)


def _kinds_of_days(bins: IntArray, n_days: int) -> Kinds:
    return tuple(tuple(bins[bins[:, 0] == day, 1].tolist()) for day in range(n_days))


def _graph(
    contract: WeekContract, days: Kinds, kinds: IntArray, follow: Successions, steps_left: int
) -> tuple[_Built | None, int]:
    """Arcs with nodes counted from 0, nodes, and first node of each layer; steps left then."""
    layer = contract.begun()
    layers, steps = [layer], []
    for day in range(len(days)):
        steps_left -= len(layer) * (len(days[day]) + 1)
        if steps_left < 0:
            return None, 0
        rows, layer = _extended(contract, days, kinds, follow, day, layer)
        if sum(map(len, layers)) + len(layer) > MOST_NODES:
            return None, steps_left
        layers.append(layer)
        steps.append(rows)
    pruned = _pruned(layers, steps)
    if pruned is None:
        return None, steps_left
    arcs, nodes, first = pruned
    fines = np.zeros(len(nodes), dtype=np.int64)
    fines[first[-2] :] = contract.fines(nodes[first[-2] :])
    return (arcs, nodes[:, :N_COLUMNS], first, fines), steps_left


def _extended(
    contract: WeekContract,
    days: Kinds,
    kinds: IntArray,
    follow: Successions,
    day: int,
    layer: IntArray,
) -> tuple[IntArray, IntArray]:
    """Where each node leads by each kind and by a day off, and the nodes after the day."""
    later = [kind for kinds_of_day in days[day + 1 :] for kind in kinds_of_day]
    left = Left(
        days=sum(1 for kinds_of_day in days[day + 1 :] if kinds_of_day),
        longest=int(kinds[later, K_MINUTES].max(initial=0)),
        is_end=day == len(days) - 1,
    )
    found = [contract.after_off(layer, day, left)]
    rows = [np.full(len(layer), len(kinds))]
    for kind in days[day]:
        found.append(contract.after_shift(layer, day, kinds[kind], follow, left))
        rows.append(np.full(len(layer), kind))
    nodes = np.concatenate(found)
    usable = contract.is_open(nodes, left)
    unique, inverse = np.unique(nodes[usable], axis=0, return_inverse=True)
    leads = np.full((len(layer), len(kinds) + 1), -1, dtype=np.int64)
    origin = np.tile(np.arange(len(layer)), len(found))
    leads[origin[usable], np.concatenate(rows)[usable]] = inverse.reshape(-1)
    return leads, unique.reshape(-1, layer.shape[1])


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
    return np.concatenate(arcs), np.concatenate(kept), first


def _joined(built: list[_Built], n_days: int, kinds: IntArray) -> Graphs:
    arcs = [np.zeros((0, len(kinds) + 1), dtype=np.int64)]
    nodes, layers, offset = [np.zeros((0, N_COLUMNS), dtype=np.int64)], [], 0
    fines = np.concatenate([np.zeros(0, dtype=np.int64), *(mine for _, _, _, mine in built)])
    for leads, mine, first, _ in built:
        arcs.append(np.where(leads >= 0, leads + offset, -1))
        nodes.append(mine)
        layers.append(first + offset)
        offset += len(leads)
    every = np.concatenate(nodes)
    return Graphs(
        arcs=np.concatenate(arcs),
        counts=np.ascontiguousarray(every[:, [NIGHTS, REST_DAYS]]),
        layers=np.array(layers, dtype=np.int64).reshape(-1, n_days + 2),
        last=np.ascontiguousarray(every[:, LAST]),
        rests=AS_NIGHT * kinds[:, K_NIGHT] + AS_ON_CALL * kinds[:, K_ON_CALL],
        fines=fines,
        has_fines=bool(fines.any()),
    )
