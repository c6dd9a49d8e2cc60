"""What contracts and teams ask checks itself, and the problem that it fits in."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from planner.errors import InputError
from solver.contract import DeferredWork, Floor, Limit, Pair
from solver.goals.deferred import cost
from solver.problem import RosterProblem
from solver.result import SlotRoster

from .conftest import small_problem


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Limit("w", "minutes", 5, 4, 0, 7), "5 to 4 minutes"),
        (lambda: Limit("w", "minutes", 0, 4, 7, 7), "there must be a day"),
        (lambda: Limit("w", "minutes", 0, 4, 0, 7, cents_above=-2), "a price is -2"),
        (lambda: Floor("lead", (0,), (1,), -1), "lead: a price is -1"),
        (lambda: Pair(0, 1, together=True, cents=-1), "a price is -1"),
        (lambda: DeferredWork(0, 5, 8, 8, 100), "from slot 8 to before 8"),
        (lambda: DeferredWork(0, -1, 0, 8, 100), "of -1 minutes"),
    ],
)
def test_terms_check_themselves(make: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        make()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"floors": (Floor("lead", (1,), (0,) * 96, 1),)}, "people 0 to 0"),
        ({"floors": (Floor("lead", (0,), (0,) * 95, 1),)}, "asks 95 slots"),
        ({"pairs": (Pair(0, 1, together=True),)}, "name two of 0 to 0"),
        ({"pairs": (Pair(0, 0, together=False),)}, "people 0 and 0"),
        ({"deferred": (DeferredWork(2, 1, 0, 8, 1),)}, "skills 0 to 1"),
        ({"deferred": (DeferredWork(0, 1, 0, 97, 1),)}, "ends with slot 96"),
    ],
)
def test_terms_must_fit_the_problem(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        small_problem(**changes)


works = st.builds(
    lambda hours, release, length, cents: DeferredWork(
        0, 60 * hours, release, release + length, cents
    ),
    hours=st.integers(0, 4),
    release=st.integers(0, 6),
    length=st.integers(1, 6),
    cents=st.sampled_from([120, 240, 720]),
)


@settings(max_examples=150, deadline=None)
@given(rooms=st.lists(st.integers(-1, 3), min_size=12, max_size=12), asked=st.lists(works))
def test_no_assignment_of_work_leaves_less_undone(
    rooms: list[int], asked: list[DeferredWork]
) -> None:
    """The cheapest assignment of units of work to agent-slots, a unit and a slot at a time."""
    problem = with_spare(rooms, asked)
    units = [work for work in asked for _ in range(work.minutes // 60)]
    slots = [t for t, room in enumerate(rooms) for _ in range(room)]
    saved = np.array(
        [[work.cents * (work.release <= t < work.due) for t in slots] for work in units]
    ).reshape(len(units), len(slots))
    done = saved[linear_sum_assignment(saved, maximize=True)].sum()
    assert cost(problem, SlotRoster(())) == sum(work.cents for work in units) - done


def with_spare(rooms: list[int], asked: list[DeferredWork]) -> RosterProblem:
    """A problem of 12 hours whose people carried in exceed those required by `rooms`."""
    carried = np.array([[room + 1 for room in rooms], [0] * 12], dtype=np.int64)
    required = np.array([[1] * 12, [0] * 12], dtype=np.int64)
    return small_problem(
        n_slots=12, n_days=1, options=(), required=required, carried_in=carried, deferred=(*asked,)
    )
