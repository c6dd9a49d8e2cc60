"""Bins of slots: nothing is lost, midnights hold, bands are those of sums."""

from datetime import UTC, datetime

import numpy as np
import pytest

from forecasting.spread import count_quantiles
from forecasting.sums import JointSpread, joint_spread
from planner.demand import StreamForecast
from planner.timegrid import TimeGrid
from scenarios.views.bins import (
    MOST_BINS,
    band,
    bins,
    readable_minutes,
    whole_days,
)

NEW_YORK = "America/New_York"
GRID = TimeGrid(datetime(2003, 10, 24, 4, tzinfo=UTC), 30, 5 * 48 + 2)  # Friday, New York


def stream(rate: float, day_cv: float = 0.1) -> StreamForecast:
    mean = np.full(GRID.n_slots, rate)
    return StreamForecast("q", "", mean, (0.5,), mean[None], "m", day_cv, slot_cv=0.2, phi=1.5)


def joint(streams: list[StreamForecast], correlation: float = 0.3) -> JointSpread:
    together = np.full((len(streams), len(streams)), correlation)
    np.fill_diagonal(together, 1.0)
    return joint_spread(streams, together)


@pytest.mark.parametrize("slots_a_bin", [1, 2, 6, 12])
def test_bins_lose_nothing_and_begin_at_midnight(slots_a_bin: int) -> None:
    made = bins(GRID.stamps(), NEW_YORK, slots_a_bin)
    values = np.arange(GRID.n_slots, dtype=float)
    assert made.sums(values).sum() == values.sum()
    assert set(whole_days(GRID.stamps(), NEW_YORK).first.tolist()) <= set(made.first.tolist())


def test_the_day_of_the_clock_change_has_25_hours() -> None:
    hours = whole_days(GRID.stamps(), NEW_YORK).sums(np.full(GRID.n_slots, 0.5))
    assert hours.tolist() == [24, 24, 25, 24, 24]


def test_a_missing_slot_leaves_its_bin_unknown() -> None:
    values = np.ones(GRID.n_slots)
    values[3] = np.nan
    assert np.flatnonzero(np.isnan(bins(GRID.stamps(), NEW_YORK, 2).sums(values))).tolist() == [1]


def test_the_band_of_a_day_is_wider_than_chance_and_narrower_than_the_sum_of_bands() -> None:
    days = whole_days(GRID.stamps(), NEW_YORK)
    one = stream(20.0)
    (high,) = band(joint([one]), days, (0.9,))
    own = 48 * (1.5 * 20 + (0.2 * 20) ** 2)
    wanted = count_quantiles(np.array([960.0]), np.array([own + (0.1 * 960) ** 2]), (0.9,))
    assert high[0] == pytest.approx(wanted[0, 0])
    slots = bins(GRID.stamps(), NEW_YORK, 1)
    assert high[0] < band(joint([one]), slots, (0.9,))[0][:48].sum()


def test_two_series_together_share_a_part_of_their_days() -> None:
    days = whole_days(GRID.stamps(), NEW_YORK)
    one = stream(200.0, day_cv=0.2)
    spread = {n: float(np.ptp(band(joint([one] * n), days, (0.1, 0.9))[:, 0])) for n in (1, 2)}
    assert spread[2] / spread[1] == pytest.approx((2 + 2 * 0.3) ** 0.5, rel=0.02)


@pytest.mark.parametrize(
    ("rate", "minutes", "n_slots", "wanted"),
    [
        (40, 30, 3000, 30),
        (2, 30, 3000, 120),
        (0.01, 30, 3000, 360),
        (9, 5, 40_000, 60),
        (0, 60, 9, 60),
    ],
)
def test_bins_hold_enough_and_are_not_too_many(
    rate: float, minutes: int, n_slots: int, wanted: int
) -> None:
    found = readable_minutes(np.full(10, float(rate)), minutes, n_slots)
    assert found == wanted
    assert found == 360 or n_slots * minutes / found <= MOST_BINS
