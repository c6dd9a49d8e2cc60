"""Floors day by day, as the page shows them: kept, or when and for how many hours too few."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from planner.arrays import IntArray
from planner.exports.stamps import clock_span
from planner.floors import FloorRule
from planner.local_time import wall_clock, zone
from planner.timegrid import TimeGrid
from scenarios.floor_gaps import lengths, on_floor
from scenarios.plan import Plan

MOST_SPANS: Final = 2
"""Times told in a cell; the rest are counted."""


@dataclass(frozen=True, slots=True)
class FloorDay:
    """
    Agent-hours of a floor missing on a day, 0 where it is kept.

    `words` say when, `for_breaks` that it is for breaks alone.
    """

    short: float
    words: str = ""
    for_breaks: bool = False


@dataclass(frozen=True, slots=True)
class FloorRow:
    """
    A floor of at `least` so many people, and what of it is missing, by day and in all.

    None on a day on which nobody is asked for. `is_ban`: no plan may miss it.
    """

    title: str
    least: int
    days: tuple[FloorDay | None, ...]
    short: float
    is_ban: bool = False


def floor_rows(
    plan: Plan, rules: Sequence[FloorRule], days: Sequence[date], zone_name: str
) -> tuple[FloorRow, ...]:
    """Those floors that ask for somebody, on days of the clock `zone_name`."""
    clock = zone(zone_name)
    dates = np.asarray(wall_clock(plan.grid.stamps(), clock).date)
    rows = []
    for rule in rules:
        found = on_floor(plan.inputs, rule, plan.grid, plan.roster)
        of_days = [np.flatnonzero((dates == day) & (found.required > 0)) for day in days]
        cells = tuple(
            _day(plan.grid, zone_name, asked, found.missing, found.resting) if asked.size else None
            for asked in of_days
        )
        if any(cells):
            short = float(found.missing.sum()) * plan.grid.minutes / 60
            rows.append(FloorRow(rule.title, rule.least, cells, short, rule.is_ban))
    return tuple(rows)


def _day(
    grid: TimeGrid, zone_name: str, asked: IntArray, missing: IntArray, resting: IntArray
) -> FloorDay:
    """A day of a floor that asks for somebody in the slots `asked`."""
    of_day = np.zeros_like(missing)
    of_day[asked] = 1
    away, at_rest = (missing - resting) * of_day, resting * of_day
    words = _spans(grid, zone_name, away)
    if at_rest.any():
        words.append(f"breaks {lengths(at_rest, grid.minutes)}")
    hours = float((missing * of_day).sum()) * grid.minutes / 60
    return FloorDay(hours, ", ".join(words), for_breaks=not away.any())


def _spans(grid: TimeGrid, zone_name: str, away: IntArray) -> list[str]:
    """Times of a day in which too few have a shift, the first few."""
    clock, slots = zone(zone_name), np.flatnonzero(away)
    if not slots.size:
        return []
    parts = np.split(slots, np.flatnonzero(np.diff(slots) > 1) + 1)
    told = [
        clock_span(grid.instant(int(part[0])), grid.instant(int(part[-1]) + 1), clock)
        for part in parts
    ]
    more = len(told) - MOST_SPANS
    words = [span.replace("-", "–") for span in told[:MOST_SPANS]]
    return [*words, f"{more} more"] if more > 0 else words
