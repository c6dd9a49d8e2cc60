"""
A proven bound of rosters over so many days that exact schedules cost too much.

Sums (cover, hours, shifts, weekends) are priced; what a person may do on days in a row is kept
exactly, by a graph that counts nothing else. The prices climb by subgradients: Polyak's step
towards an aim that comes nearer whenever it is not reached, steps smoothed over the last ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from solver.demand import floors_of
from solver.problem import IntArray, RosterProblem
from solver.schedules.cover import Cover, purchase
from solver.schedules.crew import Member, first_node
from solver.schedules.kinds import Kind, kind_key, kind_of
from solver.schedules.offers import Shapes, enter, gains, offer, shapes
from solver.schedules.path import FAR, Costs, Floats, cost_to_go, costs, walk
from solver.schedules.relaxation import Sums, Worth

FIRST_AIM = 5e-4
"""First distance of the aim, a part of what covering nothing would cost, or working every day."""
NEARER, PATIENCE, RISE = 0.7, 15, 0.02
"""By what the aim comes nearer after so many steps without a rise of this part of its distance."""
LAST_AIM = 1e-3
"""Distance, a part of the first, at which the climb ends."""
LEVELS = (1.0, 0.3, 0.1, 0.0)
"""Parts of the prices that a climb is given, from the best of which it begins."""
MEMORY = 0.7
"""Weight of the steps before."""


@dataclass(frozen=True, slots=True)
class _Plain:
    """People of a kind, whose graph counts nothing, and working memory."""

    kind: Kind
    shapes: Shapes
    costs: Costs
    value: Floats
    skill: IntArray


class Ascent:
    """
    Prices of sums that climb.

    Parameters
    ----------
    worth
        Where they begin, or at a part of it if that proves more.

    Attributes
    ----------
    bound
        No roster costs less, cents; `-inf` before the first step.
    """

    def __init__(
        self,
        problem: RosterProblem,
        members: Sequence[Member],
        cover: Cover,
        sums: Sums,
        worth: Worth,
    ) -> None:
        self._problem, self._members, self._cover, self._sums = problem, members, cover, sums
        self._columns = sums.matrix.T.tocsr()
        kinds: dict[object, _Plain] = {}
        self._plain = [_plain(problem, member, kinds) for member in members]
        self._floors = [tuple(rows) for rows in floors_of(problem)]
        self._low, self._high = _range(sums, cover)
        begun = np.clip(np.concatenate((worth.sums, worth.agents)), self._low, self._high)
        self._untried = [level * begun for level in LEVELS]
        self._prices = self._untried[0]
        self._best, self.bound, self._waited = self._prices, -np.inf, 0
        worst = float((np.maximum(cover.need, 0) * cover.short).sum()) or _whole_pay(members)
        self._aim, self._last_aim = FIRST_AIM * worst, LAST_AIM * FIRST_AIM * worst
        squares = np.asarray(sums.matrix.multiply(sums.matrix).sum(axis=1)).reshape(-1)
        self._scale = 1 / np.maximum(np.concatenate((squares, sums.able)), 1.0)
        self._slope = np.zeros(self._scale.size)

    @property
    def nodes(self) -> int:
        """Nodes that a step looks at."""
        return sum(plain.kind.graph.code.size for plain in self._plain)

    @property
    def agents(self) -> Floats:
        """What an agent is worth in each row of cover at the best prices, cents."""
        return self._best[self._sums.most.size :]

    @property
    def is_done(self) -> bool:
        """Whether the climb has come to its end."""
        return self._aim <= self._last_aim

    def step(self) -> None:
        """Look at everybody's cheapest days, and change prices by what these leave."""
        cents, short = self._cheapest()
        if cents == -np.inf:
            self._aim = 0.0
            return
        if self._untried:
            self._begin(cents)
            return
        self._waited = 0 if cents > self.bound + RISE * self._aim else self._waited + 1
        if cents > self.bound:
            self.bound, self._best = cents, self._prices
        if self._waited > PATIENCE:
            self._aim *= NEARER
            self._waited, self._prices, self._slope = 0, self._best, np.zeros_like(self._slope)
            return
        self._slope = short * self._scale + MEMORY * self._slope
        is_low, is_high = self._prices <= self._low, self._prices >= self._high
        way = np.where(is_low & (self._slope < 0) | is_high & (self._slope > 0), 0, self._slope)
        length = (self.bound + self._aim - cents) / max((way**2 / self._scale).sum(), 1e-9)
        self._prices = np.clip(self._prices + length * way, self._low, self._high)

    def _begin(self, cents: float) -> None:
        """Try other prices to begin from, then go on from the best of them."""
        if cents > self.bound:
            self.bound, self._best = cents, self._prices
        del self._untried[0]
        self._prices = self._untried[0] if self._untried else self._best

    def _cheapest(self) -> tuple[float, Floats]:
        """What no roster costs less than at the prices, and what each sum is short of."""
        sums, cover, problem = self._sums, self._cover, self._problem
        fines, agents = np.split(self._prices, [sums.most.size])
        n_skills, n_slots = problem.required.shape
        gain = gains(agents, n_skills, n_slots, self._floors)
        bought, price = purchase(cover, agents)
        fined = -(self._columns @ fines)
        taken = (fined < 0).astype(float)
        for places in sums.places:
            taken[places[places >= 0]] = 0.0
        total = float(price.sum()) + float(sums.most @ fines) + float(fined @ taken)
        there = np.zeros_like(bought).reshape(-1, n_slots)
        for p in range(len(self._members)):
            total += self._days(p, gain[self._floors[p]], fined, taken, there)
        return total, np.concatenate((sums.most - sums.matrix @ taken, bought - there.reshape(-1)))

    def _days(self, p: int, gain: Floats, fined: Floats, taken: Floats, there: IntArray) -> float:
        """Cents of a person's cheapest days, which are entered; `-inf` if there are none."""
        member, plain, places = self._members[p], self._plain[p], self._sums.places[p]
        skills = np.array(self._problem.people[p].skills, dtype=np.int64)
        graph, cells = plain.kind.graph, plain.kind.cells
        day = member.day
        node = first_node(plain.kind, self._problem.people[p], day)
        if node < 0:
            return -np.inf
        offer(plain.shapes, skills, member.base, gain, plain.value, plain.skill)
        plain.value[places >= 0] += fined[places[places >= 0]]
        final = np.zeros(int(graph.first[-1] - graph.first[-2]))
        cost_to_go(graph, cells, plain.costs, plain.value, final, day, node)
        n_days = self._problem.n_days
        path, quiet = np.full(n_days, -1, dtype=np.int64), np.zeros(cells.effect.size + n_days)
        if walk(graph, cells, plain.costs, day, node, quiet, path) < 0:
            return -np.inf
        taken[places[path[path >= 0]]] = 1.0
        breaks = np.zeros((n_days, plain.shapes.breaks.shape[1]), dtype=np.int64)
        mine = np.zeros((gain.shape[0], there.shape[1]), dtype=np.int64)
        enter(plain.shapes, gain, path, plain.skill, mine, breaks)
        there[: len(mine)] += mine
        there[list(self._floors[p])] += mine.sum(axis=0)
        return float(plain.costs.to_go[node, 0])


def _plain(problem: RosterProblem, member: Member, kinds: dict[object, _Plain]) -> _Plain:
    person = problem.people[member.person]
    key = kind_key(person, with_templates=False)
    if key not in kinds:
        kind = kind_of(problem, person, (0, problem.n_days), False, most_nodes=0)
        n = kind.cells.options.size
        kinds[key] = _Plain(
            kind,
            shapes(problem, kind.cells.options),
            costs(kind.graph, kind.cells),
            np.zeros(n),
            np.zeros(n, dtype=np.int64),
        )
    return kinds[key]


def _whole_pay(members: Sequence[Member]) -> float:
    """Cents of everybody's dearest options of every day, for problems that require nobody."""
    total = 0.0
    for member in members:
        cents = np.where(member.base < FAR, np.abs(member.base), 0.0)
        first, end = member.kind.cells.first[:-1], member.kind.cells.first[1:]
        total += sum(cents[a:b].max(initial=0.0) for a, b in zip(first, end, strict=True))
    return total


def _range(sums: Sums, cover: Cover) -> tuple[Floats, Floats]:
    """Prices of sums are never above 0, those of agents what cover could pay."""
    n, over = sums.most.size, -cover.over.astype(float)
    return (
        np.concatenate((np.full(n, -np.inf), over)),
        np.concatenate((np.zeros(n), cover.short + float(cover.deep))),
    )
