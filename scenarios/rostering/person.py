"""One agent, with the contract in slots and minutes."""

from dataclasses import replace
from datetime import date
from math import ceil, floor

from planner.contracts import Contract
from planner.people import Agent, Site
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs
from scenarios.rostering.burdens import burdens
from scenarios.rostering.hours import WeekHours, week_hours
from scenarios.rostering.leave import merged, unavailable
from scenarios.rostering.limits import Situation, limits
from scenarios.rostering.past import Past, PastShifts
from scenarios.rostering.skills import skills_of
from scenarios.rostering.together import cents_out_of_turn, rotation_of
from scenarios.rostering.wanted import banned, wanted
from scenarios.rostering.weekends import weekends
from solver.problem import NO_LIMIT, Person, ShiftOption


def person(
    inputs: Inputs,
    agent: Agent,
    grid: TimeGrid,
    days: tuple[date, ...],
    options: tuple[ShiftOption, ...],
    pasts: Past,
) -> Person:
    """
    Agent as the solver knows people.

    Parameters
    ----------
    days
        Planned local days of the agent's site.
    options
        Those of the agent's site.
    pasts
        What is known of the weeks before.
    """
    contract, site = inputs.team.contract(agent), inputs.team.site(agent)
    past = pasts.of(agent, days[0])
    skills = skills_of(inputs, agent)
    weeks = week_hours(inputs, agent, grid, is_owed=bool(skills))
    now = Situation(inputs, agent, contract, site, days, options, past, weeks)
    fresh = Person(
        id=agent.id,
        site=agent.site,
        skills=skills,
        min_minutes=_least(contract, weeks),
        max_minutes=_most(contract, weeks),
        min_rest_slots=_rest(contract, "min_rest_hours", grid),
        max_days_in_row=_days(contract, "max_days_in_row", NO_LIMIT),
        min_days_off=0 if "min_days_off" in contract.prices else contract.min_days_off,
        max_nights=_nights(contract, weeks),
        nights_only=contract.nights_only,
        cents_per_hour=round(contract.hourly_cost * 100),
        unavailable=tuple(merged(unavailable(inputs, agent, site, grid, days), grid)),
        limits=limits(now),
        weekends=weekends(site, days, past),
        min_days_in_row=_days(contract, "min_days_in_row", 1),
        min_days_off_in_row=_days(contract, "min_days_off_in_row", 1),
        max_nights_in_row=_days(contract, "max_nights_in_row", NO_LIMIT),
        rest_after_nights=_rest(contract, "rest_after_nights_hours", grid),
        max_start_spread=_spread(contract, grid),
        rotation=rotation_of(inputs, agent, days[0]),
        rest_after_on_call=_rest(contract, "rest_after_on_call_hours", grid),
        min_weekly_rest=_slots(contract.min_weekly_rest_hours, grid),
        cents_out_of_turn=cents_out_of_turn(inputs, agent),
        wanted=wanted(contract, grid),
    )
    return _with_past(fresh, inputs, site, grid, days[0], past)


def _with_past(
    fresh: Person, inputs: Inputs, site: Site, grid: TimeGrid, first: date, past: PastShifts
) -> Person:
    """The person with what the weeks before have left."""
    ends = [ceil(grid.offset(a.shift.interval.end)) for a in past.shifts]
    called = {t.id for t in inputs.templates if t.on_call}
    on_call = [e for a, e in zip(past.shifts, ends, strict=True) if a.shift.template in called]
    before = burdens(inputs, site, past)
    return replace(
        fresh,
        last_end=max(ends, default=None),
        days_before=past.days_before,
        worked_day_0=first in past.days,
        days_off_before=past.days_off_before,
        nights_before=past.nights_before,
        last_template=past.last_template,
        last_on_call_end=max(on_call, default=None),
        past_nights=before.nights,
        past_rest_days=before.rest_days,
        past_holidays=before.holidays,
    )


def _slots(hours: float, grid: TimeGrid) -> int:
    return ceil(hours * 60 / grid.minutes)


def _rest(contract: Contract, key: str, grid: TimeGrid) -> int:
    """Slots of rest that always hold."""
    return _slots(banned(contract, key) or 0, grid)


def _days(contract: Contract, key: str, otherwise: int) -> int:
    """Days or nights in a row that always hold."""
    days = banned(contract, key)
    return otherwise if days is None else int(days)


def _spread(contract: Contract, grid: TimeGrid) -> int | None:
    hours = banned(contract, "max_start_spread_hours")
    return None if hours is None else floor(hours * 60 / grid.minutes)


def _least(contract: Contract, weeks: tuple[WeekHours, ...]) -> int:
    """Minutes owed in all planned weeks; a minimum at a price is no bound."""
    return 0 if "min_hours" in contract.prices else sum(week.least for week in weeks)


def _most(contract: Contract, weeks: tuple[WeekHours, ...]) -> int:
    if "max_hours" in contract.prices:
        return len(weeks) * 7 * 24 * 60
    return sum(week.most for week in weeks)


def _nights(contract: Contract, weeks: tuple[WeekHours, ...]) -> int:
    return NO_LIMIT if "max_nights" in contract.prices else contract.max_nights * len(weeks)
