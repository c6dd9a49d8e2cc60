"""Drawing hours in loses no roster."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from solver.tighten import reachable_minutes


def every_week(kinds: list[tuple[int, bool, int]], shifts: int, nights: int) -> set[int]:
    """Obviously right: all sets of single shifts."""
    single = [(m, night) for m, night, days in kinds for _ in range(days)]
    return {
        sum(minutes for minutes, _ in week)
        for n in range(shifts + 1)
        for week in combinations(single, n)
        if sum(night for _, night in week) <= nights
    }


KINDS = st.lists(
    st.tuples(st.sampled_from([240, 450, 480, 510]), st.booleans(), st.integers(1, 3)),
    max_size=3,
    unique_by=lambda kind: kind[:2],
)


@given(KINDS, st.integers(0, 5), st.integers(0, 3))
def test_reachable_minutes_are_those_of_every_week(
    kinds: list[tuple[int, bool, int]], shifts: int, nights: int
) -> None:
    found = reachable_minutes(tuple(sorted(kinds)), shifts, nights, 10_000)
    assert found == every_week(kinds, shifts, nights)


def test_five_shifts_with_two_nights_reach_39_hours_and_not_less() -> None:
    kinds = ((450, True, 7), (480, False, 7))
    weeks = reachable_minutes(kinds, 5, 2, 40 * 60)
    assert min(m for m in weeks if m >= 37.5 * 60) == 39 * 60
    assert max(weeks) == 40 * 60
