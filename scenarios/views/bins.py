"""Bins of slots on a wall clock: counts and bands summed over hours and days for people to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from forecasting.base import Floats, Ints, Stamps
from forecasting.spread import count_quantiles
from planner.demand import StreamForecast
from planner.local_time import wall_clock, zone

MOST_BINS: Final = 4_500
"""Bins that a chart draws without becoming slow."""

LEAST_IN_BIN: Final = 5.0
"""Contacts that a busy bin should hold, so that a chart shows more than noise."""

SERIES_CORRELATION: Final = 0.3
"""Of the factors that the days of two series have."""


@dataclass(frozen=True, slots=True, eq=False)
class Bins:
    """
    Slots put together.

    Parameters
    ----------
    first
        First slot of each bin, ascending from 0.
    day
        Local day number of each slot, from 1970-01-01.
    """

    first: Ints
    day: Ints

    def sums(self, values: Floats) -> Floats:
        """Sums over each bin; NaN where a slot is NaN."""
        return np.add.reduceat(values, self.first) if len(values) else np.empty(0)


def day_numbers(stamps: Stamps, zone_name: str) -> Ints:
    """Local day of UTC stamps, counted from 1970-01-01."""
    local = wall_clock(stamps, zone(zone_name)).to_numpy().astype("datetime64[D]")
    return local.astype(np.int64)


def bins(stamps: Stamps, zone_name: str, slots_a_bin: int) -> Bins:
    """Bins of `slots_a_bin` slots that begin anew with every local day."""
    day = day_numbers(stamps, zone_name)
    starts = np.flatnonzero(np.diff(day, prepend=day[:1] - 1))
    since = np.arange(len(day)) - np.repeat(starts, np.diff(np.append(starts, len(day))))
    return Bins(np.flatnonzero(since % slots_a_bin == 0), day)


def whole_days(stamps: Stamps, zone_name: str) -> Bins:
    """Bins of one local day each."""
    day = day_numbers(stamps, zone_name)
    return Bins(np.flatnonzero(np.diff(day, prepend=day[:1] - 1)), day)


def readable_minutes(mean: Floats, minutes: int, n_slots: int) -> int:
    """
    Length of bins in which a series is readable, 6 hours at most.

    The shortest in which a busy one holds `LEAST_IN_BIN` contacts and all are `MOST_BINS`.
    """
    busy = mean[mean > 0]
    usual = float(busy.mean()) if len(busy) else LEAST_IN_BIN
    lengths = [minutes, *(m for m in (30, 60, 120, 180, 360) if m > minutes and m % minutes == 0)]
    for length in lengths:
        n = length // minutes
        if usual * n >= LEAST_IN_BIN and n_slots / n <= MOST_BINS:
            return length
    return lengths[-1]


def band(streams: Sequence[StreamForecast], taken: Bins, levels: tuple[float, ...]) -> Floats:
    """
    Quantiles of the contacts of several streams together in each bin, ``(n_levels, n_bins)``.

    With the chance ``own = phi m + slot_cv² m²`` and the shared deviation ``s = day_cv m`` of a
    slot, a bin has the variance ``sum own + sum_ij r_ij S_i S_j``: S is the sum of s over the bin,
    r 1 for a stream with itself and `SERIES_CORRELATION` for two.
    """
    mean, own, shared, squared = (np.zeros(len(taken.first)) for _ in range(4))
    for stream in streams:
        deviation = taken.sums(np.asarray(stream.day_cv * stream.mean, dtype=np.float64))
        mean += taken.sums(stream.mean)
        own += taken.sums(stream.phi * stream.mean + (stream.slot_cv * stream.mean) ** 2)
        shared += deviation
        squared += deviation**2
    common = SERIES_CORRELATION * (shared**2 - squared) + squared
    return count_quantiles(mean, own + common, levels)
