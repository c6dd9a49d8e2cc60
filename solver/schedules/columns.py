"""Columns, schedules of single persons: the cheapest and other good ones at given prices."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue

import numpy as np

from solver.contract import Limit
from solver.coverage import present
from solver.problem import IntArray, RosterProblem
from solver.result import Choice, SlotRoster
from solver.schedules.crew import Member, crew, member_of_own
from solver.schedules.offers import Shapes, enter, offer, shapes
from solver.schedules.path import FAR, REWARD, Costs, Floats, cost_to_go, costs, walk
from solver.schedules.tallies import priced

NODES_A_SECOND = 5e6
"""Nodes looked at that count as a second of deterministic time, linear programmes included."""
FIRST_STEP = 0.03
"""Part of the difference between the dearest and the cheapest shift."""
PATIENCE = 8
"""Fruitless searches after which somebody gets a graph that knows more limits."""
ROUNDS = 12
"""Tries to fine a limit that the graph does not know until a schedule keeps it."""


@dataclass(frozen=True, slots=True)
class Column:
    """
    A schedule of a person.

    `rows` are the rows of cover to which it gives an agent each; `cents` its pay and wishes.
    """

    person: int
    cents: int
    rows: IntArray
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """
    What a search for one person brought.

    `columns` has the cheapest first, where one was found; no schedule costs less than `bound` at
    the prices that were asked for.
    """

    columns: tuple[Column, ...]
    bound: float


@dataclass(frozen=True, slots=True)
class Strays:
    """Ask for so many other schedules, by steps that are misjudged by `size` cents on average."""

    n: int
    size: float
    seed: int


@dataclass(slots=True)
class _Desk:
    """What is written on while somebody of a kind is looked at."""

    costs: Costs
    shapes: Shapes
    value: Floats
    skill: IntArray
    final: Floats
    quiet: Floats


class Pricer:
    """
    Finds people's cheapest schedules, several people at a time.

    Attributes
    ----------
    members
        The people, by number.
    fines
        For each person, cents for one unit of each limit that the graph does not know.
    """

    def __init__(self, problem: RosterProblem, threads: int = 1) -> None:
        self.problem, self.members = problem, crew(problem)
        self.fines = [np.zeros(len(m.kind.limits) - len(m.kind.tallies)) for m in self.members]
        self._failures: dict[int, int] = {}
        self._outside = [outside(member) for member in self.members]
        self._skills = [np.array(p.skills, dtype=np.int64) for p in problem.people]
        self._desks: list[dict[int, _Desk]] = [{} for _ in range(threads)]
        self._free: SimpleQueue[dict[int, _Desk]] = SimpleQueue()
        for desks in self._desks:
            self._free.put(desks)
        self._pool = ThreadPoolExecutor(threads)
        self._work = 0.0

    def take_work(self) -> float:
        """Deterministic seconds of work since it was last asked."""
        work, self._work = self._work, 0.0
        return work

    def search(
        self, people: Iterable[int], prices: Floats, strays: Strays | None = None
    ) -> list[Found]:
        """
        Cheapest schedules of some people.

        Parameters
        ----------
        prices
            What an agent saves in each row of cover, cents.
        """
        gain, asked = self._gain(prices), list(people)
        self._work += sum(self.members[p].kind.graph.code.size for p in asked) / NODES_A_SECOND
        found = list(self._pool.map(lambda p: self._find(p, gain, strays), asked))
        for i, p in enumerate(asked):
            if not found[i].columns and self.fines[p].size:
                self._failures[p] = self._failures.get(p, 0) + 1
                if self._failures[p] == PATIENCE:
                    self._promote(p)
                    found[i] = self._find(p, gain, strays)
        return found

    def _promote(self, p: int) -> None:
        """Give somebody for whom fines did not do a graph that knows more limits."""
        fines = dict(zip(self._unknown(p), self.fines[p].tolist(), strict=True))
        self.members[p] = member_of_own(self.problem, self.members[p])
        self._outside[p] = outside(self.members[p])
        self.fines[p] = np.array([fines.get(limit, 0.0) for limit in self._unknown(p)])

    def _unknown(self, p: int) -> tuple[Limit, ...]:
        """Limits that the person's graph does not know."""
        kind = self.members[p].kind
        return kind.limits[len(kind.tallies) :]

    def _gain(self, prices: Floats) -> Floats:
        gain = np.zeros((len(self.problem.skills), self.problem.n_slots + 1))
        np.cumsum(prices.reshape(gain.shape[0], -1), axis=1, out=gain[:, 1:])
        return gain

    def _find(self, p: int, gain: Floats, strays: Strays | None) -> Found:
        desks = self._free.get()
        try:
            member = self.members[p]
            desk = self._desk(desks, member)
            if member.node < 0 or not self._skills[p].size:
                return self._idle(p, member, desk, gain)
            offer(desk.shapes, self._skills[p], member.base, gain, desk.value, desk.skill)
            desk.value[member.must] -= REWARD
            found = self._cheapest(p, member, desk, gain)
            if strays is None or not found.columns:
                return found
            more = self._strays(p, member, desk, gain, strays)
            return Found((*found.columns, *more), found.bound)
        finally:
            self._free.put(desks)

    def _idle(self, p: int, member: Member, desk: _Desk, gain: Floats) -> Found:
        """Somebody who can work nothing."""
        if self._skills[p].size or self.problem.people[p].min_minutes:
            return Found((), FAR)
        path = np.full(_n_days(member), -1, dtype=np.int64)
        return Found((self._column(p, member, desk, gain, path),), 0.0)

    def _cheapest(self, p: int, member: Member, desk: _Desk, gain: Floats) -> Found:
        if self.fines[p].size:
            return self._within(p, member, desk, gain)
        path, cost = _path(member, desk)
        if path is None:
            return Found((), FAR)
        return Found((self._column(p, member, desk, gain, path),), cost)

    def _within(self, p: int, member: Member, desk: _Desk, gain: Floats) -> Found:
        """
        The same where limits lie outside the graph: shifts are fined until the limits are kept.

        Lagrangian relaxation again: less the fines for all that a limit allows, the cheapest
        schedule is a bound, whatever the fines; those of the best bound are kept.
        """
        adds, most = self._outside[p]
        plain, best, bound, path = desk.value.copy(), np.inf, -np.inf, None
        fines, before = self.fines[p].copy(), np.zeros(most.size)
        step = _step(plain, adds)
        for _ in range(ROUNDS):
            np.add(plain, fines @ adds, out=desk.value)
            here, cost = _path(member, desk)
            if here is None:
                return Found((), FAR)
            if cost - float(fines @ most) > bound:
                bound, self.fines[p] = cost - float(fines @ most), fines.copy()
            worked = here[here >= 0]
            excess = adds[:, worked].sum(axis=1) - most
            if (excess <= 0).all():
                if float(plain[worked].sum()) < best:
                    best, path = float(plain[worked].sum()), here
                break
            turned = excess * before
            step = np.where(turned > 0, step * 2, np.where(turned < 0, step / 2, step))
            before = np.where(excess != 0, excess, before)
            fines = np.maximum(fines + step * np.sign(excess), 0.0)
        if path is None:
            return Found((), bound)
        return Found((self._column(p, member, desk, gain, path),), bound)

    def _strays(
        self, p: int, member: Member, desk: _Desk, gain: Floats, strays: Strays
    ) -> list[Column]:
        rng = np.random.default_rng((strays.seed, p))
        adds, most = self._outside[p]
        cells, found = member.kind.cells, []
        for _ in range(strays.n):
            noise = rng.exponential(strays.size, cells.effect.size + _n_days(member))
            path = np.full(_n_days(member), -1, dtype=np.int64)
            last = walk(member.kind.graph, cells, desk.costs, member.day, member.node, noise, path)
            if last >= 0 and (adds[:, path[path >= 0]].sum(axis=1) <= most).all():
                found.append(self._column(p, member, desk, gain, path))
        return found

    def _desk(self, desks: dict[int, _Desk], member: Member) -> _Desk:
        kind = member.kind
        key = id(kind.graph)
        if key not in desks:
            n = kind.cells.options.size
            desks[key] = _Desk(
                costs(kind.graph, kind.cells),
                shapes(self.problem, kind.cells.options),
                np.zeros(n),
                np.zeros(n, dtype=np.int64),
                np.zeros(int(kind.graph.first[-1] - kind.graph.first[-2])),
                np.zeros(kind.cells.effect.size + _n_days(member)),
            )
        return desks[key]

    def _column(self, p: int, member: Member, desk: _Desk, gain: Floats, path: IntArray) -> Column:
        problem = self.problem
        there = np.zeros((len(problem.skills), problem.n_slots), dtype=np.int64)
        breaks = np.zeros((path.size, desk.shapes.breaks.shape[1]), dtype=np.int64)
        enter(desk.shapes, gain, path, desk.skill, there, breaks)
        choices = []
        for day in np.flatnonzero(path >= 0).tolist():
            i = int(path[day])
            o = int(member.kind.cells.options[i])
            starts = breaks[day, : len(problem.options[o].breaks)].tolist()
            choices.append(Choice(p, o, int(desk.skill[i]), tuple(starts)))
        cents = int(member.base[path[path >= 0]].sum()) + self._priced(member, choices)
        return Column(p, cents, np.flatnonzero(there.reshape(-1)), tuple(choices))

    def columns_of(self, roster: SlotRoster) -> list[Column]:
        """The columns of which a roster is made."""
        mine: list[list[Choice]] = [[] for _ in self.members]
        for choice in sorted(roster.choices):
            mine[choice.person].append(choice)
        return [self._own_column(p, choices) for p, choices in enumerate(mine)]

    def _own_column(self, p: int, choices: list[Choice]) -> Column:
        problem, member = self.problem, self.members[p]
        there = present(problem, SlotRoster(tuple(choices))) - problem.carried_in
        where = {o: i for i, o in enumerate(member.kind.cells.options.tolist())}
        base = sum(int(member.base[where[choice.option]]) for choice in choices)
        cents = base + self._priced(member, choices)
        return Column(p, cents, np.flatnonzero(there.reshape(-1)), tuple(choices))

    def _priced(self, member: Member, choices: list[Choice]) -> int:
        """Cents of limits that have prices."""
        soft = [limit for limit in member.kind.limits if limit.is_soft]
        if not soft:
            return 0
        worked = [self.problem.options[choice.option] for choice in choices]
        weekends = self.problem.people[member.person].weekends
        return sum(priced(limit, worked, weekends) for limit in soft)


def _n_days(member: Member) -> int:
    return member.kind.window[1] - member.kind.window[0]


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


def _step(plain: Floats, adds: IntArray) -> Floats:
    """First step of a fine: a part of what shifts of the limit differ by, for each unit."""
    found = np.ones(len(adds))
    for k, row in enumerate(adds):
        mine = plain[(row > 0) & (plain < FAR)]
        if mine.size:
            found[k] = max(FIRST_STEP * float(np.ptp(mine)) / int(row.max()), 1e-3)
    return found


def _path(member: Member, desk: _Desk) -> tuple[IntArray | None, float]:
    kind = member.kind
    cost_to_go(kind.graph, kind.cells, desk.costs, desk.value, desk.final)
    path = np.full(_n_days(member), -1, dtype=np.int64)
    cost = float(desk.costs.to_go[member.node, 0])
    last = walk(kind.graph, kind.cells, desk.costs, member.day, member.node, desk.quiet, path)
    if last < 0 or not np.isin(member.must, path).all():
        return None, FAR
    return path, cost + REWARD * member.must.size
