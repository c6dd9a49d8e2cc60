"""The forecasters on real calls: better than the baseline of practice, with honest bands."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from forecasting import FORECASTERS
from forecasting.backtest import backtest
from forecasting.base import Series
from forecasting.features import date_of, wall_clock
from tests.forecasting.bank import BANK_FILE, bank_history


@pytest.fixture(scope="module")
def bank(shared_path: Callable[[str], Path]) -> Series:
    return bank_history(shared_path(BANK_FILE))


def test_absent_weekdays_are_missing(bank: Series) -> None:
    missing = np.unique(wall_clock(bank).day[bank.is_open & ~bank.is_observed])

    assert [f"{date_of(day):%m-%d}" for day in missing.tolist()] == [
        "04-04",
        "04-07",
        "05-26",
        "07-04",
    ]


def test_day_level_beats_the_baseline_with_an_honest_band(bank: Series) -> None:
    baseline, ours = backtest([bank], FORECASTERS[-2:]).to_dict("records")

    assert ours["wape"] <= 0.054
    assert ours["wape"] <= 0.85 * baseline["wape"]
    assert 0.77 <= ours["coverage_80"] <= 0.83
    assert ours["n_slots"] == 34 * 28


def test_other_starts_of_the_week_say_the_same(bank: Series) -> None:
    cut = [bank.part(0, len(bank) - 48 * days) for days in (1, 3, 5)]
    table = backtest(cut, FORECASTERS[-1:])

    assert table["wape"].mean() <= 0.054
    assert 0.77 <= table["coverage_80"].mean() <= 0.83
