"""Closed hours, weekdays and holidays that a history tells as zeros are taken as closed."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from forecasting.base import Floats, Forecaster, Horizon, Series
from forecasting.closing import Closing, learn_closing
from forecasting.day_level import DayLevel, look_at
from forecasting.features import day_number, is_holiday, wall_clock
from forecasting.mean_of_weeks import MeanOfWeeks
from forecasting.silence import learn_silence
from tests.forecasting.histories import LEVELS, counts, grid, history

HOLIDAYS = {
    dt.date(2003, 7, 8): "A",
    dt.date(2003, 8, 12): "B",
    dt.date(2003, 9, 9): "C",
    dt.date(2003, 10, 14): "A",
    dt.date(2003, 10, 16): "new",
}
TOLD_OPEN = grid("2003-06-02", 126, holidays=HOLIDAYS)
WEEK = grid("2003-10-06", 14, holidays=HOLIDAYS)
TWO = (DayLevel(), MeanOfWeeks(8, knows_holidays=True))


def is_shut(slots: Horizon, *, holidays: bool = True) -> np.ndarray:
    clock = wall_clock(slots)
    night = (clock.slot < 8) | (clock.slot >= 18)
    off = is_holiday(clock.day, HOLIDAYS) & holidays
    return np.asarray(night | (clock.weekday >= 5) | off)


def told(*, busiest: float = 40.0, rebound: float = 1.0) -> Series:
    """Counts of 18 weeks, zeros where nobody answers, more on days after a holiday."""
    after = is_holiday(wall_clock(TOLD_OPEN).day, HOLIDAYS, shift=-1)
    mean = np.where(is_shut(TOLD_OPEN), 0.0, busiest) * np.where(after, rebound, 1.0)
    return history(TOLD_OPEN, counts(TOLD_OPEN, mean, 0.05, 4))


def by_day(values: Floats) -> Floats:
    return np.asarray(values.reshape(-1, 24).sum(axis=1))


def closing_of(series: Series) -> Closing:
    day = wall_clock(series).day
    seen = np.unique(day[series.is_observed])
    return learn_closing(series, day, seen, learn_silence(series, 1.0))


def test_zeros_forecast_like_closed_hours() -> None:
    zeros = told(rebound=1.3)
    closed = replace(zeros, is_open=~is_shut(TOLD_OPEN))
    is_open = ~is_shut(WEEK)

    of_zeros, of_closed = (
        by_day(np.where(is_open, DayLevel().learn(one).mean(WEEK), 0.0)) for one in (zeros, closed)
    )

    assert of_zeros == pytest.approx(of_closed, rel=0.03)


@pytest.mark.parametrize("forecaster", TWO, ids=lambda one: one.name)
def test_a_silent_holiday_is_silent_again_and_a_new_one_probably(forecaster: Forecaster) -> None:
    made = forecaster.fit(told()).predict(WEEK, LEVELS)

    day = by_day(made.mean) / 400
    assert day[[0, 1, 2, 3, 4]] == pytest.approx(1.0, abs=0.1)
    assert day[[5, 6]] == pytest.approx(0.0, abs=1e-9)
    assert day[8] < 0.04
    assert 0.02 < day[10] < 0.2
    assert made.day_quantiles[0, 10] < 4 < made.day_quantiles[-1, 10]


def test_a_queue_that_worked_on_its_holidays_is_expected_to() -> None:
    mean = np.where(is_shut(TOLD_OPEN, holidays=False), 0.0, 40.0)
    worked = DayLevel().learn(history(TOLD_OPEN, counts(TOLD_OPEN, mean, 0.05, 4)))

    assert by_day(worked.mean(WEEK))[[8, 10]].min() > 350


def test_the_night_of_a_holiday_says_nothing_of_its_day() -> None:
    """Nights are told as zeros, the counts of the day are missing: nobody knows of any contact."""
    zeros = told()
    missing = is_holiday(wall_clock(TOLD_OPEN).day, HOLIDAYS) & ~is_shut(TOLD_OPEN, holidays=False)
    series = replace(zeros, y=np.where(missing, np.nan, zeros.y))

    closing = closing_of(series)

    assert closing.past == {day_number(date): 1.0 for date in list(HOLIDAYS)[:3]}
    assert not closing.silent
    assert by_day(DayLevel().learn(series).mean(WEEK))[10] == pytest.approx(400, rel=0.1)


def test_a_thin_queue_is_not_closed_because_nothing_came() -> None:
    """Two contacts a day: an empty holiday, or six empty Sundays in a row, are chance."""
    series = told(busiest=0.2)

    assert not closing_of(series).silent
    assert not learn_silence(series.part(0, 42 * 24), 1.0).rests.any()
    assert learn_silence(told(), 1.0).rests.tolist() == [False] * 5 + [True] * 2


def test_a_day_that_ends_early_is_no_outage_for_the_silent_night_behind_it() -> None:
    series = told()
    y = series.y.copy()
    y[60 * 24 + 17] = 10.0

    assert not [f for f in look_at(replace(series, y=y))[0].findings if f.kind == "outage"]
