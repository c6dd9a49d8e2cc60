"""
Ruin and recreate: some days of some people are dropped and made anew in turn.

A worse roster is kept with probability ``exp(-loss / temperature)``.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from solver.contract import Limit
from solver.problem import NO_LIMIT, IntArray, RosterProblem
from solver.result import Choice, SlotRoster
from solver.schedules.between import Trail, trail
from solver.schedules.board import Board, Scratch, enter, is_way, own_cents, redo
from solver.schedules.cover import cover
from solver.schedules.crew import Member
from solver.schedules.kinds import Kind
from solver.schedules.offers import Shapes, shapes
from solver.schedules.path import FAR, Floats
from solver.schedules.seat import Seat
from solver.schedules.tallies import is_inside
from solver.schedules.within import outside

FEW_DAYS, MANY_DAYS, PEOPLE = (3, 9), (14, 43), (2, 5)
"""Days, few or many, and people made anew at a time: the least, and one more than the most."""
LONG = 0.3
"""Part of the steps that make many days anew."""
TAIL = 28
"""Days at the end made anew first for somebody whose schedule breaks a rule, then twice as many."""
AIMED = 0.5
"""Part of the steps that begin where somebody is missing, if anybody is."""


class _Saved(NamedTuple):
    """Days of a person as they were."""

    path: IntArray
    skill: IntArray
    breaks: IntArray


class Walk:
    """
    One walk through rosters.

    Attributes
    ----------
    cents
        Price of cover, pay, wishes and limits of graphs, up to a constant.
    free
        People whose days can be made anew.
    """

    def __init__(
        self,
        problem: RosterProblem,
        members: Sequence[Member],
        roster: SlotRoster,
        seed: Sequence[int],
    ) -> None:
        self._problem, self._members = problem, list(members)
        self._random = np.random.default_rng(seed)
        self._kinds = [member.kind for member in self._members]
        graphs = {id(kind.graph): kind.cells.options for kind in self._kinds}
        made = {key: shapes(problem, options) for key, options in graphs.items()}
        self._shapes = [made[id(kind.graph)] for kind in self._kinds]
        self._trail, self._scratch = _memory(problem, self._kinds)
        self._board = _board(problem)
        self._seats = [
            _seat(problem, m, s) for m, s in zip(self._members, self._shapes, strict=True)
        ]
        self._day_of = _day_of_slots(problem)
        self.cents = 0.0
        self._fines: dict[Limit, float] = {}  # what limits were fined last over all days
        self._place(roster)
        self.free = [p for p in range(len(self._seats)) if self._is_free(p)]
        self._of_skill = [
            [p for p in self.free if k in problem.people[p].skills]
            for k in range(len(problem.skills))
        ]

    @property
    def can_step(self) -> bool:
        """Whether anybody's days can be made anew."""
        return bool(self.free)

    def step(self, temperature: float) -> None:
        """Make some days of some people anew."""
        (a, b), people = self._choose()
        before = [self._saved(p, a, b) for p in people]
        lost = sum(self._enter(p, a, b, -1) - self._own(p) for p in people)
        for p, saved in zip(people, before, strict=True):
            if not self._redo(p, a, b):
                self._put(p, a, b, saved)
            lost += self._enter(p, a, b, 1) + self._own(p)
        if lost <= 0 or self._random.random() < np.exp(-lost / temperature):
            self.cents += lost
            return
        for p, saved in zip(people, before, strict=True):
            self._enter(p, a, b, -1)
            self._put(p, a, b, saved)
            self._enter(p, a, b, 1)

    def roster(self) -> SlotRoster:
        """The roster at which the walk stands."""
        options = self._problem.options
        choices = []
        for p, (kind, seat) in enumerate(zip(self._kinds, self._seats, strict=True)):
            for day in np.flatnonzero(seat.path >= 0).tolist():
                o = int(kind.cells.options[seat.path[day]])
                starts = seat.breaks[day, : len(options[o].breaks)].tolist()
                choices.append(Choice(p, o, int(seat.skill[day]), tuple(starts)))
        return SlotRoster(tuple(sorted(choices)))

    def _choose(self) -> tuple[tuple[int, int], list[int]]:
        random, n_days = self._random, self._problem.n_days
        days = MANY_DAYS if random.random() < LONG else FEW_DAYS
        length = min(int(random.integers(*days)), n_days)
        n = min(int(random.integers(*PEOPLE)), len(self.free))
        people: list[int] = random.choice(self.free, n, replace=False).tolist()
        first = int(random.integers(n_days + length - 1)) - length + 1
        short = np.flatnonzero(self._board.left > 0) if random.random() < AIMED else ()
        if len(short):
            skill, slot = divmod(int(random.choice(short)), self._problem.n_slots)
            first = int(self._day_of[slot]) - int(random.integers(length))
            able = self._of_skill[skill]
            if able:
                one = int(random.choice(able))
                people = [one, *(p for p in people if p != one)][:n]
        a, b = max(first, 0), min(first + length, n_days)
        return (a, b), people

    def _place(self, roster: SlotRoster) -> None:
        where = {
            id(kind.graph): {o: i for i, o in enumerate(kind.cells.options.tolist())}
            for kind in self._kinds
        }
        for choice in roster.choices:
            seat, graph = self._seats[choice.person], self._kinds[choice.person].graph
            day = self._problem.options[choice.option].day
            seat.path[day] = where[id(graph)][choice.option]
            seat.skill[day] = choice.skill
            seat.breaks[day, : len(choice.break_starts)] = choice.break_starts
        for p in range(len(self._seats)):
            self.cents += self._enter(p, 0, self._problem.n_days, 1)

    def _is_free(self, p: int) -> bool:
        """Whether somebody has a schedule that the graph knows, or got one now."""
        member, seat, kind = self._members[p], self._seats[p], self._kinds[p]
        if member.node < 0 or not seat.skills.size or not (member.base < FAR).any():
            return False
        if not is_way(kind.graph, kind.cells, seat) and not self._begins(p):
            return False
        self.cents += self._own(p)
        return True

    def _begins(self, p: int) -> bool:
        """Whether days of somebody are found anew: from a late day on, or else from an earlier."""
        n_days = self._problem.n_days
        length = TAIL if (self._seats[p].path >= 0).any() else n_days
        while not self._begins_on(p, max(n_days - length, 0)):
            if length >= n_days:
                return False
            length *= 2
        return True

    def _begins_on(self, p: int, day: int) -> bool:
        n_days = self._problem.n_days
        before = self._saved(p, day, n_days)
        self.cents += self._enter(p, day, n_days, -1)
        self._seats[p].path[day:] = -1
        kind = self._kinds[p]
        limits = kind.limits[len(kind.tallies) :]
        fines = np.array([self._fines.get(limit, 0.0) for limit in limits])
        found = self._redo(p, day, n_days, fines)
        if found:
            self._fines |= zip(limits, self._scratch.fines.tolist(), strict=False)
        if not found:
            self._put(p, day, n_days, before)
        self.cents += self._enter(p, day, n_days, 1)
        return found

    def _enter(self, p: int, a: int, b: int, sign: int) -> int:
        return enter(self._board, self._shapes[p], self._seats[p], a, b, sign)

    def _own(self, p: int) -> float:
        return own_cents(self._kinds[p].graph, self._kinds[p].cells, self._seats[p])

    def _redo(self, p: int, a: int, b: int, fines: Floats | float = 0.0) -> bool:
        kind, seat = self._kinds[p], self._seats[p]
        self._scratch.fines[: seat.most.size] = fines
        a = max(a, self._members[p].day)
        found: bool = redo(
            kind.graph,
            kind.cells,
            self._trail,
            self._shapes[p],
            self._scratch,
            self._board,
            seat,
            a,
            b,
        )
        return found

    def _saved(self, p: int, a: int, b: int) -> _Saved:
        seat = self._seats[p]
        return _Saved(seat.path[a:b].copy(), seat.skill[a:b].copy(), seat.breaks[a:b].copy())

    def _put(self, p: int, a: int, b: int, saved: _Saved) -> None:
        seat = self._seats[p]
        seat.path[a:b], seat.skill[a:b], seat.breaks[a:b] = saved


def _day_of_slots(problem: RosterProblem) -> IntArray:
    """The day whose shifts have begun by each slot."""
    first = np.full(problem.n_days, problem.n_slots, dtype=np.int64)
    for option in problem.options:
        first[option.day] = min(first[option.day], option.start)
    first = np.minimum.accumulate(first[::-1])[::-1]
    days: IntArray = np.searchsorted(first, np.arange(problem.n_slots), side="right") - 1
    return np.maximum(days, 0)


def _board(problem: RosterProblem) -> Board:
    c = cover(problem)
    shape = (len(problem.skills), problem.n_slots)
    need, mild, short = (row.reshape(shape) for row in (c.need, c.mild, c.short))
    return Board(need.copy(), mild, short.max(axis=1, initial=0), c.deep, c.over)


def _memory(problem: RosterProblem, kinds: Sequence[Kind]) -> tuple[Trail, Scratch]:
    n_nodes = max((int(k.graph.first[-1]) for k in kinds), default=0)
    n_classes = max((k.cells.may_follow.shape[2] for k in kinds), default=0)
    n_options = max((k.cells.options.size for k in kinds), default=0)
    n_cells = max((k.cells.effect.size for k in kinds), default=0)
    n_limits = max((len(k.limits) for k in kinds), default=0)
    scratch = Scratch(
        gain=np.zeros((len(problem.skills), problem.n_slots + 1)),
        value=np.zeros(n_options),
        skill=np.zeros(n_options, dtype=np.int64),
        cell=np.zeros(n_cells),
        option=np.zeros(n_cells, dtype=np.int64),
        fines=np.zeros(n_limits),
    )
    return trail(n_nodes * n_classes, n_nodes), scratch


def _seat(problem: RosterProblem, member: Member, s: Shapes) -> Seat:
    n_days = problem.n_days
    adds, _ = outside(member)
    kind = member.kind
    limits = kind.limits[len(kind.tallies) :]
    least = [0 if limit.is_soft else limit.least for limit in limits]
    most = [NO_LIMIT if limit.cents_above is not None else limit.most for limit in limits]
    weekends = problem.people[member.person].weekends
    return Seat(
        path=np.full(n_days, -1, dtype=np.int64),
        skill=np.zeros(n_days, dtype=np.int64),
        breaks=np.zeros((n_days, s.breaks.shape[1]), dtype=np.int64),
        base=member.base,
        must=np.isin(np.arange(member.base.size), member.must).astype(np.int64),
        skills=np.array(problem.people[member.person].skills, dtype=np.int64),
        adds=adds,
        least=np.array(least, dtype=np.int64),
        most=np.array(most, dtype=np.int64),
        weekend=_weekend_days(limits, weekends, n_days),
        way=np.array([member.day, member.node], dtype=np.int64),
    )


def _weekend_days(
    limits: Sequence[Limit], weekends: tuple[tuple[int, ...], ...], n_days: int
) -> IntArray:
    """Number of the weekend to which a day belongs, by limit and day; see `Seat`."""
    found = np.full((len(limits), n_days), -1, dtype=np.int64)
    for row, limit in zip(found, limits, strict=True):
        if limit.unit == "weekends" and limit.cents_above is None:
            for number, days in enumerate(weekends):
                if is_inside(days, limit):
                    row[list(days)] = number
    return found
