"""The model is chosen by what it would have done, and the reason is said."""

from dataclasses import replace

import numpy as np
import pytest

from forecasting import AUTO, FORECASTERS
from forecasting.auto import Auto
from forecasting.base import Series, Study
from forecasting.recent import SameSlotMean
from tests.forecasting.histories import LEVELS, grid, history, made

NAIVE, DAY_LEVEL = FORECASTERS[0], FORECASTERS[-1]
WEEK = grid("2003-08-24", 7)


def stepped() -> Series:
    """Busy and quiet weeks in turn: what came last week says least."""
    slots = grid("2003-06-02", 196)
    week = np.arange(len(slots)) // 168
    rng = np.random.default_rng(2)
    return history(slots, rng.poisson(np.where(week % 2, 5.0, 40.0)).astype(float))


def test_the_default_stays_and_forecasts_as_it_would_alone() -> None:
    chosen, alone = AUTO.fit(made()), DAY_LEVEL.fit(made())

    assert chosen.model == "day_level"
    ours, theirs = (fitted.predict(WEEK, LEVELS) for fitted in (chosen, alone))
    assert np.array_equal(ours.mean, theirs.mean)
    assert np.array_equal(ours.quantiles, theirs.quantiles)
    assert np.array_equal(ours.day_quantiles, theirs.day_quantiles)


def test_another_is_chosen_where_it_is_clearly_better() -> None:
    chosen = Auto(NAIVE, FORECASTERS[1:]).fit(stepped())
    errors = dict(zip([f.name for f in FORECASTERS], chosen.choice.errors, strict=True))

    assert errors[chosen.model] == min(errors.values())
    assert errors[chosen.model] < 0.98 * errors["seasonal_naive"]
    assert chosen.choice.why.startswith(f"{chosen.model} was off by ")
    assert "over the last 12 weeks; seasonal_naive by " in chosen.choice.why


@pytest.mark.parametrize("series", [made(), stepped()], ids=["even", "stepped"])
def test_what_is_chosen_is_no_worse_than_the_eight_week_mean_was(series: Series) -> None:
    choice = AUTO.fit(series).choice

    assert choice.errors[choice.at] <= 1.02 * choice.errors[4]


def test_where_most_slots_are_empty_who_forecasts_the_mean_is_chosen() -> None:
    """A tenth of a contact an hour: half of that misses less in sum, and is no better forecast."""
    slots = grid("2003-06-02", 196)
    series = history(slots, np.random.default_rng(2).poisson(0.1, len(slots)).astype(float))

    class Half:
        name = "half"

        def learn(self, past: Series) -> SameSlotMean:
            whole = DAY_LEVEL.learn(past).mean(grid("2003-06-02", 7))
            return SameSlotMean(0.5 * whole.reshape(7, 24))

    choice = Auto(DAY_LEVEL, (Half(),)).fit(series).choice  # type: ignore[arg-type]

    assert choice.at == 0
    assert choice.why.startswith("day_level was off by ")
    assert "% in root mean square a week ahead" in choice.why


def test_learning_alone_chooses_the_same() -> None:
    auto = Auto(NAIVE, FORECASTERS[1:])
    series = stepped()

    assert np.array_equal(
        auto.learn(series).mean(WEEK), auto.fit(series).predict(WEEK, LEVELS).mean
    )


@pytest.mark.parametrize(
    ("series", "why"),
    [
        (made(n_days=20), "too short a history to compare"),
        (replace(made(), y=np.zeros(len(made()))), "no contacts to compare by"),
    ],
)
def test_with_nothing_to_compare_the_default_stays(series: Series, why: str) -> None:
    chosen = AUTO.fit(series)

    assert chosen.model == "day_level"
    assert chosen.choice.why == f"{why}: day_level by default"


def test_choosing_learns_no_history_twice() -> None:
    lengths: list[int] = []

    class Counting:
        name = "counting"

        def learn(self, series: Series) -> object:
            lengths.append(len(series))
            return NAIVE.learn(series)

        def study(self, series: Series) -> Study:
            return Study(NAIVE.learn(series), series, self.learn)  # type: ignore[arg-type]

    auto = Auto(Counting(), FORECASTERS[:-1])  # type: ignore[arg-type]
    auto.fit(made())

    assert len(lengths) == len(set(lengths))
