"""
What no graph of schedules knows: hard pairs, weekly rest, and starts that lie close together.

Whoever gets new days has the shifts closed that these would not allow; what is found is looked at
once more.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from solver.columns import Bools
from solver.contract import WEEK
from solver.problem import IntArray, RosterProblem
from solver.rules.same_start import slots_a_day
from solver.rules.weekly_rest import runs
from solver.schedules.kinds import Kind
from solver.schedules.path import FAR
from solver.schedules.seat import Seat


class _Shifts(NamedTuple):
    """Options of a kind's cells: slots, day, start on the clock, and number of the template."""

    start: IntArray
    end: IntArray
    day: IntArray
    clock: IntArray
    template: IntArray


class _Tie(NamedTuple):
    """Somebody with whom a person is kept together, or apart; `fixed` if rostered elsewhere."""

    other: int
    together: bool
    fixed: _Shifts | None


class Watch:
    """
    Looks after the rules of people in a walk that their graphs do not know.

    Parameters
    ----------
    seats
        Everybody, with paths that change while the walk goes on.

    Attributes
    ----------
    pending
        People without days at the moment, who bind nobody.
    """

    def __init__(
        self, problem: RosterProblem, kinds: Sequence[Kind], seats: Sequence[Seat]
    ) -> None:
        self._people, self._seats = problem.people, seats
        self._runs, self._rest_end = runs(problem), problem.rest_end
        self._day_slots = slots_a_day(problem)
        known: dict[int, _Shifts] = {}
        for kind in kinds:
            if id(kind.cells) not in known:
                known[id(kind.cells)] = _shifts(problem, kind.cells.options.tolist())
        self._shifts = [known[id(kind.cells)] for kind in kinds]
        self._ties = _ties(problem)
        self.pending: set[int] = set()

    def with_mates(self, people: list[int]) -> list[int]:
        """Some people, and those who are to work together with them."""
        found = [*people]
        for p in found:
            mates = (tie.other for tie in self._ties[p] if tie.together and tie.fixed is None)
            found += [q for q in mates if q not in found]
        return found

    def narrowed(self, p: int, a: int, b: int, random: np.random.Generator) -> Seat:
        """The person, with shifts of days ``a <= day < b`` closed that could not be kept."""
        seat = self._seats[p]
        spread, toll = self._spread(p)
        if not self._ties[p] and spread is None:
            return seat
        base, must = seat.base.copy(), seat.must.copy()
        inside = (self._shifts[p].day >= a) & (self._shifts[p].day < b)
        for shifts, together in self._met(p):
            wrong, asked = self._compared(p, shifts, together, inside)
            base[wrong] = FAR
            must[asked & (base < FAR)] = 1
        if spread is not None:
            base[self._far_starts(p, spread, a, b, random)] += toll
        return seat._replace(base=base, must=must)

    def rested(self, p: int, a: int, b: int, random: np.random.Generator) -> Seat:
        """The same where the person's days leave rests too short: the longest ones stay free."""
        seat, mine = self.narrowed(p, a, b, random), self._shifts[p]
        least = self._people[p].min_weekly_rest
        touches, gaps, free_from = np.zeros(mine.day.size, dtype=np.bool_), [*self._gaps(p)], 0
        for first, end in self._runs:
            lowest = max(free_from, first - least + 1)
            inside = [(max(x, lowest), y) for x, y in gaps if x < end and y > lowest]
            begin, stop = max(inside, key=lambda gap: gap[1] - gap[0], default=(lowest, lowest))
            if stop - begin < least:
                latest = max(min(end - 1, self._rest_end - least), lowest)
                anywhere = int(random.integers(lowest, latest + 1))
                begin = int(random.choice([begin, stop - least, anywhere]))
                begin = max(min(begin, latest), lowest)
            touches |= (mine.start < begin + least) & (mine.end > begin)
            free_from = begin + least
        closed = np.where(touches & (mine.day >= a) & (mine.day < b), FAR, seat.base)
        return seat._replace(base=closed)

    def is_by_chance(self, p: int) -> bool:
        """Whether it is left to chance which shifts of the person are closed at the first try."""
        return self._people[p].max_start_spread is not None

    def is_tired(self, p: int) -> bool:
        """Whether a rest of the person is too short."""
        return not self._rests(p)

    def keeps(self, p: int) -> bool:
        """Whether the person's days keep the rules that no graph knows."""
        return self._rests(p) and self._starts_together(p) and self.keeps_ties(p)

    def keeps_ties(self, p: int) -> bool:
        """Whether the person's days suit those to whom hard pairs tie the person."""
        for theirs, together in self._met(p):
            mine = self._worked(p)
            if together and not _is_alike(mine, theirs):
                return False
            if not together and _meets(mine, theirs).any():
                return False
        return True

    def _met(self, p: int) -> Iterator[tuple[_Shifts, bool]]:
        """What those work to whom the person is tied, and whether they are to be together."""
        for tie in self._ties[p]:
            if tie.fixed is not None:
                yield tie.fixed, tie.together
            elif tie.other not in self.pending:
                yield self._worked(tie.other), tie.together

    def _worked(self, p: int) -> _Shifts:
        path = self._seats[p].path
        rows = path[path >= 0]
        return _Shifts(*(column[rows] for column in self._shifts[p]))

    def _compared(
        self, p: int, theirs: _Shifts, together: bool, inside: Bools
    ) -> tuple[Bools, Bools]:
        """Options that the other's shifts do not allow, and those that they ask for."""
        mine, nothing = self._shifts[p], np.zeros(inside.size, dtype=np.bool_)
        if not together:
            return inside & _meets(mine, theirs), nothing
        of_day = np.full(self._seats[p].path.size, -1, dtype=np.int64)
        of_day[theirs.day] = theirs.template
        is_same = mine.template == of_day[mine.day]
        alone = np.bincount(mine.day[is_same], minlength=of_day.size)[mine.day] == 1
        return inside & ~is_same, inside & is_same & alone

    def _spread(self, p: int) -> tuple[int | None, float]:
        """Slots of the clock within which starts are to lie, and cents of one that does not."""
        banned, wanted = self._people[p].max_start_spread, self._people[p].wanted.start_spread
        if banned is not None:
            return banned, FAR
        return (None, 0.0) if wanted is None else (wanted.value, float(wanted.cents))

    def _far_starts(
        self, p: int, spread: int, a: int, b: int, random: np.random.Generator
    ) -> Bools:
        """Options of some days outside an arc of the clock, one for each week."""
        path, mine = self._seats[p].path, self._shifts[p]
        found = np.zeros(mine.day.size, np.bool_)
        for week in range(a // WEEK, (b - 1) // WEEK + 1):
            days = np.arange(WEEK * week, min(WEEK * (week + 1), path.size))
            worked = path[days] >= 0
            kept = mine.clock[path[days[worked & ((days < a) | (days >= b))]]]
            anchors = kept if kept.size else mine.clock[path[days[worked]]]
            if not anchors.size:
                anchors = mine.clock
            if anchors.size:
                arc = int(random.choice(anchors)) - int(random.integers(spread + 1))
                ahead = (kept - arc) % self._day_slots
                if (ahead > spread).any():  # it begins with the one that all others lie behind
                    widths = [((kept - c) % self._day_slots).max() for c in kept]
                    arc = int(kept[int(np.argmin(widths))])
                is_far = (mine.clock - arc) % self._day_slots > spread
                found |= (mine.day // WEEK == week) & is_far
        return found & (mine.day >= a) & (mine.day < b)

    def _starts_together(self, p: int) -> bool:
        spread = self._people[p].max_start_spread
        if spread is None:
            return True
        worked = self._worked(p)
        for week in set((worked.day // WEEK).tolist()):
            clocks = worked.clock[worked.day // WEEK == week]
            apart = (clocks[:, None] - clocks[None, :]) % self._day_slots
            if apart.max(axis=0).min() > spread:
                return False
        return True

    def fine(self, p: int) -> int:
        """Cents of starts of the person outside the arcs of the clock that are wanted."""
        asked = self._people[p].wanted.start_spread
        if asked is None:
            return 0
        worked, found = self._worked(p), 0
        for week in set((worked.day // WEEK).tolist()):
            clocks = worked.clock[worked.day // WEEK == week]
            is_far = (clocks[:, None] - clocks[None, :]) % self._day_slots > asked.value
            found += asked.cents * int(is_far.sum(axis=0).min())
        return found

    def _rests(self, p: int) -> bool:
        """Whether each run of 168 hours has a rest, each rest the earliest that may be."""
        person = self._people[p]
        if not person.min_weekly_rest:
            return True
        least, left = person.min_weekly_rest, [*self._runs]
        for begin, stop in self._gaps(p):
            free_from = begin
            while left:
                first, end = left[0]
                free_from = max(free_from, first - least + 1)
                if free_from + least > stop or free_from >= end:
                    break
                free_from += least
                del left[0]
        return not left

    def _gaps(self, p: int) -> Iterator[tuple[int, int]]:
        """Slots from and to which the person works no shift."""
        worked, free_from = self._worked(p), max(self._people[p].last_end or 0, 0)
        for start, end in zip(worked.start.tolist(), worked.end.tolist(), strict=True):
            yield free_from, min(start, self._rest_end)
            free_from = max(free_from, end)
        yield free_from, self._rest_end


def _shifts(problem: RosterProblem, options: Sequence[int]) -> _Shifts:
    names = {o.template for o in problem.options}
    number = {name: i for i, name in enumerate(sorted(names))}
    rows = [problem.options[o] for o in options]
    table = [(o.start, o.end, o.day, o.clock_start, number[o.template]) for o in rows]
    return _Shifts(*np.array(table, dtype=np.int64).reshape(-1, 5).T)


def _ties(problem: RosterProblem) -> list[list[_Tie]]:
    found: list[list[_Tie]] = [[] for _ in problem.people]
    for pair in problem.pairs:
        if pair.cents is not None:
            continue
        if pair.second_works is not None:
            fixed = _shifts(problem, pair.second_works)
            found[pair.first].append(_Tie(pair.second, pair.together, fixed))
        else:
            found[pair.first].append(_Tie(pair.second, pair.together, None))
            found[pair.second].append(_Tie(pair.first, pair.together, None))
    return found


def _meets(mine: _Shifts, theirs: _Shifts) -> Bools:
    """Whether each of some shifts shares a slot with any of others."""
    begins_before: Bools = mine.start[:, None] < theirs.end[None, :]
    ends_behind: Bools = mine.end[:, None] > theirs.start[None, :]
    found: Bools = np.any(begins_before & ends_behind, axis=1)
    return found


def _is_alike(mine: _Shifts, theirs: _Shifts) -> bool:
    """Whether two people work the same templates on the same days."""
    one, other = (
        set(zip(s.day.tolist(), s.template.tolist(), strict=True)) for s in (mine, theirs)
    )
    return one == other
