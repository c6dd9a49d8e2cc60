"""
Forecasts of mean handling time: a level that drifts times a shrunk pattern of the week.

    mean handling time(day, slot) = level(day) * pattern(weekday, slot)
"""

from dataclasses import dataclass, replace

import numpy as np

from forecasting.arrays import sums_at
from forecasting.base import Floats, Horizon, Ints
from forecasting.features import wall_clock
from forecasting.handling_base import HandlingForecaster, HandlingPrediction, HandlingSeries
from forecasting.handling_level import HandlingLevel, handling_level
from forecasting.handling_pattern import Observed, handling_pattern
from forecasting.handling_spread import (
    LARGEST_CV,
    USUAL,
    USUAL_CV,
    HandlingSpread,
    handling_spread,
)

USUAL_CONTACTS = 30.0
FLAT_DAYS = 56
FAR = 6.0
ORDINARY = 0.995
ROUNDS = 3
SHORTEST_S, LONGEST_S = 1.0, 86_400.0


@dataclass(frozen=True, slots=True, eq=False)
class FittedPattern:
    """Level in seconds, and factors on it by weekday and slot of the day."""

    level_s: float
    table: Floats
    day_cv: float
    contact_cv: float | None

    def predict(self, horizon: Horizon) -> HandlingPrediction:
        """The level ahead stays what it was at the end."""
        clock = wall_clock(horizon)
        mean_s = self.level_s * self.table[clock.weekday, clock.slot]
        return HandlingPrediction(
            np.clip(mean_s, SHORTEST_S, LONGEST_S), self.day_cv, self.contact_cv
        )


@dataclass(frozen=True, slots=True)
class FlatHandling:
    """The mean of all contacts of the last eight weeks: what planners do."""

    name: str = "flat_handling"

    def fit(self, series: HandlingSeries, usual_s: float) -> FittedPattern:
        """Average; without any contact `usual_s`."""
        n_slots = 1440 // series.slots.minutes
        known = np.flatnonzero(series.is_known)
        known = known[known >= len(series.slots) - FLAT_DAYS * n_slots]
        contacts = series.contacts[known]
        level_s = usual_s
        if known.size:
            level_s = float(np.average(series.mean_s[known], weights=contacts))
        return FittedPattern(level_s, np.ones((7, n_slots)), 0.0, None)


@dataclass(frozen=True, slots=True)
class HandlingPattern:
    """Level and pattern of the week, robust, shrunk to what is usual where contacts are few."""

    name: str = "handling_pattern"

    def fit(self, series: HandlingSeries, usual_s: float) -> FittedPattern:
        """Learn in turns: level, pattern, spread; means far off are drawn nearer each time."""
        raw = _observed(series)
        if not raw.contacts.size:
            return FittedPattern(usual_s, np.ones((7, raw.n_slots)), 0.0, None)
        centre_s, spread = _first_idea(raw)
        expected_s = np.full(len(raw.mean_s), centre_s)
        table = np.ones((7, raw.n_slots))
        for _ in range(ROUNDS):
            seen = _without_extremes(raw, expected_s, spread)
            level, row = _level(seen, table, centre_s)
            level_s = centre_s * level.of_day[row]
            seen = replace(seen, trust=level.trust[row])
            table = handling_pattern(seen, level_s, level.day_cv)
            expected_s = level_s * table[seen.weekday, seen.slot]
            departure, sound = seen.mean_s / expected_s - 1, seen.trust == 1
            spread = handling_spread(departure[sound], seen.contacts[sound], spread)
        kept = float(raw.contacts.sum())
        last_s = (level.last * centre_s * kept + usual_s * USUAL_CONTACTS) / (kept + USUAL_CONTACTS)
        contact_cv = spread.contact_cv if spread.is_known else None
        return FittedPattern(last_s, table, level.day_cv, contact_cv)


HANDLING_FORECASTERS: tuple[HandlingForecaster, ...] = (FlatHandling(), HandlingPattern())


def _observed(series: HandlingSeries) -> Observed:
    known = series.is_known
    clock = wall_clock(series.slots)
    return Observed(
        mean_s=series.mean_s[known],
        contacts=series.contacts[known],
        variance=np.ones(int(known.sum())),
        trust=np.ones(int(known.sum())),
        day=clock.day[known],
        weekday=clock.weekday[known],
        slot=clock.slot[known],
        n_slots=1440 // series.slots.minutes,
    )


def _first_idea(raw: Observed) -> tuple[float, HandlingSpread]:
    """Mean and spread with the longest of every 200 contacts taken as the one before it."""
    order = np.argsort(raw.mean_s)
    upto = np.cumsum(raw.contacts[order])
    most_s = raw.mean_s[order][np.searchsorted(upto, ORDINARY * upto[-1])]
    usual_s = np.minimum(raw.mean_s, most_s)
    centre_s = float(np.average(usual_s, weights=raw.contacts))
    variance = float((raw.contacts * (usual_s / centre_s - 1) ** 2).mean())
    return centre_s, replace(USUAL, contact_cv=min(max(variance**0.5, USUAL_CV), LARGEST_CV))


def _without_extremes(raw: Observed, expected_s: Floats, spread: HandlingSpread) -> Observed:
    """Means beyond 6 standard deviations count as 6: a call left open, a clock that stood still."""
    variance = spread.variance(raw.contacts)
    most_s = expected_s * (1 + FAR * np.sqrt(variance))
    return replace(raw, mean_s=np.minimum(raw.mean_s, most_s), variance=variance)


def _level(seen: Observed, table: Floats, centre_s: float) -> tuple[HandlingLevel, Ints]:
    """Level over the centre by day, and the day of each known slot among them."""
    days, row = np.unique(seen.day, return_inverse=True)
    weight = sums_at(row, 1 / seen.variance, len(days))
    pattern_s = centre_s * table[seen.weekday, seen.slot]
    ratio = sums_at(row, seen.mean_s / pattern_s / seen.variance, len(days)) / weight
    return handling_level(ratio, 1 / weight, days), row
