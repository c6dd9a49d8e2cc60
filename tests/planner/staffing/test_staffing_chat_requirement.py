"""Agents that chat requires: the fewest that meet every target."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import InputError
from planner.staffing import required_agents
from planner.staffing.chat.chat_requirement import CHAT_SERVICE_LEVELS, required_chat_agents
from planner.staffing.chat.measures import chat_measures

durations = st.lists(st.floats(10, 2000), min_size=1, max_size=6).map(sorted)
patiences = st.floats(5, 3000)
thresholds = st.floats(0, 300)


@settings(max_examples=40)
@given(
    st.floats(0.001, 0.5),
    durations,
    st.one_of(patiences, st.just(math.inf)),
    thresholds,
    st.floats(0.05, 0.99),
    st.sampled_from(CHAT_SERVICE_LEVELS),
)
def test_requirement_is_the_first_number_that_meets_the_level(
    rate: float, levels: list[float], patience: float, within: float, share: float, which: str
) -> None:
    needed = int(
        required_chat_agents(
            rate, levels, patience_s=patience, within_s=within, fraction=share, definition=which
        )
    )
    every = np.arange(1, needed + 1)
    found = chat_measures(every, rate, levels, within_s=within, patience_s=patience)
    assert [n for n, x in zip(every, getattr(found, f"sl_{which}"), strict=True) if x >= share] == [
        needed
    ]


def test_requirement_meets_each_kind_of_target() -> None:
    levels = [300, 360, 450]
    wanted: list[tuple[dict[str, Any], str, float]] = [
        ({"max_asa_s": 5.0}, "asa_answered_s", 5.0),
        ({"max_abandonment": 0.03}, "p_abandon", 0.03),
        ({"max_occupancy": 0.7}, "occupancy", 0.7),
    ]
    alone = []
    for target, measure, limit in wanted:
        needed = int(required_chat_agents(0.3, levels, patience_s=120, **target))
        found = chat_measures([needed - 1, needed], 0.3, levels, patience_s=120)
        assert getattr(found, measure)[0] > limit >= getattr(found, measure)[1]
        alone.append(needed)
    together = required_chat_agents(
        0.3, levels, patience_s=120, max_asa_s=5, max_abandonment=0.03, max_occupancy=0.7
    )
    assert int(together) == max(alone)


def test_requirement_of_one_conversation_each_is_that_of_erlang_c() -> None:
    loads = np.geomspace(0.01, 800, 300)
    chat = required_chat_agents(loads / 240, [240], within_s=20, fraction=0.8)
    phone = required_agents(loads, 240, within_s=20, fraction=0.8)
    assert chat.tolist() == phone.tolist()


def test_requirement_does_not_depend_on_the_neighbouring_intervals() -> None:
    rates = np.random.default_rng(7).gamma(0.5, 0.4, 200)
    targets: dict[str, Any] = {"patience_s": 90, "within_s": 30, "fraction": 0.8}
    together = required_chat_agents(rates, [300, 330, 420], **targets)
    alone = [int(required_chat_agents(rate, [300, 330, 420], **targets)) for rate in rates]
    assert together.tolist() == alone


@pytest.mark.parametrize(
    ("targets", "field"),
    [
        ({}, "fraction"),
        ({"fraction": 0.8}, "within_s"),
        ({"within_s": 20}, "fraction"),
        ({"within_s": 20, "fraction": 1.0}, "fraction"),
        ({"within_s": 20, "fraction": 0.8, "definition": "served"}, "definition"),
        ({"max_asa_s": 0}, "max_asa_s"),
        ({"max_abandonment": 0}, "max_abandonment"),
        ({"max_occupancy": 1.1}, "max_occupancy"),
        ({"max_asa_s": 9, "aht_by_level_s": [300, 200]}, "aht_by_level_s"),
        ({"max_asa_s": 9, "rate_per_s": 1e5}, "rate_per_s"),
    ],
)
def test_bad_targets_are_refused_by_name(targets: dict[str, Any], field: str) -> None:
    good: dict[str, Any] = {"rate_per_s": 0.01, "aht_by_level_s": [300, 400]}
    with pytest.raises(InputError) as refusal:
        required_chat_agents(**{**good, **targets})
    assert refusal.value.problems[0].field == field


def test_a_slot_next_to_empty_does_not_send_the_next_one_far() -> None:
    rates = np.array([1e-12, 0.05, 1e-25, 0.05])
    found = required_chat_agents(rates, [300.0, 360.0], patience_s=120.0, within_s=30, fraction=0.8)
    assert found[1] == found[3] > found[0] == 1
