"""The backtest of a workspace: its own forecaster against the baselines, in tables that open."""

from dataclasses import replace

import numpy as np
import pytest

from forecasting.backtest import Backtest
from planner.errors import InputError
from scenarios.backtests import ALL, over_all, run_backtest, tables
from scenarios.inputs import Inputs
from tests.inputs_fixture import small_inputs


def with_forecaster(name: str) -> Inputs:
    inputs = small_inputs(60)
    return replace(inputs, settings=replace(inputs.settings, forecaster=name))


@pytest.fixture(scope="module")
def found() -> Backtest:
    return run_backtest(with_forecaster("six_week_mean"), weeks=2)


def test_the_plans_forecaster_comes_first_and_the_baselines_once(found: Backtest) -> None:
    names = list(dict.fromkeys(found.summary["forecaster"]))

    assert names == ["six_week_mean", "seasonal_naive", "four_week_mean", "eight_week_mean"]
    assert set(found.by_lead["days_ahead"]) == {"1-7", "8-14"}


def test_all_series_together_weigh_by_their_contacts(found: Backtest) -> None:
    leads = found.by_lead[found.by_lead["forecaster"] == "six_week_mean"]
    of_week = leads[leads["days_ahead"] == "8-14"]
    together = over_all(found).query("forecaster == 'six_week_mean' and days_ahead == '8-14'")

    assert together["wape"].item() == pytest.approx(
        np.average(of_week["wape"], weights=of_week["contacts"])
    )
    assert together["unique_id"].item() == ALL


def test_tables_keep_days_ahead_as_numbers(found: Backtest) -> None:
    text = tables(found)["backtest.csv"].decode("utf-8-sig").splitlines()

    assert text[0].startswith("series,forecaster,first_day,last_day,wape,bias,")
    assert any(line.startswith("phone,six_week_mean,8,14,") for line in text)


def test_a_series_named_like_a_formula_stays_text(found: Backtest) -> None:
    named = replace(found, by_lead=found.by_lead.assign(unique_id="=1+1"))

    assert tables(named)["backtest.csv"].decode("utf-8-sig").splitlines()[1].startswith("'=1+1,")


@pytest.mark.parametrize("weeks", [0, 14])
def test_more_than_thirteen_weeks_are_refused(weeks: int) -> None:
    with pytest.raises(InputError, match=f"weeks is {weeks}; use 1 to 13"):
        run_backtest(small_inputs(60), weeks=weeks)
