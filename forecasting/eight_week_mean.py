"""The baseline of practice: mean of the last eight same weekdays at the same wall time."""

from dataclasses import dataclass

from forecasting.banded import banded
from forecasting.base import Fitted, PointModel, Series
from forecasting.recent import same_slot_mean


@dataclass(frozen=True, slots=True)
class EightWeekMean:
    """Mean of the last eight same slots that were open, known and not on a holiday."""

    name: str = "eight_week_mean"

    def learn(self, series: Series) -> PointModel:
        """Expected contacts only, without a band."""
        return same_slot_mean(series, n_weeks=8)

    def fit(self, series: Series) -> Fitted:
        """Average, and measure the spread by forecasts inside the history."""
        return banded(self.learn, series)
