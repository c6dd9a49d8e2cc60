"""Floors that a roster does not keep, in words: which, when, how many hours."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from planner.arrays import IntArray
from planner.floors import FloorRule
from planner.local_time import zone
from planner.roster import Assignment, Roster, present
from planner.runs import runs
from planner.timegrid import Interval, TimeGrid
from planner.wording import short_day
from scenarios.inputs import Inputs
from scenarios.plan import FloorGap
from scenarios.rostering.together import counts, floor_slots
from scenarios.shortfalls import agent_hours, spell

MOST_DAYS: Final = 3
"""Days of breaks told by name; of more the number."""
WITHOUT_PRICE: Final = "never to be missed"
"""Said of what no plan may miss."""


@dataclass(frozen=True, slots=True, eq=False)
class OnFloor:
    """
    People `required` by a floor and `missing` of them, by slot; on a break nobody counts.

    `resting` are those of the missing who have a shift then and are on a break of it.
    """

    required: IntArray
    missing: IntArray
    resting: IntArray


def floor_gaps(inputs: Inputs, grid: TimeGrid, roster: Roster) -> tuple[FloorGap, ...]:
    """
    Runs of slots with too few on duty, the largest first; runs less than 2 h apart are one.

    What is missing during breaks comes after them, a line for each floor; before all others comes
    what is missing of floors whose price is ``never``.
    """
    found = [
        replace(gap, message=f"{gap.message}; {WITHOUT_PRICE}", is_ban=True) if rule.is_ban else gap
        for rule in inputs.floors
        for gap in _gaps(inputs, rule, grid, roster)
    ]
    return tuple(sorted(found, key=lambda gap: (not gap.is_ban, gap.during_breaks, -gap.hours)))


def on_floor(inputs: Inputs, rule: FloorRule, grid: TimeGrid, roster: Roster) -> OnFloor:
    """Whom a floor asks for in each slot of a roster, and who is missing of them."""
    people = {agent.id for agent in inputs.team.agents if counts(rule, agent)}
    theirs = [a for a in (*roster.carried_in, *roster.assignments) if a.agent in people]
    required: IntArray = floor_slots(inputs, rule, grid) * np.int64(rule.least)
    missing = np.maximum(required - present(theirs, grid), 0)
    without = np.maximum(required - present(map(_unbroken, theirs), grid), 0)
    return OnFloor(required, missing, missing - without)


def _unbroken(one: Assignment) -> Assignment:
    return replace(one, shift=replace(one.shift, breaks=()))


def lengths(resting: IntArray, minutes: int) -> str:
    """How many gaps of which length, in slots of `minutes`: ``5 × 30 min``."""
    slots = np.flatnonzero(resting)
    parts = np.split(slots, np.flatnonzero(np.diff(slots) > 1) + 1)
    found = sorted(Counter(len(part) * minutes for part in parts).items())
    return ", ".join(f"{_times(n)}{length} min" for length, n in found)


def _times(n: int) -> str:
    return f"{n} \N{MULTIPLICATION SIGN} " if n > 1 else ""


def unkept(gaps: Iterable[FloorGap]) -> tuple[str, ...]:
    """
    A line for each floor that is not kept, the one with most hours missing first.

    Such as ``Leader on duty for 8 h (Sat 25 Oct 22:00-Sun 26 Oct 06:00 and once more) and for 2.5 h
    during breaks``.
    """
    of_floor: dict[str, list[FloorGap]] = {}
    for gap in gaps:
        of_floor.setdefault(gap.floor, []).append(gap)
    ranked = sorted(
        of_floor.values(), key=lambda own: (not own[0].is_ban, -sum(gap.hours for gap in own))
    )
    return tuple(_in_all(own) for own in ranked)


def _in_all(gaps: list[FloorGap]) -> str:
    apart = [gap for gap in gaps if not gap.during_breaks]
    resting = sum(gap.hours for gap in gaps if gap.during_breaks)
    told = []
    if apart:
        more = {0: "", 1: " and once more"}.get(len(apart) - 1, f" and {len(apart) - 1} more times")
        told.append(f"for {sum(gap.hours for gap in apart):,g} h ({apart[0].when}{more})")
    if resting:
        told.append(f"for {resting:,g} h during breaks")
    never = f", {WITHOUT_PRICE}" if gaps[0].is_ban else ""
    return f"{gaps[0].title} {' and '.join(told)}{never}"


def _gaps(inputs: Inputs, rule: FloorRule, grid: TimeGrid, roster: Roster) -> Iterator[FloorGap]:
    found = on_floor(inputs, rule, grid, roster)
    if found.missing.any() and not any(counts(rule, agent) for agent in inputs.team.agents):
        hours, when = float(found.missing.sum()) * grid.minutes / 60, "nobody counts for it"
        yield FloorGap(rule.id, rule.title, hours, when, f"{rule.title}: {when}")
        return
    apart = found.missing - found.resting
    for first, last in runs(apart, grid.minutes):
        yield _apart(inputs, rule, grid, apart[first:last], first)
    if found.resting.any():
        yield _during_breaks(inputs, rule, grid, found.resting)


def _apart(inputs: Inputs, rule: FloorRule, grid: TimeGrid, run: IntArray, first: int) -> FloorGap:
    """A run of slots in which too few have a shift."""
    span = Interval(grid.instant(first), grid.instant(first + len(run)))
    hours = float(run.sum()) * grid.minutes / 60
    when = spell(span.start, span.end, zone(inputs.settings.zone))
    at_times = "at times " if not run.all() else ""
    words = f"{_who(rule.least, run)} {at_times}{when}, {agent_hours(hours)}"
    return FloorGap(rule.id, rule.title, hours, when, f"{rule.title}: {words}", span)


def _during_breaks(inputs: Inputs, rule: FloorRule, grid: TimeGrid, resting: IntArray) -> FloorGap:
    """What is missing in all because those on duty take their breaks."""
    slots, clock = np.flatnonzero(resting), zone(inputs.settings.zone)
    span = Interval(grid.instant(int(slots[0])), grid.instant(int(slots[-1]) + 1))
    days = dict.fromkeys(grid.instant(int(slot)).astimezone(clock).date() for slot in slots)
    hours = float(resting.sum()) * grid.minutes / 60
    named = ", ".join(map(short_day, days)) if len(days) <= MOST_DAYS else f"{len(days)} days"
    when = f"during breaks on {named}"
    gone = f"{lengths(resting, grid.minutes)}, {agent_hours(hours)}"
    words = f"{rule.title}: {_who(rule.least, resting)} {when}: {gone}"
    return FloorGap(rule.id, rule.title, hours, when, words, span, during_breaks=True)


def _who(least: int, run: IntArray) -> str:
    """How many are missing of those who are to be on duty."""
    worst, mildest = int(run.max()), int(run[run > 0].min())
    if least == 1:
        return "nobody on duty"
    return f"{'up to ' if mildest < worst else ''}{worst} of {least} missing"
