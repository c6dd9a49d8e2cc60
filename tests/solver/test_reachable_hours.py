"""Sums of paid minutes that whole shifts reach: the same as by trying all, and soon known."""

from itertools import product
from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from solver.rules.weekly_hours import Reach, reachable

LENGTHS = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 3)), max_size=4, unique=True)


@given(LENGTHS, st.integers(-1, 30), st.integers(-2, 40))
def test_reach_is_what_trying_all_finds(
    lengths: list[tuple[int, int]], least: int, most: int
) -> None:
    sums = [
        (sum(k * minutes for k, (minutes, _) in zip(picks, lengths, strict=True)), sum(picks))
        for picks in product(*(range(available + 1) for _, available in lengths))
    ]
    inside = [(total, count) for total, count in sums if least <= total <= most]
    found = reachable(tuple(lengths), least, most)
    if not inside:
        assert found is None
        return
    totals, counts = zip(*inside, strict=True)
    assert found == Reach(min(totals), max(totals), min(counts), max(counts))


def test_sixteen_lengths_are_no_burden() -> None:
    """The most shifts: seven of each of the six shortest, 9135 minutes, and two of 302."""
    lengths = tuple((180 + 60 * (k % 7) + k, 7) for k in range(16))
    assert reachable(lengths, 0, 10_000) == Reach(0, 10_000, 0, 44)


def test_hundreds_of_shifts_without_a_most_are_no_burden() -> None:
    """An explanation asks for each of thirty hours; 1800 minutes are 450 four times."""
    lengths = tuple((60 * hours + 30, 100) for hours in range(2, 9))
    began = perf_counter()
    found = [reachable(lengths, 60 * hours, 10**9) for hours in range(31)]
    assert found[-1] == Reach(1800, 231_000, 4, 700)
    assert perf_counter() - began < 4
