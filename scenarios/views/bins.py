"""Bins of slots on a wall clock: counts and bands summed over hours and days for people to read."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from forecasting.base import Floats, Ints, Stamps
from forecasting.sums import JointSpread
from planner.local_time import wall_clock, zone

MOST_BINS: Final = 4_500
"""Bins that a chart draws without becoming slow."""

LEAST_IN_BIN: Final = 5.0
"""Contacts that a busy bin should hold, so that a chart shows more than noise."""


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


def band(joint: JointSpread, taken: Bins, levels: tuple[float, ...]) -> Floats:
    """Quantiles of the contacts of all series together in each bin, ``(n_levels, n_bins)``."""
    mean, own, shared = (
        np.add.reduceat(part, taken.first, axis=1) for part in (joint.mean, joint.own, joint.shared)
    )
    return JointSpread(mean, own, shared, joint.correlation).quantiles(levels)
