"""A roster of whole schedules as arrays, and one person's days in it made anew."""

from typing import NamedTuple

from solver.compiled import compiled, inner
from solver.problem import IntArray
from solver.schedules.between import Trail, between, morning
from solver.schedules.cells import Cells
from solver.schedules.graph import Graph
from solver.schedules.offers import Shapes, best_break, covered
from solver.schedules.path import FAR, REWARD, Floats
from solver.schedules.seat import Seat, elsewhere_of, new_weekend

TRIES, FIRST_FINE, FINE = 12, 0.1, 6.0
"""
Searches that fine a limit outside the graph until it is kept; the fine at first, a part of the
price of somebody missing, and by what it grows.
"""


class Board(NamedTuple):
    """
    What is left to be covered, and what it costs, see `Cover`; by row of `demand` and slot.

    `left` is below 0 where there are too many.
    """

    left: IntArray
    mild: IntArray
    short: IntArray
    deep: int
    over: IntArray


class Scratch(NamedTuple):
    """Working memory: `gain` by skill and slot; by option `value` and `skill`; by cell two more."""

    gain: Floats
    value: Floats
    skill: IntArray
    cell: Floats
    option: IntArray
    fines: Floats
    elsewhere: IntArray


@compiled
def enter(x: Board, s: Shapes, m: Seat, a: int, b: int, sign: int) -> int:
    """Add the shifts of some days to a roster, or take them away; returns what cover costs more."""
    cents = 0
    for day in range(a, b):
        i = m.path[day]
        if i < 0:
            continue
        k = m.skill[day]
        for t in range(s.start[i], s.end[i]):
            on_break = False
            for j in range(s.breaks.shape[1]):
                begin = m.breaks[day, j]
                if s.breaks[i, j, 2] and begin <= t < begin + s.breaks[i, j, 2]:
                    on_break = True
            if on_break:
                continue
            cents -= sign * _step(x, k, t, sign)
            for f in m.floors:
                cents -= sign * _step(x, f, t, sign)
    return cents


@inner
def _step(x: Board, row: int, t: int, sign: int) -> int:
    """One more or one less at work; returns the price of one there."""
    left = x.left[row, t] + (sign < 0)
    x.left[row, t] -= sign
    price = x.short[row] + (x.deep if left > x.mild[row, t] else 0) if left > 0 else -x.over[row]
    return int(price)


@compiled
def own_cents(g: Graph, c: Cells, m: Seat) -> float:
    """Pay, wishes, priced limits of the graph, and what shifts cost after others."""
    node, k, cents, priced = m.way[1], 0, 0.0, g.price.shape[0] > 1
    for day in range(m.way[0], m.path.size):
        i = m.path[day]
        arc = g.to.shape[1] - 1
        if i >= 0:
            cell = c.cell[i]
            cents += m.base[i] + c.toll[day, c.allowed[cell], k]
            arc, k = c.effect[cell], c.after[cell]
        else:
            k = c.off_class[day, k]
        if priced:
            cents += g.price[node, arc]
        node = g.to[node, arc]
    return cents


@compiled
def is_way(g: Graph, c: Cells, m: Seat) -> bool:
    """Whether the graph knows the path, all its options are open, and all limits are kept."""
    node, k = m.way[1], 0
    for day in range(m.way[0], m.path.size):
        i, arc = m.path[day], g.to.shape[1] - 1
        if i >= 0:
            if m.base[i] >= FAR or not c.may_follow[day, c.allowed[c.cell[i]], k]:
                return False
            arc, k = c.effect[c.cell[i]], c.after[c.cell[i]]
        else:
            k = c.off_class[day, k]
        node = g.to[node, arc]
        if node < 0:
            return False
    for limit in range(m.most.size):
        worked = elsewhere_of(m, limit, m.path.size, m.path.size)
        if not m.least[limit] <= worked <= m.most[limit]:
            return False
    return True


@compiled
def redo(
    g: Graph, c: Cells, t: Trail, s: Shapes, w: Scratch, x: Board, m: Seat, a: int, b: int
) -> bool:
    """
    Give a person the cheapest days ``a <= day < b`` around all others and the person's other days.

    The days' shifts are not in `x`, nor do they get there. Limits outside the graph are fined as
    `w` says to begin with, and more until they are kept. Whether there are such days; if not, those
    of the path may be overwritten.
    """
    _gains(s, w, x, m, c.first[a], c.first[b])
    _offers(s, w, m, c.first[a], c.first[b])
    for limit in range(m.most.size):
        w.elsewhere[limit] = elsewhere_of(m, limit, a, b)
    _close(c, w, m, a, b)
    node, k = morning(g, c, m.path, m.way[0], m.way[1], a)
    for _ in range(TRIES):
        _cheapest(c, w, m, a, b)
        if not between(g, c, t, w.cell, m.path, node, k, a, b):
            return False
        if not _is_outside(w, x, m, a, b):
            return _settled(c, s, w, m, a, b)
    return False


@inner
def _gains(s: Shapes, w: Scratch, x: Board, m: Seat, first: int, last: int) -> None:
    """What the person saves, summed over the slots of some options, by skill."""
    begin, end = x.left.shape[1], 0
    for i in range(first, last):
        begin, end = min(begin, s.start[i]), max(end, s.end[i])
    for k in m.skills:
        if begin < end:
            w.gain[k, begin] = 0.0
        for t in range(begin, end):
            left = x.left[k, t]
            price = x.short[k] + (x.deep if left > x.mild[k, t] else 0) if left > 0 else -x.over[k]
            for f in m.floors:
                price += x.short[f] if x.left[f, t] > 0 else -x.over[f]
            w.gain[k, t + 1] = w.gain[k, t] + price


@inner
def _offers(s: Shapes, w: Scratch, m: Seat, first: int, last: int) -> None:
    """What options cost less what they save, with the best skill."""
    for i in range(first, last):
        w.value[i] = FAR
        if m.base[i] < FAR:
            for k in m.skills:
                if s.fits[i, k]:
                    cents = m.base[i] + covered(s, w.gain, i, k)
                    if cents < w.value[i]:
                        w.value[i], w.skill[i] = cents, k


@inner
def _close(c: Cells, w: Scratch, m: Seat, a: int, b: int) -> None:
    """Close options that add more than a limit outside the graph leaves to a window."""
    for limit in range(m.most.size):
        room = m.most[limit] - w.elsewhere[limit]
        for day in range(a, b):
            is_new = new_weekend(m, limit, day, a, b) >= 0
            for i in range(c.first[day], c.first[day + 1]):
                if m.adds[limit, i] + is_new > room:
                    w.value[i] = FAR


@inner
def _weekend_fine(w: Scratch, m: Seat, day: int, a: int, b: int) -> float:
    """What limits on weekends fine a shift of a day."""
    cents = 0.0
    for limit in range(m.most.size):
        if w.fines[limit] != 0 and new_weekend(m, limit, day, a, b) >= 0:
            cents += w.fines[limit]
    return cents


@inner
def _cheapest(c: Cells, w: Scratch, m: Seat, a: int, b: int) -> None:
    """The best option of each cell."""
    w.cell[c.cell_first[a] : c.cell_first[b]] = FAR
    for day in range(a, b):
        weekend = _weekend_fine(w, m, day, a, b)
        for i in range(c.first[day], c.first[day + 1]):
            cents = w.value[i]
            if cents < FAR:
                cents += weekend
                for limit in range(m.most.size):
                    cents += w.fines[limit] * m.adds[limit, i]
                if m.must[i]:
                    cents -= REWARD
                if cents < w.cell[c.cell[i]]:
                    w.cell[c.cell[i]], w.option[c.cell[i]] = cents, i


@inner
def _is_outside(w: Scratch, x: Board, m: Seat, a: int, b: int) -> bool:
    """Whether limits outside the graph are not kept, which are fined more from then on."""
    found, dearest = False, 0
    for cents in x.short:
        dearest = max(dearest, cents)
    for limit in range(m.most.size):
        worked, largest, last = w.elsewhere[limit], 1, -1
        for day in range(a, b):
            if m.path[day] >= 0:
                adds = m.adds[limit, w.option[m.path[day]]]
                worked, largest = worked + adds, max(largest, adds)
                weekend = new_weekend(m, limit, day, a, b)
                if weekend >= 0 and weekend != last:
                    worked, last = worked + 1, weekend
        way = int(worked > m.most[limit]) - int(worked < m.least[limit])
        if way:
            found = True
            least = FIRST_FINE * dearest / largest
            w.fines[limit] = way * max(FINE * way * w.fines[limit], least)
    return found


@inner
def _settled(c: Cells, s: Shapes, w: Scratch, m: Seat, a: int, b: int) -> bool:
    """Options, skills and breaks of the window's cells; whether what must be worked is."""
    for day in range(a, b):
        if m.path[day] >= 0:
            i = w.option[m.path[day]]
            m.path[day], m.skill[day] = i, w.skill[i]
            for j in range(s.breaks.shape[1]):
                m.breaks[day, j] = best_break(s, w.gain, i, w.skill[i], j)
    for day in range(a, b):
        for i in range(c.first[day], c.first[day + 1]):
            if m.must[i] and m.path[day] != i:
                return False
    return True
