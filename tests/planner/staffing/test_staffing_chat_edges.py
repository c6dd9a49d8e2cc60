"""Chat at its edges: nothing offered, nobody there, overload, numbers that make no sense."""

import math
from typing import Any

import numpy as np
import pytest

from planner.errors import InputError
from planner.staffing.chat.chat_requirement import required_chat_agents
from planner.staffing.chat.measures import ChatMeasures, chat_measures, chat_service_level


def test_nothing_offered_needs_nobody_and_waits_for_nobody() -> None:
    assert required_chat_agents([0.0, 0.1], [300], within_s=0, fraction=0.5).tolist()[0] == 0
    found = chat_measures([0, 3], 0.0, [300, 400], patience_s=60)
    assert found.p_wait.tolist() == [1.0, 0.0]
    assert found.sl_offered.tolist() == [0.0, 1.0]
    assert found.occupancy.tolist() == [0.0, 0.0]


def test_patient_customers_of_a_team_that_cannot_keep_up_wait_for_ever() -> None:
    found = chat_measures(2, [0.009, 0.01, 0.02], [300, 400], within_s=60)
    assert found.sl_offered[0] > 0.0
    assert found.sl_offered[1:].tolist() == [0.0, 0.0]
    assert found.mean_wait_all_s[1:].tolist() == [math.inf, math.inf]
    assert found.p_abandon.tolist() == [0.0, 0.0, 0.0]
    assert found.conversations[1:].tolist() == [2.0, 2.0]


def test_no_agents_lose_everybody() -> None:
    found = chat_measures(0, 0.1, [300, 400], within_s=60, patience_s=90)
    assert (float(found.p_abandon), float(found.mean_wait_all_s)) == (1.0, 90.0)
    assert float(found.asa_answered_s) == math.inf
    assert float(found.sl_answered) == 0.0


@pytest.mark.parametrize("rate", [1e-29, 1e-6, 0.3, 3.0, 40.0])
@pytest.mark.parametrize("levels", [[300.0, 360, 450], [300, 900, 2700], [1, 1e4], [1e4] * 6])
def test_no_number_is_ever_missing(rate: float, levels: list[float]) -> None:
    found = chat_measures(
        [1, 30, 2000], rate, levels, within_s=45, patience_s=[[1.0], [1e4], [math.inf]]
    )
    for column in ChatMeasures.__slots__:
        numbers = getattr(found, column)
        assert numbers.shape == (3, 3)
        assert not np.isnan(numbers).any(), column
        assert np.all(numbers >= 0.0), column
        if column.startswith(("p_", "sl_", "occ", "agents")):
            assert np.all(numbers <= 1.0 + 1e-12), column


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"agents": 2.5}, "agents"),
        ({"agents": -1}, "agents"),
        ({"rate_per_s": math.nan}, "rate_per_s"),
        ({"aht_by_level_s": []}, "aht_by_level_s"),
        ({"aht_by_level_s": [300, 0]}, "aht_by_level_s"),
        ({"aht_by_level_s": [[300, 400]]}, "aht_by_level_s"),
        ({"within_s": -1}, "within_s"),
        ({"patience_s": 0}, "patience_s"),
        ({"patience_s": math.nan}, "patience_s"),
        ({"patience_s": 1e8}, "patience_s"),
    ],
)
def test_bad_numbers_are_refused_by_name(change: dict[str, Any], field: str) -> None:
    good: dict[str, Any] = {"agents": 3, "rate_per_s": 0.01, "aht_by_level_s": [300, 400]}
    with pytest.raises(InputError, match=field) as refusal:
        chat_measures(**{**good, **change})
    assert refusal.value.problems[0].field == field


def test_service_level_is_the_share_of_those_offered() -> None:
    found = chat_service_level([5, 6], 0.04, [300, 400], 20, patience_s=100)
    same = chat_measures([5, 6], 0.04, [300, 400], within_s=20, patience_s=100).sl_offered
    assert found.tolist() == same.tolist()
