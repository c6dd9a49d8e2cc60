"""A holiday has the shape of a quiet day as far as the holidays of the history had it."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from forecasting.base import Floats, Horizon, Series
from forecasting.day_level import learn
from forecasting.features import is_holiday, wall_clock
from tests.forecasting.histories import counts, grid, history

MONDAYS = [dt.date(2003, 6, 16) + dt.timedelta(weeks=4 * n) for n in range(6)]
HOLIDAYS = {day: f"holiday {n}" for n, day in enumerate(MONDAYS)}
PAST = grid("2003-06-02", 140, holidays=HOLIDAYS)
DAY = grid("2003-11-03", 1, holidays=HOLIDAYS)
ORDINARY = grid("2003-11-10", 1, holidays=HOLIDAYS)
HOUR = np.arange(24)
EARLY = np.where((HOUR >= 7) & (HOUR < 12), 40.0, 8.0)
LATE = np.where((HOUR >= 14) & (HOUR < 19), 36.0, 6.0)


def shaped(slots: Horizon, of_holidays: Floats) -> Floats:
    """Early weekdays, late weekends, and holidays as told."""
    clock = wall_clock(slots)
    usual = np.where(clock.weekday >= 5, LATE[clock.slot], EARLY[clock.slot])
    return np.where(is_holiday(clock.day, HOLIDAYS), of_holidays[clock.slot], usual)


def told(of_holidays: Floats) -> Series:
    return history(PAST, counts(PAST, shaped(PAST, of_holidays), 0.05, 3))


def shape(mean: Floats) -> Floats:
    return np.asarray(mean / mean.sum())


@pytest.mark.parametrize("of_holidays", [EARLY, LATE], ids=["as weekdays", "as weekends"])
def test_a_holiday_is_shaped_as_those_before(of_holidays: Floats) -> None:
    model = learn(told(of_holidays))

    assert shape(model.mean(DAY)) == pytest.approx(shape(of_holidays), abs=0.015)
    assert shape(model.mean(ORDINARY)) == pytest.approx(shape(EARLY), abs=0.01)


def test_a_first_holiday_lies_between_weekday_and_weekend() -> None:
    model = learn(replace(told(EARLY), holidays={MONDAYS[-1]: "first"}))

    assert shape(model.mean(DAY)) == pytest.approx(shape(shape(EARLY) + shape(LATE)), abs=0.015)


def test_a_shape_moves_no_contacts_from_or_to_a_holiday() -> None:
    profile = learn(told(LATE)).profile

    assert profile.holiday is not None
    assert profile.holiday.sum(axis=1) == pytest.approx(profile.table.sum(axis=1))


def test_a_queue_that_rests_at_weekends_has_no_quiet_day_to_learn_from() -> None:
    closed = wall_clock(PAST).weekday >= 5
    series = replace(told(LATE), is_open=~closed)

    assert learn(series).profile.holiday is None
