"""Estimates from weeks: what is counted over what, periods and sets, intervals that keep word."""

from dataclasses import fields, replace

import numpy as np
import pytest

from planner.arrays import FloatArray
from planner.errors import InputError
from planner.simulation.estimates import (
    abandonment,
    asa_s,
    backlog,
    occupancy,
    oldest_s,
    overtime_s,
    service_level,
    share_of_days,
    share_of_weeks,
    summed,
)
from planner.simulation.intervals import Estimate, proportion, ratio_estimate, share_estimate
from planner.simulation.tally import Tally

WEEK = np.zeros(4, np.int64)
DAY = np.array([0, 0, 1, 1])


def tally_of(**counts: FloatArray) -> Tally:
    """Two weeks of 3 lines, 2 groups and 4 slots; all that is not given is 0."""
    by_line, by_group = np.zeros((2, 3, 4)), np.zeros((2, 2, 4))
    shape = dict.fromkeys((field.name for field in fields(Tally)), by_line)
    shape |= {"staffed_s": by_group, "busy_s": by_group, "overtime_s": np.zeros((2, 2))}
    return Tally(**{**shape, **counts})


def ones(scale: float) -> FloatArray:
    return np.full((2, 3, 4), scale)


LIVE = tally_of(
    offered=ones(10),
    decided=ones(10),
    answered=ones(8),
    in_time=ones(6),
    abandoned=ones(2),
    abandoned_in_time=ones(1),
    wait_s=ones(80),
)


def test_definitions_divide_by_what_they_name() -> None:
    def level(definition: str) -> float:
        found = service_level(LIVE, [[0, 2]], WEEK, definition)  # type: ignore[arg-type]
        return float(found.mean[0, 0])

    assert level("offered") == pytest.approx(6 / 10)
    assert level("answered") == pytest.approx(6 / 8)
    assert level("without_short_abandons") == pytest.approx(6 / 9)
    assert abandonment(LIVE, [[1]], WEEK).mean.tolist() == [[pytest.approx(0.2)]]
    assert asa_s(LIVE, [[1]], WEEK).mean.tolist() == [[pytest.approx(10.0)]]
    with pytest.raises(InputError, match="definition is 'mine'; use offered, answered"):
        level("mine")


def test_sets_and_periods_add_up_before_they_divide() -> None:
    whole = np.zeros((2, 3, 4))
    whole[:, 0], whole[:, 1] = [100, 100, 0, 300], [100, 0, 0, 0]
    good = np.zeros((2, 3, 4))
    good[:, 0], good[:, 1] = [90, 50, 0, 0], [10, 0, 0, 0]
    tally = tally_of(offered=whole, decided=whole, in_time=good)
    by_day = service_level(tally, [[0], [0, 1], [2]], DAY).mean
    assert by_day.tolist() == [[pytest.approx(0.7), 0.0], [pytest.approx(0.5), 0.0], [None, None]]
    by_slot = service_level(tally, [[0]], np.arange(4)).mean
    assert by_slot.tolist() == [[pytest.approx(0.9), pytest.approx(0.5), None, 0.0]]
    mornings = service_level(tally, [[0]], np.array([0, -1, 2, -1])).mean
    assert mornings.tolist() == [[pytest.approx(0.9), None, None]]


def test_time_is_told_by_groups_and_backlog_by_slots() -> None:
    tally = tally_of(
        staffed_s=np.full((2, 2, 4), 100.0),
        busy_s=np.stack([np.full((2, 4), 70.0), np.full((2, 4), 90.0)]),
        overtime_s=np.array([[60.0, 0.0], [120.0, 30.0]]),
        backlog=np.arange(24.0).reshape(2, 3, 4),
        oldest_s=np.arange(24.0).reshape(2, 3, 4),
    )
    busy = occupancy(tally, [[0, 1]], WEEK)
    assert busy.mean.tolist() == [[pytest.approx(0.8)]]
    assert busy.high.tolist() == [[1.0]]
    assert overtime_s(tally, [[0], [0, 1]]).mean.tolist() == [[90.0], [105.0]]
    assert backlog(tally, [[0, 2]]).mean[0].tolist() == [20.0, 22.0, 24.0, 26.0]
    assert oldest_s(tally, [[0, 2]]).mean[0].tolist() == [14.0, 15.0, 16.0, 17.0]


def test_weeks_and_days_that_meet_the_target_are_different_shares() -> None:
    whole = np.zeros((2, 3, 4))
    whole[:, 0] = 10.0
    good = np.zeros((2, 3, 4))
    good[0, 0], good[1, 0] = [8, 8, 9, 9], [8, 8, 7, 7]
    tally = tally_of(offered=whole, decided=whole, in_time=good)
    days = share_of_days(tally, [[0], [1]], DAY, 0.8)
    weeks = share_of_weeks(tally, [[0], [1]], 0.8)
    assert (days.n_met.tolist(), days.n.tolist()) == ([3, 0], [4, 0])
    assert days.share.mean.tolist() == [0.75, None]
    assert (weeks.n_met.tolist(), weeks.n.tolist()) == ([1, 0], [2, 0])


def test_wilson_interval_of_a_known_case() -> None:
    # E. B. Wilson's score interval of 8 out of 10, worked by hand from z = 1.959964:
    # (0.8 + z²/20 ± z √(0.016 + z²/400)) / (1 + z²/10)
    found = proportion(np.array([8]), np.array([10]))
    assert float(found.low[0]) == pytest.approx(0.4901625, abs=1e-6)
    assert float(found.high[0]) == pytest.approx(0.9433178, abs=1e-6)


def test_interval_has_width_even_if_all_weeks_agree() -> None:
    whole = np.full((50, 2), 20.0)
    part = np.stack([np.full(50, 20.0), np.zeros(50)], axis=1)
    found = share_estimate(part, whole)
    assert found.mean.tolist() == [1.0, 0.0]
    assert found.high[0] == 1.0
    assert found.low[1] == 0.0
    assert 0.99 < float(found.low[0]) < 1.0
    assert 0.0 < float(found.high[1]) < 0.01


def test_single_week_with_contacts_proves_next_to_nothing() -> None:
    whole = np.zeros((40, 1))
    whole[3] = 4.0
    found = share_estimate(whole / 2, whole)
    assert found.mean.tolist() == [0.5]
    assert float(found.low[0]) < 0.1
    assert float(found.high[0]) > 0.9


def test_one_week_is_refused_and_so_is_a_confidence_of_one() -> None:
    with pytest.raises(InputError, match="n_weeks is 1; an interval needs at least 2"):
        share_estimate(np.ones((1, 1)), np.ones((1, 1)))
    with pytest.raises(InputError, match="confidence is 1; use"):
        share_estimate(np.ones((2, 1)), np.ones((2, 1)), confidence=1.0)
    with pytest.raises(InputError, match="period has 3 slots; give 4"):
        summed(np.ones((2, 1, 4)), [[0]], np.zeros(3, np.int64))


def covers(found: Estimate, truth: float) -> float:
    return float(((found.low <= truth) & (found.high >= truth)).mean())


@pytest.mark.parametrize(
    ("truth", "clustered", "weeks", "least"),
    [
        (0.5, False, 20, 0.935),
        (0.8, False, 20, 0.935),
        (0.97, False, 20, 0.935),
        (0.8, False, 200, 0.935),
        (0.97, False, 200, 0.935),
        (0.5, True, 20, 0.935),
        (0.8, True, 20, 0.935),
        (0.97, True, 20, 0.9),  # a few bad weeks decide, and 20 may hold none of them
        (0.8, True, 200, 0.935),
        (0.97, True, 200, 0.935),
    ],
)
def test_intervals_of_shares_cover_the_truth(
    truth: float, clustered: bool, weeks: int, least: float
) -> None:
    """2000 centres at once; in clustered weeks all contacts share a level drawn for the week."""
    rng = np.random.default_rng(11)
    whole = rng.poisson(15.0, (weeks, 2000))
    level = rng.beta(8 * truth, 8 * (1 - truth), whole.shape) if clustered else truth
    found = share_estimate(rng.binomial(whole, level).astype(float), whole.astype(float))
    assert least <= covers(found, truth) <= 0.975


def test_intervals_cover_where_contacts_and_level_depend_on_each_other() -> None:
    rng = np.random.default_rng(12)
    busy = rng.gamma(25.0, 1 / 25.0, (100, 2000))
    whole = rng.poisson(60.0 * busy)
    part = rng.binomial(whole, np.clip(0.8 - (busy - 1), 0.0, 1.0)).astype(float)
    truth = part.sum() / whole.sum()
    assert 0.93 <= covers(share_estimate(part, whole.astype(float)), truth) <= 0.97


def test_intervals_of_means_cover_the_truth() -> None:
    rng = np.random.default_rng(13)
    whole = rng.poisson(50.0, (60, 2000)).astype(float)
    part = rng.gamma(np.maximum(whole, 1e-9), 12.0)
    assert 0.935 <= covers(ratio_estimate(part, whole), 12.0) <= 0.965


def test_narrower_confidence_gives_a_narrower_interval() -> None:
    tally = replace(LIVE, in_time=LIVE.in_time * np.array([1.0, 0.5])[:, None, None])
    wide, narrow = (service_level(tally, [[0]], WEEK, confidence=c) for c in (0.99, 0.8))
    assert float(wide.low[0, 0]) < float(narrow.low[0, 0]) < float(narrow.high[0, 0])
    assert float(narrow.high[0, 0]) < float(wide.high[0, 0])
