"""The baseline of practice: mean of the last eight same weekdays at the same wall time."""

from dataclasses import dataclass

from forecasting.banded import banded
from forecasting.base import Fitted, Series
from forecasting.recent import SameSlotMean, same_slot_mean


@dataclass(frozen=True, slots=True)
class EightWeekMean:
    """Mean of the last eight same slots that were open, known and not on a holiday."""

    name: str = "eight_week_mean"

    def fit(self, series: Series) -> Fitted:
        """Average, and measure the spread by forecasts inside the history."""
        return banded(_learn, series)


def _learn(series: Series) -> SameSlotMean:
    return same_slot_mean(series, n_weeks=8)
