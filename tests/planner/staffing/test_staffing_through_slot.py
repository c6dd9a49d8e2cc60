"""Agents through a slot in which the load moves: the mean of it meets the target."""

from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray

from planner.errors import InputError
from planner.staffing.live.erlang import service_level
from planner.staffing.live.erlang_a import service_level_with_abandonment
from planner.staffing.live.requirement import required_agents
from planner.staffing.load.handling_time import ExponentialTime
from planner.staffing.load.modified_load import load_course
from planner.staffing.load.through_slot import required_through_slot

Floats = NDArray[np.float64]


def some_contacts(n_slots: int = 12, seed: int = 3) -> Floats:
    return np.random.default_rng(seed).gamma(2.0, 10.0, n_slots)


def through_slot_by_counting(course: Floats, aht_s: float, fraction: float) -> int:
    agents = 0
    while course.any() and np.mean(service_level(agents, course, aht_s, 20.0)) < fraction:
        agents += 1
    return agents


@pytest.mark.parametrize("fraction", [0.5, 0.8, 0.95])
def test_through_slot_is_the_first_number_that_meets_the_mean(fraction: float) -> None:
    course = np.random.default_rng(8).gamma(3.0, 6.0, (8, 25))
    course[:, 7] = 0.0
    course[:4, 9] = 0.0
    found = required_through_slot(course, 1500.0, within_s=20.0, fraction=fraction)
    counted = [through_slot_by_counting(points, 1500.0, fraction) for points in course.T]
    assert found.tolist() == counted


def test_through_slot_lies_between_calm_and_peak() -> None:
    course = load_course(some_contacts(40), ExponentialTime(2700.0), 1800.0)
    through = partial(required_through_slot, within_s=20.0, fraction=0.8)
    alone = partial(required_agents, within_s=20.0, fraction=0.8)
    found = through(course, 2700.0)
    assert np.all(found >= alone(course.min(axis=0), 2700.0))
    assert np.all(found <= alone(course.max(axis=0), 2700.0))
    assert through(np.full((4, 3), 10.0), 180.0).tolist() == [14, 14, 14]
    assert through(np.zeros((4, 3)), 0.0).tolist() == [0, 0, 0]


def test_through_slot_with_customers_who_hang_up() -> None:
    def level(agents: Floats, load: Floats) -> Floats:
        return service_level_with_abandonment(agents, load, 1800.0, 120.0, 20.0)

    course = load_course(some_contacts(12), ExponentialTime(1800.0), 1800.0)
    found = required_through_slot(course, 1800.0, within_s=20.0, fraction=0.8, level_of=level)
    assert np.all(found <= required_through_slot(course, 1800.0, within_s=20.0, fraction=0.8))
    everywhere = np.broadcast_to(found.astype(np.float64), course.shape)
    assert np.all(level(everywhere, course).mean(axis=0) >= 0.8)
    assert np.all(level(everywhere - 1.0, course).mean(axis=0) < 0.8)


def test_through_slot_takes_another_model() -> None:
    def half_as_good(agents: Floats, load: Floats) -> Floats:
        return service_level(np.floor(agents / 2.0), load, 180.0, 20.0)

    found = required_through_slot(
        [[10.0]], 180.0, within_s=20.0, fraction=0.8, level_of=half_as_good
    )
    assert found.tolist() == [28]
    with pytest.raises(InputError, match="level_of"):
        required_through_slot(
            [[10.0]], 180.0, within_s=20.0, fraction=0.8, level_of=lambda n, a: 0.0 * n
        )
