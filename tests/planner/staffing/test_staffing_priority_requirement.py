"""Agents that priorities require: the fewest that meet the target of every class."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import InputError
from planner.staffing import required_agents
from planner.staffing.priority.priority_requirement import required_agents_by_priority
from planner.staffing.priority.waits import waits_by_class

shares = st.lists(st.floats(0.02, 1.0), min_size=1, max_size=5)
thresholds = st.floats(0.0, 900.0)


def split(load: float, parts: list[float]) -> list[float]:
    return [load * part / sum(parts) for part in parts]


@settings(max_examples=60)
@given(shares, st.floats(0.01, 150.0), st.data())
def test_requirement_is_the_first_number_that_meets_every_class(
    parts: list[float], load: float, data: st.DataObject
) -> None:
    loads = split(load, parts)
    n = len(loads)
    within = data.draw(st.lists(thresholds, min_size=n, max_size=n))
    fraction = data.draw(st.lists(st.floats(0, 0.99), min_size=n, max_size=n))
    longest = data.draw(
        st.lists(st.one_of(st.floats(1, 900), st.just(math.inf)), min_size=n, max_size=n)
    )
    needed = int(
        required_agents_by_priority(
            loads, 240.0, within_s=within, fraction=fraction, max_asa_s=longest
        )
    )

    def meets(agents: int) -> bool:
        waits = waits_by_class(agents, loads, 240.0, within)
        level = waits.service_level >= np.array(fraction) - 1e-15
        return bool(np.all(level & (waits.mean_wait_s <= np.array(longest))))

    every = range(math.floor(sum(loads)) + 1, needed + 1)
    assert [agents for agents in every if meets(agents)] == [needed]


def test_requirement_of_one_class_is_that_of_erlang_c() -> None:
    loads = np.concatenate([[0.0], np.geomspace(0.01, 2000, 300)])
    targets: dict[str, Any] = {"within_s": 20, "fraction": 0.8, "max_occupancy": 0.9}
    found = required_agents_by_priority(loads[np.newaxis], 240, **targets)
    assert found.tolist() == required_agents(loads, 240, **targets).tolist()


def test_requirement_does_not_depend_on_the_neighbouring_slots() -> None:
    loads = np.random.default_rng(3).gamma(0.7, 20.0, (3, 120))
    targets: dict[str, Any] = {"within_s": [10, 60, 600], "fraction": [0.95, 0.8, 0.9]}
    together = required_agents_by_priority(loads, 300, **targets)
    alone = [int(required_agents_by_priority(loads[:, i], 300, **targets)) for i in range(120)]
    assert together.tolist() == alone


def test_classes_without_load_or_target_ask_nothing() -> None:
    strict = {"within_s": 0, "fraction": 0.99}
    assert int(required_agents_by_priority([0.0, 0.0], 300, **strict)) == 0
    only_first = required_agents_by_priority([5.0, 0.0], 300, within_s=[20, 0], fraction=[0.8, 0.9])
    assert int(only_first) == int(required_agents(5.0, 300, within_s=20, fraction=0.8))
    free = required_agents_by_priority([5.0, 4.5], 300, within_s=20, fraction=[0.3, 0.0])
    assert int(free) == 10


@pytest.mark.parametrize(
    ("targets", "field"),
    [
        ({}, "fraction"),
        ({"fraction": 0.8}, "within_s"),
        ({"within_s": 20}, "fraction"),
        ({"within_s": 20, "fraction": 1.0}, "fraction"),
        ({"within_s": 20, "fraction": [0.8, 0.8, 0.8]}, "fraction"),
        ({"max_asa_s": 0}, "max_asa_s"),
        ({"max_asa_s": math.nan}, "max_asa_s"),
        ({"max_occupancy": 0}, "max_occupancy"),
        ({"max_asa_s": 9, "loads": 3.0}, "loads"),
        ({"max_asa_s": 9, "aht_s": [1.0, 2.0, 3.0]}, "aht_s"),
    ],
)
def test_bad_targets_are_refused_by_name(targets: dict[str, Any], field: str) -> None:
    good: dict[str, Any] = {"loads": [[1.0, 2.0], [1.0, 2.0]], "aht_s": 300}
    with pytest.raises(InputError) as refusal:
        required_agents_by_priority(**{**good, **targets})
    assert refusal.value.problems[0].field == field
