"""A roster that people know already, and what it costs to change it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from planner.errors import InputError
from solver.amounts import worked
from solver.contract import Limit
from solver.prices import Wish
from solver.problem import IntArray, Person, RosterProblem
from solver.result import Choice, SlotRoster


@dataclass(frozen=True, slots=True, eq=False)
class Published:
    """
    A published roster without the shifts that fell away, and prices of changing it.

    Parameters
    ----------
    roster
        At most one shift a person and day.
    cents
        Price of another shift, a shift more or a shift less of a person on a day, shape
        ``(n_people, n_days)``.
    light_share
        Part of that price for another skill or other breaks in the same shift.
    most_changes
        Days of people that may change, light changes left out; None for any number.
    """

    roster: SlotRoster
    cents: IntArray
    light_share: float = 0.25
    most_changes: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.light_share <= 1 or (self.cents < 0).any():
            raise InputError(
                f"price of changes: the light share is {self.light_share:g} and prices go down to "
                f"{self.cents.min(initial=0)}; use a share of 0 to 1 and prices from 0"
            )
        if self.most_changes is not None and self.most_changes < 0:
            raise InputError(f"at most {self.most_changes} changes; use 0 or more")


@dataclass(frozen=True, slots=True)
class DayChange:
    """What a person works on a day, as published and now; None is a day off."""

    person: int
    day: int
    before: Choice | None
    after: Choice | None

    @property
    def is_light(self) -> bool:
        """Whether the shift stays, with another skill or other breaks."""
        before, after = self.before, self.after
        return before is not None and after is not None and before.option == after.option


def by_day(problem: RosterProblem, roster: SlotRoster) -> dict[tuple[int, int], Choice]:
    """What each person works on each day that is worked."""
    return {(c.person, problem.options[c.option].day): c for c in roster.choices}


def changes(problem: RosterProblem, before: SlotRoster, after: SlotRoster) -> tuple[DayChange, ...]:
    """Days of people that differ, in order of person and day."""
    old, new = by_day(problem, before), by_day(problem, after)
    return tuple(
        DayChange(p, day, old.get((p, day)), new.get((p, day)))
        for p, day in sorted({*old, *new})
        if old.get((p, day)) != new.get((p, day))
    )


def change_cents(
    problem: RosterProblem, published: Published, after: SlotRoster
) -> tuple[int, int]:
    """Price of the changed shifts of a roster, and of its light changes."""
    found = changes(problem, published.roster, after)
    full = sum(int(published.cents[c.person, c.day]) for c in found if not c.is_light)
    return full, sum(light_cents(published, c.person, c.day) for c in found if c.is_light)


def light_cents(published: Published, person: int, day: int) -> int:
    """Price of a light change."""
    return round(published.light_share * int(published.cents[person, day]))


def unworked_cents(problem: RosterProblem, published: Published, after: SlotRoster) -> int:
    """Pay of published shifts beyond what is worked on their days now: it is owed all the same."""
    now = by_day(problem, after)
    return sum(
        max(_pay(problem, choice) - (_pay(problem, now[key]) if key in now else 0), 0)
        for key, choice in by_day(problem, published.roster).items()
    )


def priced(problem: RosterProblem, published: Published) -> tuple[RosterProblem, int]:
    """
    The problem with changes priced by wishes, and the constant that its costs lack.

    Cost there plus constant is cost here, plus `change_cents` of changed shifts, plus
    `unworked_cents`. For a published shift of price w and pay y the published option is credited
    w + y, and every other of that day its pay or y, whichever is less; on a day off every option
    costs w.
    """
    old = by_day(problem, published.roster)
    constant = sum(int(published.cents[k]) + _pay(problem, c) for k, c in old.items())
    wishes = (*problem.wishes, *_wishes(problem, published, old))
    return replace(problem, wishes=wishes), constant


def _wishes(
    problem: RosterProblem, published: Published, old: dict[tuple[int, int], Choice]
) -> Iterator[Wish]:
    by_site: dict[str, list[int]] = {}
    for o, option in enumerate(problem.options):
        by_site.setdefault(option.site, []).append(o)
    for p, person in enumerate(problem.people):
        for o in by_site.get(person.site, ()):
            day = problem.options[o].day
            choice, cents = old.get((p, day)), int(published.cents[p, day])
            if choice is not None:
                other = _pay(problem, replace(choice, option=o))
                cents = -min(_pay(problem, choice), other) - cents * (choice.option == o)
            if cents:
                yield Wish(p, o, cents)


def _pay(problem: RosterProblem, choice: Choice) -> int:
    hourly = problem.people[choice.person].cents_per_hour
    return round(hourly * problem.options[choice.option].paid_minutes / 60)


def eased(problem: RosterProblem, roster: SlotRoster) -> RosterProblem:
    """
    The problem with hours and counts of each person widened to what the roster has them work.

    Whoever misses a shift by illness owes no other for it, and a published week that is short or
    long already may stay so.
    """
    mine: list[list[Choice]] = [[] for _ in problem.people]
    for choice in roster.choices:
        mine[choice.person].append(choice)
    people = tuple(
        _eased(problem, person, choices)
        for person, choices in zip(problem.people, mine, strict=True)
    )
    return replace(problem, people=people)


def _eased(problem: RosterProblem, person: Person, mine: list[Choice]) -> Person:
    shifts = [problem.options[c.option] for c in mine]
    paid = sum(shift.paid_minutes for shift in shifts)
    return replace(
        person,
        min_minutes=min(person.min_minutes, paid),
        max_minutes=max(person.max_minutes, paid),
        limits=tuple(_widened(limit, worked(person, shifts, limit)) for limit in person.limits),
    )


def _widened(limit: Limit, found: int) -> Limit:
    return replace(limit, least=min(limit.least, found), most=max(limit.most, found))
