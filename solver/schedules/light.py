"""
A person's cheapest schedule by a light graph: sums over the whole horizon are counted on the way.

A graph that tells apart all minutes worked has a hundred times as many nodes. Here shifts are fined
or rewarded until a schedule keeps the limits on sums, or nearly, and labels find the cheapest one
that does. Less the fines of all that limits allow, the cheapest schedule is a bound, whatever the
fines, which climb by Polyak's steps with a target that comes nearer where they fail.

Goffin and Kiwiel, Convergence of a simple subgradient level method, Math. Program. 85 (1999).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from solver.compiled import allocating, inner
from solver.problem import IntArray, RosterProblem
from solver.schedules.cells import Cells
from solver.schedules.crew import Member, crew
from solver.schedules.graph import Graph
from solver.schedules.labels import Bounded, Guides, Labels, cheapest_labelled
from solver.schedules.path import FAR, REWARD, Costs, Floats, cost_to_go, walk
from solver.schedules.within import has_all, outside

ROUNDS, SLACK = 100, 0.01
"""
Times that fines are changed; part of the difference between the dearest and the cheapest shift
above the bound at which a schedule is taken for the cheapest.
"""
HOPE, RISE, PATIENCE, SLOWER = 0.5, 0.1, 6, 2.0
"""
Rise of the bound hoped for at first, a part of that difference; part of it that counts as a rise;
rounds without one until less is hoped for, and how many times less.
"""
DEFLECTED = 0.3
"""Weight of the way before in a way."""
N_GUIDES = 2
"""Fines to judge labels by: those of the best bound, and none."""
LARGE, LIGHTER = 20_000, 4
"""Nodes from which a graph is large, and how many times smaller a light one has to be."""
MOST_COUNTED = 6
"""Limits up to which labels tell schedules apart well enough."""


@dataclass(frozen=True, slots=True)
class Light:
    """Somebody by a light graph: limits outside it, the best fines so far, and working memory."""

    member: Member
    bounded: Bounded
    fines: Floats
    guides: Guides


@allocating
def cheapest_counted(  # noqa: C901 -- one loop with two ways out, compiled
    g: Graph,
    c: Cells,
    w: Costs,
    value: Floats,
    fined: Floats,
    final: Floats,
    quiet: Floats,
    begin: int,
    node: int,
    must: IntArray,
    b: Bounded,
    fines: Floats,
    guides: Guides,
    x: Labels,
    path: IntArray,
) -> tuple[bool, float]:
    """
    Write the cheapest schedule found that keeps all limits into a path.

    Parameters
    ----------
    value
        Cents of each option; `fined` takes them with the last fines, to which `w` belongs.
    quiet
        Zeros, as many as cells and days.
    must
        Options that have to be worked.
    fines
        Cents a unit to begin with, below 0 to reward; takes those of the best bound.
    guides, x
        Working memory.

    Returns
    -------
    bool, float
        Whether there is one, and cents that no schedule costs less than; FAR if there is none.
    """
    here = path.copy()
    bound, best = -np.inf, FAR / 2
    now, way = fines.copy(), np.zeros(b.most.size)
    size = _sizes(b)
    spread = _spread(value)
    hope, slack, since = HOPE * spread, SLACK * spread, 0
    for _ in range(ROUNDS):
        _fine(value, b, now, fined)
        cost_to_go(g, c, w, fined, final, begin, node)
        here[:] = -1
        if walk(g, c, w, begin, node, quiet, here) < 0 or not has_all(here, must):
            return False, FAR
        allowed = _allowed(b, now)
        cost = w.to_go[node, 0] - allowed
        since += 1
        if cost > bound:
            if cost > bound + RISE * hope:
                since = 0
            bound = cost
            fines[:] = now
            _guide(g, w, guides, 0, now, allowed, begin)
        own = cost + allowed
        for k in range(b.most.size):
            own -= now[k] * _count(here, b.adds, k)
        if _is_kept(here, b) and own < best:
            best = own
            path[:] = here
        if since >= PATIENCE:
            hope, since = hope / SLOWER, 0
            now[:] = fines
            way[:] = 0
        if best - bound <= slack or hope < slack:
            break
        _turn(here, b, now, way, size, min(bound + hope, best) - cost)
    if best - bound <= slack:
        return True, bound + REWARD * must.size
    _fine(value, b, now * 0, fined)
    cost_to_go(g, c, w, fined, final, begin, node)
    _guide(g, w, guides, 1, now * 0, 0.0, begin)
    best, least = cheapest_labelled(g, c, value, begin, node, b, guides, best, x, path)
    _fine(value, b, fines, fined)
    cost_to_go(g, c, w, fined, final, begin, node)
    return best < FAR / 2, max(bound, least) + REWARD * must.size


@inner
def _fine(value: Floats, b: Bounded, fines: Floats, fined: Floats) -> None:
    """Value with fines."""
    for i in range(value.size):
        fined[i] = value[i]
        for k in range(b.most.size):
            fined[i] += fines[k] * b.adds[k, i]


@inner
def _allowed(b: Bounded, fines: Floats) -> float:
    """Fines of all that the limits allow."""
    found = 0.0
    for k in range(b.most.size):
        found += fines[k] * (b.most[k] if fines[k] > 0 else b.least[k])
    return found


@allocating
def _guide(
    g: Graph, w: Costs, guides: Guides, j: int, fines: Floats, allowed: float, begin: int
) -> None:
    """Keep costs to go as a guide."""
    guides.to_go[j, g.first[begin] :] = w.to_go[g.first[begin] :]
    guides.fines[j] = fines
    guides.allowed[j] = allowed


@inner
def _count(path: IntArray, adds: IntArray, k: int) -> int:
    """What a path adds to a limit."""
    n = 0
    for i in path:
        if i >= 0:
            n += adds[k, i]
    return n


@allocating
def _sizes(b: Bounded) -> Floats:
    """Most that an option adds to each limit."""
    found = np.ones(b.most.size)
    for k in range(b.most.size):
        for i in range(b.adds.shape[1]):
            found[k] = max(found[k], b.adds[k, i])
    return found


@inner
def _spread(value: Floats) -> float:
    """Difference between the dearest and the cheapest shift, at least 1."""
    low, high = np.inf, -np.inf
    for i in range(value.size):
        if -REWARD / 2 < value[i] < FAR:
            low, high = min(low, value[i]), max(high, value[i])
    return max(high - low, 1.0) if high >= low else 1.0


@inner
def _is_kept(path: IntArray, b: Bounded) -> bool:
    """Whether a path keeps all limits."""
    for k in range(b.most.size):  # noqa: SIM110 -- not a generator: compiled
        if not b.least[k] <= _count(path, b.adds, k) <= b.most[k]:
            return False
    return True


@inner
def _turn(
    path: IntArray, b: Bounded, fines: Floats, way: Floats, size: Floats, rise: float
) -> None:
    """Change fines by what a path lies off the limits, so that the bound could rise by so much."""
    length = 0.0
    for k in range(b.most.size):
        n = _count(path, b.adds, k)
        off = float(n - b.most[k]) if n > b.most[k] or fines[k] > 0 else 0.0
        if n < b.least[k] or fines[k] < 0:
            off = float(n - b.least[k])
        way[k] = off / size[k] + DEFLECTED * way[k]
        length += way[k] ** 2
    if length == 0:
        return
    for k in range(b.most.size):
        after = fines[k] + rise / length * way[k] / size[k]
        fines[k] = 0.0 if after * fines[k] < 0 else after


def bounded(member: Member) -> Bounded:
    """
    The limits that a light graph does not know, in units that their shifts are multiples of.

    Shifts of days outside a limit add nothing; nor does any to a limit that is no sum of shifts
    or has a price. Rosters that break such a limit are for the checkers.
    """
    adds, most = outside(member)
    cells, limits = member.kind.cells, member.kind.limits[len(member.kind.tallies) :]
    least = np.array(
        [x.least if adds[k].any() else 0 for k, x in enumerate(limits)], dtype=np.int64
    )
    unit = np.maximum(np.gcd.reduce(adds, axis=1, initial=0), 1).astype(np.int64)
    adds = np.ascontiguousarray(adds // unit[:, None])
    reach = np.zeros((len(limits), cells.first.size), dtype=np.int64)
    for day in range(cells.first.size - 2, -1, -1):
        mine = adds[:, cells.first[day] : cells.first[day + 1]]
        reach[:, day] = reach[:, day + 1] + mine.max(axis=1, initial=0)
    return Bounded(adds, -(-least // unit), np.minimum(most // unit, reach[:, 0]), reach)


def keeps(b: Bounded, path: IntArray) -> bool:
    """Whether a path keeps all limits."""
    total = b.adds[:, path[path >= 0]].sum(axis=1)
    return bool(((b.least <= total) & (total <= b.most)).all())


def guides(member: Member, b: Bounded) -> Guides:
    """Working memory for a graph and its limits."""
    nodes = (N_GUIDES, int(member.kind.graph.first[-1]), member.kind.cells.may_follow.shape[2])
    return Guides(np.zeros(nodes), np.zeros((N_GUIDES, b.most.size)), np.zeros(N_GUIDES))


def light_crew(
    problem: RosterProblem, members: Sequence[Member], large: int = LARGE
) -> list[Light]:
    """People by light graphs, where these are much smaller and leave few limits; else nobody."""
    largest = max((m.kind.graph.code.size for m in members), default=0)
    if largest < large:
        return []
    found = crew(problem, is_light=True)
    n_outside = max(len(m.kind.limits) - len(m.kind.tallies) for m in found)
    size = max(m.kind.graph.code.size for m in found)
    if n_outside > MOST_COUNTED or LIGHTER * size > max(largest, LARGE):
        return []
    return [_light(member) for member in found]


def _light(member: Member) -> Light:
    b = bounded(member)
    return Light(member, b, np.zeros(b.most.size), guides(member, b))


def knows_as_much(member: Member, light: Member) -> bool:
    """Whether a person's graph holds every limit that the light one holds."""
    mine, others = member.kind, light.kind
    return set(others.limits[: len(others.tallies)]) <= set(mine.limits[: len(mine.tallies)])
