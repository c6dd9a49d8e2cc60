"""The simplest forecast: what came last week at the same wall time."""

from dataclasses import dataclass

from forecasting.banded import banded
from forecasting.base import Fitted, PointModel, Series, Study
from forecasting.recent import same_slot_mean


@dataclass(frozen=True, slots=True)
class SeasonalNaive:
    """
    Count of the same weekday and wall time last week.

    Where that was closed, missing or a holiday, the week before steps in, and so on. Weeks further
    ahead repeat the same week.
    """

    name: str = "seasonal_naive"

    def learn(self, series: Series) -> PointModel:
        """Expected contacts only, without a band."""
        return same_slot_mean(series, n_weeks=1)

    def study(self, series: Series) -> Study:
        """Learn; parts of the history are learned like the whole."""
        return Study(self.learn(series), series, self.learn)

    def fit(self, series: Series) -> Fitted:
        """Copy, and measure the spread by forecasts inside the history."""
        return banded(self.study(series), series)
