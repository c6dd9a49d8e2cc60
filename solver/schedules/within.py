"""
A person's cheapest schedule within limits that the graph does not know.

Lagrangian relaxation again: shifts are fined until the limits are kept. Less the fines for all that
a limit allows, the cheapest schedule is a bound, whatever the fines.
"""

import numpy as np

from solver.compiled import allocating, inner
from solver.problem import IntArray
from solver.schedules.cells import Cells
from solver.schedules.crew import Member
from solver.schedules.graph import Graph
from solver.schedules.path import FAR, REWARD, Costs, Floats, cost_to_go, walk

FIRST_STEP = 0.03
"""Part of the difference between the dearest and the cheapest shift."""
ROUNDS = 12
"""Tries to fine a limit until a schedule keeps it."""


@allocating
def cheapest_within(
    g: Graph,
    c: Cells,
    w: Costs,
    value: Floats,
    final: Floats,
    quiet: Floats,
    begin: int,
    node: int,
    must: IntArray,
    adds: IntArray,
    most: IntArray,
    fines: Floats,
    path: IntArray,
) -> tuple[bool, float]:
    """
    Write a cheapest schedule that keeps all limits into a path: the first one, while fines move.

    Parameters
    ----------
    value
        Cents of each option; takes them with the last fines.
    quiet
        Zeros, as many as cells and days.
    must
        Options that have to be worked.
    adds, most
        What options add to the limits outside the graph, and what those allow.
    fines
        Cents a unit to begin with; takes those of the best bound.

    Returns
    -------
    bool, float
        Whether there is one, and cents that no schedule costs less than; FAR if there is none.
    """
    plain, here = value.copy(), path.copy()
    bound = -np.inf
    now, before = fines.copy(), np.zeros(most.size)
    step = _steps(plain, adds)
    for _ in range(ROUNDS):
        for i in range(value.size):
            value[i] = plain[i]
            for k in range(most.size):
                value[i] += now[k] * adds[k, i]
        cost_to_go(g, c, w, value, final, begin, node)
        here[:] = -1
        if walk(g, c, w, begin, node, quiet, here) < 0 or not has_all(here, must):
            return False, FAR
        cost = w.to_go[node, 0] + REWARD * must.size
        for k in range(most.size):
            cost -= now[k] * most[k]
        if cost > bound:
            bound = cost
            fines[:] = now
        if _turn(here, adds, most, now, before, step):
            path[:] = here
            return True, bound
    return False, bound


@allocating
def _steps(plain: Floats, adds: IntArray) -> Floats:
    """First step of a fine: a part of what shifts of the limit differ by, for each unit."""
    found = np.ones(len(adds))
    for k in range(len(adds)):
        low, high, most = np.inf, -np.inf, 0
        for i in range(plain.size):
            if adds[k, i] > 0 and -REWARD / 2 < plain[i] < FAR:
                low, high = min(low, plain[i]), max(high, plain[i])
            most = max(most, adds[k, i])
        if high >= low:
            found[k] = max(FIRST_STEP * (high - low) / most, 1e-3)
    return found


@inner
def has_all(path: IntArray, must: IntArray) -> bool:
    """Whether a path works all that must be."""
    n = 0
    for option in must:
        for i in path:
            if i == option:
                n += 1
    return n == must.size


@allocating
def _turn(
    path: IntArray, adds: IntArray, most: IntArray, fines: Floats, before: Floats, step: Floats
) -> bool:
    """Whether a path keeps all limits; if not, fines are changed by what it lies off them."""
    kept = True
    excess = np.zeros(most.size)
    for k in range(most.size):
        excess[k] = -float(most[k])
        for i in path:
            if i >= 0:
                excess[k] += adds[k, i]
        if excess[k] > 0:
            kept = False
    if not kept:
        for k in range(most.size):
            turned = excess[k] * before[k]
            step[k] *= 2.0 if turned > 0 else 0.5 if turned < 0 else 1.0
            before[k] = excess[k] if excess[k] != 0 else before[k]
            fines[k] = max(fines[k] + step[k] * np.sign(excess[k]), 0.0)
    return kept


def outside(member: Member) -> tuple[IntArray, IntArray]:
    """
    What options add to the limits that the graph does not know, and their mosts.

    Shifts of days outside a limit add nothing; nor does any to a limit that is no sum of shifts
    or has a price. Rosters that break such a limit are for the checkers.
    """
    n_inside = len(member.kind.tallies)
    limits, adds = member.kind.limits[n_inside:], member.kind.adds[n_inside:].copy()
    cells = member.kind.cells
    for row, limit in zip(adds, limits, strict=True):
        begin, end = (min(d, cells.first.size - 1) for d in (limit.first_day, limit.end_day))
        row[: cells.first[begin]] = 0
        row[cells.first[end] :] = 0
        if limit.unit == "weekends" or limit.cents_above is not None:
            row[:] = 0
    return adds, np.array([limit.most for limit in limits], dtype=np.int64)
