"""People's schedules, the cheapest and other good ones, at given prices of agents."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from queue import SimpleQueue

import numpy as np

from solver.contract import Limit
from solver.coverage import present
from solver.demand import floors_of
from solver.problem import IntArray, RosterProblem
from solver.result import Choice, SlotRoster
from solver.schedules.column import Column
from solver.schedules.crew import Member, crew, member_of_own
from solver.schedules.desk import Desk, days_off, decide, desk_of
from solver.schedules.extras import Extras
from solver.schedules.light import (
    LARGE,
    Light,
    cheapest_counted,
    keeps,
    knows_as_much,
    light_crew,
)
from solver.schedules.offers import enter, gains, offer, rows_at_work
from solver.schedules.path import FAR, REWARD, Floats, walk
from solver.schedules.within import cheapest_within, outside

NODES_A_SECOND = 5e6
"""Nodes looked at that count as a second of deterministic time, linear programmes included."""
PATIENCE = 8
"""Fruitless searches after which somebody gets a graph that knows more limits."""


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

    def __init__(self, problem: RosterProblem, threads: int = 1, large: int = LARGE) -> None:
        self.problem, self.members = problem, crew(problem)
        self.fines = [np.zeros(len(m.kind.limits) - len(m.kind.tallies)) for m in self.members]
        self._failures: dict[int, int] = {}
        self._outside = [outside(member) for member in self.members]
        self._extras = Extras(problem)
        self._skills = [np.array(p.skills, dtype=np.int64) for p in problem.people]
        self._floors = [tuple(rows) for rows in floors_of(problem)]
        self._large = large
        self._desks: list[dict[int, Desk]] = [{} for _ in range(threads)]
        self._free: SimpleQueue[dict[int, Desk]] = SimpleQueue()
        for desks in self._desks:
            self._free.put(desks)
        self._pool = ThreadPoolExecutor(threads)
        self._work = 0.0

    @cached_property
    def _light(self) -> dict[int, Light]:
        """People by light graphs, if by any; the first to ask should be alone."""
        return dict(enumerate(light_crew(self.problem, self.members, self._large)))

    @property
    def is_rough(self) -> bool:
        """Whether light graphs are searched, which leave bounds a little too low."""
        return bool(self._light)

    def take_work(self) -> float:
        """Deterministic seconds of work since it was last asked."""
        work, self._work = self._work, 0.0
        return work

    def search(
        self,
        people: Iterable[int],
        prices: Floats,
        strays: Strays | None = None,
        decided: Mapping[int, IntArray] | None = None,
        is_exact: bool = False,
    ) -> list[Found]:
        """
        Cheapest schedules of some people.

        Parameters
        ----------
        prices
            What an agent saves in each row of cover, cents.
        decided
            Of some people the option of each day, -1 off, UNDECIDED where that is open; schedules
            that do not keep to it may be found if no other is, and bounds do not hold.
        is_exact
            Leave out the light graphs, whose searches end a little above their bounds.
        """
        asked, known = list(people), decided or {}
        n_skills, n_slots = self.problem.required.shape
        gain = gains(prices, n_skills, n_slots, (self._floors[p] for p in asked))
        find = partial(self._find, {} if is_exact else self._light)
        self._work += sum(self.members[p].kind.graph.code.size for p in asked) / NODES_A_SECOND
        found = list(
            self._pool.map(lambda p: find(p, gain[self._floors[p]], strays, known.get(p)), asked)
        )
        for i, p in enumerate(asked):
            if not found[i].columns and self.fines[p].size:
                self._failures[p] = self._failures.get(p, 0) + 1
                if self._failures[p] == PATIENCE:
                    self._promote(p)
                    found[i] = find(p, gain[self._floors[p]], strays, known.get(p))
        return found

    def columns_of(self, roster: SlotRoster) -> list[Column]:
        """The columns of which a roster is made."""
        mine: list[list[Choice]] = [[] for _ in self.members]
        for choice in sorted(roster.choices):
            mine[choice.person].append(choice)
        return [self._own_column(p, choices) for p, choices in enumerate(mine)]

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

    def _find(
        self,
        light: Mapping[int, Light],
        p: int,
        gain: Floats,
        strays: Strays | None,
        decided: IntArray | None,
    ) -> Found:
        """By the light graph, and by the other where that brings nothing but knows as much."""
        if p in light:
            found = self._found(light[p].member, gain, strays, decided)
            if found.columns or not knows_as_much(self.members[p], light[p].member):
                return found
        return self._found(self.members[p], gain, strays, decided)

    def _found(
        self, member: Member, gain: Floats, strays: Strays | None, decided: IntArray | None
    ) -> Found:
        p, desks = member.person, self._free.get()
        try:
            desk = desk_of(self.problem, member, desks)
            if member.node < 0 or not self._skills[p].size:
                return self._idle(p, member, desk, gain)
            offer(desk.shapes, self._skills[p], member.base, gain, desk.value, desk.skill)
            desk.value[member.must] -= REWARD
            if decided is not None:
                decide(desk, member, decided)
            return self._cheapest(p, member, desk, gain, strays)
        finally:
            self._free.put(desks)

    def _idle(self, p: int, member: Member, desk: Desk, gain: Floats) -> Found:
        """Somebody who can work nothing."""
        if self._skills[p].size or self.problem.people[p].min_minutes:
            return Found((), FAR)
        return Found((self._column(p, member, desk, gain, days_off(member)),), 0.0)

    def _cheapest(
        self, p: int, member: Member, desk: Desk, gain: Floats, strays: Strays | None
    ) -> Found:
        path = days_off(member)
        search = self._fined if member is self.members[p] else self._counted
        is_found, bound = search(p, member, desk, path)
        if not is_found:
            return Found((), bound)
        column = self._column(p, member, desk, gain, path)
        more = self._strays(p, member, desk, gain, strays) if strays is not None else []
        return Found((column, *more), bound)

    def _counted(self, p: int, member: Member, desk: Desk, path: IntArray) -> tuple[bool, float]:
        """Within limits that are counted on the way."""
        kind = member.kind
        return cheapest_counted(
            kind.graph,
            kind.cells,
            desk.costs,
            desk.value,
            desk.fined,
            desk.final,
            desk.quiet,
            member.day,
            member.node,
            member.must,
            self._light[p].bounded,
            self._light[p].fines,
            self._light[p].guides,
            desk.labels,
            path,
        )

    def _fined(self, p: int, member: Member, desk: Desk, path: IntArray) -> tuple[bool, float]:
        """Within limits that only fines know."""
        kind = member.kind
        return cheapest_within(
            kind.graph,
            kind.cells,
            desk.costs,
            desk.value,
            desk.final,
            desk.quiet,
            member.day,
            member.node,
            member.must,
            *self._outside[p],
            self.fines[p],
            path,
        )

    def _strays(
        self, p: int, member: Member, desk: Desk, gain: Floats, strays: Strays
    ) -> list[Column]:
        rng = np.random.default_rng((strays.seed, p))
        cells, found = member.kind.cells, []
        for _ in range(strays.n):
            noise = rng.exponential(strays.size, desk.quiet.size)
            path = days_off(member)
            last = walk(member.kind.graph, cells, desk.costs, member.day, member.node, noise, path)
            if last >= 0 and self._keeps(p, member, path):
                found.append(self._column(p, member, desk, gain, path))
        return found

    def _keeps(self, p: int, member: Member, path: IntArray) -> bool:
        """Whether a path keeps the limits outside the graph."""
        if member is not self.members[p]:
            return keeps(self._light[p].bounded, path)
        adds, most = self._outside[p]
        return bool((adds[:, path[path >= 0]].sum(axis=1) <= most).all())

    def _column(self, p: int, member: Member, desk: Desk, gain: Floats, path: IntArray) -> Column:
        problem = self.problem
        there = np.zeros((len(problem.skills), problem.n_slots), dtype=np.int64)
        breaks = np.zeros((path.size, desk.shapes.breaks.shape[1]), dtype=np.int64)
        enter(desk.shapes, gain, path, desk.skill, there, breaks)
        is_worked = path >= 0
        worked = path[is_worked]
        days, skills = np.full(path.size, -1), np.zeros(path.size, dtype=np.int64)
        days[is_worked], skills[is_worked] = member.kind.cells.options[worked], desk.skill[worked]
        cents = int(member.base[worked].sum())
        cents += self._extras.cents(p, member, days[is_worked])
        return Column(p, cents, rows_at_work(there, self._floors[p]), days, skills, breaks)

    def _own_column(self, p: int, choices: list[Choice]) -> Column:
        problem, member = self.problem, self.members[p]
        there = present(problem, SlotRoster(tuple(choices))) - problem.carried_in
        where = {o: i for i, o in enumerate(member.kind.cells.options.tolist())}
        cents = sum(int(member.base[where[choice.option]]) for choice in choices)
        options = np.array([choice.option for choice in choices], dtype=np.int64)
        cents += self._extras.cents(p, member, options)
        most = max((len(problem.options[o].breaks) for o in where), default=0)
        days, skills = np.full(problem.n_days, -1), np.zeros(problem.n_days, dtype=np.int64)
        breaks = np.zeros((problem.n_days, most), dtype=np.int64)
        for choice in choices:
            day = problem.options[choice.option].day
            days[day], skills[day] = choice.option, choice.skill
            breaks[day, : len(choice.break_starts)] = choice.break_starts
        return Column(p, cents, rows_at_work(there, self._floors[p]), days, skills, breaks)
