"""The baselines' table against a loop over the calendar."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from forecasting.base import Series
from forecasting.features import date_of, is_holiday, wall_clock
from forecasting.mean_of_weeks import MeanOfWeeks
from forecasting.recent import same_slot_mean
from tests.forecasting.histories import grid, history, made


def slow_mean(series: Series, weekday: int, slot: int, n_weeks: int) -> float:
    clock = wall_clock(series)
    values = [
        series.y[at]
        for at in range(len(series))
        if (clock.weekday[at], clock.slot[at]) == (weekday, slot)
        and series.is_observed[at]
        and date_of(int(clock.day[at])) not in series.holidays
    ]
    return float(np.mean(values[-n_weeks:]))


@pytest.mark.parametrize("n_weeks", [1, 4, 8])
@pytest.mark.parametrize("zone", ["UTC", "Europe/London", "Australia/Lord_Howe"])
def test_table_holds_the_mean_of_the_last_that_count(n_weeks: int, zone: str) -> None:
    series = made("2003-09-01", 70, zone=zone)
    gone = np.random.default_rng(5).random(len(series)) < 0.1
    holiday = date_of(int(wall_clock(series).day[-24 * 3]))
    series = replace(series, y=np.where(gone, np.nan, series.y), holidays={holiday: "Founders"})

    table = same_slot_mean(series, n_weeks).table

    for weekday, slot in [(0, 0), (1, 1), (3, 9), (5, 14), (6, 23)]:
        assert table[weekday, slot] == pytest.approx(slow_mean(series, weekday, slot, n_weeks))


def test_an_unseen_weekday_borrows_the_mean_of_its_wall_time() -> None:
    slots = grid("2003-06-02", 5)  # Monday to Friday
    y = np.tile(np.arange(24.0), 5)

    assert same_slot_mean(history(slots, y), 8).table[6] == pytest.approx(np.arange(24.0))


def test_a_mean_that_knows_holidays_expects_what_they_brought() -> None:
    """Three holidays with a third of the contacts: the next one is no full weekday."""
    slots = grid("2003-06-02", 84)
    dates = {dt.date(2003, month, day): "Day" for month, day in ((6, 11), (7, 9), (8, 6), (8, 27))}
    on_holiday = is_holiday(wall_clock(slots).day, dates)
    seen = replace(history(slots, np.where(on_holiday, 30.0, 90.0)), holidays=dates)
    week = grid("2003-08-25", 7, holidays=dates)

    fitted = [MeanOfWeeks(8, knows_holidays=knows).fit(seen) for knows in (False, True)]
    plain, wise = (one.predict(week, (0.1, 0.9)) for one in fitted)

    assert plain.mean == pytest.approx(np.full(168, 90.0))
    assert wise.mean[48:72] == pytest.approx(np.full(24, 90 * 0.37), rel=0.1)
    assert np.delete(wise.mean, slice(48, 72)) == pytest.approx(np.full(144, 90.0))
    assert wise.day_cv[60] > wise.day_cv[0]
    factor = fitted[1].components(week).factors["holiday"]
    assert factor[2] == pytest.approx(wise.mean[60] / 90)
