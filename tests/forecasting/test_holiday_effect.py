"""How sure a forecast is of a holiday: as sure as the holidays it has seen were alike."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from forecasting import FORECASTERS
from forecasting.base import Floats, Prediction
from forecasting.features import day_number, wall_clock
from forecasting.holiday_effect import HolidayEffect, learn_holiday_effect
from tests.forecasting.histories import counts, grid, history, holiday_days, true_mean

FIRST = day_number(dt.date(2002, 6, 3))
DAYS = np.arange(FIRST, FIRST + 400)
SEEN = {int(day): f"holiday {n % 8}" for n, day in enumerate(DAYS[10::25])}


def learned(ratios: Floats) -> HolidayEffect:
    total = np.full(len(DAYS), 10_000.0)
    total[np.isin(DAYS, list(SEEN))] *= ratios
    return learn_holiday_effect(DAYS, total, np.full(len(DAYS), 10_000.0), holiday_days(SEEN))


def doubt(effect: HolidayEffect, name: str, **how: float) -> float:
    """Standard deviation of the log of the second day."""
    return float(np.sqrt(effect.variance(DAYS[:2], holiday_days({DAYS[1]: name}, **how))[1]))


def test_a_first_holiday_is_anybodys_guess() -> None:
    """Nothing seen: 0.3² for what holidays do here, 0.2² for the name and 0.2² for the year."""
    effect = learn_holiday_effect(DAYS, np.ones(400), np.ones(400), holiday_days({}))

    assert doubt(effect, "Founders") == pytest.approx(np.sqrt(0.3**2 + 0.2**2 + 0.2**2))
    assert effect.variance(DAYS[:1], holiday_days({DAYS[1]: "Founders"})).tolist() == [0.0]


def test_even_holidays_leave_little_doubt_and_wild_ones_much() -> None:
    even = learned(np.full(len(SEEN), 0.8))
    wild = learned(0.8 * np.exp(np.where(np.arange(len(SEEN)) % 2, 0.6, -0.6)))

    assert doubt(even, "holiday 1") < 0.15
    assert doubt(wild, "holiday 1") > 0.4
    assert doubt(even, "Founders") > doubt(even, "holiday 1")


def test_doubt_is_as_large_as_the_holiday() -> None:
    effect = learn_holiday_effect(DAYS, np.ones(400), np.ones(400), holiday_days({}))
    whole = doubt(effect, "Founders")

    assert doubt(effect, "Founders", share=0.5) == pytest.approx(whole / 2)
    assert doubt(effect, "Founders", closed=0.75) == pytest.approx(whole / 4)


def test_days_beside_a_holiday_are_less_sure_than_others() -> None:
    """Tuesday 5 August is one in a queue that works every day."""
    slots = grid("2003-03-03", 140)
    seen = replace(
        history(slots, counts(slots, true_mean(slots), 0.05, 2)),
        holidays={dt.date(2003, 5, 1): "May Day", dt.date(2003, 8, 5): "Founders"},
    )
    week = grid("2003-07-28", 14, holidays=seen.holidays)

    made: Prediction = FORECASTERS[-1].fit(seen).predict(week, (0.1, 0.9))
    by_day = made.day_cv[:: len(week) // 14]
    day = [
        f"{d}" for d in wall_clock(week).day[:: len(week) // 14] - day_number(dt.date(2003, 8, 5))
    ]
    cv = dict(zip(day, by_day.tolist(), strict=True))

    assert cv["0"] > cv["-1"] > cv["-3"]
    assert cv["1"] > cv["3"]
