"""
Single facts that rules keep: one person's time off, a lock, a minimum of hours, a pair of buddies.

A problem is a bare one, in which nothing is asked of anybody, plus its facts. So facts can be left
out one by one, or weakened, whatever the rules are that keep them: a rule states a fact when it is
added to the bare problem with that fact alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from solver.contract import Limit
from solver.problem import NO_LIMIT, Person, RosterProblem

Value = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """
    One thing asked of a roster.

    Parameters
    ----------
    rule
        Rule that keeps it, as in `solver.rules`.
    kind
        What is asked, such as ``min_hours``; several kinds may belong to one rule.
    person
        Whom it binds, an index into `RosterProblem.people`; None for pairs and rules of the house.
    value
        Fields that state it: of the person, or of the problem where `person` is None or the fact
        is a pin.
    day
        Local day that it is about, if one.
    """

    rule: str
    kind: str
    person: int | None
    value: Value
    day: int | None = None

    def get(self, name: str) -> Any:
        """Value of a field."""
        return dict(self.value)[name]

    @property
    def of_problem(self) -> bool:
        """Whether its fields are the problem's."""
        return self.person is None or self.kind == "pin"


def bare(problem: RosterProblem) -> RosterProblem:
    """The problem of which nothing is asked: no demand, no price, no facts."""
    everything = tuple(range(len(problem.skills)))
    return replace(
        problem,
        people=tuple(_bare_person(person, everything) for person in problem.people),
        wishes=(),
        pins=(),
        others=(),
        forbidden_after={},
        unwanted_after={},
        floors=(),
        pairs=(),
        deferred=(),
    )


def _bare_person(person: Person, skills: tuple[int, ...]) -> Person:
    return Person(
        id=person.id,
        site=person.site,
        skills=skills,
        min_minutes=0,
        max_minutes=NO_LIMIT,
        min_rest_slots=0,
        max_days_in_row=NO_LIMIT,
        min_days_off=0,
        max_nights=NO_LIMIT,
        nights_only=False,
        cents_per_hour=0,
        weekends=person.weekends,
        last_template=person.last_template,
    )


def with_facts(bare_problem: RosterProblem, facts: Iterable[Fact]) -> RosterProblem:
    """Bare problem with facts; tuples and mappings add up, of other fields the last one stays."""
    people: dict[int, dict[str, Any]] = {}
    whole: dict[str, Any] = {}
    for fact in facts:
        fields = whole
        if not fact.of_problem and fact.person is not None:
            fields = people.setdefault(fact.person, {})
        for name, value in fact.value:
            fields[name] = value if name == "skills" else _added(fields.get(name), value)
    changed = list(bare_problem.people)
    for p, fields in people.items():
        changed[p] = replace(changed[p], **fields)
    return replace(bare_problem, people=tuple(changed), **whole)


def _added(before: Any, value: Any) -> Any:
    if isinstance(value, tuple):
        return (*(before or ()), *value)
    if isinstance(value, Mapping):
        return {**(before or {}), **value}
    return value


def facts_of(problem: RosterProblem, *, by_day: bool = False) -> tuple[Fact, ...]:
    """
    Every fact of a problem.

    Together they say what the problem says. `by_day` cuts time off into local days.
    """
    return (
        *(fact for p in range(len(problem.people)) for fact in _of_person(problem, p, by_day)),
        *(Fact("pins", "pin", pin.person, (("pins", (pin,)),), pin.day) for pin in problem.pins),
        *(
            Fact("pairs", "pair", None, (("pairs", (pair,)),))
            for pair in problem.pairs
            if pair.cents is None and not pair.is_fixed
        ),
        *(
            Fact(
                "successions", "forbidden_after", None, (("forbidden_after", {before: followers}),)
            )
            for before, followers in problem.forbidden_after.items()
            if followers
        ),
    )


def _of_person(problem: RosterProblem, p: int, by_day: bool) -> Iterator[Fact]:
    who = problem.people[p]
    if set(who.skills) != set(range(len(problem.skills))):
        yield Fact("skills", "skills", p, (("skills", who.skills),))
    for run in who.unavailable:
        for day, part in _days(problem, who.site, run) if by_day else [(None, run)]:
            yield Fact("availability", "away", p, (("unavailable", (part,)),), day)
    yield Fact("one_shift_a_day", "one_shift_a_day", p, ())
    if who.worked_day_0:
        yield Fact("one_shift_a_day", "day_0_taken", p, (("worked_day_0", True),), 0)
    for rule, kind, value in _rows(who, problem.n_days):
        yield Fact(rule, kind, p, value)
    for limit in who.limits:
        yield from _of_limit(p, limit)


def _days(
    problem: RosterProblem, site: str, run: tuple[int, int]
) -> Iterator[tuple[int, tuple[int, int]]]:
    """The run cut at midnights, as far as shifts tell them."""
    first: dict[int, int] = {}
    for o in problem.options:
        if o.site == site:
            first[o.day] = min(first.get(o.day, o.start), o.start - o.clock_start)
    days = sorted(first)
    for day, following in zip(days, (*days[1:], None), strict=True):
        begin = run[0] if day == days[0] else max(run[0], first[day])
        end = run[1] if following is None else min(run[1], first[following])
        if begin < end:
            yield day, (begin, end)


def _rows(who: Person, n_days: int) -> Iterator[tuple[str, str, Value]]:
    """Rule, kind and fields of what the contract asks, as far as it asks anything."""
    rows = (*_hours(who), *_rests(who), *_nights(who, n_days), *_days_on_and_off(who, n_days))
    yield from (row[1:] for row in rows if row[0])


Row = tuple[bool, str, str, Value]
"""Whether anything is asked; rule, kind and fields."""


def _hours(who: Person) -> Iterator[Row]:
    yield who.min_minutes > 0, "weekly_hours", "min_hours", (("min_minutes", who.min_minutes),)
    most = (("max_minutes", who.max_minutes),)
    yield who.max_minutes < NO_LIMIT, "weekly_hours", "max_hours", most
    spread = (("max_start_spread", who.max_start_spread),)
    yield who.max_start_spread is not None, "same_start", "start_spread", spread
    turns = bool(who.rotation) and who.cents_out_of_turn is None
    yield turns, "rotation", "rotation", (("rotation", who.rotation),)


def _rests(who: Person) -> Iterator[Row]:
    last_end = ("last_end", who.last_end)
    rest = (("min_rest_slots", who.min_rest_slots),)
    yield True, "rest", "rest", rest
    yield who.last_end is not None, "rest", "rest_before", (*rest, last_end)
    weekly = (("min_weekly_rest", who.min_weekly_rest), last_end)
    yield who.min_weekly_rest > 0, "weekly_rest", "weekly_rest", weekly
    on_call = (
        ("rest_after_on_call", who.rest_after_on_call),
        ("last_on_call_end", who.last_on_call_end),
    )
    yield who.rest_after_on_call > 0, "on_call", "rest_after_on_call", on_call


def _nights(who: Person, n_days: int) -> Iterator[Row]:
    yield who.max_nights < n_days, "nights", "max_nights", (("max_nights", who.max_nights),)
    yield who.nights_only, "nights", "nights_only", (("nights_only", True),)
    carried = (("nights_before", who.nights_before), ("worked_day_0", who.worked_day_0))
    in_row = (("max_nights_in_row", who.max_nights_in_row),)
    is_limited, had = who.max_nights_in_row < NO_LIMIT, who.nights_before > 0
    yield who.max_nights_in_row < n_days, "nights_in_row", "nights_in_row", in_row
    yield is_limited and had, "nights_in_row", "nights_in_row_before", (*in_row, *carried)
    rest = (("rest_after_nights", who.rest_after_nights),)
    rests, before = who.rest_after_nights > 0, (*carried, ("last_end", who.last_end))
    yield rests, "nights_in_row", "rest_after_nights", rest
    yield rests and had, "nights_in_row", "rest_after_nights_before", (*rest, *before)


def _days_on_and_off(who: Person, n_days: int) -> Iterator[Row]:
    before = (("days_before", who.days_before), ("worked_day_0", who.worked_day_0))
    in_row = (("max_days_in_row", who.max_days_in_row),)
    done = bool(who.days_before or who.worked_day_0)
    yield who.max_days_in_row < n_days, "days_in_row", "days_in_row", in_row
    yield done, "days_in_row", "days_in_row_before", (*in_row, *before)
    yield who.min_days_off > 0, "days_off", "days_off", (("min_days_off", who.min_days_off),)
    known = who.days_off_before is not None or who.worked_day_0
    history = (*before, ("days_off_before", who.days_off_before))
    for field, kind in (("min_days_in_row", "days_on"), ("min_days_off_in_row", "days_off_in_row")):
        least = getattr(who, field)
        yield least > 1, "stretches", kind, ((field, least),)
        yield least > 1 and known, "stretches", f"{kind}_before", ((field, least), *history)


def _of_limit(p: int, limit: Limit) -> Iterator[Fact]:
    """Both sides of a limit, as far as they are hard."""
    if limit.least and limit.cents_below is None:
        low = replace(limit, most=max(NO_LIMIT, limit.least), cents_above=None)
        yield Fact(limit.rule, "limit_least", p, (("limits", (low,)),))
    if limit.cents_above is None:
        high = replace(limit, least=0, cents_below=None)
        yield Fact(limit.rule, "limit_most", p, (("limits", (high,)),))
