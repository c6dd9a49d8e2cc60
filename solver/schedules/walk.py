"""
Ruin and recreate: some days of some people are dropped and made anew in turn.

A worse roster is kept with probability ``exp(-loss / temperature)``.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from solver.contract import Limit
from solver.demand import counts, demand, floors_of
from solver.problem import IntArray, RosterProblem
from solver.result import Choice, SlotRoster
from solver.schedules.between import Trail, trail
from solver.schedules.board import Board, Scratch, enter, is_way, own_cents, redo
from solver.schedules.cover import cover
from solver.schedules.crew import Member
from solver.schedules.kinds import Kind
from solver.schedules.offers import shapes
from solver.schedules.path import FAR, Floats
from solver.schedules.seat import Seat, seat_of
from solver.schedules.watch import Watch

FEW_DAYS, MANY_DAYS, PEOPLE = (3, 9), (14, 43), (2, 5)
"""Days, few or many, and people made anew at a time: the least, and one more than the most."""
LONG = 0.3
"""Part of the steps that make many days anew."""
TAIL = 28
"""Days at the end made anew first for somebody whose schedule breaks a rule, then twice as many."""
BEGINNINGS = 10
"""Tries to find somebody's first days where it is left to chance what is closed for them."""
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
        Price of cover, pay, wishes, limits of graphs and what is wanted, up to a constant.
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
            seat_of(problem, m, s.breaks.shape[1], mine)
            for m, s, mine in zip(self._members, self._shapes, floors_of(problem), strict=True)
        ]
        self._watch = Watch(problem, self._kinds, self._seats)
        self._day_of = _day_of_slots(problem)
        self.cents = 0.0
        self._fines: dict[Limit, float] = {}  # what limits were fined last over all days
        self._may_be_luck = False  # whether another try to find days may end otherwise
        self._place(roster)
        self._watch.pending.update(p for p in range(len(self._seats)) if not self._is_way(p))
        self.free = [p for p in range(len(self._seats)) if self._is_free(p)]
        self._is_walking = set(self.free)
        self._of_row = [
            [p for p in self.free if can_count] for can_count in counts(problem).T.tolist()
        ]

    @property
    def can_step(self) -> bool:
        """Whether anybody's days can be made anew."""
        return bool(self.free)

    def step(self, temperature: float) -> None:
        """Make some days of some people anew."""
        (a, b), chosen = self._choose()
        people = [p for p in self._watch.with_mates(chosen) if p in self._is_walking]
        before = [self._saved(p, a, b) for p in people]
        lost = sum(self._enter(p, a, b, -1) - self._own(p) for p in people)
        self._watch.pending.update(people)
        for p, saved in zip(people, before, strict=True):
            if not self._redo(p, a, b):
                self._put(p, a, b, saved)
            self._watch.pending.discard(p)
            lost += self._enter(p, a, b, 1) + self._own(p)
        is_allowed = all(self._watch.keeps_ties(p) for p in people)
        if is_allowed and (lost <= 0 or self._random.random() < np.exp(-lost / temperature)):
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
            row, slot = divmod(int(random.choice(short)), self._problem.n_slots)
            first = int(self._day_of[slot]) - int(random.integers(length))
            able = self._of_row[row]
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
        member, seat = self._members[p], self._seats[p]
        if member.node < 0 or not seat.skills.size or not (member.base < FAR).any():
            return False
        if p in self._watch.pending and not self._begins(p):
            return False
        self._watch.pending.discard(p)
        self.cents += self._own(p)
        return True

    def _is_way(self, p: int) -> bool:
        member, seat = self._members[p], self._seats[p]
        is_known = member.node >= 0 and is_way(member.kind.graph, member.kind.cells, seat)
        return is_known and self._watch.keeps(p)

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
        kind = self._kinds[p]
        limits = kind.limits[len(kind.tallies) :]
        fines = np.array([self._fines.get(limit, 0.0) for limit in limits])
        found = self._redo_rest(p, day, fines)
        if found:
            self._fines |= zip(limits, self._scratch.fines.tolist(), strict=False)
        if not found:
            self._put(p, day, n_days, before)
        self.cents += self._enter(p, day, n_days, 1)
        return found

    def _redo_rest(self, p: int, day: int, fines: Floats) -> bool:
        """Whether all days from one on were found, as if there were none yet."""
        for _ in range(BEGINNINGS):
            self._seats[p].path[day:] = -1
            if self._redo(p, day, self._problem.n_days, fines):
                return True
            if not self._may_be_luck:
                return False
        return False

    def _enter(self, p: int, a: int, b: int, sign: int) -> int:
        return enter(self._board, self._shapes[p], self._seats[p], a, b, sign)

    def _own(self, p: int) -> float:
        own = own_cents(self._kinds[p].graph, self._kinds[p].cells, self._seats[p])
        return float(own + self._watch.fine(p))

    def _redo(self, p: int, a: int, b: int, fines: Floats | float = 0.0) -> bool:
        """Whether days were found that keep all rules; where a rest is too short, at second try."""
        a = max(a, self._members[p].day)
        found = self._tried(p, self._watch.narrowed(p, a, b, self._random), a, b, fines)
        self._may_be_luck = found or self._watch.is_by_chance(p)
        if found and self._watch.is_tired(p):
            found = self._tried(p, self._watch.rested(p, a, b, self._random), a, b, fines)
        return found and self._watch.keeps(p)

    def _tried(self, p: int, seat: Seat, a: int, b: int, fines: Floats | float) -> bool:
        kind = self._kinds[p]
        self._scratch.fines[: seat.most.size] = fines
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
    need, mild = (rows.reshape(-1, problem.n_slots) for rows in (c.need, c.mild))
    asked = demand(problem)
    return Board(need.copy(), mild, asked.short, c.deep, asked.over)


def _memory(problem: RosterProblem, kinds: Sequence[Kind]) -> tuple[Trail, Scratch]:
    n_nodes = max((int(k.graph.first[-1]) for k in kinds), default=0)
    n_classes = max((k.cells.may_follow.shape[2] for k in kinds), default=0)
    n_rows = max((k.cells.may_follow.shape[1] for k in kinds), default=0)
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
        elsewhere=np.zeros(n_limits, dtype=np.int64),
    )
    return trail(n_nodes, n_classes, n_rows), scratch
