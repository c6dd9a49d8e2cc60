"""A point forecast with its band: what every forecaster here returns once fitted."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from forecasting.arrays import distinct, sums_at
from forecasting.base import Floats, Horizon, Ints, PointModel, Prediction, Series, Study
from forecasting.explained import Components, Finding
from forecasting.features import wall_clock
from forecasting.history import check_history
from forecasting.spread import LATE_WEEKS, LEAD_DAYS, Spread, count_quantiles, measured_spread
from planner.errors import InputError


@dataclass(frozen=True, slots=True)
class Banded:
    """A point model with its spread: the `Fitted` of every forecaster here."""

    model: PointModel
    spread: Spread
    unique_id: str
    minutes: int
    n_observed: int
    last_day: int

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
        days, index = distinct(day)
        day_cv = self._day_cv(days, horizon)[index]
        total = sums_at(index, mean, len(days))
        return Prediction(
            mean=mean,
            levels=levels,
            quantiles=count_quantiles(mean, self.spread.slot_variance(mean, day_cv), levels),
            day_cv=day_cv,
            slot_cv=self.spread.slot_cv,
            phi=self.spread.phi,
            day=day,
            day_quantiles=count_quantiles(
                total, self.spread.day_variance(index, mean, day_cv, len(days)), levels
            ),
        )

    def _day_cv(self, days: Ints, horizon: Horizon) -> Floats:
        """
        Relative deviation of each day's factor.

        As measured a week ahead, plus what the level may wander beyond that until the day, plus
        what nobody knows of a holiday.
        """
        soon, late = self._wander_of_weeks(0, 1), self._wander_of_weeks(1, LATE_WEEKS)
        further = np.maximum(self.model.variance_ahead(days) - soon, 0.0)
        growth = self.spread.growth(late - soon)
        holiday = self.model.holiday_variance(horizon)
        return np.asarray(np.sqrt(self.spread.day_cv**2 + growth * further + holiday))

    def _wander_of_weeks(self, first: int, last: int) -> float:
        """Mean variance of the level over some weeks behind the history."""
        days = self.last_day + 1 + np.arange(first * LEAD_DAYS, last * LEAD_DAYS)
        return float(self.model.variance_ahead(days).mean())

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


def banded(study: Study, series: Series) -> Banded:
    """Check a history, and measure the spread of a way of learning by forecasts inside it."""
    check_history(series)
    day = wall_clock(series).day
    return Banded(
        model=study.model,
        spread=measured_spread(study.learn, study.cleaned),
        unique_id=series.unique_id,
        minutes=series.minutes,
        n_observed=int(np.count_nonzero(series.is_observed)),
        last_day=int(day[-1]) if len(day) else 0,
    )
