"""The baselines' table against a loop over the calendar."""

from dataclasses import replace

import numpy as np
import pytest

from forecasting.base import Series
from forecasting.features import date_of, wall_clock
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
