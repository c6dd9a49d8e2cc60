"""Prophet as it comes, with the customers' holidays, on the wall clock."""

import logging
from dataclasses import dataclass
from importlib import import_module

import numpy as np
import pandas as pd

from forecasting.banded import banded
from forecasting.base import Fitted, Floats, Horizon, PointModel, Series, Study
from forecasting.peers.point_model import PeerModel


@dataclass(frozen=True, slots=True)
class Prophet:
    """Trend, seasons of day, week and year, and holidays; open and known slots only."""

    name: str = "prophet"

    def learn(self, series: Series) -> PointModel:
        """Expected contacts only, without a band."""
        logging.getLogger("cmdstanpy").setLevel(logging.WARNING)
        model = import_module("prophet").Prophet(holidays=_holidays(series), uncertainty_samples=0)
        seen = series.is_observed
        model.fit(pd.DataFrame({"ds": _wall(series)[seen], "y": series.y[seen]}))

        def forecast(horizon: Horizon) -> Floats:
            made = model.predict(pd.DataFrame({"ds": _wall(horizon)}))
            return np.asarray(made["yhat"], np.float64)

        return PeerModel(forecast)

    def study(self, series: Series) -> Study:
        """Learn; parts of the history are learned like the whole."""
        return Study(self.learn(series), series, self.learn)

    def fit(self, series: Series) -> Fitted:
        """Learn, and measure the spread by forecasts inside the history."""
        return banded(self.study(series), series)


def _wall(slots: Horizon) -> pd.DatetimeIndex:
    return pd.DatetimeIndex(slots.stamps, tz="UTC").tz_convert(slots.zone).tz_localize(None)


def _holidays(series: Series) -> pd.DataFrame | None:
    if not series.holidays:
        return None
    days = pd.to_datetime(list(series.holidays))
    return pd.DataFrame({"ds": days, "holiday": list(series.holidays.values())})
