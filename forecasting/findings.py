"""What of a history was not taken as ordinary, beside outages and spikes: days, events, breaks."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import numpy as np

from forecasting.arrays import distinct, sums_at
from forecasting.base import Floats, Series
from forecasting.closing import HolidayDays
from forecasting.event_effect import during, outside_events
from forecasting.explained import Finding, FindingKind
from forecasting.features import date_of, wall_clock
from forecasting.levels import DayLevels
from forecasting.profile import Profile

OUTLIER_SD = 4.0


def event_findings(series: Series, ordinary: Floats) -> Iterator[Finding]:
    """The events of a history, with what came and what an ordinary course would have brought."""
    for event in series.events:
        span = during(series, event) & series.is_observed
        if span.any():
            came, expected = float(series.y[span].sum()), float(ordinary[span].sum())
            yield Finding("event", event.start, event.end, came, expected, event.name)


def day_findings(
    series: Series, levels: DayLevels, holidays: HolidayDays, profile: Profile
) -> Iterator[Finding]:
    """
    Holidays, days of little weight and breaks of the level, as whole local days.

    What events explain is left out of them.
    """
    clock = wall_clock(series)
    seen = series.is_observed & outside_events(series)
    days, index = distinct(clock.day[seen])
    total = sums_at(index, series.y[seen], len(days))
    share = sums_at(index, profile.table[clock.weekday, clock.slot][seen], len(days))
    logs = dict(levels.parts(days, holidays))
    holiday = logs.pop("holiday")
    ordinary = share * np.exp(sum(logs.values(), np.zeros(len(days))))
    mean = ordinary * np.exp(holiday)
    distance = np.abs(total / np.maximum(mean, 1e-9) - 1) * np.sqrt(
        levels.information(np.maximum(mean, 1e-9))
    )
    is_holiday = holidays.is_in(days)
    for at in np.flatnonzero(is_holiday | (distance > OUTLIER_SD)).tolist():
        day = int(days[at])
        kind: FindingKind = "holiday" if is_holiday[at] else "outlier"
        name = holidays.name.get(day, "")
        start, end = local_midnight(day, series.zone), local_midnight(day + 1, series.zone)
        yield Finding(kind, start, end, float(total[at]), float(ordinary[at]), name)
    yield from _breaks(series, levels)


def local_midnight(day: int, zone: str) -> np.datetime64:
    """Instant at which a local day begins, UTC."""
    begins = dt.datetime.combine(date_of(day), dt.time(), ZoneInfo(zone))
    return np.datetime64(begins.astimezone(dt.UTC).replace(tzinfo=None), "s")


def _breaks(series: Series, levels: DayLevels) -> Iterator[Finding]:
    """Breaks, with the contacts of a day after and before each."""
    steps = levels.regression.unknowns[levels.design.blocks()["break"]]
    step_ns = np.timedelta64(60 * series.minutes, "s")
    for day, step in zip(levels.design.breaks, steps.tolist(), strict=True):
        at = np.array([day - 1])
        drift = levels.drift.mean((at - levels.first_day).astype(np.float64))
        earlier = sum(
            s for d, s in zip(levels.design.breaks, steps.tolist(), strict=True) if d < day
        )
        before = float(np.exp(levels.base + earlier + drift[0]))
        start = local_midnight(day, series.zone)
        end = series.stamps[-1] + step_ns
        yield Finding("level_break", start, end, before * float(np.exp(step)), before)
