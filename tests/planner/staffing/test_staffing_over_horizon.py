"""A level over the day: held, never dearer than one in each slot, least on small cases."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from planner.errors import InputError
from planner.staffing.live.live_level import live_service_level
from planner.staffing.live.over_horizon import agents_over_horizon
from planner.staffing.live.requirement import required_agents

AHT_S, WITHIN_S = 180.0, 20.0
PATIENCE = (None, 120.0)
LOADS = st.lists(st.floats(0.0, 60.0), min_size=1, max_size=12)


def missed(
    agents: NDArray[np.int64],
    load: NDArray[np.float64],
    contacts: NDArray[np.float64],
    fraction: float,
    patience_s: float | None,
) -> float:
    """Contacts short of the target, as a share of all; at most 0 if it is held."""
    aht, within = np.full(load.size, AHT_S), np.full(load.size, WITHIN_S)
    patience = None if patience_s is None else np.full(load.size, patience_s)
    level = live_service_level(agents, load, aht, within, patience_s=patience)
    offered = contacts.sum()
    return 0.0 if offered == 0 else fraction - float((level * contacts).sum() / offered)


def fewest_that_hold(
    floor: NDArray[np.int64], load: NDArray[np.float64], fraction: float, patience_s: float | None
) -> int:
    """Brute force over three slots, each from its floor to 14 agents more."""
    more = np.arange(15)
    n = floor[:, None] + more
    shape = n.shape
    a, aht, within = (np.broadcast_to(v, shape).copy() for v in (load[:, None], AHT_S, WITHIN_S))
    patience = None if patience_s is None else np.full(shape, patience_s)
    table = a * live_service_level(n, a, aht, within, patience_s=patience)
    in_time = sum(np.ix_(*table), np.zeros(()))
    extra = sum(np.ix_(more, more, more), np.zeros((), np.int64))
    return int(floor.sum() + extra[in_time >= fraction * load.sum()].min())


@pytest.mark.parametrize("patience_s", PATIENCE)
@given(loads=LOADS, fraction=st.floats(0.3, 0.97), split=st.integers(0, 12))
@settings(max_examples=20)
def test_each_group_holds_its_level_with_no_more_agents_than_slot_by_slot(
    patience_s: float | None, loads: list[float], fraction: float, split: int
) -> None:
    load = np.array(loads)
    contacts = load * 10.0
    group = (np.arange(load.size) >= split).astype(np.int64)
    agents, alone = (
        agents_over_horizon(
            load,
            contacts,
            AHT_S,
            within_s=WITHIN_S,
            fraction=fraction,
            group=labels,
            patience_s=patience_s,
        )
        for labels in (group, np.arange(load.size))
    )
    for number in np.unique(group):
        part = group == number
        assert missed(agents[part], load[part], contacts[part], fraction, patience_s) < 1e-11
        assert agents[part].sum() <= alone[part].sum()


@given(loads=LOADS, fraction=st.floats(0.3, 0.97))
@settings(max_examples=20)
def test_a_group_of_one_slot_is_the_requirement(loads: list[float], fraction: float) -> None:
    load = np.array(loads)
    agents = agents_over_horizon(
        load, load, AHT_S, within_s=WITHIN_S, fraction=fraction, group=np.arange(load.size)
    )
    expected = required_agents(load, AHT_S, within_s=WITHIN_S, fraction=fraction)
    assert agents.tolist() == expected.tolist()


@pytest.mark.parametrize("fraction", [0.5, 0.8, 0.95])
@pytest.mark.parametrize("seed", range(2))
def test_no_allocation_with_fewer_agents_holds_the_level(seed: int, fraction: float) -> None:
    load = np.random.default_rng(seed).gamma(1.5, 4.0, 3)
    contacts = load * 10.0
    agents = agents_over_horizon(load, contacts, AHT_S, within_s=WITHIN_S, fraction=fraction)
    assert agents.sum() == fewest_that_hold(load.astype(np.int64) + 1, load, fraction, None)


@pytest.mark.parametrize("fraction", [0.6, 0.8, 0.9])
@pytest.mark.parametrize("seed", range(2))
def test_with_patience_the_answer_is_least_above_its_floor(seed: int, fraction: float) -> None:
    load = np.random.default_rng(seed).gamma(2.0, 4.0, 3)
    contacts = load * 10.0
    agents = agents_over_horizon(
        load, contacts, AHT_S, within_s=WITHIN_S, fraction=fraction, patience_s=120.0
    )
    floor = np.maximum(1, (0.7 * load).astype(np.int64))
    best = fewest_that_hold(floor, load, fraction, 120.0)
    assert best <= agents.sum() <= best + 1


@pytest.mark.parametrize("patience_s", PATIENCE)
def test_a_higher_target_never_needs_fewer_agents(patience_s: float | None) -> None:
    load = np.linspace(0.5, 40.0, 30)
    totals = [
        agents_over_horizon(
            load, load, AHT_S, within_s=WITHIN_S, fraction=fraction, patience_s=patience_s
        ).sum()
        for fraction in np.linspace(0.3, 0.99, 24)
    ]
    assert (np.diff(totals) >= 0).all()
    assert totals[-1] > totals[0]


def test_min_agents_and_occupancy_hold_in_every_slot() -> None:
    load = np.array([0.0, 0.5, 10.0, 30.0])
    agents = agents_over_horizon(
        load,
        load,
        AHT_S,
        within_s=WITHIN_S,
        fraction=0.5,
        min_agents=[2, 3, 0, 0],
        max_occupancy=0.8,
    )
    assert agents[0] == 2
    assert agents[1] >= 3
    assert (load / agents <= 0.8).all()


def test_quiet_slots_pay_for_busy_ones() -> None:
    """Two slots of 1 erlang beside one of 30: the level is bought where contacts are many."""
    load = np.array([1.0, 1.0, 30.0])
    agents = agents_over_horizon(load, load, AHT_S, within_s=WITHIN_S, fraction=0.8)
    alone = required_agents(load, AHT_S, within_s=WITHIN_S, fraction=0.8)
    assert agents.sum() < alone.sum()
    assert (agents[:2] < alone[:2]).all()


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("fraction", {"fraction": 1.0}),
        ("group", {"group": [0.5, 1.0]}),
        ("contacts", {"contacts": [-1.0, 1.0]}),
        ("load", {"load": [[1.0, 2.0]]}),
        ("min_agents", {"min_agents": -1}),
    ],
)
def test_bad_numbers_are_refused_by_name(field: str, change: dict[str, object]) -> None:
    good: dict[str, object] = {
        "load": [1.0, 2.0],
        "contacts": [1.0, 2.0],
        "aht_s": AHT_S,
        "within_s": WITHIN_S,
        "fraction": 0.8,
    }
    with pytest.raises(InputError, match=field):
        agents_over_horizon(**(good | change))  # type: ignore[arg-type]
