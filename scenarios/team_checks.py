"""Whether people, work and calendars fit each other: skills, locks, holidays, history."""

from datetime import date, timedelta
from itertools import groupby

import numpy as np

from planner.abilities import Need, parted
from planner.calendars import Calendar
from planner.customers import closing_holidays, customer_groups
from planner.demand import History
from planner.errors import Problem
from planner.holidays import public_holidays
from planner.local_time import shift_instant, zone
from planner.people import Agent, Lock, Site, TimeOff
from planner.queues import Queue
from planner.readers.interval_grid import stream_title
from planner.readers.reading import Findings, Reading, unknown
from planner.roster import Assignment
from planner.shifts import ShiftTemplate
from planner.timegrid import Interval, TimeGrid
from planner.wording import per_cent
from scenarios.setup import Place, Setup

FEWEST_DAYS = 12
"""Days of history from the first to the last: two working weeks."""

MOST_MISSING = 0.2


def check_skills(setup: Setup, agents: tuple[Agent, ...], findings: Findings) -> None:
    """Warn of queues whose skill nobody has, and of pools for which nobody has every skill."""
    present = {skill for agent in agents for skill in agent.skills}
    for queue in setup.queues.values():
        if queue.skill not in present:
            findings.add(
                f"queue {queue.id}: nobody {_able(setup.needs[queue.skill])}",
                line=setup.line("queue", queue.id, "skill"),
                field="skill",
                value=queue.skill,
                code="skill_nobody_has",
                warning=True,
            )
    for pool in setup.pools.values():
        if not any(set(pool.skills) <= set(agent.skills) for agent in agents):
            findings.add(
                f"pool {pool.id}: nobody has all of {', '.join(pool.skills)}, so nobody can be "
                "rostered on it; add them to skills in agents.csv",
                line=setup.line("pool", pool.id, "skills"),
                field="skills",
                value=pool.id,
                code="pool_without_agents",
                warning=True,
            )


def _able(need: Need) -> str:
    """What nobody can do, and what would help."""
    level = "" if need.level == 1 else f" at level {need.level} or above"
    speaks, columns = "", "skills"
    if need.language:
        speaks, columns = f" and speaks {need.language}", "skills and languages"
    return (
        f"has the skill {need.skill}{level}{speaks}, so its work stays uncovered; add it to "
        f"{columns} in agents.csv"
    )


def check_shift_skills(setup: Setup, agents: tuple[Agent, ...], findings: Findings) -> None:
    """
    Refuse skills of shifts that no queue needs and nobody has: most are slips of the pen.

    Warn of those of a level above what queues need, with which a shift covers none.
    """
    needed = tuple(dict.fromkeys(queue.skill for queue in setup.queues.values()))
    known = {*needed, *(skill for agent in agents for skill in agent.skills)}
    all_read = len(setup.queues) == len(setup.declared["queue"])
    families = {shift.family: shift for shift in setup.shifts}
    for family, shift in families.items():
        for skill in shift.skills if all_read else ():
            if skill not in known:
                wrong = unknown("skill", skill, needed)
                findings.add(
                    f"shift {family}: skills: "
                    + wrong.replace("is not known", "is needed by no queue and nobody has it"),
                    line=setup.line("shift", family, "skills"),
                    field="skills",
                    value=skill,
                    code="unknown_id",
                )
            elif skill not in needed and (asked := _needs_of(setup, skill)):
                findings.add(
                    f"shift {family}: skills: no queue needs {skill}, so the shift covers none; "
                    f"name {' or '.join(asked)}, unless people are locked to it",
                    line=setup.line("shift", family, "skills"),
                    field="skills",
                    value=skill,
                    code="covers_no_queue",
                    warning=True,
                )


def _needs_of(setup: Setup, name: str) -> list[str]:
    """What queues ask of a skill, at whatever level and in whatever language."""
    skill, _ = parted(name)
    return [need.name for need in setup.needs.values() if need.skill == skill]


def lock_problems(
    locks: Reading[Lock], time_off: Reading[TimeOff], agents: tuple[Agent, ...], setup: Setup
) -> tuple[Problem, ...]:
    """Locks that pin a shift on somebody who is off, both lines named."""
    findings = Findings("locks.csv")
    site_of = {agent.id: setup.sites.get(agent.site) for agent in agents}
    for lock, line in zip(locks.items, locks.lines, strict=True):
        template = setup.templates.get(lock.shift)
        site = site_of.get(lock.agent)
        if template is None or site is None:
            continue
        worked = _hours(template, lock.day, site)
        for off, off_line in zip(time_off.items, time_off.lines, strict=True):
            if off.agent == lock.agent and off.interval.overlaps(worked):
                findings.add(
                    f"agent {lock.agent} is pinned to {lock.shift} on {lock.day} but is off "
                    f"({off.kind}, time_off.csv line {off_line}); remove one",
                    line=line,
                    field="shift",
                    value=lock.shift,
                    code="lock_in_time_off",
                )
    return findings.found()


def _hours(template: ShiftTemplate, day: date, site: Site) -> Interval:
    clock = zone(site.zone)
    last = day + timedelta(days=1) if template.until <= template.start else day
    return Interval(
        shift_instant(day, template.start, clock), shift_instant(last, template.until, clock)
    )


def last_week_problems(reading: Reading[Assignment], week: TimeGrid | None) -> tuple[Problem, ...]:
    """Shifts of ``last_week.csv`` that lie in the planned week, or all long before it."""
    findings = Findings("last_week.csv")
    if week is None or not reading.items:
        return ()
    for made, line in zip(reading.items, reading.lines, strict=True):
        if made.shift.interval.start >= week.start:
            findings.add(
                f"the shift of {made.agent} on {made.shift.day} lies in or behind the planned "
                "week; give the roster of the week before",
                line=line,
                field="day",
                value=str(made.shift.day),
                code="not_last_week",
            )
    last = max(made.shift.interval.end for made in reading.items)
    if last < week.start - timedelta(days=7):
        findings.add(
            f"the last shift ends {last:%Y-%m-%d}, over a week before the planned one; "
            "give the roster of the week before",
            code="not_last_week",
            warning=True,
        )
    return findings.found()


def check_calendars(setup: Setup, grid: TimeGrid, findings: Findings) -> None:
    """Warn of countries without holidays in the planned year, and of weeks without opening."""
    years = tuple(sorted({grid.start.year, grid.end.year}))
    users = sorted(
        (
            (group.country, group.region or "", kind, place.id)
            for kind, place in _places(setup)
            for group in (customer_groups(place) if isinstance(place, Queue) else (place,))
        ),
    )
    for (country, region), group in groupby(users, key=lambda user: user[:2]):
        if public_holidays(country, region or None, years):
            continue
        *_, kind, first = next(iter(group))
        findings.add(
            f"no public holidays of {country} are known for {years[0]}, so none count there; "
            "list weekly rest in rest_days of the site and enter holidays as time off",
            line=setup.line(kind, first, "country"),
            field="country",
            value=country,
            code="no_holidays",
            warning=True,
        )
    for kind, place in _places(setup):
        if not isinstance(place, Site) and not _opens(place, grid):
            findings.add(
                f"{kind} {place.id} is closed all week; check opening and open_on_holidays",
                line=setup.line(kind, place.id, "opening"),
                field="opening",
                code="never_open",
                warning=True,
            )


def _places(setup: Setup) -> list[tuple[str, Place]]:
    return [
        *(("site", site) for site in setup.sites.values()),
        *(("queue", queue) for queue in setup.queues.values()),
        *(("calendar", calendar) for calendar in setup.calendars.values()),
    ]


def _opens(place: Queue | Calendar, grid: TimeGrid) -> bool:
    return bool(place.open_slots(grid, _holidays(place, grid)).any())


def _holidays(place: Queue | Calendar, grid: TimeGrid) -> dict[date, str]:
    years = tuple(range(grid.start.year - 1, grid.end.year + 2))
    if isinstance(place, Queue):
        return closing_holidays(place, years)
    return public_holidays(place.country, place.region, years)


def check_history(
    history: History, setup: Setup, week: TimeGrid | None, findings: Findings
) -> None:
    """
    Tell streams with too little history before the planned week, or too much of it missing.

    Only what lies before the week counts, since a forecast may not see more.
    """
    n_known = history.grid.n_slots
    if week is not None:
        n_known = min(n_known, int(history.grid.offset(week.start)))
    for stream in history.streams:
        queue = setup.queues[stream[0]]
        is_open = queue.open_slots(history.grid, _holidays(queue, history.grid))
        counts = history.of(stream)[: max(n_known, 0)]
        seen = np.flatnonzero(~np.isnan(counts) & is_open[: len(counts)])
        is_short = seen.size == 0 or _days(history.grid, seen) < FEWEST_DAYS
        if is_short and queue.borrow is not None:
            continue
        if is_short:
            days = _days(history.grid, seen) if seen.size else 0
            when = f" before {_first_day(week, setup)}" if week else ""
            findings.add(
                f"{stream_title(stream)} has {days} days of history{when}; give at least two "
                "weeks, better eight, or borrow from a queue like it",
                field="start",
                value=str(days),
                code="history_too_short",
            )
            continue
        span = slice(seen[0], seen[-1] + 1)
        missing = np.isnan(counts[span]).sum() / max(is_open[: len(counts)][span].sum(), 1)
        if missing > MOST_MISSING:
            findings.add(
                f"{per_cent(missing, 0)} of the open intervals of {stream_title(stream)} have no "
                "row, too many to forecast from; add them, correct opening, or set "
                'absent_rows = "zero" in [history] if no row means no contacts',
                field="start",
                value=f"{missing:.2f}",
                code="too_many_gaps",
            )


def _first_day(week: TimeGrid, setup: Setup) -> date:
    clock = zone(setup.plan.zone if setup.plan else "UTC")
    return week.start.astimezone(clock).date()


def _days(grid: TimeGrid, seen: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> int:
    first, last = grid.instant(int(seen[0])), grid.instant(int(seen[-1]))
    return (last.date() - first.date()).days + 1
