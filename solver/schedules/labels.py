"""
A person's cheapest schedule within limits that the graph does not know, by labels.

A label is a way to a node with what it has used up of the limits. Under some fines for what shifts
use up, it can cost no less than it does so far, fines included, with what is cheapest from there,
and less the fines of all that the limits allow. So labels that cannot better a schedule known are
left out, and of too many those that promise most are kept. Fines too high see what breaks a limit,
fines too low what wastes it: of several fines the dearest counts.

Handler and Zang, A dual algorithm for the constrained shortest path problem, Networks 10 (1980).
"""

from typing import NamedTuple

import numpy as np

from solver.compiled import allocating, inner
from solver.problem import IntArray
from solver.schedules.cells import Cells
from solver.schedules.graph import Graph, Int32Array
from solver.schedules.path import FAR, Floats

MOST_LABELS = 200
"""Labels kept of a morning."""
ROOM = 1 << 14
"""New labels looked at together; their table has twice as many places."""


class Bounded(NamedTuple):
    """
    Limits outside a graph.

    What each option adds to them, shape ``(n_limits, n_options)``, the least and the most of each,
    and the most that can still be added from each day on, shape ``(n_limits, n_days + 1)``.
    """

    adds: IntArray
    least: IntArray
    most: IntArray
    reach: IntArray


class Guides(NamedTuple):
    """
    Costs to go under some fines, to judge labels by.

    Shapes ``(n_guides, n_nodes, n_classes)``, ``(n_guides, n_limits)``, and ``(n_guides,)`` for the
    fines of all that the limits allow.
    """

    to_go: Floats
    fines: Floats
    allowed: Floats


class Labels(NamedTuple):
    """
    Working memory: labels kept of each morning, and new ones with a table to find them by.

    Shapes ``(n_days + 1, MOST_LABELS)``; behind ``new_`` ``(ROOM,)``; `table` ``(2 * ROOM,)``;
    `n_kept` has how many are. `use` is what of all limits is used up as one number, `cents`
    what a label has cost, `parent` the label the morning before, `option` what was worked since
    then, -1 off; `new_least` is the least that its schedules cost.
    """

    n_kept: IntArray
    node: Int32Array
    after: Int32Array
    use: IntArray
    cents: Floats
    parent: Int32Array
    option: Int32Array
    new_node: Int32Array
    new_after: Int32Array
    new_use: IntArray
    new_cents: Floats
    new_least: Floats
    new_parent: Int32Array
    new_option: Int32Array
    table: Int32Array


def labels(n_days: int) -> Labels:
    """Working memory for a horizon."""
    kept = (n_days + 1, MOST_LABELS)
    return Labels(
        np.zeros(n_days + 1, dtype=np.int64),
        np.zeros(kept, dtype=np.int32),
        np.zeros(kept, dtype=np.int32),
        np.zeros(kept, dtype=np.int64),
        np.zeros(kept),
        np.zeros(kept, dtype=np.int32),
        np.zeros(kept, dtype=np.int32),
        np.zeros(ROOM, dtype=np.int32),
        np.zeros(ROOM, dtype=np.int32),
        np.zeros(ROOM, dtype=np.int64),
        np.zeros(ROOM),
        np.zeros(ROOM),
        np.zeros(ROOM, dtype=np.int32),
        np.zeros(ROOM, dtype=np.int32),
        np.full(2 * ROOM, -1, dtype=np.int32),
    )


@allocating
def cheapest_labelled(  # noqa: C901 -- compiled: in parts it would hand on many arrays
    g: Graph,
    c: Cells,
    value: Floats,
    begin: int,
    node: int,
    b: Bounded,
    guides: Guides,
    ceiling: float,
    x: Labels,
    path: IntArray,
) -> tuple[float, float]:
    """
    Write the cheapest schedule below a ceiling into a path.

    Parameters
    ----------
    value
        Cents of each option, without fines.
    ceiling
        Cents that a schedule has to cost less than.

    Returns
    -------
    float, float
        Cents of the schedule, the ceiling if none was found, and cents that none costs less than.
    """
    n_limits, n_guides = b.most.size, guides.allowed.size
    stride, places = np.ones(n_limits, dtype=np.int64), 1
    for k in range(n_limits):
        stride[k] = places
        places *= b.most[k] + 1
    used = np.zeros(n_limits, dtype=np.int64)
    fined = np.zeros(n_guides)
    n_days, off = c.may_follow.shape[0], g.to.shape[1] - 1
    priced = g.price.shape[0] > 1
    x.node[begin, 0], x.after[begin, 0], x.use[begin, 0], x.cents[begin, 0] = node, 0, 0, 0.0
    x.n_kept[begin] = 1
    dropped = FAR
    for day in range(begin, n_days):
        n_new = 0
        for i in range(x.n_kept[day]):
            here, k, use = x.node[day, i], x.after[day, i], x.use[day, i]
            for m in range(n_limits):
                used[m] = use // stride[m] % (b.most[m] + 1)
            for j in range(n_guides):
                fined[j] = x.cents[day, i] - guides.allowed[j]
                for m in range(n_limits):
                    fined[j] += guides.fines[j, m] * used[m]
            target = g.to[here, off]
            if target >= 0:
                extra = g.price[here, off] if priced else 0
                then = c.off_class[day, k]
                least = -FAR
                for j in range(n_guides):
                    least = max(least, fined[j] + extra + guides.to_go[j, target, then])
                for m in range(n_limits):
                    if used[m] + b.reach[m, day + 1] < b.least[m]:
                        least = FAR
                if least < ceiling:
                    n_new, dropped = _put(
                        x, n_new, dropped, target, then, use, x.cents[day, i] + extra, least, i, -1
                    )
            for option in range(c.first[day], c.first[day + 1]):
                if value[option] >= FAR:
                    continue
                cell = c.cell[option]
                arc = c.effect[cell]
                target = g.to[here, arc]
                if target < 0 or not c.may_follow[day, c.allowed[cell], k]:
                    continue
                extra = value[option] + (g.price[here, arc] if priced else 0)
                extra += c.toll[day, c.allowed[cell], k]
                then = c.after[cell]
                least, after = -FAR, use
                for j in range(n_guides):
                    cents = fined[j] + extra + guides.to_go[j, target, then]
                    for m in range(n_limits):
                        cents += guides.fines[j, m] * b.adds[m, option]
                    least = max(least, cents)
                if least >= ceiling:
                    continue
                for m in range(n_limits):
                    total = used[m] + b.adds[m, option]
                    after += stride[m] * b.adds[m, option]
                    if total > b.most[m] or total + b.reach[m, day + 1] < b.least[m]:
                        least = FAR
                if least < ceiling:
                    n_new, dropped = _put(
                        x,
                        n_new,
                        dropped,
                        target,
                        then,
                        after,
                        x.cents[day, i] + extra,
                        least,
                        i,
                        option,
                    )
        dropped = _keep(x, day + 1, n_new, dropped)
    best, chosen = ceiling, -1
    for i in range(x.n_kept[n_days]):
        cents = x.cents[n_days, i] + guides.to_go[0, x.node[n_days, i], x.after[n_days, i]]
        if cents < best:
            best, chosen = cents, i
    if chosen >= 0:
        trace(x, n_days, chosen, begin, path)
    return best, min(best, dropped)


@inner
def trace(x: Labels, day: int, label: int, begin: int, path: IntArray) -> None:
    """Write the way to a label into a path."""
    for d in range(day, begin, -1):
        path[d - 1] = x.option[d, label]
        label = x.parent[d, label]


@inner
def _put(
    x: Labels,
    n: int,
    dropped: float,
    node: int,
    after: int,
    use: int,
    cents: float,
    least: float,
    parent: int,
    option: int,
) -> tuple[int, float]:
    """Enter a new label, or let it take the place of a dearer one that is alike."""
    size = x.table.size
    mixed = (node * 1000003 + after) * 1000003 + use * 7919
    at = (mixed ^ (mixed >> 17)) & (size - 1)
    while x.table[at] >= 0:
        i = x.table[at]
        if x.new_node[i] == node and x.new_after[i] == after and x.new_use[i] == use:
            if cents < x.new_cents[i]:
                x.new_cents[i], x.new_least[i] = cents, least
                x.new_parent[i], x.new_option[i] = parent, option
            return n, dropped
        at = (at + 1) & (size - 1)
    if n == x.new_node.size:
        return n, min(dropped, least)
    x.table[at] = n
    x.new_node[n], x.new_after[n], x.new_use[n] = node, after, use
    x.new_cents[n], x.new_least[n] = cents, least
    x.new_parent[n], x.new_option[n] = parent, option
    return n + 1, dropped


@allocating
def _keep(x: Labels, day: int, n: int, dropped: float) -> float:
    """Keep the new labels that promise most for a morning."""
    most = x.node.shape[1]
    limit = FAR
    if n > most:
        limit = np.partition(x.new_least[:n], most - 1)[most - 1]
    kept, tied = 0, 0
    for i in range(n):
        if x.new_least[i] < limit:
            tied += 1
    tied = most - tied
    for i in range(n):
        is_tied = x.new_least[i] == limit and tied > 0
        if x.new_least[i] < limit or is_tied:
            tied -= is_tied
            x.node[day, kept], x.after[day, kept] = x.new_node[i], x.new_after[i]
            x.use[day, kept], x.cents[day, kept] = x.new_use[i], x.new_cents[i]
            x.parent[day, kept], x.option[day, kept] = x.new_parent[i], x.new_option[i]
            kept += 1
        else:
            dropped = min(dropped, x.new_least[i])
    if n:
        x.table[:] = -1
    x.n_kept[day] = kept
    return dropped
