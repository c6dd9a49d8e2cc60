"""`hours.csv`: what payroll needs, a row per shift and per day of leave."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from planner.exports.cells import Cell, csv_text
from planner.exports.roster import unpaid
from planner.exports.stamps import local_stamp
from planner.local_time import day_start, zone
from planner.people import Agent, Contract, Site, Team, TimeOff
from planner.people import hours as elapsed_hours
from planner.roster import Assignment, Roster
from planner.shifts import ShiftTemplate
from planner.timegrid import Interval

COLUMNS: Final = (
    "agent",
    "name",
    "site",
    "contract",
    "kind",
    "day",
    "shift",
    "start_local",
    "end_local",
    "paid_hours",
    "unpaid_break_hours",
    "leave_days",
    "paid",
    "night",
    "rest_day",
    "hourly_cost",
    "cost",
)


def text(
    roster: Roster,
    team: Team,
    *,
    templates: tuple[ShiftTemplate, ...],
    rest_days: Mapping[tuple[str, date], str],
) -> str:
    """
    Table of `COLUMNS`, by agent and day, on the site's clock.

    Hours of a shift are elapsed time less unpaid breaks. Leave carries the share of the local day
    it takes, since what a day of leave is worth is the contract's business, not the roster's.
    `rest_days` names weekend days and holidays by site and local date.
    """
    nights = {template.id for template in templates if template.counts_as_night}
    return csv_text(COLUMNS, _rows(roster, team, nights, rest_days))


def _rows(
    roster: Roster, team: Team, nights: Collection[str], rest_days: Mapping[tuple[str, date], str]
) -> Iterator[list[Cell]]:
    site_by_id = {site.id: site for site in team.sites}
    contract_by_id = {contract.id: contract for contract in team.contracts}
    shifts_by_agent: dict[str, list[Assignment]] = {}
    for assignment in roster.assignments:
        shifts_by_agent.setdefault(assignment.agent, []).append(assignment)
    leave_by_agent: dict[str, list[TimeOff]] = {}
    for absence in team.time_off:
        leave_by_agent.setdefault(absence.agent, []).append(absence)
    for agent in team.agents:
        site, contract = site_by_id[agent.site], contract_by_id[agent.contract]
        rows = [
            _shift_row(agent, site, contract, shift, nights, rest_days)
            for shift in shifts_by_agent.get(agent.id, [])
        ]
        for absence in leave_by_agent.get(agent.id, []):
            rows += _leave_rows(agent, site, absence, roster.week, rest_days)
        yield from sorted(rows, key=lambda row: (str(row[5]), str(row[7])))


def _shift_row(
    agent: Agent,
    site: Site,
    contract: Contract,
    assignment: Assignment,
    nights: Collection[str],
    rest_days: Mapping[tuple[str, date], str],
) -> list[Cell]:
    shift, clock = assignment.shift, zone(site.zone)
    paid = elapsed_hours(shift.paid)
    return [
        *(agent.id, agent.name, agent.site, agent.contract, "shift"),
        *(shift.day.isoformat(), shift.template),
        *(local_stamp(shift.interval.start, clock), local_stamp(shift.interval.end, clock)),
        *(paid, elapsed_hours(unpaid(assignment)), None, True),
        *(shift.template in nights, rest_days.get((site.id, shift.day), "")),
        *(contract.hourly_cost, paid * contract.hourly_cost),
    ]


def _leave_rows(
    agent: Agent,
    site: Site,
    absence: TimeOff,
    week: Interval,
    rest_days: Mapping[tuple[str, date], str],
) -> Iterator[list[Cell]]:
    clock = zone(site.zone)
    start, end = max(absence.interval.start, week.start), min(absence.interval.end, week.end)
    day = start.astimezone(clock).date()
    while start < end:
        share = _share(start, end, day_start(day, clock), day_start(day + timedelta(days=1), clock))
        until = min(end, day_start(day + timedelta(days=1), clock))
        yield [
            *(agent.id, agent.name, agent.site, agent.contract, absence.kind),
            *(day.isoformat(), None),
            *(local_stamp(start, clock), local_stamp(until, clock)),
            *(None, None, share, absence.paid),
            *(None, rest_days.get((site.id, day), "")),
            *(None, None),
        ]
        start, day = until, day + timedelta(days=1)


def _share(start: datetime, end: datetime, midnight: datetime, next_midnight: datetime) -> float:
    taken = min(end, next_midnight) - max(start, midnight)
    return taken / (next_midnight - midnight)
