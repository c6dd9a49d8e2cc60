"""MSTL with exponential smoothing, and MFLES, of the library statsforecast."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from forecasting.banded import banded
from forecasting.base import Fitted, Floats, Horizon, PointModel, Series, Study
from forecasting.peers.point_model import PeerModel
from forecasting.peers.regular import Regular, regular


@dataclass(frozen=True, slots=True)
class MstlEts:
    """Seasons of a day and a week by loess, the rest by automatic exponential smoothing."""

    name: str = "mstl_ets"

    def learn(self, series: Series) -> PointModel:
        """Expected contacts only, without a band."""
        history = regular(series)
        models = import_module("statsforecast.models")
        trend = models.AutoETS(model="ZZN")
        return _learned(
            history, models.MSTL(season_length=list(history.seasons), trend_forecaster=trend)
        )

    def study(self, series: Series) -> Study:
        """Learn; parts of the history are learned like the whole."""
        return Study(self.learn(series), series, self.learn)

    def fit(self, series: Series) -> Fitted:
        """Learn, and measure the spread by forecasts inside the history."""
        return banded(self.study(series), series)


@dataclass(frozen=True, slots=True)
class Mfles:
    """Fourier seasons of a day and a week, boosted with trend and exponential smoothing."""

    name: str = "mfles"

    def learn(self, series: Series) -> PointModel:
        """Expected contacts only, without a band."""
        history = regular(series)
        models = import_module("statsforecast.models")
        return _learned(history, models.MFLES(season_length=list(history.seasons)))

    def study(self, series: Series) -> Study:
        """Learn; parts of the history are learned like the whole."""
        return Study(self.learn(series), series, self.learn)

    def fit(self, series: Series) -> Fitted:
        """Learn, and measure the spread by forecasts inside the history."""
        return banded(self.study(series), series)


def _learned(history: Regular, model: Any) -> PeerModel:
    model.fit(history.values)

    def forecast(horizon: Horizon) -> Floats:
        steps = int(max(history.steps_ahead(horizon).max(), 1))
        return history.taken(horizon, np.asarray(model.predict(h=steps)["mean"], np.float64))

    return PeerModel(forecast)
