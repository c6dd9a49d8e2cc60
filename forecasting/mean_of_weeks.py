"""The baselines of practice: mean of the last 4, 6 or 8 same weekdays at the same wall time."""

from dataclasses import dataclass

from forecasting.banded import banded
from forecasting.base import Fitted, PointModel, Series, Study
from forecasting.recent import same_slot_mean, with_holidays

_NAMES = {4: "four_week_mean", 6: "six_week_mean", 8: "eight_week_mean"}


@dataclass(frozen=True, slots=True)
class MeanOfWeeks:
    """
    Mean of the last same slots that were open, known and not on a holiday.

    Parameters
    ----------
    n_weeks
        How many of them: 4, 6 or 8.
    knows_holidays
        Whether a holiday ahead brings what holidays of the history did, as plans want; a baseline
        of practice expects an ordinary day.
    """

    n_weeks: int
    knows_holidays: bool = False

    @property
    def name(self) -> str:
        """Such as ``eight_week_mean``."""
        return _NAMES[self.n_weeks]

    def learn(self, series: Series) -> PointModel:
        """Expected contacts only, without a band."""
        model = same_slot_mean(series, self.n_weeks)
        return with_holidays(model, series) if self.knows_holidays else model

    def study(self, series: Series) -> Study:
        """Learn; parts of the history are learned like the whole."""
        return Study(self.learn(series), series, self.learn)

    def fit(self, series: Series) -> Fitted:
        """Average, and measure the spread by forecasts inside the history."""
        return banded(self.study(series), series)
