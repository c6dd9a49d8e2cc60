"""
``roster.csv``: the roster of a week, as a plan writes it or as somebody has edited it since.

Strict where a slip would be simulated in silence: the clock columns for people must agree with
those for machines, breaks lie in their shift, and everybody has the skill and is in one place.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from itertools import pairwise
from pathlib import Path

from planner.abilities import one_meant_by
from planner.errors import InputError
from planner.exports.cells import plain
from planner.exports.roster import break_words
from planner.local_time import zone
from planner.people import Agent
from planner.readers.cells import named
from planner.readers.last_week import breaks_of
from planner.readers.reading import Context, Findings, Reading, shown, unknown
from planner.readers.stamps import calendar_day, stamp
from planner.readers.table import Row, read_table
from planner.roster import Assignment
from planner.shifts import Break, Shift
from planner.timegrid import Interval

REQUIRED = ("agent", "shift", "day", "skill")
OPTIONAL = ("start_utc", "end_utc", "start_local", "end_local", "breaks", "breaks_utc")


def read_roster(path: Path, context: Context, *, as_it_is: bool = False) -> Reading[Assignment]:
    """
    Shifts of a roster in order of agent and start, and every problem of the file.

    With `as_it_is`, shifts that overlap, or are for a skill that the agent lacks, are no problem of
    the file but of the roster, for rules to tell.

    `context` needs agents, templates, queues, sites and pools. An instant may be told by its UTC
    column, by its local column with an offset, or by both when they agree.
    """
    table = read_table(path, REQUIRED, OPTIONAL)
    findings = Findings(path.name)
    found: list[tuple[Assignment, int]] = []
    for row in table.rows():
        made = findings.attempt(partial(_assignment, row, context, as_it_is), line=row.line)
        if made is not None:
            found.append((made, row.line))
    found.sort(key=lambda pair: (pair[0].agent, pair[0].shift.interval))
    if not as_it_is:
        _tell_overlaps(found, findings)
    return Reading(
        tuple(made for made, _ in found),
        tuple(line for _, line in found),
        (*table.notes, *findings.found()),
    )


def _assignment(row: Row, context: Context, as_it_is: bool) -> Assignment:
    agent = context.agents.get(plain(row["agent"]))
    if agent is None:
        raise InputError(unknown("agent", plain(row["agent"]), context.agents), code="unknown_id")
    template = plain(row["shift"])
    skill = one_meant_by(plain(row["skill"]), agent.skills, context.needs)
    if template not in context.templates:
        raise InputError(unknown("shift", template, context.templates), code="unknown_id")
    _check_skill(agent, skill, context, as_it_is)
    start, end = _instant(row, "start"), _instant(row, "end")
    if start >= end:
        raise InputError(
            f"the shift of {agent.id} ends at {end:%Y-%m-%d %H:%M} UTC, not behind its start "
            f"{start:%Y-%m-%d %H:%M}; give a later end",
            code="reversed",
        )
    day = named("day", lambda: calendar_day(row["day"]))
    clock = zone(context.sites[agent.site].zone)
    if start.astimezone(clock).date() != day:
        raise InputError(
            f"day is {day}, but the shift begins on {start.astimezone(clock):%Y-%m-%d} at "
            f"{agent.site}; change one of them",
            code="wrong_day",
        )
    breaks = tuple(sorted(_breaks(row, clock.key), key=lambda rest: rest.interval))
    _check_breaks(agent, Interval(start, end), breaks)
    share = context.templates[template].paid_share
    return Assignment(agent.id, Shift(template, day, Interval(start, end), breaks, share), skill)


def _check_skill(agent: Agent, skill: str, context: Context, as_it_is: bool) -> None:
    pool = context.pools.get(skill)
    if pool is None and skill not in context.skills:
        known = (*context.skills, *context.pools)
        raise InputError(unknown("skill", skill, known), code="unknown_skill")
    lacking = [s for s in (pool.skills if pool else (skill,)) if s not in agent.skills]
    if lacking and not as_it_is:
        raise InputError(
            f"agent {agent.id} is rostered for {skill} but has no skill {', '.join(lacking)}; "
            "give the shift to somebody else, or the skill to the agent in agents.csv",
            code="lacks_skill",
        )


def _instant(row: Row, which: str) -> datetime:
    """Instant told by its UTC column, its local column, or both."""
    told = {
        column: named(column, partial(_utc, row[column]))
        for column in (f"{which}_utc", f"{which}_local")
        if row[column]
    }
    if not told:
        raise InputError(
            f"{which}_utc is empty; write instants as 2003-10-20T11:00:00Z", code="bad_time"
        )
    if len(set(told.values())) > 1:
        utc, local = told.values()
        raise InputError(
            f"{which}_local is {utc_text(local)} in UTC, but {which}_utc says {utc_text(utc)}; "
            "change both, or empty the one that is not meant",
            code="contradictory_times",
        )
    return next(iter(told.values()))


def utc_text(instant: datetime) -> str:
    """An instant as messages quote it."""
    return f"{instant:%Y-%m-%d %H:%M}"


def _utc(text: str) -> datetime:
    found = stamp(text)
    if found.offset is None:
        raise InputError(
            f"is {shown(text)}; write instants with their offset, as 2003-10-20T13:00-04:00 or "
            "2003-10-20T17:00:00Z",
            code="bad_time",
        )
    return found.utc


def _breaks(row: Row, zone_name: str) -> tuple[Break, ...]:
    found = named("breaks_utc", lambda: breaks_of(row["breaks_utc"]))
    clock = zone(zone_name)
    words = "; ".join(break_words(rest, clock) for rest in found)
    told = plain(row["breaks"])
    if told and told.replace(";", ",") != words.replace(";", ","):
        raise InputError(
            f"breaks is {shown(told)}, but breaks_utc says {shown(words)}; "
            "change both, or empty breaks",
            code="contradictory_times",
        )
    return found


def _check_breaks(agent: Agent, shift: Interval, breaks: tuple[Break, ...]) -> None:
    for rest in breaks:
        if not shift.start <= rest.interval.start < rest.interval.end <= shift.end:
            raise InputError(
                f"{rest.name} of {agent.id} at {utc_text(rest.interval.start)} UTC does not lie "
                "in the shift; move it with the shift",
                code="bad_break",
            )
    for first, second in pairwise(breaks):
        if first.interval.overlaps(second.interval):
            raise InputError(
                f"{first.name} and {second.name} of {agent.id} overlap at "
                f"{utc_text(second.interval.start)} UTC; move one",
                code="bad_break",
            )


def _tell_overlaps(found: list[tuple[Assignment, int]], findings: Findings) -> None:
    for (first, before), (second, line) in _neighbours(found):
        if first.shift.interval.overlaps(second.shift.interval):
            findings.add(
                f"shifts of {second.agent} overlap: this one begins at "
                f"{utc_text(second.shift.interval.start)} UTC, that of line {before} ends at "
                f"{utc_text(first.shift.interval.end)}; keep one or move it",
                line=line,
                field="start_utc",
                value=second.agent,
                code="overlapping_shifts",
            )


def _neighbours(
    found: list[tuple[Assignment, int]],
) -> Iterator[tuple[tuple[Assignment, int], tuple[Assignment, int]]]:
    """Each shift with the one of the same agent that reaches furthest before it."""
    furthest: tuple[Assignment, int] | None = None
    for one in found:
        if furthest is None or furthest[0].agent != one[0].agent:
            furthest = one
            continue
        yield furthest, one
        if one[0].shift.interval.end > furthest[0].shift.interval.end:
            furthest = one
