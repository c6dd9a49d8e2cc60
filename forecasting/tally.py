"""
Sums of what forecasts missed, by weeks ahead and by weekday and hour; they add over origins.

Sums, not slots, leave a worker and wait for the table, so thousands of series fit into memory.
"""

from dataclasses import dataclass, replace

import numpy as np

from forecasting.arrays import sums_at
from forecasting.base import Bools, Floats, Ints, Prediction, Series
from forecasting.features import wall_clock
from forecasting.misses import DayMiss, pit_counts, worst
from forecasting.spread import day_sums

WORTH_A_BAND = 5.0
LEVELS = tuple(round(0.05 * k, 2) for k in range(1, 20))
NOMINAL = tuple(round(0.1 * k, 1) for k in range(9, 0, -1))
N_LEADS = 13
LEADS = tuple(f"{7 * week + 1}-{7 * week + 7}" for week in range(N_LEADS))
"""
Days ahead, in whole weeks: forecasts made each week on one weekday would compare weekdays else.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Errors:
    """
    Sums over slots, arrays of one shape: ``(13,)`` by weeks ahead, ``(168,)`` by weekday and hour.

    Parameters
    ----------
    n
        Slots measured.
    came, off, absolute
        Contacts that came, forecast less actual, and its size.
    pinball
        Mean pinball loss over the levels 0.05 to 0.95.
    """

    n: Floats
    came: Floats
    off: Floats
    absolute: Floats
    pinball: Floats

    def __add__(self, other: "Errors") -> "Errors":
        return Errors(
            self.n + other.n,
            self.came + other.came,
            self.off + other.off,
            self.absolute + other.absolute,
            self.pinball + other.pinball,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Covered:
    """
    How many fell into the central bands of `NOMINAL`, by weeks ahead.

    ``n`` has shape ``(13,)``, ``inside`` ``(9, 13)``.
    """

    n: Floats
    inside: Floats

    def __add__(self, other: "Covered") -> "Covered":
        return Covered(self.n + other.n, self.inside + other.inside)


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """
    Sums of one or more origins: errors, and bands of busy slots and of days seen in full.

    `pit_slots` and `pit_days` count where these fell between the quantiles, see `pit_counts`;
    `missed` are the days missed by most of those up to a week ahead.
    """

    n_origins: int
    by_lead: Errors
    by_hour: Errors
    slots: Covered
    days: Covered
    pit_slots: Floats
    pit_days: Floats
    missed: tuple[DayMiss, ...] = ()

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.n_origins + other.n_origins,
            self.by_lead + other.by_lead,
            self.by_hour + other.by_hour,
            self.slots + other.slots,
            self.days + other.days,
            self.pit_slots + other.pit_slots,
            self.pit_days + other.pit_days,
            worst((*self.missed, *other.missed)),
        )


def first_week(tally: Tally) -> Tally:
    """The same of forecasts up to a week ahead, as far as sums are kept by weeks ahead."""
    near = np.arange(N_LEADS) == 0

    def errors(sums: Errors) -> Errors:
        parts = (sums.n, sums.came, sums.off, sums.absolute, sums.pinball)
        return Errors(*(part * near for part in parts))

    return replace(
        tally,
        by_lead=errors(tally.by_lead),
        slots=Covered(tally.slots.n * near, tally.slots.inside * near),
        days=Covered(tally.days.n * near, tally.days.inside * near),
    )


def empty_tally() -> Tally:
    """No origins."""

    def errors(n: int) -> Errors:
        return Errors(*(np.zeros(n) for _ in range(5)))

    def covered() -> Covered:
        return Covered(np.zeros(N_LEADS), np.zeros((len(NOMINAL), N_LEADS)))

    pit = np.zeros(len(LEVELS) + 1)
    return Tally(0, errors(N_LEADS), errors(168), covered(), covered(), pit, pit)


def tally(ahead: Series, made: Prediction) -> Tally:
    """
    What one forecast missed of what came.

    Parameters
    ----------
    ahead
        The truth over the horizon, from the origin on.
    made
        The forecast of the same slots, with the quantiles `LEVELS`.
    """
    seen = ahead.is_observed
    lead = lead_of(np.arange(len(ahead)) * ahead.minutes // 1440)
    clock = wall_clock(ahead)
    hour = clock.weekday * 24 + clock.slot * ahead.minutes // 60
    y, mean, quantiles = ahead.y[seen], made.mean[seen], made.quantiles[:, seen]
    loss = _pinball(y, quantiles)
    busy = mean >= WORTH_A_BAND
    days = _whole_days_of(ahead, made, lead)
    return Tally(
        1,
        _errors(lead[seen], N_LEADS, y, mean, loss),
        _errors(hour[seen], 168, y, mean, loss),
        _covered(lead[seen][busy], y[busy], quantiles[:, busy]),
        _covered(days.lead, days.came, days.quantiles),
        pit_counts(y[busy], quantiles[:, busy]),
        pit_counts(days.came, days.quantiles),
        days.missed(),
    )


def lead_of(days_ahead: Ints) -> Ints:
    """Which of `LEADS` a whole number of days from the origin (0 is the first) falls into."""
    return days_ahead // 7


def _errors(index: Ints, n: int, y: Floats, mean: Floats, loss: Floats) -> Errors:
    off = mean - y
    return Errors(
        sums_at(index, np.ones(len(y)), n),
        sums_at(index, y, n),
        sums_at(index, off, n),
        sums_at(index, np.abs(off), n),
        sums_at(index, loss, n),
    )


def _pinball(y: Floats, quantiles: Floats) -> Floats:
    """Pinball loss of each slot, mean over the levels."""
    level = np.array(LEVELS)[:, None]
    error = y - quantiles
    return np.asarray(np.maximum(level * error, (level - 1) * error).mean(axis=0))


def _covered(lead: Ints, y: Floats, quantiles: Floats) -> Covered:
    n_pairs = len(NOMINAL)
    low, high = quantiles[:n_pairs], quantiles[::-1][:n_pairs]
    inside = ((low <= y) & (y <= high)).astype(np.float64)
    return Covered(
        sums_at(lead, np.ones(len(y)), N_LEADS),
        np.stack([sums_at(lead, row, N_LEADS) for row in inside]),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Days:
    """Days seen in full, arrays of shape ``(n_days,)`` and ``(n_levels, n_days)``."""

    day: Ints
    lead: Ints
    came: Floats
    mean: Floats
    quantiles: Floats

    def missed(self) -> tuple[DayMiss, ...]:
        """The worst of those up to a week ahead."""
        low, high = self.quantiles[LEVELS.index(0.1)], self.quantiles[LEVELS.index(0.9)]
        columns = (self.day, self.came, self.mean, low, high)
        near = self.lead == 0
        rows = zip(*(column[near].tolist() for column in columns), strict=True)
        return worst(DayMiss(*row) for row in rows)


def _whole_days_of(ahead: Series, made: Prediction, lead: Ints) -> _Days:
    seen = ahead.is_observed
    days, first = np.unique(made.day, return_index=True)
    whole = _whole_days(made.day, seen, ahead.is_open)
    return _Days(
        days[whole],
        lead[first][whole],
        day_sums(made.day, np.where(seen, ahead.y, 0.0))[whole],
        day_sums(made.day, made.mean)[whole],
        made.day_quantiles[:, whole],
    )


def _whole_days(day: Ints, seen: Bools, is_open: Bools) -> Bools:
    """Days with an open slot, none of which is missing."""
    n_open, n_seen = day_sums(day, is_open.astype(float)), day_sums(day, seen.astype(float))
    return np.asarray((n_open > 0) & (n_open == n_seen))
