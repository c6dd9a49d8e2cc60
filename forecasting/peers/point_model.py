"""What a peer has learned: a function of the horizon, no more."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from forecasting.arrays import ratio_or, sums_at
from forecasting.base import Floats, Horizon, Ints
from forecasting.explained import Components, Finding
from forecasting.features import wall_clock
from forecasting.recent import same_for_every_holiday
from forecasting.spread import day_sums


@dataclass(frozen=True, slots=True, eq=False)
class PeerModel:
    """Expected contacts by a function of a horizon; below 0 they become 0."""

    forecast: Callable[[Horizon], Floats]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """None."""
        return ()

    def mean(self, horizon: Horizon) -> Floats:
        """Expected contacts of each slot, shape ``(n,)``."""
        return np.maximum(self.forecast(horizon), 0.0)

    def components(self, horizon: Horizon) -> Components:
        """Contacts of each day, and the mean profile of each weekday of the horizon."""
        clock, mean = wall_clock(horizon), self.mean(horizon)
        n_slots = 1440 // horizon.minutes
        cell = clock.weekday * n_slots + clock.slot
        profile = sums_at(cell, mean, 7 * n_slots).reshape(7, n_slots)
        shares = ratio_or(profile, profile.sum(axis=1, keepdims=True), 0.0)
        return Components(np.unique(clock.day), {"level": day_sums(clock.day, mean)}, shares)

    def variance_ahead(self, days: Ints) -> Floats:
        """None: what a peer knows of it is not asked."""
        return np.zeros(len(days))

    def holiday_variance(self, horizon: Horizon) -> Floats:
        """The same for every holiday."""
        return same_for_every_holiday(horizon)
