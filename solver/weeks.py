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
    last, rests, cents = a.graph.last, a.graph.rests, a.fines.cents
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
                what = last[node] & ~rests[kind]
                latest, toll = LATEST + what, cents[p, what]
                wanted = latest + toll_step(a) if toll else latest
                for i in range(begin, end):
                    value, c = before(table, at, kept, i, latest, wanted, toll), kept[i, AFTER]
                    value += kept[i, VALUE]
                    if value < table[target, c]:
                        table[target, c] = value
            begin = end


@inlined
def toll_step(a: Arrays) -> int:
    """Columns of `Work.kept` from a kind of rest that is owed to the one that is wanted."""
    return int(a.fines.cents.shape[1])


@inlined
def before(
    table: IntArray, at: int, kept: IntArray, i: int, latest: int, wanted: int, toll: int
) -> int:
    """Price of the days before an option: rested as owed, or as wanted and without the toll."""
    price = table[at, kept[i, latest]]
    if toll:
        price = min(price + toll, table[at, kept[i, wanted]])
    return int(price)


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
    for node_before in range(a.graph.layers[g, day], a.graph.layers[g, day + 1]):
        at = node_before - base
        if arcs[node_before, arcs.shape[1] - 1] == node and not a.must[p, day]:
            for c in range(a.rest.off.shape[2]):
                if a.rest.off[rest, day, c] <= ready and table[at, c] == cost:
                    w.week[day] = -1
                    return node_before, c, cost
        for b in range(first_bin, end_bin):
            kind = a.bins[b, BIN_KIND]
            if arcs[node_before, kind] == node:
                what = a.graph.last[node_before] & ~a.graph.rests[kind]
                begin = w.kept_end[b - 1] if b > a.site_bins[site, 0] else 0
                latest, of_bin = LATEST + what, (begin, w.kept_end[b])
                tolls = (a.fines.cents[p, what], toll_step(a))
                i, c, cents = option_back(table, at, kept, latest, tolls, of_bin, ready, cost)
                if i >= 0:
                    w.week[day] = kept[i, ROW]
                    return node_before, c, cents
    return -1, 0, 0


@inner
def option_back(
    table: IntArray,
    at: int,
    kept: IntArray,
    latest: int,
    tolls: tuple[int, int],
    of_bin: tuple[int, int],
    ready: int,
    cost: int,
) -> tuple[int, int, int]:
    """
    Option that leads from a node's price to a price, -1 if there is none.

    And the readiness and price before it. `tolls` are what a rest shorter than wanted costs, and
    how many columns behind `latest` those lie who are rested as wanted.
    """
    toll, step = tolls
    for i in range(of_bin[0], of_bin[1]):
        if kept[i, AFTER] > ready:
            continue
        price, c = cost - kept[i, VALUE], kept[i, latest]
        if table[at, c] == price - toll:
            return i, c, price - toll
        if toll and table[at, kept[i, latest + step]] == price:
            return i, kept[i, latest + step], price
    return -1, 0, 0
