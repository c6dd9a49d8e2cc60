"""
The good model: a day level times an intraday profile.

    contacts(day, slot) = level(day) * profile(weekday, slot)

`forecasting.levels` learns the level, `forecasting.profile` the profile; they take turns twice,
since a day with missing slots has a total only once the profile says what share was seen.
"""

from dataclasses import dataclass

import numpy as np

from forecasting.arrays import ratio_or, sums_at
from forecasting.banded import banded
from forecasting.base import Components, Finding, Fitted, Floats, Horizon, PointModel, Series
from forecasting.features import is_holiday, wall_clock, weekday_of
from forecasting.levels import DayLevels, learn_levels
from forecasting.profile import Profile, Sample, flat_profile, learn_profile

_ROUNDS = 2


@dataclass(frozen=True, slots=True)
class DayLevel:
    """Multiplicative day level times shrunk weekday profile; see the package's README."""

    name: str = "day_level"

    def learn(self, series: Series) -> PointModel:
        """Expected contacts only, without a band."""
        return learn(series)

    def fit(self, series: Series) -> Fitted:
        """Learn level, profile and, by forecasts inside the history, the spread."""
        return banded(learn, series)


@dataclass(frozen=True, slots=True, eq=False)
class LevelTimesProfile:
    """A learned level and profile."""

    levels: DayLevels | None
    profile: Profile

    def mean(self, horizon: Horizon) -> Floats:
        """Expected contacts in each slot, open or not, shape ``(n,)``."""
        clock = wall_clock(horizon)
        days, index = np.unique(clock.day, return_inverse=True)
        if self.levels is None:
            return np.zeros(len(horizon))
        level = self.levels.mean(days, horizon.holidays)
        return level[index] * self.profile.table[clock.weekday, clock.slot]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What of the history was not taken as ordinary, in order of time."""
        return ()

    def components(self, horizon: Horizon) -> Components:
        """Level of each day, and the profiles of the weekdays."""
        days = np.unique(wall_clock(horizon).day)
        level = np.zeros(len(days))
        if self.levels is not None:
            level = self.levels.mean(days, horizon.holidays)
        return Components(days, {"level": level}, self.profile.table)


def learn(series: Series) -> LevelTimesProfile:
    """Level and profile of a history; zeros everywhere when nothing came."""
    clock = wall_clock(series)
    seen = series.is_observed
    day, slot, y = clock.day[seen], clock.slot[seen], series.y[seen]
    weekday = weekday_of(day)
    last_day = int(clock.day[-1]) if len(clock.day) else 0
    ordinary = ~is_holiday(day, series.holidays)
    days, index = np.unique(day, return_inverse=True)
    total = sums_at(index, y, len(days))
    n_slots = 1440 // series.minutes
    profile = flat_profile(slot, n_slots)
    for _ in range(_ROUNDS):
        share = sums_at(index, profile.table[weekday, slot], len(days))
        level = ratio_or(total, share, 0.0)[index]
        sample = Sample(weekday, slot, y, level, last_day - day)
        profile = learn_profile(sample.where(ordinary), n_slots)
    share = sums_at(index, profile.table[weekday, slot], len(days))
    levels = learn_levels(days, total, share, last_day, series.holidays)
    return LevelTimesProfile(levels, profile)
