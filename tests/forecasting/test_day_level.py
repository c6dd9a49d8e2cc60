"""The good model: what it learns, and what it does not let bend it."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from forecasting.day_level import DayLevel, learn
from forecasting.features import day_number, wall_clock
from forecasting.holiday_effect import PRIOR_RATIO, learn_holiday_effect
from forecasting.spread import day_sums
from tests.forecasting.histories import counts, grid, history, holiday_days, true_mean

DAYS = np.arange(day_number(dt.date(2003, 6, 2)), day_number(dt.date(2003, 6, 30)))


def test_an_even_history_is_learned_within_two_per_cent() -> None:
    slots, week = grid("2003-06-02", 70), grid("2003-08-11", 7)

    mean = learn(history(slots, true_mean(slots))).mean(week)

    assert np.abs(mean - true_mean(week)).sum() < 0.02 * mean.sum()


@pytest.mark.parametrize(("factor", "at_least"), [(1.5, 1.3), (0.6, 0.0)])
def test_a_level_break_is_followed_within_three_weeks(factor: float, at_least: float) -> None:
    slots, week = grid("2003-06-02", 84), grid("2003-08-25", 7)
    y = counts(slots, true_mean(slots), 0.05, 4)
    y[63 * 24 :] *= factor

    ratio = learn(history(slots, y)).mean(week).sum() / true_mean(week).sum()

    assert at_least <= ratio
    assert ratio == pytest.approx(factor, rel=0.12)


@pytest.mark.parametrize("factor", [0.0, 5.0])
def test_one_outage_or_storm_bends_little(factor: float) -> None:
    slots, week = grid("2003-06-02", 84), grid("2003-08-25", 7)
    y = counts(slots, true_mean(slots), 0.05, 4)
    bent = y.copy()
    bent[60 * 24 : 61 * 24] *= factor
    before, after = (learn(history(slots, v)).mean(week) for v in (y, bent))

    assert after.sum() == pytest.approx(before.sum(), rel=0.03)
    assert np.abs(after - before).sum() < 0.05 * before.sum()


def test_a_holiday_seen_before_comes_back() -> None:
    slots = grid("2002-06-03", 420)
    dates = {dt.date(2002, 12, 25): "Christmas", dt.date(2003, 8, 1): "Christmas"}
    on_holiday = wall_clock(slots).day == day_number(dt.date(2002, 12, 25))
    y = np.where(on_holiday, 0.4, 1.0) * true_mean(slots)
    week = grid("2003-07-28", 7, holidays=dates)

    mean = learn(replace(history(slots, y), holidays=dates)).mean(week)
    ratio = day_sums(wall_clock(week).day, mean) / day_sums(wall_clock(week).day, true_mean(week))

    assert ratio[4] == pytest.approx(0.42, abs=0.06)
    assert np.delete(ratio, 4) == pytest.approx(1.0, abs=0.02)


def test_a_first_holiday_takes_the_prior() -> None:
    effect = learn_holiday_effect(DAYS, np.ones(28), np.ones(28), holiday_days({}))

    log_ratio = effect.log_ratio(DAYS[:2], holiday_days({DAYS[1]: "Founders"}))

    assert np.exp(log_ratio) == pytest.approx([1.0, PRIOR_RATIO])


def test_an_open_holiday_of_a_queue_that_closes_on_most_is_a_small_one() -> None:
    effect = learn_holiday_effect(DAYS, np.ones(28), np.ones(28), holiday_days({}))

    log_ratio = effect.log_ratio(DAYS[1:2], holiday_days({DAYS[1]: "Founders"}, closed=0.75))

    assert log_ratio == pytest.approx([0.25 * np.log(PRIOR_RATIO)])


def test_one_holiday_is_trusted_in_part() -> None:
    """Half the calls on one holiday: prior 0.85, spread of one holiday sqrt(0.2² + 0.2²)."""
    total = np.full(28, 100.0)
    total[1] = 50.0
    effect = learn_holiday_effect(
        DAYS, total, np.full(28, 100.0), holiday_days({DAYS[1]: "Founders"})
    )
    strength = 0.08 / 0.25
    any_log = (np.log(0.5) + strength * np.log(0.85)) / (1 + strength)

    assert effect.any_log == pytest.approx(any_log)
    assert effect.log_by_name["Founders"] == pytest.approx((np.log(0.5) + any_log) / 2)


def test_a_holiday_of_some_customers_counts_as_much_as_their_share() -> None:
    """A third of the customers away, and a fifth of the contacts: half of theirs come."""
    total = np.full(28, 100.0)
    total[1] = 100 * (2 / 3 + 1 / 3 * 0.5)
    whole = learn_holiday_effect(
        DAYS,
        np.where(DAYS[1] == DAYS, 50.0, 100.0),
        np.full(28, 100.0),
        holiday_days({DAYS[1]: "Founders"}),
    )
    third = holiday_days({DAYS[1]: "Founders"}, share=1 / 3)
    part = learn_holiday_effect(DAYS, total, np.full(28, 100.0), third)

    assert part.log_by_name["Founders"] == pytest.approx(whole.log_by_name["Founders"])
    ratio = np.exp(part.log_ratio(DAYS[1:2], third))[0]
    assert ratio == pytest.approx(2 / 3 + np.exp(whole.log_by_name["Founders"]) / 3)


def test_a_wall_time_never_seen_is_drawn_between_its_neighbours() -> None:
    slots = grid("2003-06-02", 42, hours=(8, 20))
    noon = wall_clock(slots).slot == 12
    shut = replace(slots, is_open=slots.is_open & ~noon)

    mean = learn(history(shut, true_mean(slots))).mean(grid("2003-07-14", 1))

    assert mean[12] == pytest.approx(true_mean(slots)[12], rel=0.1)


def test_a_break_is_found_beside_weekends_told_as_zeros() -> None:
    """Eight contacts a weekday, then a third of it: silent Saturdays and Sundays hide nothing."""
    slots, week = grid("2003-06-02", 280), grid("2004-03-08", 7)
    hour, weekday = wall_clock(slots).slot, wall_clock(slots).weekday
    usual = np.where((weekday < 5) & (hour >= 8) & (hour < 16), 1.0, 0.0)
    level = np.where(np.arange(len(usual)) < 245 * 24, 1.0, 0.33)

    made_up = history(slots, counts(slots, usual * level, 0.0, 3))

    assert DayLevel().learn(made_up).mean(week).sum() == pytest.approx(5 * 8 * 0.33, rel=0.3)
