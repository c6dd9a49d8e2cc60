"""``past_weeks.csv``: what everybody worked, week by week, as a memory for weeks to come."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from planner.exports.cells import Cell, csv_text
from planner.past_weeks import PastWeek
from planner.people import Agent, Team, hours
from planner.roster import Assignment, Roster
from planner.shifts import ShiftTemplate
from planner.weekends import weekend_days

COLUMNS = ("agent", "week", "hours", "nights", "rest_days", "holidays", "weekends")
KEPT = timedelta(weeks=52)
WEEK = timedelta(days=7)


def text(
    roster: Roster,
    team: Team,
    first_day: date,
    *,
    templates: Sequence[ShiftTemplate],
    rest_days: Mapping[tuple[str, date], str],
    before: Sequence[PastWeek],
) -> str:
    """
    Rows of the weeks `before`, a year of them, and of the planned ones from `first_day` on.

    `rest_days` names weekend days and public holidays by site and local date.
    """
    kept = [one for one in before if first_day - KEPT <= one.week < first_day]
    nights = {template.id for template in templates if template.counts_as_night}
    planned = _planned(roster, team, first_day, nights, rest_days)
    rows = sorted((*kept, *planned), key=lambda one: (one.week, one.agent))
    return csv_text(COLUMNS, (_cells(one) for one in rows))


def _cells(one: PastWeek) -> list[Cell]:
    counts = (one.nights, one.rest_days, one.holidays, one.weekends)
    return [one.agent, one.week.isoformat(), one.hours, *counts]


def _planned(
    roster: Roster,
    team: Team,
    first_day: date,
    nights: set[str],
    rest_days: Mapping[tuple[str, date], str],
) -> Iterator[PastWeek]:
    by_week: dict[tuple[str, date], list[Assignment]] = {}
    n_weeks = max(1, round(roster.week.length / WEEK))
    for made in roster.assignments:
        # a week that begins inside a local day has its eighth day in the last one
        number = min(max((made.shift.day - first_day).days // 7, 0), n_weeks - 1)
        by_week.setdefault((made.agent, first_day + number * WEEK), []).append(made)
    for agent in team.agents:
        for number in range(n_weeks):
            week = first_day + number * WEEK
            shifts = by_week.get((agent.id, week), [])
            yield _week(agent, team, week, shifts, nights, rest_days)


def _week(
    agent: Agent,
    team: Team,
    week: date,
    shifts: Sequence[Assignment],
    nights: set[str],
    rest_days: Mapping[tuple[str, date], str],
) -> PastWeek:
    free = weekend_days(team.site(agent))
    named = [rest_days.get((agent.site, a.shift.day), "") for a in shifts]
    return PastWeek(
        agent.id,
        week,
        round(sum(hours(a.shift.paid) for a in shifts), 4),
        sum(a.shift.template in nights for a in shifts),
        sum(bool(name) for name in named),
        sum(name not in ("", "weekend") for name in named),
        int(any(a.shift.day.weekday() in free for a in shifts)),
    )
