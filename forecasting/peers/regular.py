"""
A history as the plain sequence other libraries want: nothing closed, no holes, no clock change.

The weekday and wall-clock slots that are ever open make up a week; week after week of them is the
sequence. Where a slot is missing, closed or a holiday, the mean of the last eight same ones stands.
"""

from dataclasses import dataclass

import numpy as np

from forecasting.base import Floats, Horizon, Ints, Series
from forecasting.features import is_holiday, wall_clock
from forecasting.recent import same_slot_mean


@dataclass(frozen=True, slots=True, eq=False)
class Regular:
    """
    A sequence of whole days.

    Parameters
    ----------
    values
        Counts, shape ``(n,)``.
    position
        Place of each weekday and slot in the week, ``(7, slots a day)``; -1 where never open.
    first_day
        Local day number at which the week of the first value begins, a Monday.
    first
        Place of the first value in that week.
    """

    values: Floats
    position: Ints
    first_day: int
    first: int

    @property
    def week(self) -> int:
        """Slots of a week."""
        return int(self.position.max()) + 1

    @property
    def seasons(self) -> tuple[int, ...]:
        """Slots of a day, where all days have as many, and of a week."""
        a_day = (self.position >= 0).sum(axis=1)
        same = set(a_day[a_day > 0].tolist())
        return (same.pop(), self.week) if len(same) == 1 else (self.week,)

    def steps_ahead(self, horizon: Horizon) -> Ints:
        """How many values behind the last one each slot of a horizon lies, 1 the next."""
        return self.index_of(horizon) - len(self.values) + 1

    def taken(self, horizon: Horizon, ahead: Floats) -> Floats:
        """Forecast of each slot from the values ahead; 0 where the week has no such slot."""
        clock = wall_clock(horizon)
        known = self.position[clock.weekday, clock.slot] >= 0
        step = np.clip(self.steps_ahead(horizon) - 1, 0, len(ahead) - 1)
        return np.where(known, ahead[step], 0.0)

    def index_of(self, slots: Horizon) -> Ints:
        """Place of each slot in the sequence; without meaning where the week has no such slot."""
        clock = wall_clock(slots)
        weeks = (clock.day - clock.weekday - self.first_day) // 7
        return weeks * self.week + self.position[clock.weekday, clock.slot] - self.first


def regular(series: Series) -> Regular:
    """The sequence of a history; there must be an open slot in it."""
    clock = wall_clock(series)
    n_slots = 1440 // series.minutes
    is_used = np.zeros((7, n_slots), dtype=bool)
    is_used[clock.weekday[series.is_open], clock.slot[series.is_open]] = True
    position = np.where(is_used, np.cumsum(is_used.ravel()).reshape(7, n_slots) - 1, -1)
    monday = int(clock.day[0] - clock.weekday[0])
    whole = Regular(np.empty(0), position, monday, 0)
    used = is_used[clock.weekday, clock.slot]
    index = whole.index_of(series)[used]
    start, stop = int(index[0]), int(index[-1]) + 1
    usual = same_slot_mean(series, 8).table[is_used]
    values = usual[np.arange(start, stop) % whole.week]
    good = (series.is_observed & ~is_holiday(clock.day, series.holidays))[used]
    values[index[good] - start] = series.y[used][good]
    return Regular(values, position, monday, start)
