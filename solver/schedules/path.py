"""The cheapest way through a layered graph: costs to go from every node, and the walk."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.compiled import allocating, compiled, inlined, inner
from solver.problem import IntArray
from solver.schedules.cells import Bools, Cells
from solver.schedules.graph import Graph

Floats = NDArray[np.float64]
FAR = 1e15
"""Costs that no schedule has; beyond it there is no way."""
REWARD = 1e8
"""Cents that make a person work what a pin says."""


class Costs(NamedTuple):
    """
    Working memory: costs to go of node and class, and the best option of each cell.

    Shapes ``(n_nodes, n_classes)``, ``(n_cells,)``, ``(n_cells,)`` and ``(n_rows,)``. `is_near`
    says which nodes can be reached, shape ``(n_nodes,)``; costs of others mean nothing.
    """

    to_go: Floats
    cell: Floats
    option: IntArray
    best: Floats
    is_near: Bools


def costs(graph: Graph, cells: Cells) -> Costs:
    """Working memory for a graph."""
    _, n_rows, n_classes = cells.may_follow.shape
    return Costs(
        np.zeros((int(graph.first[-1]), n_classes)),
        np.zeros(cells.effect.size),
        np.zeros(cells.effect.size, dtype=np.int64),
        np.zeros(n_rows),
        np.zeros(int(graph.first[-1]), dtype=np.bool_),
    )


@compiled
def cost_to_go(  # noqa: C901 -- in parts, each compiled into it, it took ten times as long
    g: Graph, c: Cells, w: Costs, value: Floats, final: Floats, begin: int, node: int
) -> None:
    """
    Costs to the end, from each node that can be reached.

    Parameters
    ----------
    begin, node
        First day of the way, and the node that morning.
    value
        Cents of each option of the cells; FAR or more where it is closed.
    final
        Cents of each node of the last layer; FAR where nobody may end.
    """
    _cheapest_of_cells(c, w, value)
    _reach(g, c, w, begin, node)
    n_days, n_rows, n_classes = c.may_follow.shape
    off, priced = g.to.shape[1] - 1, g.price.shape[0] > 1
    for here in range(g.first[n_days], g.first[n_days + 1]):
        for k in range(n_classes):
            w.to_go[here, k] = final[here - g.first[n_days]]
    for day in range(n_days - 1, begin - 1, -1):
        first, last = c.cell_first[day], c.cell_first[day + 1]
        for here in range(g.first[day], g.first[day + 1]):
            if not w.is_near[here]:
                continue
            for row in range(n_rows):
                w.best[row] = FAR
            for cell in range(first, last):
                target = g.to[here, c.effect[cell]]
                if target >= 0 and w.cell[cell] < FAR:
                    cost = w.cell[cell] + w.to_go[target, c.after[cell]]
                    if priced:
                        cost += g.price[here, c.effect[cell]]
                    row = c.allowed[cell]
                    w.best[row] = min(w.best[row], cost)
            target = g.to[here, off]
            extra = g.price[here, off] if priced else 0
            for k in range(n_classes):
                cost = w.to_go[target, c.off_class[day, k]] + extra if target >= 0 else FAR
                for row in range(n_rows):
                    if c.may_follow[day, row, k]:
                        cost = min(cost, w.best[row] + c.toll[day, row, k])
                w.to_go[here, k] = cost


@allocating
def _reach(g: Graph, c: Cells, w: Costs, begin: int, node: int) -> None:
    """Mark the nodes that can be reached by open cells."""
    off = g.to.shape[1] - 1
    w.is_near[g.first[begin] :] = False
    w.is_near[node] = True
    is_open = np.zeros(off + 1, dtype=np.bool_)
    for day in range(begin, c.may_follow.shape[0]):
        is_open[:off], is_open[off] = False, True
        for cell in range(c.cell_first[day], c.cell_first[day + 1]):
            if w.cell[cell] < FAR:
                is_open[c.effect[cell]] = True
        for here in range(g.first[day], g.first[day + 1]):
            if w.is_near[here]:
                for arc in range(off + 1):
                    if is_open[arc] and g.to[here, arc] >= 0:
                        w.is_near[g.to[here, arc]] = True


@inner
def _cheapest_of_cells(c: Cells, w: Costs, value: Floats) -> None:
    w.cell[:] = FAR
    w.option[:] = -1
    for i in range(c.cell.size):
        if value[i] < w.cell[c.cell[i]]:
            w.cell[c.cell[i]], w.option[c.cell[i]] = value[i], i


@inlined
def _shift(g: Graph, c: Cells, w: Costs, node: int, cell: int) -> float:
    """Cost of a shift of a cell and of what follows it."""
    arc = c.effect[cell]
    target = g.to[node, arc]
    if target < 0:
        return FAR
    cost = w.cell[cell] + w.to_go[target, c.after[cell]]
    if g.price.shape[0] > 1:
        cost += g.price[node, arc]
    return float(cost)


@inlined
def _off(g: Graph, c: Cells, w: Costs, day: int, node: int, k: int) -> float:
    """Cost of a day off after class k, and of what follows it."""
    arc = g.to.shape[1] - 1
    target = g.to[node, arc]
    if target < 0:
        return FAR
    cost = w.to_go[target, c.off_class[day, k]]
    if g.price.shape[0] > 1:
        cost += g.price[node, arc]
    return float(cost)


@compiled
def walk(g: Graph, c: Cells, w: Costs, day: int, node: int, noise: Floats, found: IntArray) -> int:
    """
    Follow the cheapest way from a node on the morning of `day`, coming from a day off.

    Parameters
    ----------
    noise
        Cents by which each cell and, behind them, each day off is misjudged; 0 for the cheapest.
    found
        Takes the option (index into the cells' options, -1 off) of each day from `day` on.

    Returns
    -------
    int
        The last node, -1 if there is no way.
    """
    k = 0
    for d in range(day, c.may_follow.shape[0]):
        if w.to_go[node, k] >= FAR / 2:
            return -1
        cell = _next(g, c, w, d, node, k, noise)
        if cell < 0:
            found[d], arc, k = -1, g.to.shape[1] - 1, c.off_class[d, k]
        else:
            found[d], arc, k = w.option[cell], c.effect[cell], c.after[cell]
        node = g.to[node, arc]
    return int(node)


@inlined
def _next(g: Graph, c: Cells, w: Costs, day: int, node: int, k: int, noise: Floats) -> int:
    """Cell of the cheapest next step, -1 for a day off."""
    best, chosen = _off(g, c, w, day, node, k), -1
    if best < FAR / 2:
        best += noise[c.effect.size + day]
    for cell in range(c.cell_first[day], c.cell_first[day + 1]):
        row = c.allowed[cell]
        if c.may_follow[day, row, k]:
            cost = _shift(g, c, w, node, cell) + c.toll[day, row, k]
            if cost < FAR / 2 and cost + noise[cell] < best:
                best, chosen = cost + noise[cell], cell
    return chosen
