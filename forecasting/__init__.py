"""Forecasts of contact volume: the forecasters, each in a file of its own."""

from forecasting.auto import Auto
from forecasting.base import Forecaster
from forecasting.day_level import DayLevel
from forecasting.mean_of_weeks import MeanOfWeeks
from forecasting.seasonal_naive import SeasonalNaive

FORECASTERS: tuple[Forecaster, ...] = (
    SeasonalNaive(),
    MeanOfWeeks(4),
    MeanOfWeeks(6),
    MeanOfWeeks(8),
    DayLevel(),
)

AUTO = Auto(
    FORECASTERS[-1],
    (SeasonalNaive(), *(MeanOfWeeks(n, knows_holidays=True) for n in (4, 6, 8))),
)
