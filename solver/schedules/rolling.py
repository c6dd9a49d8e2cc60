"""Long rosters, some weeks at a time: each part begins where the last one ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from solver.contract import WEEK, Limit
from solver.coverage import present
from solver.cut import cut, first_slot, in_days, week_ends
from solver.fold import folded
from solver.problem import Person, RosterProblem, ShiftOption
from solver.result import Choice, SlotRoster
from solver.schedules.overlap import floors_left, own_share
from solver.schedules.shares import Shares
from solver.tighten import tightened

NOBODY: Mapping[int, int] = {}


@dataclass(frozen=True, slots=True)
class Part:
    """
    A problem of some days of a longer one.

    Parameters
    ----------
    days
        First day, and the day before which what is taken ends; the problem may look further ahead.
    first_slot, options
        Where its slots begin, and its options, in numbers of the whole.
    """

    problem: RosterProblem
    days: tuple[int, int]
    first_slot: int
    options: tuple[int, ...]

    def of(self, whole: SlotRoster) -> SlotRoster:
        """What a roster of the whole problem has in the days of the part."""
        where = {o: i for i, o in enumerate(self.options)}
        return SlotRoster(
            tuple(
                Choice(
                    choice.person,
                    where[choice.option],
                    choice.skill,
                    tuple(start - self.first_slot for start in choice.break_starts),
                )
                for choice in whole.choices
                if choice.option in where
            )
        )

    def whole(self, roster: SlotRoster) -> list[Choice]:
        """Choices of the part in numbers of the whole problem."""
        return [
            Choice(
                choice.person,
                self.options[choice.option],
                choice.skill,
                tuple(start + self.first_slot for start in choice.break_starts),
            )
            for choice in roster.choices
        ]


class Roll:
    """
    The parts of a problem, one after the other.

    Parameters
    ----------
    n_days
        Days of a part, a multiple of 7; the last takes what is left, twice as many where parts are
        long, since it has to make up for what the others left.
    ahead
        Days behind each part that are rostered with it and not taken, so that no part ends with
        what the next cannot go on from.

    Attributes
    ----------
    windows
        First day of each part, and the day before which it ends; a week without a shift is in none.
    choices
        Of all parts so far.
    """

    def __init__(self, problem: RosterProblem, n_days: int, ahead: int = 0) -> None:
        self._problem, self._ahead, self._n_days = problem, ahead, n_days
        ends = week_ends(problem.n_days, n_days)
        if n_days > WEEK and len(ends) > 2:
            del ends[-2]
        days = {option.day for option in problem.options}
        windows = zip([0, *ends], ends, strict=False)
        self.windows = [(a, b) for a, b in windows if not days.isdisjoint(range(a, b))]
        self._shares = Shares(problem, by_weeks=n_days == WEEK)
        self._worked: list[list[ShiftOption]] = [[] for _ in problem.people]
        self.choices: list[Choice] = []

    def part(self, window: tuple[int, int], eased: Mapping[int, int] = NOBODY) -> Part:
        """
        The days of a window, after what was taken so far.

        Parameters
        ----------
        eased
            Minutes at most that some people owe in it, who owe no shifts.
        """
        problem, (a, b) = self._problem, (window[0], self._seen(window))
        numbers = [o for o, option in enumerate(problem.options) if a <= option.day < b]
        first, own = first_slot(problem, a), first_slot(problem, b)
        end = self._end(numbers, own)
        people = (
            _eased(person, eased[p]) if p in eased else person
            for p, person in enumerate(self._people((a, b), first))
        )
        made = cut(problem, (a, b), (first, end), numbers, tuple(people))
        made = replace(
            made,
            carried_in=present(problem, self.roster)[:, first:end],
            floors=floors_left(problem, self.roster, (first, end), own),
            rests_until=own - first,
        )
        made.required[:, own - first :] = own_share(problem, b, (own, end))
        return Part(tightened(folded(made)), window, first, tuple(numbers))

    @property
    def roster(self) -> SlotRoster:
        """All that was taken so far."""
        return SlotRoster(tuple(sorted(self.choices)))

    def take(self, part: Part, roster: SlotRoster) -> None:
        """Keep the roster of a part, without the days ahead."""
        for choice in part.whole(roster):
            if self._problem.options[choice.option].day >= part.days[1]:
                continue
            self.choices.append(choice)
            self._worked[choice.person].append(self._problem.options[choice.option])

    def _seen(self, window: tuple[int, int]) -> int:
        """The day before which a part ends with the days ahead."""
        return min(window[1] + self._ahead, self._problem.n_days)

    def _end(self, numbers: Sequence[int], own: int) -> int:
        """
        Slot before which a part with these options ends, whose next one begins with slot `own`.

        Shifts that last longer are looked at to their ends.
        """
        last = max((self._problem.options[o].end for o in numbers), default=own)
        return min(max(last, own), self._problem.n_slots)

    def _people(self, window: tuple[int, int], first: int) -> list[Person]:
        return [self._person(p, window, first) for p in range(len(self._problem.people))]

    def _person(self, p: int, window: tuple[int, int], first: int) -> Person:
        person, worked, (a, b) = self._problem.people[p], self._worked[p], window
        hours = Limit(
            "weekly_hours",
            "minutes",
            person.min_minutes,
            person.max_minutes,
            0,
            self._problem.n_days,
        )
        nights = frozenset(o.template for o in self._problem.options if o.is_night)
        shared = self._share(p, hours, window)
        changed = replace(
            in_days(person, a, b, first),
            min_minutes=shared.least if shared else 0,
            max_minutes=shared.most if shared else person.max_minutes,
            max_nights=max(person.max_nights - sum(o.template in nights for o in worked), 0),
            limits=tuple(x for limit in person.limits if (x := self._share(p, limit, window)))
            + (self._shares.spared(person, window) if self._n_days > WEEK else ()),
        )
        return _after(changed, worked, a, first) if a else changed

    def _share(self, p: int, limit: Limit, window: tuple[int, int]) -> Limit | None:
        return self._shares.of(p, limit, self._worked[p], window)


def _eased(person: Person, minutes: int) -> Person:
    limits = tuple(replace(limit, least=0) for limit in person.limits)
    return replace(person, min_minutes=min(person.min_minutes, minutes), limits=limits)


def _after(person: Person, worked: Sequence[ShiftOption], day: int, slot: int) -> Person:
    """The person with a past that ends before a day."""
    by_day = {o.day: o for o in worked}
    days = set(by_day) | ({0} if person.worked_day_0 else set())
    n_worked, n_off = _run(days, day, is_off=False), _run(days, day, is_off=True)
    n_nights = _run({d for d, o in by_day.items() if o.is_night}, day, is_off=False)
    on_call = [o.end - slot for o in worked if o.is_on_call]
    off_before: int | None = n_off
    if day in (n_worked, n_off):  # the stretch at hand began before day 0
        known = person.days_off_before
        off_before = None if known is None else n_off + (known if n_off else 0)
    last = max((o.end for o in worked), default=person.last_end)
    return replace(
        person,
        last_end=None if last is None else last - slot,
        last_template=by_day[day - 1].template if n_worked else None,
        days_before=n_worked + (person.days_before if n_worked == day else 0),
        days_off_before=off_before,
        nights_before=n_nights + (person.nights_before if n_nights == day else 0),
        worked_day_0=False,
        last_on_call_end=max(on_call, default=None),
    )


def _run(days: set[int], day: int, *, is_off: bool) -> int:
    """Days in a row up to the day before, all worked or all off."""
    length = 0
    while length < day and (day - 1 - length in days) != is_off:
        length += 1
    return length
