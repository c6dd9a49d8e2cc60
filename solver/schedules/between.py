"""The cheapest days of a window, where a person's days before and after it stay as they are."""

from typing import NamedTuple

import numpy as np

from solver.compiled import inner
from solver.problem import IntArray
from solver.schedules.cells import Cells
from solver.schedules.graph import Graph, Int32Array
from solver.schedules.path import FAR, Floats


class Trail(NamedTuple):
    """
    Working memory of a search forward; a place is ``node * n_classes + class``.

    `cost`, `before` and `step` hold for each place the cheapest way there, the place before it
    and the cell of the last step (-1 a day off); `nodes` those reached, layer by layer; `is_known`
    which they are. Between two searches all costs are FAR and no node is known. `best` and `came`:
    the cheapest class from which each row of options may follow; `then`: what the shift behind
    the window costs more after a class.
    """

    cost: Floats
    before: Int32Array
    step: Int32Array
    nodes: Int32Array
    is_known: IntArray
    best: Floats
    came: IntArray
    then: Floats


def trail(n_nodes: int, n_classes: int, n_rows: int) -> Trail:
    """Memory for graphs of up to so many nodes, classes of readiness and rows of options."""
    n_places = n_nodes * n_classes
    return Trail(
        np.full(n_places, FAR),
        np.zeros(n_places, dtype=np.int32),
        np.zeros(n_places, dtype=np.int32),
        np.zeros(n_nodes, dtype=np.int32),
        np.zeros(n_nodes, dtype=np.int64),
        np.zeros(n_rows),
        np.zeros(n_rows, dtype=np.int64),
        np.zeros(n_classes),
    )


@inner
def morning(g: Graph, c: Cells, path: IntArray, begin: int, node: int, day: int) -> tuple[int, int]:
    """Node and class on the morning of `day`, of somebody who was at `node` on that of `begin`."""
    k = 0
    for d in range(begin, day):
        i = path[d]
        if i < 0:
            arc, k = g.to.shape[1] - 1, c.off_class[d, k]
        else:
            arc, k = c.effect[c.cell[i]], c.after[c.cell[i]]
        node = g.to[node, arc]
    return node, k


@inner
def _then(c: Cells, path: IntArray, day: int, k: int) -> float:
    """What the next shift of a path from `day` on costs more after a class, FAR if it may not."""
    for d in range(day, path.size):
        i = path[d]
        if i >= 0:
            row = c.allowed[c.cell[i]]
            return float(c.toll[d, row, k]) if c.may_follow[d, row, k] else FAR
        k = c.off_class[d, k]
    return 0.0


@inner
def _rest(g: Graph, c: Cells, path: IntArray, day: int, node: int) -> float:
    """What arcs cost on a path from `day` on; FAR if it cannot be followed from a node."""
    cost, off, priced = 0.0, g.to.shape[1] - 1, g.price.shape[0] > 1
    for d in range(day, path.size):
        arc = off if path[d] < 0 else c.effect[c.cell[path[d]]]
        if priced:
            cost += g.price[node, arc]
        node = g.to[node, arc]
        if node < 0:
            return FAR
    return cost


@inner
def between(  # noqa: C901 -- in parts, each compiled into it, such loops are several times slower
    g: Graph, c: Cells, t: Trail, cell: Floats, path: IntArray, node: int, k: int, a: int, b: int
) -> bool:
    """
    Write the cheapest days ``a <= day < b`` into a path; whether there are any that fit.

    Parameters
    ----------
    cell
        Cents of the best option of each cell, FAR where all are closed.
    path
        Takes cells, not options, on the window's days; -1 is a day off.
    node, k
        Where the morning of day a finds the person.
    """
    _, n_rows, n_classes = c.may_follow.shape
    off, priced = g.to.shape[1] - 1, g.price.shape[0] > 1
    best, came = t.best, t.came
    t.cost[node * n_classes + k] = 0.0
    t.is_known[node] = 1
    t.nodes[0] = node
    begin, end = 0, 1
    for day in range(a, b):
        n_found = end
        for i in range(begin, end):
            here = t.nodes[i]
            for row in range(n_rows):
                best[row] = FAR
            target = g.to[here, off]
            for kk in range(n_classes):
                cost = t.cost[here * n_classes + kk]
                if cost >= FAR:
                    continue
                for row in range(n_rows):
                    if c.may_follow[day, row, kk] and cost + c.toll[day, row, kk] < best[row]:
                        best[row], came[row] = cost + c.toll[day, row, kk], kk
                if target < 0:
                    continue
                if priced:
                    cost += g.price[here, off]
                place = target * n_classes + c.off_class[day, kk]
                if cost < t.cost[place]:
                    t.cost[place], t.step[place] = cost, -1
                    t.before[place] = here * n_classes + kk
                    if not t.is_known[target]:
                        t.is_known[target] = 1
                        t.nodes[n_found] = target
                        n_found += 1
            for j in range(c.cell_first[day], c.cell_first[day + 1]):
                row = c.allowed[j]
                target = g.to[here, c.effect[j]]
                if target < 0 or best[row] >= FAR or cell[j] >= FAR:
                    continue
                cost = best[row] + cell[j]
                if priced:
                    cost += g.price[here, c.effect[j]]
                place = target * n_classes + c.after[j]
                if cost < t.cost[place]:
                    t.cost[place], t.step[place] = cost, j
                    t.before[place] = here * n_classes + came[row]
                    if not t.is_known[target]:
                        t.is_known[target] = 1
                        t.nodes[n_found] = target
                        n_found += 1
        begin, end = end, n_found
    place = _cheapest_end(g, c, t, path, b, begin, end)
    if place >= 0:
        last = place
        for day in range(b - 1, a - 1, -1):
            path[day] = t.step[last]
            last = t.before[last]
    for i in range(end):
        t.is_known[t.nodes[i]] = 0
        for kk in range(n_classes):
            t.cost[t.nodes[i] * n_classes + kk] = FAR
    return place >= 0


@inner
def _cheapest_end(
    g: Graph, c: Cells, t: Trail, path: IntArray, day: int, begin: int, end: int
) -> int:
    """The place on the morning of `day` from which the rest of the path is cheapest; or -1."""
    n_classes, cheapest, found = c.may_follow.shape[2], FAR, -1
    then = t.then
    for k in range(n_classes):
        then[k] = _then(c, path, day, k)
    for i in range(begin, end):
        node, rest = t.nodes[i], -1.0
        for k in range(n_classes):
            cost = t.cost[node * n_classes + k] + then[k]
            if cost >= cheapest:
                continue
            if rest < 0:
                rest = _rest(g, c, path, day, node)
            if cost + rest < cheapest:
                cheapest, found = cost + rest, node * n_classes + k
    return found
