"""Handling times: patterns that are there are found, others are not; few contacts, outliers."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from forecasting.base import Floats
from forecasting.features import wall_clock
from forecasting.handling_backtest import handling_backtest
from forecasting.handling_base import HandlingForecaster, HandlingSeries
from forecasting.handling_time import HANDLING_FORECASTERS, HandlingPattern
from planner.errors import InputError
from tests.forecasting.handling_histories import calendar, evening, flat, history

NEXT = calendar(1, "2026-03-30")
LEARNED = HandlingPattern()


def forecast(series: HandlingSeries, usual_s: float = 300.0) -> Floats:
    return LEARNED.fit(series, usual_s).predict(NEXT).mean_s


@pytest.mark.parametrize("forecaster", HANDLING_FORECASTERS, ids=lambda f: f.name)
class TestEveryForecaster:
    def test_is_a_number_of_seconds_in_every_slot(self, forecaster: HandlingForecaster) -> None:
        made = forecaster.fit(history(2, per_hour=0.2), 300.0).predict(NEXT)
        assert made.mean_s.shape == (168,)
        assert np.all((made.mean_s >= 1) & (made.mean_s <= 86_400))
        assert made.day_cv >= 0

    def test_without_a_contact_goes_by_what_is_usual(self, forecaster: HandlingForecaster) -> None:
        nothing = replace(history(1), mean_s=np.full(168, np.nan), contacts=np.zeros(168))
        made = forecaster.fit(nothing, 240.0).predict(NEXT)
        assert set(made.mean_s) == {240.0}
        assert made.contact_cv is None

    def test_scales_with_the_history(self, forecaster: HandlingForecaster) -> None:
        series = history(6, pattern=evening)
        half = replace(series, mean_s=series.mean_s / 2)
        one = forecaster.fit(series, 300.0).predict(NEXT).mean_s
        assert forecaster.fit(half, 150.0).predict(NEXT).mean_s == pytest.approx(one / 2)

    def test_repeats_itself(self, forecaster: HandlingForecaster) -> None:
        one, two = (forecaster.fit(history(4), 300.0).predict(NEXT).mean_s for _ in range(2))
        assert np.array_equal(one, two)


def test_a_pattern_of_hours_and_weekdays_is_found() -> None:
    found = forecast(history(12, pattern=evening))
    wanted = 300 * evening(wall_clock(NEXT))
    assert np.abs(found / wanted - 1).mean() < 0.04
    assert np.abs(found / wanted - 1).max() < 0.2


def test_where_there_is_no_pattern_none_is_made_up() -> None:
    for seed in range(5):
        found = forecast(history(8, pattern=flat, seed=seed))
        assert found == pytest.approx(300, rel=0.04)
        assert np.ptp(found) < 0.03 * 300


def test_a_level_that_drifts_is_followed() -> None:
    found = forecast(history(12, trend=0.005))
    assert found.mean() == pytest.approx(300 * 1.005**84, rel=0.05)


def test_a_level_break_is_followed_within_weeks() -> None:
    series = history(12)
    longer = np.where(np.arange(len(series.slots)) >= 9 * 168, 1.4, 1.0)
    assert forecast(replace(series, mean_s=series.mean_s * longer)).mean() == pytest.approx(
        420, rel=0.05
    )


def test_calls_left_open_and_a_day_gone_wrong_move_it_little() -> None:
    series = history(8, pattern=evening)
    wrong = series.mean_s.copy()
    wrong[100::400] = 80_000.0
    wrong[1000:1024] *= 8
    clean = forecast(series)
    assert forecast(replace(series, mean_s=wrong)) == pytest.approx(clean, rel=0.08)


def test_long_tails_keep_their_mean() -> None:
    found = [forecast(history(20, cv=2.5, per_hour=3, seed=seed)).mean() for seed in range(4)]
    assert np.mean(found) == pytest.approx(300, rel=0.05)


def test_a_handful_of_contacts_barely_moves_what_is_usual() -> None:
    few = replace(history(1), contacts=np.zeros(168), mean_s=np.full(168, np.nan))
    few.contacts[50:53], few.mean_s[50:53] = 1.0, 900.0
    found = forecast(few)
    assert np.ptp(found) == 0
    assert found[0] == pytest.approx((3 * 900 + 30 * 300) / 33)


def test_spread_of_contacts_and_of_days_is_told() -> None:
    made = LEARNED.fit(history(20, day_cv=0.08, cv=0.8), 300.0).predict(NEXT)
    assert made.contact_cv == pytest.approx(0.8, abs=0.1)
    assert made.day_cv == pytest.approx(0.08, abs=0.03)
    steady = LEARNED.fit(history(20, cv=0.8), 300.0).predict(NEXT)
    assert steady.day_cv <= 0.02


def test_single_contacts_are_not_guessed_where_every_mean_is_over_as_many() -> None:
    series = history(8, per_hour=40)
    same = replace(series, contacts=np.full(len(series.slots), 40.0))
    assert LEARNED.fit(same, 300.0).predict(NEXT).contact_cv is None


def test_the_repeated_hour_of_autumn_has_the_pattern_of_its_wall_time() -> None:
    autumn = calendar(1, "2026-10-19")
    mean_s = LEARNED.fit(history(12, pattern=evening), 300.0).predict(autumn).mean_s
    clock = wall_clock(autumn)
    doubled = np.flatnonzero((clock.slot == 1) & (clock.weekday == 6))
    assert len(doubled) == 2
    assert mean_s[doubled[0]] == mean_s[doubled[1]]


def test_backtest_prefers_the_pattern_where_there_is_one_and_loses_little_where_not() -> None:
    for pattern, most in ((evening, 0.9), (flat, 1.02)):
        table = handling_backtest(
            [history(12, pattern=pattern)], HANDLING_FORECASTERS, {"phone": 300.0}
        )
        assert table["n_origins"].tolist() == [4, 4]
        flat_error, pattern_error = table["wape"].to_numpy(np.float64)
        assert pattern_error / flat_error < most


def test_backtest_weighs_errors_by_contacts_and_looks_at_nothing_ahead() -> None:
    series = history(3)
    mean_s = np.where(np.arange(504) < 336, 300.0, 400.0)
    mean_s[336] = 100.0
    contacts = np.ones(504)
    contacts[336] = 3.0
    made = handling_backtest(
        [replace(series, mean_s=mean_s, contacts=contacts)],
        HANDLING_FORECASTERS[:1],
        {"phone": 300.0},
    )
    (row,) = made.to_dict("records")
    assert row["wape"] == pytest.approx((167 * 100 + 3 * 200) / (167 * 400 + 300))
    assert row["bias"] == pytest.approx((3 * 200 - 167 * 100) / (167 * 400 + 300))
    assert row["n_contacts"] == 170


def test_backtest_of_a_short_history_says_nothing() -> None:
    made = handling_backtest([history(1)], HANDLING_FORECASTERS[:1], {"phone": 300.0})
    assert made["wape"].isna().all()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"mean_s": np.zeros(168)}, "handling times of phone: 0 s at 2026-01-05T00:00:00Z; use"),
        ({"contacts": np.full(168, -1.0)}, "-1 contacts at"),
        ({"mean_s": np.ones(3)}, "mean_s has 3 values for 168 slots"),
    ],
)
def test_what_cannot_be_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        replace(history(1), **changes)
