"""A point forecast with its band: what every forecaster here returns once fitted."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from forecasting.base import Components, Finding, Horizon, PointModel, Prediction, Series
from forecasting.features import is_holiday, wall_clock
from forecasting.history import check_history
from forecasting.spread import Spread, count_quantiles, day_sums, measured_spread
from planner.errors import InputError

HOLIDAY_CV = 0.2


@dataclass(frozen=True, slots=True)
class Banded:
    """A point model with its spread: the `Fitted` of every forecaster here."""

    model: PointModel
    spread: Spread
    unique_id: str
    minutes: int
    n_observed: int

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What of the history was not taken as ordinary, in order of time."""
        return self.model.findings

    def components(self, horizon: Horizon) -> Components:
        """What the mean forecast of a horizon's days is made of."""
        return self.model.components(horizon)

    def predict(self, horizon: Horizon, levels: tuple[float, ...]) -> Prediction:
        """
        Mean and quantiles of each slot and each day; closed slots expect nothing.

        Raises
        ------
        InputError
            When the levels are no ascending probabilities, the slot length is another than the
            history's, or open slots are asked of a history that had none.
        """
        self._check(horizon, levels)
        mean = np.where(horizon.is_open, self.model.mean(horizon), 0.0)
        day = wall_clock(horizon).day
        extra = np.where(is_holiday(day, horizon.holidays), HOLIDAY_CV, 0.0)
        return Prediction(
            mean=mean,
            levels=levels,
            quantiles=count_quantiles(mean, self.spread.slot_variance(mean, extra), levels),
            day_cv=self.spread.day_cv,
            slot_cv=self.spread.slot_cv,
            phi=self.spread.phi,
            day=day,
            day_quantiles=count_quantiles(
                day_sums(day, mean), self.spread.day_variance(day, mean, extra), levels
            ),
        )

    def _check(self, horizon: Horizon, levels: tuple[float, ...]) -> None:
        if not levels or not all(0 < a < b < 1 for a, b in pairwise((*levels, 1 - 1e-12))):
            raise InputError(
                f"quantile levels are {levels}; use ascending numbers between 0 and 1, e.g. 0.9"
            )
        if horizon.minutes != self.minutes:
            raise InputError(
                f"forecast of {self.unique_id}: slots of {horizon.minutes} minutes from a history "
                f"in {self.minutes}; use the same slot length"
            )
        if self.n_observed == 0 and horizon.is_open.any():
            raise InputError(
                f"forecast of {self.unique_id}: the queue is open, but no open slot is in its "
                "history; give counts for at least one week",
                code="no_history",
            )


def banded(learn: Callable[[Series], PointModel], series: Series) -> Banded:
    """Check a history, learn from it, and measure the spread by forecasts inside it."""
    check_history(series)
    return Banded(
        model=learn(series),
        spread=measured_spread(learn, series),
        unique_id=series.unique_id,
        minutes=series.minutes,
        n_observed=int(np.count_nonzero(series.is_observed)),
    )
