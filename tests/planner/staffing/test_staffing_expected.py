"""Expected service level of a schedule: steady state per slot, by volume over groups, n/a else."""

import numpy as np
import pytest

from planner.errors import InputError
from planner.staffing import (
    expected_service_level,
    service_level,
    service_level_by_group,
    share_by_group,
)


def test_slot_without_calls_has_no_service_level() -> None:
    level = expected_service_level([0, 5, 5], [0, 0, 30], [0, 180, 180], 20, 1800)
    assert level.tolist() == [None, None, pytest.approx(float(service_level(5, 3.0, 180, 20)))]


def test_slot_without_agents_answers_nobody() -> None:
    assert expected_service_level([0, 3], [1, 30], 180, 20, 1800).tolist() == [0.0, 0.0]


def test_days_are_weighted_by_their_calls() -> None:
    levels = np.array([1.0, 0.0, 0.5, 0.7])
    by_day = service_level_by_group(levels, [100, 300, 20, 0], [0, 0, 1, 2], n_groups=4)
    assert by_day.tolist() == [0.25, 0.5, None, None]


def test_closed_week_is_masked_throughout() -> None:
    closed = np.zeros(336)
    level = expected_service_level(closed, closed, closed, 20, 1800)
    total = service_level_by_group(level, closed, 0, n_groups=1)
    assert level.mask.all()
    assert total.tolist() == [None]


def test_fractional_productive_agents_lie_between_their_neighbours() -> None:
    level = expected_service_level([12, 12.6, 13], 100, 180, 20, 1800)
    assert level[0] < level[1] < level[2]


def test_empty_slot_length_and_unknown_group_are_refused() -> None:
    with pytest.raises(InputError, match="slot_s is 0; use"):
        expected_service_level(5, 10, 180, 20, 0)
    with pytest.raises(InputError, match="group is 2 at 1; use"):
        share_by_group([1, 1], [1, 1], [0, 2], n_groups=2)
