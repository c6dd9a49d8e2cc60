"""Pools of skills: every set of lines is covered, with the least total and the fewest flexible."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from planner.errors import InputError
from planner.staffing.live.requirement import required_agents
from planner.staffing.pooled import (
    POOL_TARGETS,
    PooledRequirement,
    PoolTarget,
    pooled_requirement,
    required_by_set,
)

Agents = NDArray[np.int64]

MERGED = pytest.mark.parametrize("target", POOL_TARGETS)


def lines_of(members: int) -> list[int]:
    return [line for line in range(members.bit_length()) if members >> line & 1]


def needs_in_full(by_set: list[int]) -> list[int]:
    """No set needs fewer than a part of it."""
    return [
        max(need for part, need in enumerate(by_set) if part & members == part)
        for members in range(len(by_set))
    ]


def covers_every_set(dedicated: tuple[int, ...], flexible: int, by_set: list[int]) -> bool:
    return all(
        sum(dedicated[line] for line in lines_of(members)) + flexible >= need
        for members, need in enumerate(by_set)
    )


def best_by_trying_all(by_set: list[int]) -> tuple[int, int]:
    """Least total, and the fewest flexible agents with that total."""
    n_lines = len(by_set).bit_length() - 1
    most = max(by_set)
    return min(
        (sum(dedicated) + flexible, flexible)
        for *dedicated, flexible in product(range(most + 1), repeat=n_lines + 1)
        if covers_every_set(tuple(dedicated), flexible, by_set)
    )


def test_two_lines_of_ten_erlangs() -> None:
    by_set = required_by_set([[10.0], [10.0]], 240.0, within_s=20.0, fraction=0.8)
    assert by_set.ravel().tolist() == [0, 14, 14, 25]
    pool = pooled_requirement(by_set)
    assert pool.dedicated.ravel().tolist() == [11, 11]
    assert pool.flexible.tolist() == [3]
    assert pool.total.tolist() == [25]


def test_one_line_needs_nobody_flexible() -> None:
    pool = pooled_requirement(required_by_set([[10.0, 0.0]], 180.0, within_s=20.0, fraction=0.8))
    assert pool.dedicated.tolist() == [[14, 0]]
    assert pool.flexible.tolist() == [0, 0]


@MERGED
def test_alone_is_the_requirement_of_the_line(target: PoolTarget) -> None:
    loads = np.random.default_rng(4).gamma(2.0, 8.0, (3, 20))
    aht_s, within_s, fraction = [180.0, 400.0, 900.0], [20.0, 30.0, 120.0], [0.8, 0.9, 0.7]
    by_set = required_by_set(loads, aht_s, within_s=within_s, fraction=fraction, target=target)
    for line in range(3):
        alone = required_agents(
            loads[line], aht_s[line], within_s=within_s[line], fraction=fraction[line]
        )
        assert by_set[1 << line].tolist() == alone.tolist()


def test_merged_lines_have_the_handling_time_of_the_mean_contact() -> None:
    """12 erlangs of 120 s and 6 of 600 s: 0.1 and 0.01 contacts a second, so 18 / 0.11 s."""
    by_set = required_by_set([[12.0], [6.0]], [120.0, 600.0], within_s=20.0, fraction=0.8)
    merged = required_agents(18.0, 18.0 / 0.11, within_s=20.0, fraction=0.8)
    assert by_set[3].tolist() == [int(merged)]


def test_merged_lines_have_the_strictest_target_or_the_mean_one() -> None:
    loads, within_s, fraction = [[40.0], [40.0]], [10.0, 20.0], [0.75, 0.85]
    strictest = required_by_set(loads, 300.0, within_s=within_s, fraction=fraction)
    assert strictest[3].tolist() == [int(required_agents(80, 300, within_s=10, fraction=0.85))]
    mean = required_by_set(loads, 300.0, within_s=within_s, fraction=fraction, target="weighted")
    assert mean[3].tolist() == [int(required_agents(80, 300, within_s=15, fraction=0.8))]


def test_customers_who_hang_up_need_fewer_agents() -> None:
    """Patience is that of the mean contact too: 1/3 at 60 s and 2/3 at 240 s make 180 s."""
    loads = [[10.0, 20.0], [20.0, 40.0]]
    patient = required_by_set(loads, 300.0, within_s=20.0, fraction=0.8)
    by_set = required_by_set(loads, 300.0, patience_s=[60.0, 240.0], within_s=20.0, fraction=0.8)
    assert np.all(by_set[1:] < patient[1:])
    merged = required_agents([30.0, 60.0], 300.0, within_s=20.0, fraction=0.8, patience_s=180.0)
    assert by_set[3].tolist() == merged.tolist()


def test_line_without_contacts_asks_for_nothing() -> None:
    by_set = required_by_set(
        [[10.0], [0.0]], [180.0, 0.0], within_s=[60.0, 1.0], fraction=[0.8, 0.99]
    )
    assert by_set[2].tolist() == [0]
    assert by_set[3].tolist() == by_set[1].tolist()


def test_strict_small_line_is_not_merged_into_a_lax_large_one() -> None:
    """Apart they need fewer than all contacts at the strictest target."""
    loads, within_s, fraction = [[1.0], [200.0]], [5.0, 300.0], [0.99, 0.5]
    by_set = required_by_set(loads, 300.0, within_s=within_s, fraction=fraction)[:, 0].tolist()
    assert int(required_agents(201, 300, within_s=5, fraction=0.99)) > by_set[1] + by_set[2]
    assert by_set[3] == by_set[1] + by_set[2]


@MERGED
@settings(max_examples=40)
@given(data=st.data())
def test_pool_of_live_lines(target: PoolTarget, data: st.DataObject) -> None:
    n_lines = data.draw(st.integers(1, 4))
    lists = st.lists(st.floats(0.0, 200.0), min_size=n_lines, max_size=n_lines)
    loads = np.array(data.draw(lists))[:, None]
    aht_s = data.draw(st.lists(st.floats(30, 2000), min_size=n_lines, max_size=n_lines))
    within_s = data.draw(st.lists(st.floats(0, 300), min_size=n_lines, max_size=n_lines))
    fraction = data.draw(st.lists(st.floats(0.1, 0.99), min_size=n_lines, max_size=n_lines))
    by_set = required_by_set(loads, aht_s, within_s=within_s, fraction=fraction, target=target)
    needs = by_set[:, 0].tolist()
    assert needs == needs_in_full(needs)
    assert needs[-1] <= sum(needs[1 << line] for line in range(n_lines))
    pool = pooled_requirement(by_set)
    assert pool.total.tolist() == [needs[-1]]
    assert pool.dedicated.min() >= 0
    assert covers_every_set(tuple(pool.dedicated[:, 0].tolist()), int(pool.flexible[0]), needs)


def test_diminishing_returns_give_every_line_its_marginal_need() -> None:
    loads = np.array([[30.0], [60.0], [90.0]])
    by_set = required_by_set(loads, 300.0, within_s=20.0, fraction=0.8)
    pool = pooled_requirement(by_set)
    marginal = [int(by_set[7, 0] - by_set[7 ^ 1 << line, 0]) for line in range(3)]
    assert pool.dedicated.ravel().tolist() == marginal
    assert pool.flexible.tolist() == [int(by_set[7, 0]) - sum(marginal)]


@settings(max_examples=60)
@given(
    st.sampled_from([2, 4, 8]).flatmap(
        lambda n: st.lists(st.integers(0, 5), min_size=n, max_size=n)
    )
)
def test_any_needs_get_the_least_total_and_then_the_fewest_flexible(drawn: list[int]) -> None:
    by_set = [0, *drawn[1:]]
    pool = pooled_requirement(np.array(by_set)[:, None])
    needs = needs_in_full(by_set)
    assert (int(pool.total[0]), int(pool.flexible[0])) == best_by_trying_all(needs)
    assert covers_every_set(tuple(pool.dedicated[:, 0].tolist()), int(pool.flexible[0]), needs)


def test_many_moves_are_found_by_integer_programming() -> None:
    """A second line adds nothing, a third one 20: two lines may hold 20 dedicated, not 20 each."""
    pool = pooled_requirement(np.array([[0], [40], [40], [40], [40], [40], [40], [60]]))
    assert pool.dedicated.ravel().tolist() == [10, 10, 10]
    assert pool.flexible.tolist() == [30]


def test_slots_do_not_disturb_each_other() -> None:
    loads = np.random.default_rng(5).gamma(2.0, 10.0, (4, 60))
    by_set = required_by_set(loads, 300.0, within_s=20.0, fraction=0.8)
    together = pooled_requirement(by_set)
    for slot in range(60):
        alone = pooled_requirement(by_set[:, slot : slot + 1])
        assert alone.dedicated[:, 0].tolist() == together.dedicated[:, slot].tolist()
        assert alone.flexible.tolist() == together.flexible[slot : slot + 1].tolist()


def test_eight_lines_at_most() -> None:
    pool: PooledRequirement = pooled_requirement(
        required_by_set(np.full((8, 2), 5.0), 300.0, within_s=20.0, fraction=0.8)
    )
    assert pool.dedicated.shape == (8, 2)
    with pytest.raises(InputError, match="1 to 8 lines"):
        required_by_set(np.ones((9, 2)), 300.0, within_s=20.0, fraction=0.8)
    with pytest.raises(InputError, match="1 to 8 lines"):
        pooled_requirement(np.zeros((512, 2)))


@pytest.mark.parametrize(
    ("field", "arguments"),
    [
        ("loads", {"loads": [1.0, 2.0]}),
        ("load", {"loads": [[-1.0], [1.0]]}),
        ("aht_s", {"aht_s": 0.0}),
        ("aht_s", {"aht_s": [1.0, 2.0, 3.0]}),
        ("within_s", {"within_s": -1.0}),
        ("fraction", {"fraction": [0.8, 1.0]}),
        ("target", {"target": "mildest"}),
    ],
)
def test_bad_numbers_are_refused_by_name(field: str, arguments: dict[str, object]) -> None:
    given: dict[str, object] = {
        "loads": [[5.0], [1.0]],
        "aht_s": 300.0,
        "within_s": 20.0,
        "fraction": 0.8,
        **arguments,
    }
    with pytest.raises(InputError) as refused:
        required_by_set(**given)  # type: ignore[arg-type]
    assert refused.value.problems[0].field == field


@pytest.mark.parametrize("by_set", [[0, 1], [[0], [1], [2]], [[0], [1.5]], [[1], [2]], [[0], [-1]]])
def test_bad_sets_are_refused(by_set: list[object]) -> None:
    with pytest.raises(InputError, match="by_set"):
        pooled_requirement(by_set)  # type: ignore[arg-type]
