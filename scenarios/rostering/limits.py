"""Limits of a contract over weeks, pay periods and averaging periods, and on kinds of shifts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import floor

from planner.contracts import Contract, ShiftLimit
from planner.people import Agent, Site
from planner.weekends import weekend_days
from scenarios.inputs import Inputs
from scenarios.rostering.hours import WeekHours
from scenarios.rostering.past import PastShifts
from solver.contract import Limit
from solver.problem import NO_LIMIT, ShiftOption


@dataclass(frozen=True, slots=True)
class Situation:
    """
    What an agent's limits depend on.

    `weeks` are the hours owed and allowed in each planned week, `days` the local days of the site.
    """

    inputs: Inputs
    agent: Agent
    contract: Contract
    site: Site
    days: tuple[date, ...]
    options: tuple[ShiftOption, ...]
    past: PastShifts
    weeks: tuple[WeekHours, ...]

    @property
    def nights(self) -> frozenset[str]:
        """Night shifts of the site."""
        return frozenset(o.template for o in self.options if o.is_night)

    def span(self, first_week: int, end_week: int) -> tuple[int, int]:
        """Days of a run of planned weeks, half-open; the last week holds an eighth day too."""
        is_last = end_week == len(self.weeks)
        return 7 * first_week, len(self.days) if is_last else 7 * end_week

    def is_kept_anyway(self, most: int, first_week: int, end_week: int) -> bool:
        """Whether weekly maxima that always hold keep a run of weeks within so many minutes."""
        allowed = sum(week.most for week in self.weeks[first_week:end_week])
        return allowed <= most and "max_hours" not in self.contract.prices

    def rolling(self, length: int) -> Iterator[tuple[int, int, int]]:
        """
        Runs of `length` weeks that end in a planned week: first, end, and weeks before.

        Of runs that begin before the planned weeks only the one that ends last is looked at.
        """
        n_weeks = len(self.weeks)
        if length >= n_weeks:
            yield 0, n_weeks, length - n_weeks
        else:
            yield from ((end - length, end, 0) for end in range(length, n_weeks + 1))


def limits(now: Situation) -> tuple[Limit, ...]:
    """Everything that the fields of `Person` do not say."""
    return (
        *_weekly_hours(now),
        *_weekly_days(now),
        *_long_shifts(now),
        *_period(now),
        *_average(now),
        *_overtime(now),
        *_weekends(now),
        *(limit for one in now.contract.limits for limit in _of_a_kind(now, one)),
    )


def _weekly_hours(now: Situation) -> Iterator[Limit]:
    """Hours of each week, where `Person` cannot hold them: of several weeks, or at a price."""
    contract = now.contract
    below, above = (contract.cents_per_minute(key) for key in ("min_hours", "max_hours"))
    if len(now.weeks) == 1 and below is None and above is None:
        return
    for week, owed in enumerate(now.weeks):
        first, end = now.span(week, week + 1)
        least, most = owed.least, owed.most
        yield Limit("weekly_hours", "minutes", least, most, first, end, None, below, above)


def _weekly_days(now: Situation) -> Iterator[Limit]:
    """Days off at a price, and nights of each week of several or at a price."""
    contract, several = now.contract, len(now.weeks) > 1
    off, nights = contract.cents("min_days_off"), contract.cents("max_nights")
    for week in range(len(now.weeks)):
        span = now.span(week, week + 1)
        if off is not None:
            most = 7 - contract.min_days_off
            yield Limit("days_off", "shifts", 0, most, *span, cents_above=off)
        if now.nights and (several or nights is not None) and contract.max_nights < 7:
            most = contract.max_nights
            yield Limit("nights", "shifts", 0, most, *span, now.nights, cents_above=nights)


def _long_shifts(now: Situation) -> Iterator[Limit]:
    """Shifts longer than a day, or a night, of the contract may be; days alike are one limit."""
    contract = now.contract
    day_most = None if "max_hours_a_day" in contract.prices else contract.max_hours_a_day
    for rule, most, nights_only in (
        ("hours_a_day", day_most, False),
        ("hours_a_night", contract.max_hours_a_night, True),
    ):
        if most is None:
            continue
        closed: list[set[str]] = [set() for _ in now.days]
        for option in now.options:
            if option.paid_minutes > most * 60 and (option.is_night or not nights_only):
                closed[option.day].add(option.template)
        for templates, run in groupby(range(len(closed)), key=lambda day: closed[day]):
            days = list(run)
            if templates:
                named = frozenset(templates)
                about = f"at most {most:g} paid hours a {'night' if nights_only else 'day'}"
                yield Limit(rule, "shifts", 0, 0, days[0], days[-1] + 1, named, about=about)


def _period(now: Situation) -> Iterator[Limit]:
    """Hours of each pay period: what is left of it, and all that is owed where it ends."""
    contract = now.contract
    length, least, most = (
        contract.period_weeks,
        contract.min_hours_a_period,
        contract.max_hours_a_period,
    )
    if length == 1 or (least is None and most is None):
        return
    anchor = contract.period_from or now.days[0]
    begun = (now.days[0] - anchor).days // 7 % length
    for start in range(-begun, len(now.weeks), length):
        end = min(start + length, len(now.weeks))
        first, end_day = now.span(max(start, 0), end)
        owed = 0 if least is None or start + length > len(now.weeks) else least
        yield Limit(
            "period_hours",
            "minutes",
            max(0, floor(60 * owed - _before(now, -start, (least or 0) / length))) if owed else 0,
            _left(now, -start, most, length),
            first,
            end_day,
            None,
            contract.cents_per_minute("min_hours_a_period"),
            contract.cents_per_minute("max_hours_a_period"),
            _of_period(now, max(-start, 0)),
        )


def _of_period(now: Situation, weeks_back: int) -> str:
    """What a pay period asks, and how much of it was worked before."""
    contract = now.contract
    least, most = contract.min_hours_a_period, contract.max_hours_a_period
    asked = [
        f"{word} {hours:g} h" for word, hours in (("at least", least), ("at most", most)) if hours
    ]
    usual = (most or least or 0) / contract.period_weeks
    before = _counted(_before(now, weeks_back, usual) / 60, " h", weeks_back)
    return f"pay period of {contract.period_weeks} weeks: {' and '.join(asked)}{before}"


def _counted(amount: float, unit: str, weeks_back: int) -> str:
    """What the weeks before hold of it, in words."""
    return f", {round(amount, 2):g}{unit} counted before" if weeks_back else ""


def _left(now: Situation, weeks_back: int, most: float | None, length: int) -> int:
    """Minutes left of the most in a period that began so many weeks before."""
    if most is None:
        return NO_LIMIT
    return max(0, floor(60 * most - _before(now, weeks_back, most / length)))


def _average(now: Situation) -> Iterator[Limit]:
    """Mean weekly hours, over rolling runs of weeks; leave counts as a mean day."""
    mean, length = now.contract.max_average_hours, now.contract.average_weeks
    if mean is None:
        return
    usual = mean if now.agent.average_hours is None else now.agent.average_hours
    for first, end, back in now.rolling(length):
        away = sum(week.leave_days for week in now.weeks[first:end])
        total = 60 * mean * (length - away / 5) - _before(now, back, usual)
        span = now.span(first, end)
        price = now.contract.cents_per_minute("max_average_hours")
        most = max(0, floor(total))
        if now.is_kept_anyway(most, first, end):
            continue
        before = _counted(_before(now, back, usual) / 60, " h", back)
        about = f"average of {mean:g} h over {length} weeks{before}"
        yield Limit("average_hours", "minutes", 0, most, *span, cents_above=price, about=about)


def _before(now: Situation, weeks_back: int, usual: float) -> float:
    """Minutes of so many weeks before; one of which nothing is known has `usual` hours."""
    known = (now.past.minutes(back) for back in range(1, weeks_back + 1))
    return sum(60 * usual if minutes is None else minutes for minutes in known)


def _overtime(now: Situation) -> Iterator[Limit]:
    contract = now.contract
    if contract.overtime_after_hours is None:
        return
    cents = round(contract.hourly_cost * contract.overtime_premium * 100 / 60)
    most = floor(contract.overtime_after_hours * 60)
    for week in range(len(now.weeks)):
        if now.is_kept_anyway(most, week, week + 1):
            continue
        span = now.span(week, week + 1)
        yield Limit("overtime", "minutes", 0, most, *span, cents_above=cents)


def _weekends(now: Situation) -> Iterator[Limit]:
    contract = now.contract
    if contract.max_weekends is None:
        return
    rest = weekend_days(now.site)
    for first, end, back in now.rolling(contract.weekend_weeks):
        worked = sum(now.past.weekends(week, rest) for week in range(1, back + 1))
        most = max(0, contract.max_weekends - worked)
        price = contract.cents("max_weekends")
        about = _in_weeks(contract.max_weekends, contract.weekend_weeks, worked, back)
        span = now.span(first, end)
        yield Limit("weekends", "weekends", 0, most, *span, cents_above=price, about=about)


def _in_weeks(most: int, weeks: int, before: int, back: int) -> str:
    """What is allowed in a run of weeks that begins before the planned ones."""
    return f"{most} in {weeks} weeks{_counted(before, '', back)}" if back else ""


def _of_a_kind(now: Situation, asked: ShiftLimit) -> Iterator[Limit]:
    """Shifts of a kind in each run of weeks; the least is owed only where no week lies before."""
    templates = now.inputs.templates_of(asked.shifts)
    price = None if asked.price is None else round(100 * asked.price)
    for first, end, back in now.rolling(asked.weeks):
        least = 0 if back else asked.least
        before = now.past.of_kind(templates, back)
        yield Limit(
            "shifts_of_a_kind",
            "shifts",
            least,
            max(least, asked.most - before),
            *now.span(first, end),
            templates,
            None if asked.least == 0 else price,
            price,
            about=_in_weeks(asked.most, asked.weeks, before, back),
        )
