"""Shrinkage of spells: the exact share of each group in every block, rounded without bias."""

import numpy as np
import pytest

from planner.arrays import FloatArray
from planner.errors import InputError
from planner.simulation.centre import Spells
from planner.simulation.spells import cut_into_blocks, with_shrinkage
from tests.planner.simulation.small_centre import whole_time

TWO_GROUPS = Spells(
    agent=np.array([0, 0, 1, 2, 3]),
    group=np.array([0, 0, 0, 1, 1]),
    start_s=np.array([0.0, 9_000.0, 900.0, 0.0, 3_600.0]),
    end_s=np.array([7_200.0, 14_400.0, 10_000.0, 14_400.0, 5_000.0]),
    is_shift_end=np.array([False, True, True, True, True]),
)


def on_duty(spells: Spells, at_s: FloatArray) -> FloatArray:
    """Agents on duty at each instant."""
    there = (spells.start_s[:, None] <= at_s) & (at_s < spells.end_s[:, None])
    return np.asarray(there.sum(axis=0), np.float64)


def fields(spells: Spells) -> list[list[float]]:
    return [getattr(spells, name).tolist() for name in Spells.__slots__]


def test_nobody_away_leaves_the_spells_as_they_are() -> None:
    blocks = cut_into_blocks(TWO_GROUPS, [0.0, 0.0])
    assert fields(with_shrinkage(blocks, np.random.default_rng(1))) == fields(TWO_GROUPS)


def test_every_block_misses_the_share_rounded_up_or_down() -> None:
    blocks = cut_into_blocks(whole_time(10, 36_000.0), [0.27])
    middle_s = np.linspace(900.0, 35_100.0, 20)
    rng = np.random.default_rng(2)
    away = np.array([10 - on_duty(with_shrinkage(blocks, rng), middle_s) for _ in range(400)])
    assert set(np.unique(away)) == {2.0, 3.0}
    assert away.mean(axis=0) == pytest.approx(2.7, abs=0.12)
    assert np.ptp(away.sum(axis=1)) <= 1.0  # exact over the horizon too: 54 of 200


def test_everybody_is_away_equally_often_by_group() -> None:
    blocks = cut_into_blocks(TWO_GROUPS, [0.3, 0.5])
    rng = np.random.default_rng(3)
    present_s = np.zeros(4)
    for _ in range(3000):
        spells = with_shrinkage(blocks, rng)
        np.add.at(present_s, spells.agent, spells.end_s - spells.start_s)
    whole_s = np.array([12_600.0, 9_100.0, 14_400.0, 1_400.0])
    assert present_s / 3000 / whole_s == pytest.approx([0.7, 0.7, 0.5, 0.5], abs=0.03)


def test_spells_stay_in_order_within_the_old_ones_and_keep_the_end_of_the_shift() -> None:
    blocks = cut_into_blocks(TWO_GROUPS, [0.4, 0.4])
    rng = np.random.default_rng(4)
    ends = {(0, 14_400.0), (1, 10_000.0), (2, 14_400.0), (3, 5_000.0)}
    for _ in range(50):
        spells = with_shrinkage(blocks, rng)
        for agent, start_s, end_s, is_end in zip(
            spells.agent, spells.start_s, spells.end_s, spells.is_shift_end, strict=True
        ):
            old = (TWO_GROUPS.agent == agent) & (TWO_GROUPS.start_s <= start_s)
            assert np.any(old & (TWO_GROUPS.end_s >= end_s))
            assert is_end == ((agent, end_s) in ends)
        same = np.diff(spells.agent) == 0
        assert np.all(spells.start_s[1:][same] > spells.end_s[:-1][same])


def test_no_spells_and_wrong_shares() -> None:
    nobody = cut_into_blocks(whole_time(0, 0.0), [0.2])
    assert with_shrinkage(nobody, np.random.default_rng(1)).agent.size == 0
    with pytest.raises(InputError, match="shrinkage is 1 at 1; use"):
        cut_into_blocks(TWO_GROUPS, [0.2, 1.0])
    with pytest.raises(InputError, match="block_s is 0; use"):
        cut_into_blocks(TWO_GROUPS, [0.2, 0.2], block_s=0.0)
