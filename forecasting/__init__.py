"""Forecasts of contact volume: the forecasters, each in a file of its own."""

from forecasting.base import Forecaster
from forecasting.day_level import DayLevel
from forecasting.eight_week_mean import EightWeekMean
from forecasting.seasonal_naive import SeasonalNaive

FORECASTERS: tuple[Forecaster, ...] = (SeasonalNaive(), EightWeekMean(), DayLevel())
