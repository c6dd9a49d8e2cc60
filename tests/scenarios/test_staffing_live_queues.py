"""Agents of calls and chats: each kind of queue by the formula that is its own, shrinkage once."""

from dataclasses import replace
from math import ceil

import numpy as np
import pytest

from planner.demand import QueueRequirement
from planner.queues import Channel, Queue, ServiceLevelTarget
from planner.staffing.chat.chat_requirement import required_chat_agents
from planner.staffing.live.requirement import required_agents
from planner.staffing.priority.waits import waits_by_class
from planner.staffing.uncertain.mixture import mixture_service_level
from scenarios.staffing.requirement import require_agents
from tests.work_fixture import DAY, FIVE, GRID, NINE, OFFICE, PHONE, forecast_of, inputs_of

SLOT_S = 1800
TEN_ERLANGS = 100.0  # calls of 180 s in half an hour
PEAKS = [200.0 if slot in (20, 21) else 40.0 for slot in range(DAY)]


def required(
    queue: Queue,
    contacts: float | list[float] = TEN_ERLANGS,
    day_cv: float = 0.0,
    shrinkage: float = 0.0,
    certainty: float | None = None,
) -> QueueRequirement:
    wide = forecast_of({("phone", ""): contacts}, day_cv=day_cv)
    inputs = inputs_of(queue, shrinkage=shrinkage, certainty=certainty)
    return require_agents(inputs, wide, GRID).of("phone")


def first(queue: Queue, contacts: float | list[float] = TEN_ERLANGS, day_cv: float = 0.0) -> int:
    return int(required(queue, contacts, day_cv).net[0])


@pytest.mark.parametrize(
    ("changes", "agents"),
    [
        ({}, 14),  # 80 % within 20 s of 10 erlangs: the textbook's answer
        ({"max_occupancy": 0.6}, 17),  # 10 / 0.6
        ({"target": None, "max_asa_s": 1.0}, 17),
        ({"target": None, "max_asa_s": 30.0}, 13),
        ({"target": ServiceLevelTarget(0.95, 10)}, 16),
    ],
)
def test_each_promise_asks_for_its_own_agents(changes: dict[str, object], agents: int) -> None:
    assert first(replace(PHONE, **changes)) == agents  # type: ignore[arg-type]


def test_customers_who_hang_up_ask_for_fewer_agents_and_a_limit_on_them_for_more() -> None:
    patient = replace(PHONE, patience_s=120)
    assert first(patient) < first(PHONE)
    limited = replace(patient, max_abandonment=0.005)
    assert first(limited) > first(patient)
    expected = required_agents(
        10.0, 180, within_s=20, fraction=0.8, patience_s=120, max_abandonment=0.005
    )
    assert first(limited) == expected


def test_chats_are_staffed_by_their_own_formula() -> None:
    chat = replace(PHONE, channel=Channel.CHAT, concurrency=3, aht_by_level_s=(180.0, 216.0, 270.0))
    expected = required_chat_agents(
        TEN_ERLANGS / SLOT_S, [180, 216, 270], within_s=20, fraction=0.8, spread="uneven"
    )
    assert first(chat) == expected
    assert 10 * 270 / 180 / 3 <= first(chat) < first(PHONE)


def test_each_priority_meets_its_own_target_with_the_fewest_agents() -> None:
    targets = {"P1": ServiceLevelTarget(0.95, 10), "P2": ServiceLevelTarget(0.6, 60)}
    queue = replace(PHONE, target_by_priority=targets)
    wide = forecast_of({("phone", "P2"): 70.0, ("phone", "P1"): 30.0})
    agents = int(require_agents(inputs_of(queue), wide, GRID).of("phone").net[0])

    def levels(n: int) -> list[float]:
        late = waits_by_class(np.array([n]), np.array([[3.0], [7.0]]), 180, [[10.0], [60.0]]).p_late
        return [1 - float(x) for x in np.ravel(late)]

    assert all(
        level >= t.fraction for level, t in zip(levels(agents), targets.values(), strict=True)
    )
    assert any(
        level < t.fraction for level, t in zip(levels(agents - 1), targets.values(), strict=True)
    )


def test_uncertain_demand_asks_for_more_until_the_mean_level_holds() -> None:
    sure, unsure = first(PHONE), first(PHONE, day_cv=0.3)
    assert unsure > sure
    levels = [mixture_service_level([n], [10.0], [0.3], 180, 20)[0] for n in (unsure, unsure - 1)]
    assert levels[0] >= 0.8 > levels[1]


@pytest.mark.parametrize("over", ["day", "week"])
def test_a_target_over_a_longer_time_costs_fewer_agents(over: str) -> None:
    each = required(PHONE, PEAKS)
    whole = required(replace(PHONE, holds_over=over), PEAKS)  # type: ignore[arg-type]
    assert whole.net.sum() < each.net.sum()
    assert (whole.net > whole.load * 0).all()


def test_a_target_over_the_week_costs_no_more_than_over_its_days() -> None:
    uneven = [200.0 if slot < 6 else 1.0 for slot in range(DAY)]
    day, week = (
        required(replace(PHONE, holds_over=over), uneven).net.sum() for over in ("day", "week")
    )
    assert week <= day


@pytest.mark.parametrize("over", ["interval", "day", "week"])
@pytest.mark.parametrize("certainty", [None, 0.9])
def test_the_fewest_allowed_are_there_while_open_and_nobody_else(
    over: str, certainty: float | None
) -> None:
    queue = replace(PHONE, min_agents=20, opening=OFFICE, holds_over=over)  # type: ignore[arg-type]
    found = required(queue, PEAKS, certainty=certainty)
    is_open = np.zeros((7, DAY), dtype=bool)
    is_open[:5, NINE:FIVE] = True
    np.testing.assert_array_equal(found.is_open, is_open.ravel())
    assert (found.net[is_open.ravel()] >= 20).all()
    assert found.net.reshape(7, DAY)[0, 20] > 20  # the peak of 20 erlangs
    assert not found.net[~is_open.ravel()].any()
    assert not found.load[~is_open.ravel()].any()


def test_more_certainty_costs_more() -> None:
    hours = [
        int(required(PHONE, 10.0, day_cv=0.2, certainty=certainty).net.sum())
        for certainty in (0.5, 0.8, 0.95)
    ]
    assert hours == sorted(hours)
    assert hours[-1] > hours[0]


def test_a_certainty_does_not_lift_other_promises() -> None:
    queue = replace(PHONE, max_occupancy=0.5)
    assert required(queue, certainty=0.9).net[0] >= 20  # 10 / 0.5


def test_long_calls_are_staffed_after_they_arrive() -> None:
    """Calls of an hour that arrive from nine to ten are still there at half past ten."""
    burst = [30.0 if slot in (18, 19) else 0.0 for slot in range(DAY)]
    queue = replace(PHONE, aht_s=3600.0)
    stationary = required(queue, burst)
    modified = required(replace(queue, load_method="modified"), burst)
    assert stationary.load[21] == 0.0 < modified.load[21]
    assert modified.load[18] < stationary.load[18] == 60.0
    assert modified.load.sum() == pytest.approx(stationary.load.sum(), rel=0.02)
    auto = required(replace(queue, load_method="auto"), burst)
    assert auto.load[21] > 0.0


@pytest.mark.parametrize("shrinkage", [0.0, 0.1, 0.3, 0.5])
def test_shrinkage_is_applied_once_to_whole_agents(shrinkage: float) -> None:
    found = required(PHONE, shrinkage=shrinkage)
    assert set(found.net) == {14}
    assert set(found.scheduled) == {ceil(14 / (1 - shrinkage) - 1e-9)}


def test_min_agents_are_heads_on_duty_and_need_no_shrinkage() -> None:
    found = required(replace(PHONE, min_agents=3), 0.0, shrinkage=0.5)
    assert set(found.scheduled) == {3}


def test_no_contacts_ask_for_nobody() -> None:
    for queue in (PHONE, replace(PHONE, holds_over="week"), replace(PHONE, patience_s=60)):
        assert not required(queue, 0.0).scheduled.any()
        assert not required(queue, 0.0, day_cv=0.2, certainty=0.9).scheduled.any()


@pytest.mark.parametrize("cv", [0.0, 1e-9, 0.5, 5.0, 10.0])
@pytest.mark.parametrize("method", ["auto", "stationary", "lagged", "modified"])
def test_every_spread_of_handling_times_that_a_queue_may_have_is_staffed(
    cv: float, method: str
) -> None:
    queue = replace(PHONE, aht_s=1800.0, aht_cv=cv, load_method=method)  # type: ignore[arg-type]
    assert required(queue, 5.0).load == pytest.approx(5.0, rel=0.005)  # some outlast the week
