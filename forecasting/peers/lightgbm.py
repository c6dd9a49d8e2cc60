"""Boosted trees of the library LightGBM on calendar and lags, with a Poisson loss."""

from dataclasses import dataclass
from importlib import import_module

import numpy as np

from forecasting.banded import banded
from forecasting.base import Bools, Fitted, Floats, Horizon, Ints, PointModel, Series, Study
from forecasting.features import is_holiday, wall_clock
from forecasting.peers.point_model import PeerModel

_LAGS = 6
_DAYS_A_YEAR = 365.2425


@dataclass(frozen=True, slots=True)
class LightGbm:
    """
    One model for each number of weeks ahead.

    Features: slot, weekday, day of month and year, holidays, and the same slot of the six weeks
    before the horizon, with their mean.
    """

    name: str = "lightgbm"

    def learn(self, series: Series) -> PointModel:
        """Expected contacts only, without a band; the trees grow when the horizon is known."""
        return PeerModel(lambda horizon: _forecast(series, horizon))

    def study(self, series: Series) -> Study:
        """Learn; parts of the history are learned like the whole."""
        return Study(self.learn(series), series, self.learn)

    def fit(self, series: Series) -> Fitted:
        """Learn, and measure the spread by forecasts inside the history."""
        return banded(self.study(series), series)


def _forecast(series: Series, horizon: Horizon) -> Floats:
    clock, ahead = wall_clock(series), wall_clock(horizon)
    n_slots = 1440 // series.minutes
    first = int(clock.day[0])
    table = np.full((int(ahead.day[-1]) - first + 1, n_slots), np.nan)
    seen = series.is_observed & ~is_holiday(clock.day, series.holidays)
    table[clock.day[seen] - first, clock.slot[seen]] = series.y[seen]
    lead = -(-(int(ahead.day[-1]) - int(clock.day[-1])) // 7)
    learned = _features(table, clock.day - first, clock.slot, lead)
    known = series.is_observed & ~np.isnan(learned).all(axis=1)
    x = np.column_stack([learned, _calendar(series, clock.day, clock.weekday, clock.slot)])
    model = import_module("lightgbm").LGBMRegressor(
        objective="poisson", n_estimators=300, learning_rate=0.05, verbose=-1, n_jobs=1
    )
    model.fit(x[known], series.y[known])
    lags = _features(table, ahead.day - first, ahead.slot, lead)
    calendar = _calendar(horizon, ahead.day, ahead.weekday, ahead.slot)
    return np.asarray(model.predict(np.column_stack([lags, calendar])), np.float64)


def _features(table: Floats, day: Ints, slot: Ints, lead: int) -> Floats:
    """Counts of the same slot in six weeks from `lead` weeks before back, and their mean."""
    lags = []
    for week in range(lead, lead + _LAGS):
        before = day - 7 * week
        lags.append(np.where(before >= 0, table[np.maximum(before, 0), slot], np.nan))
    stacked = np.stack(lags, axis=1)
    n_known = (~np.isnan(stacked)).sum(axis=1)
    mean = np.where(n_known > 0, np.nansum(stacked, axis=1) / np.maximum(n_known, 1), np.nan)
    return np.column_stack([stacked, mean])


def _calendar(slots: Horizon, day: Ints, weekday: Ints, slot: Ints) -> Floats:
    """Slot, weekday, day of the month, season and holidays, with the day before and after."""
    month_day = day.astype("datetime64[D]") - day.astype("datetime64[D]").astype("datetime64[M]")
    turn = 2 * np.pi * day / _DAYS_A_YEAR
    near: list[Bools] = [is_holiday(day, slots.holidays, shift) for shift in (-1, 0, 1)]
    return np.column_stack(
        [slot, weekday, month_day.astype(np.int64), np.sin(turn), np.cos(turn), *near]
    ).astype(np.float64)
