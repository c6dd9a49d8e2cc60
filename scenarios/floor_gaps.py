"""Floors that a roster does not keep, in words: which, when, how many hours."""

from collections.abc import Iterable, Iterator

import numpy as np

from planner.arrays import IntArray
from planner.floors import FloorRule
from planner.local_time import zone
from planner.roster import Roster, present
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs
from scenarios.plan import FloorGap
from scenarios.rostering.together import counts, floor_slots
from scenarios.shortfalls import agent_hours, runs, spell


def floor_gaps(inputs: Inputs, grid: TimeGrid, roster: Roster) -> tuple[FloorGap, ...]:
    """Runs of slots with too few on duty, the largest first; runs less than 2 h apart are one."""
    found = [gap for rule in inputs.floors for gap in _gaps(inputs, rule, grid, roster)]
    return tuple(sorted(found, key=lambda gap: -gap.hours))


def on_floor(
    inputs: Inputs, rule: FloorRule, grid: TimeGrid, roster: Roster
) -> tuple[IntArray, IntArray]:
    """People asked for by a floor and missing of them, by slot; on a break nobody counts."""
    people = {agent.id for agent in inputs.team.agents if counts(rule, agent)}
    theirs = [a for a in (*roster.carried_in, *roster.assignments) if a.agent in people]
    required: IntArray = floor_slots(inputs, rule, grid) * np.int64(rule.least)
    return required, np.maximum(required - present(theirs, grid), 0)


def unkept(gaps: Iterable[FloorGap]) -> tuple[str, ...]:
    """
    A line for each floor that is not kept, the one with most hours missing first.

    Such as ``Leader on duty for 8 h (Sat 25 Oct 22:00-Sun 26 Oct 06:00 and once more)``.
    """
    of_floor: dict[str, list[FloorGap]] = {}
    for gap in gaps:
        of_floor.setdefault(gap.floor, []).append(gap)
    ranked = sorted(of_floor.values(), key=lambda own: -sum(gap.hours for gap in own))
    return tuple(_in_all(own) for own in ranked)


def _in_all(gaps: list[FloorGap]) -> str:
    largest, n_more = gaps[0], len(gaps) - 1
    more = f" and {n_more} more times" if n_more > 1 else " and once more" if n_more else ""
    return f"{largest.title} for {sum(gap.hours for gap in gaps):,g} h ({largest.when}{more})"


def _gaps(inputs: Inputs, rule: FloorRule, grid: TimeGrid, roster: Roster) -> Iterator[FloorGap]:
    _, missing = on_floor(inputs, rule, grid, roster)
    if missing.any() and not any(counts(rule, agent) for agent in inputs.team.agents):
        hours, when = float(missing.sum()) * grid.minutes / 60, "nobody counts for it"
        yield FloorGap(rule.id, rule.title, hours, when, f"{rule.title}: {when}")
        return
    clock = zone(inputs.settings.zone)
    for first, last in runs(missing, grid):
        run = missing[first:last]
        hours = float(run.sum()) * grid.minutes / 60
        when = spell(grid.instant(first), grid.instant(last), clock)
        gaps = "at times " if not run.all() else ""
        words = f"{_who(rule.least, run)} {gaps}{when}, {agent_hours(hours)}"
        yield FloorGap(rule.id, rule.title, hours, when, f"{rule.title}: {words}")


def _who(least: int, run: IntArray) -> str:
    """How many are missing of those who are to be on duty."""
    worst, mildest = int(run.max()), int(run[run > 0].min())
    if least == 1:
        return "nobody on duty"
    return f"{'up to ' if mildest < worst else ''}{worst} of {least} missing"
