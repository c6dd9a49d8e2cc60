"""The week's rostering problem: zones, contracts and wishes become slots, minutes and cents."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from math import ceil, floor

import numpy as np

from planner.arrays import IntArray
from planner.demand import Requirement
from planner.errors import InputError
from planner.local_time import WEEKDAYS, shift_instant, zone
from planner.people import Agent, Lock, Preference, Site, TimeOff
from planner.roster import Assignment, on_duty
from planner.timegrid import Interval, TimeGrid
from scenarios.inputs import Inputs
from scenarios.options import NOON, shift_options, site_days, template_interval, week_days
from solver.problem import Person, Pin, Prices, RosterProblem, ShiftOption, Wish

LEAVE_DAYS_A_WEEK = 5


def roster_problem(inputs: Inputs, requirement: Requirement) -> RosterProblem:
    """
    Rostering problem of a week.

    Raises
    ------
    InputError
        ``no_agents`` with an empty team; ``off_grid`` for shifts that do not fit the grid.
    """
    grid, team = requirement.grid, inputs.team
    if not team.agents:
        raise InputError("agents.csv holds no agents; add at least one", code="no_agents")
    options = shift_options(inputs, grid)
    days = {site.id: site_days(site, grid) for site in team.sites}
    carried = carried_in(inputs, grid)
    skills = rostered_skills(inputs)
    return RosterProblem(
        skills=skills,
        slot_minutes=grid.minutes,
        n_slots=grid.n_slots,
        n_days=max(len(d) for d in days.values()),
        people=tuple(_person(inputs, agent, grid, days[agent.site]) for agent in team.agents),
        options=options,
        required=required_by_skill(inputs, requirement),
        carried_in=np.stack([on_duty(carried, grid, skill) for skill in skills]),
        prices=_prices(inputs),
        wishes=tuple(_wishes(inputs, options, days)),
        pins=tuple(_pins(inputs, grid, days)),
        names={agent.id: agent.name for agent in team.agents},
        day_names={
            (site, i): f"{day:%a %Y-%m-%d}" for site, ds in days.items() for i, day in enumerate(ds)
        },
    )


def rostered_skills(inputs: Inputs) -> tuple[str, ...]:
    """What a shift can be for: a skill, or a pool of skills whose agents do all of them."""
    return (*inputs.skills, *(pool.id for pool in inputs.pools))


def required_by_skill(inputs: Inputs, requirement: Requirement) -> IntArray:
    """Agents to roster per skill or pool and slot, queues with the same skill added up."""
    skills = rostered_skills(inputs)
    required = np.zeros((len(skills), requirement.grid.n_slots), dtype=np.int64)
    for queue in inputs.queues:
        required[skills.index(queue.skill)] += requirement.of(queue.id).scheduled
    for pool in requirement.pools:
        required[skills.index(pool.pool)] += pool.scheduled
    return required


def carried_in(inputs: Inputs, grid: TimeGrid) -> tuple[Assignment, ...]:
    """Last week's shifts that still run when the week begins."""
    return tuple(
        a for a in inputs.last_week if a.shift.interval.start < grid.start < a.shift.interval.end
    )


def _person(inputs: Inputs, agent: Agent, grid: TimeGrid, days: tuple[date, ...]) -> Person:
    contract, site = inputs.team.contract(agent), inputs.team.site(agent)
    leave, paid_leave = leave_days(inputs, agent, grid)
    day_minutes = contract.min_hours * 60 / LEAVE_DAYS_A_WEEK
    before = [
        a for a in inputs.last_week if a.agent == agent.id and a.shift.interval.start < grid.start
    ]
    worked = {a.shift.day for a in before}
    skills = _skills(inputs, agent)
    least = contract.min_hours if skills else 0.0  # who has no skill is owed no shifts
    return Person(
        id=agent.id,
        site=agent.site,
        skills=skills,
        min_minutes=max(0, ceil(least * 60 - leave * day_minutes)),
        max_minutes=max(0, floor(contract.max_hours * 60 - paid_leave * day_minutes)),
        min_rest_slots=ceil(contract.min_rest_hours * 60 / grid.minutes),
        max_days_in_row=contract.max_days_in_row,
        min_days_off=contract.min_days_off,
        max_nights=contract.max_nights,
        nights_only=contract.nights_only,
        cents_per_hour=round(contract.hourly_cost * 100),
        unavailable=tuple(_merged(_unavailable(inputs, agent, site, grid, days), grid)),
        last_end=max((ceil(grid.offset(a.shift.interval.end)) for a in before), default=None),
        days_before=_streak(worked, days[0] - timedelta(days=1)),
        worked_day_0=days[0] in worked,
    )


def _skills(inputs: Inputs, agent: Agent) -> tuple[int, ...]:
    """Numbers of the skills an agent has, and of the pools all of whose skills the agent has."""
    own = [skill in agent.skills for skill in inputs.skills]
    own += [set(pool.skills) <= set(agent.skills) for pool in inputs.pools]
    return tuple(int(i) for i in np.flatnonzero(own))


def leave_days(inputs: Inputs, agent: Agent, grid: TimeGrid) -> tuple[int, int]:
    """
    Working days of the week on which an agent is away, and how many of them are paid.

    A day counts when its noon at the agent's site lies in the week and in time off, and it is no
    rest day there; at most five count. Each takes a fifth off the contract's weekly minimum.
    """
    site = inputs.team.site(agent)
    away = paid = 0
    for day in week_days(site, grid):
        off = time_off_at_noon(inputs, agent, site, day)
        if off is not None and not inputs.is_rest_day(site, day):
            away += 1
            paid += off.paid
    return min(away, LEAVE_DAYS_A_WEEK), min(paid, LEAVE_DAYS_A_WEEK)


def time_off_at_noon(inputs: Inputs, agent: Agent, site: Site, day: date) -> TimeOff | None:
    """Time off of an agent that covers noon of a local day, if any."""
    noon = shift_instant(day, NOON, zone(site.zone))
    for off in inputs.team.time_off:
        if off.agent == agent.id and off.interval.start <= noon < off.interval.end:
            return off
    return None


def _streak(worked: set[date], last: date) -> int:
    """Days worked in a row up to and including `last`."""
    length = 0
    while last - timedelta(days=length) in worked:
        length += 1
    return length


def _unavailable(
    inputs: Inputs, agent: Agent, site: Site, grid: TimeGrid, days: tuple[date, ...]
) -> Iterator[Interval]:
    yield from (off.interval for off in inputs.team.time_off if off.agent == agent.id)
    windows = [w for w in inputs.team.availability if w.agent == agent.id]
    if not windows:
        return
    clock = zone(site.zone)
    allowed = []
    for day in (days[0] - timedelta(days=1), *days, days[-1] + timedelta(days=1)):
        for window in windows:
            if window.weekday == WEEKDAYS[day.weekday()]:
                last = day + timedelta(days=1) if window.until <= window.start else day
                allowed.append(
                    Interval(
                        shift_instant(day, window.start, clock),
                        shift_instant(last, window.until, clock),
                    )
                )
    yield from _between(sorted(allowed), grid.start, grid.end + timedelta(days=2))


def _between(allowed: list[Interval], start: datetime, end: datetime) -> Iterator[Interval]:
    """Gaps that sorted intervals leave between two instants."""
    free_until = start
    for interval in allowed:
        if interval.start > free_until:
            yield Interval(free_until, interval.start)
        free_until = max(free_until, interval.end)
    if free_until < end:
        yield Interval(free_until, end)


def _merged(gaps: Iterable[Interval], grid: TimeGrid) -> Iterator[tuple[int, int]]:
    """Runs of slots that intervals touch, overlapping ones joined."""
    runs = sorted((floor(grid.offset(g.start)), ceil(grid.offset(g.end))) for g in gaps)
    current: tuple[int, int] | None = None
    for run in runs:
        if run[1] <= 0 or run[0] == run[1]:
            continue
        if current is None or run[0] > current[1]:
            if current:
                yield current
            current = run
        else:
            current = (current[0], max(current[1], run[1]))
    if current:
        yield current


def _wishes(
    inputs: Inputs, options: tuple[ShiftOption, ...], days: dict[str, tuple[date, ...]]
) -> Iterator[Wish]:
    rest_day = round(inputs.costs.rest_day_shift * 100)
    by_agent: dict[str, list[Preference]] = {}
    for preference in inputs.team.preferences:
        by_agent.setdefault(preference.agent, []).append(preference)
    for p, agent in enumerate(inputs.team.agents):
        for o, option in enumerate(options):
            if option.site != agent.site:
                continue
            day = days[option.site][option.day]
            cents = rest_day if option.is_rest_day else 0
            for wish in by_agent.get(agent.id, ()):
                if wish.applies(day):
                    cents += round(100 * inputs.costs.wish_point * _dislike(wish, option))
            if cents:
                yield Wish(p, o, cents)


def _dislike(wish: Preference, option: ShiftOption) -> int:
    """Points against an option on a day that a wish is about."""
    if wish.shift == "off":
        return wish.weight
    return -wish.weight if wish.shift in ("any", option.template) else 0


def _pins(inputs: Inputs, grid: TimeGrid, days: dict[str, tuple[date, ...]]) -> Iterator[Pin]:
    for lock in inputs.team.locks:
        agent = inputs.team.agent(lock.agent)
        site_dates = days[agent.site]
        if lock.day in site_dates and _begins_in(inputs, lock, grid):
            yield Pin(
                person=inputs.team.agents.index(agent),
                day=site_dates.index(lock.day),
                template=None if lock.shift == "off" else lock.shift,
                skill=_index(rostered_skills(inputs), lock.skill),
            )


def _index(skills: tuple[str, ...], skill: str | None) -> int | None:
    return skills.index(skill) if skill is not None and skill in skills else None


def _begins_in(inputs: Inputs, lock: Lock, grid: TimeGrid) -> bool:
    """Whether a locked shift begins in the week; a lock on an eighth local day may not."""
    template = next((t for t in inputs.templates if t.id == lock.shift), None)
    if template is None:
        return True
    site = inputs.team.site(inputs.team.agent(lock.agent))
    return grid.start <= template_interval(template, lock.day, site).start < grid.end


def _prices(inputs: Inputs) -> Prices:
    costs = inputs.costs

    def short(skills: tuple[str, ...]) -> int:
        own = [q.understaffing_cost for q in inputs.queues if q.skill in skills]
        return round(100 * max(costs.short_hour if c is None else c for c in own))

    return Prices(
        short=tuple(
            short(skills)
            for skills in (*((s,) for s in inputs.skills), *(p.skills for p in inputs.pools))
        ),
        short_deep=round(100 * costs.deep_short_hour),
        over=round(100 * costs.over_hour),
        unfair_night=round(100 * costs.unfair_night),
        unfair_rest_day=round(100 * costs.unfair_rest_day),
    )
