"""
The cheapest week of one person around everybody else, found exactly day by day.

Others at work do not change meanwhile, so each option has a price by itself (`solver.offers`).
Through the graph of the contract goes, for each node and each class of readiness, the cheapest
price of the days so far.
"""

from solver.arrays import Arrays
from solver.columns import BIN_DAY, BIN_KIND, FAR, GRAPH, REST, SITE
from solver.compiled import inlined, inner
from solver.offers import AFTER, LATEST, ROW, VALUE, Work, keep_offers
from solver.problem import IntArray


@inner
def cheapest_week(a: Arrays, w: Work, p: int) -> int:
    """
    Last node of the person's cheapest week but for weekly rest, -1 if there is none.

    Its cost goes to `price`. `value` and `burden` say what it saves and costs.
    """
    g, rest = a.people[p, GRAPH], a.people[p, REST]
    if g < 0:
        return -1
    w.clock[0] += 1
    keep_offers(a, w, p, a.rest, rest)
    base, end = a.graph.layers[g, 0], a.graph.layers[g, a.n_days + 1]
    for node in range(end - base):
        for c in range(a.rest.off.shape[2]):
            w.table[node, c] = FAR
    w.table[0, 0] = 0
    for day in range(a.n_days):
        _extend(a, w, p, day)
    best, found = FAR // 2, -1
    for node in range(a.graph.layers[g, a.n_days], end):
        cost = w.table[node - base, 0] + shared(a, w, node)
        if cost < best:
            best, found = cost, node
    w.price[0] = best
    return found


@inlined
def shared(a: Arrays, w: Work, node: int) -> int:
    """What a last node costs in fairness of nights and rest-day shifts, and in fines."""
    fair = w.burden[0, a.graph.counts[node, 0]] + w.burden[1, a.graph.counts[node, 1]]
    return int(fair + a.graph.fines[node])


@inner
def _extend(a: Arrays, w: Work, p: int, day: int) -> None:
    """Extend every node of a day by a day off and by each option kept."""
    g, site, rest = a.people[p, GRAPH], a.people[p, SITE], a.people[p, REST]
    base, may_rest, width = a.graph.layers[g, 0], not a.must[p, day], a.rest.off.shape[2]
    first_bin, end_bin = bins_of_day(a.bins, a.site_bins, site, day)
    table, arcs, kept, kept_end, bins = w.table, a.graph.arcs, w.kept, w.kept_end, a.bins
    last, rests = a.graph.last, a.graph.rests
    begin_first = kept_end[first_bin - 1] if first_bin > a.site_bins[site, 0] else 0
    for node in range(a.graph.layers[g, day], a.graph.layers[g, day + 1]):
        at = node - base
        if not add_up(table, at, width):
            continue
        target = arcs[node, arcs.shape[1] - 1] - base
        if may_rest and target >= 0:
            take_off(table, at, target, a.rest.off, rest, day)
        begin = begin_first
        for b in range(first_bin, end_bin):
            kind = bins[b, BIN_KIND]
            end, target = kept_end[b], arcs[node, kind] - base
            if target >= 0:
                latest = LATEST + (last[node] & ~rests[kind])
                for i in range(begin, end):
                    value, c = table[at, kept[i, latest]] + kept[i, VALUE], kept[i, AFTER]
                    if value < table[target, c]:
                        table[target, c] = value
            begin = end


@inlined
def add_up(table: IntArray, at: int, width: int) -> bool:
    """Let those who are ready earlier count among the later; False where nobody is."""
    last = width - 1
    for c in range(last):
        table[at, c + 1] = min(table[at, c + 1], table[at, c])
    return bool(table[at, last] < FAR // 2)


@inner
def take_off(table: IntArray, at: int, target: int, off: IntArray, rest: int, day: int) -> None:
    """Let a day off follow a node."""
    last = off.shape[2] - 1
    for c in range(last, -1, -1):
        after = off[rest, day, c]
        if c == last or after != off[rest, day, c + 1]:
            table[target, after] = min(table[target, after], table[at, c])
        if after == 0:
            return


@inner
def bins_of_day(bins: IntArray, site_bins: IntArray, site: int, day: int) -> tuple[int, int]:
    """First of the bins of a day of a site, and the one before which they end."""
    first, last = site_bins[site, 0], site_bins[site, 1]
    while first < last and bins[first, BIN_DAY] < day:
        first += 1
    end = first
    while end < last and bins[end, BIN_DAY] == day:
        end += 1
    return first, end


@inner
def trace(a: Arrays, w: Work, p: int, node: int) -> None:
    """Write the week that ends in a node into `week`."""
    layers = a.graph.layers[a.people[p, GRAPH]]
    ready, cost = 0, w.table[node - layers[0], 0]
    for day in range(a.n_days - 1, -1, -1):
        node, ready, cost = _step_back(a, w, p, day, node, ready, cost)


@inner
def _step_back(
    a: Arrays, w: Work, p: int, day: int, node: int, ready: int, cost: int
) -> tuple[int, int, int]:
    """Node, readiness and price before the day; the day's option goes to `week`."""
    g, site, rest = a.people[p, GRAPH], a.people[p, SITE], a.people[p, REST]
    base, table, arcs, kept = a.graph.layers[g, 0], w.table, a.graph.arcs, w.kept
    first_bin, end_bin = bins_of_day(a.bins, a.site_bins, site, day)
    for before in range(a.graph.layers[g, day], a.graph.layers[g, day + 1]):
        at = before - base
        if arcs[before, arcs.shape[1] - 1] == node and not a.must[p, day]:
            for c in range(a.rest.off.shape[2]):
                if a.rest.off[rest, day, c] <= ready and table[at, c] == cost:
                    w.week[day] = -1
                    return before, c, cost
        for b in range(first_bin, end_bin):
            kind = a.bins[b, BIN_KIND]
            if arcs[before, kind] == node:
                latest = LATEST + (a.graph.last[before] & ~a.graph.rests[kind])
                begin = w.kept_end[b - 1] if b > a.site_bins[site, 0] else 0
                i = option_back(table, at, kept, latest, begin, w.kept_end[b], ready, cost)
                if i >= 0:
                    w.week[day] = kept[i, ROW]
                    return before, kept[i, latest], cost - kept[i, VALUE]
    return -1, 0, 0


@inner
def option_back(
    table: IntArray,
    at: int,
    kept: IntArray,
    latest: int,
    begin: int,
    end: int,
    ready: int,
    cost: int,
) -> int:
    """Option that leads from a node's price to a price, -1 if there is none."""
    for i in range(begin, end):
        if kept[i, AFTER] <= ready and table[at, kept[i, latest]] == cost - kept[i, VALUE]:
            return i
    return -1
