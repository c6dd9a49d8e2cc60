"""
The cheapest week with the weekly rest that a person is owed.

Most cheapest weeks have it. Where one has not, the rest is looked for in the same graph: each node
counts for those who had their rest, for those who have worked without it, and for those who have
not worked yet.
"""

from solver.arrays import Arrays
from solver.columns import (
    BIN_KIND,
    FAR,
    GRAPH,
    OWED,
    OWED_SLOTS,
    OWED_UNTIL,
    REST_FROM,
    SITE,
    START,
)
from solver.compiled import inlined, inner
from solver.offers import AFTER, LATEST, ROW, VALUE, Work, keep_offers
from solver.problem import IntArray
from solver.weeks import (
    add_up,
    before,
    bins_of_day,
    cheapest_week,
    shared,
    take_off,
    trace,
)

RESTED, OWING, FRESH = range(3)
"""Blocks of rows of `Work.table`."""


@inner
def find_week(a: Arrays, w: Work, p: int) -> bool:
    """Write the person's cheapest week into `week` and its cost into `price`; False if none."""
    node = cheapest_week(a, w, p)
    if node < 0:
        return False
    trace(a, w, p, node)
    if a.people[p, OWED] < 0 or has_rest(w.week, a.options, a.people[p], a.rest_end):
        return True
    return _rested_week(a, w, p)


@inner
def has_rest(rows: IntArray, options: IntArray, person: IntArray, rest_end: int) -> bool:
    """Whether a week holds the rest that a person is owed."""
    least = person[OWED_SLOTS]
    free_from = person[OWED_UNTIL] - least
    for day in range(rows.size):
        row = rows[day]
        if row >= 0:
            if min(options[row, START], rest_end) - free_from >= least:
                return True
            free_from = max(free_from, options[row, REST_FROM])
    return bool(rest_end - free_from >= least)


@inner
def _rested_week(a: Arrays, w: Work, p: int) -> bool:
    g, owed = a.people[p, GRAPH], a.people[p, OWED]
    keep_offers(a, w, p, a.owed, owed)
    base, end = a.graph.layers[g, 0], a.graph.layers[g, a.n_days + 1]
    n, width = end - base, a.owed.off.shape[2]
    for at in range(3 * n):
        for c in range(width):
            w.table[at, c] = FAR
    w.table[FRESH * n, 0] = 0
    for day in range(a.n_days):
        _extend(a, w, p, day)
    best, found, block = FAR // 2, -1, RESTED
    for node in range(a.graph.layers[g, a.n_days], end):
        cost = shared(a, w, node)
        for k in range(3):
            at = k * n + node - base
            add_up(w.table, at, width)
            had = w.table[at, 0 if k == OWING else width - 1] + cost
            if had < best and not (k == FRESH and a.people[p, OWED_UNTIL] > a.rest_end):
                best, found, block = had, node, k
    w.price[0] = best
    if found >= 0:
        _trace(a, w, p, block, found)
    return found >= 0


@inner
def _extend(a: Arrays, w: Work, p: int, day: int) -> None:
    """Extend every node of a day, in all blocks, by a day off and by each option kept."""
    g, site, owed = a.people[p, GRAPH], a.people[p, SITE], a.people[p, OWED]
    base, may_rest, width = a.graph.layers[g, 0], not a.must[p, day], a.owed.off.shape[2]
    n = a.graph.layers[g, a.n_days + 1] - base
    first_bin, end_bin = bins_of_day(a.bins, a.site_bins, site, day)
    table, arcs, kept_end = w.table, a.graph.arcs, w.kept_end
    for node in range(a.graph.layers[g, day], a.graph.layers[g, day + 1]):
        off = arcs[node, arcs.shape[1] - 1] - base
        for block in range(3):
            at = block * n + node - base
            if not add_up(table, at, width):
                continue
            if may_rest and off >= 0:
                take_off(table, at, block * n + off, a.owed.off, owed, day)
            for b in range(first_bin, end_bin):
                kind = a.bins[b, BIN_KIND]
                target = arcs[node, kind] - base
                if target >= 0:
                    what = a.graph.last[node] & ~a.graph.rests[kind]
                    begin = kept_end[b - 1] if b > a.site_bins[site, 0] else 0
                    for i in range(begin, kept_end[b]):
                        _follow(a, w, p, i, at, block, target, n, what)


@inlined
def _follow(
    a: Arrays, w: Work, p: int, i: int, at: int, block: int, target: int, n: int, what: int
) -> None:
    """Let an option follow a node: for those who owe a rest, without it and with it before."""
    kept, table, toll = w.kept, w.table, a.fines.cents[p, what]
    latest, wanted = LATEST + what, LATEST + what + (a.fines.cents.shape[1] if toll else 0)
    c, value = kept[i, AFTER], before(table, at, kept, i, latest, wanted, toll) + kept[i, VALUE]
    to = block
    if block == FRESH:
        to = RESTED if a.options[kept[i, ROW], START] >= a.people[p, OWED_UNTIL] else OWING
    table[to * n + target, c] = min(table[to * n + target, c], value)
    if block == OWING:
        value = table[at, _rested(kept, i, latest)] + toll
        if toll:
            value = min(value, table[at, _rested(kept, i, wanted)])
        value += kept[i, VALUE]
        table[target, c] = min(table[target, c], value)


@inlined
def _rested(kept: IntArray, i: int, latest: int) -> int:
    """Class up to which one is ready for an option and has had the weekly rest before it."""
    return int(min(kept[i, latest], kept[i, kept.shape[1] - 1]))


@inner
def _trace(a: Arrays, w: Work, p: int, block: int, node: int) -> None:
    """Write the week that ends in a node of a block into `week`."""
    g = a.people[p, GRAPH]
    n = a.graph.layers[g, a.n_days + 1] - a.graph.layers[g, 0]
    ready = 0 if block == OWING else a.owed.off.shape[2] - 1
    cost = w.table[block * n + node - a.graph.layers[g, 0], ready]
    for day in range(a.n_days - 1, -1, -1):
        block, node, ready, cost = _step_back(a, w, p, day, n, block, node, ready, cost)


@inner
def _step_back(
    a: Arrays, w: Work, p: int, day: int, n: int, block: int, node: int, ready: int, cost: int
) -> tuple[int, int, int, int]:
    """Block, node, readiness and price before the day; the day's option goes to `week`."""
    g, owed, arcs = a.people[p, GRAPH], a.people[p, OWED], a.graph.arcs
    base = a.graph.layers[g, 0]
    for node_before in range(a.graph.layers[g, day], a.graph.layers[g, day + 1]):
        at = block * n + node_before - base
        if arcs[node_before, arcs.shape[1] - 1] == node and not a.must[p, day]:
            for c in range(a.owed.off.shape[2]):
                if a.owed.off[owed, day, c] <= ready and w.table[at, c] == cost:
                    w.week[day] = -1
                    return block, node_before, c, cost
        if block != FRESH:
            for origin in range(3):
                i, c, toll = _option_before(
                    a, w, p, day, n, origin, block, node_before, node, ready, cost
                )
                if i >= 0:
                    w.week[day] = w.kept[i, ROW]
                    return origin, node_before, c, cost - toll - w.kept[i, VALUE]
    return -1, -1, 0, 0


@inner
def _option_before(
    a: Arrays,
    w: Work,
    p: int,
    day: int,
    n: int,
    origin: int,
    block: int,
    node_before: int,
    node: int,
    ready: int,
    cost: int,
) -> tuple[int, int, int]:
    """Option kept that leads from a node of a block to a price, -1 if none; readiness and toll."""
    site, kept, arcs = a.people[p, SITE], w.kept, a.graph.arcs
    if origin == RESTED and block != RESTED:
        return -1, 0, 0
    at = origin * n + node_before - a.graph.layers[a.people[p, GRAPH], 0]
    first_bin, end_bin = bins_of_day(a.bins, a.site_bins, site, day)
    for b in range(first_bin, end_bin):
        kind = a.bins[b, BIN_KIND]
        if arcs[node_before, kind] != node:
            continue
        what = a.graph.last[node_before] & ~a.graph.rests[kind]
        begin = w.kept_end[b - 1] if b > a.site_bins[site, 0] else 0
        for i in range(begin, w.kept_end[b]):
            rested = a.options[kept[i, ROW], START] >= a.people[p, OWED_UNTIL]
            if kept[i, AFTER] > ready or (origin == FRESH and rested != (block == RESTED)):
                continue
            is_rested = origin == OWING and block == RESTED
            latest, toll = LATEST + what, a.fines.cents[p, what]
            for _ in range(2 if toll else 1):
                c = _rested(kept, i, latest) if is_rested else kept[i, latest]
                if w.table[at, c] == cost - toll - kept[i, VALUE]:
                    return i, c, toll
                latest, toll = latest + a.fines.cents.shape[1], 0
    return -1, 0, 0
