"""Outages that hit several series at once are found in each, and no others are made up."""

from dataclasses import replace

import numpy as np
import pytest

from forecasting.base import Series
from forecasting.day_level import look_at
from forecasting.explained import Event
from forecasting.shared_outages import shared_outages
from tests.forecasting.histories import counts, grid, history, true_mean

SLOTS = grid("2003-06-01", 112)
FIRST, N = 71 * 24 + 10, 3


def quiet_series(seed: int, busiest: float = 5.0) -> Series:
    """About three contacts an hour in the day."""
    return history(SLOTS, counts(SLOTS, true_mean(SLOTS, busiest), 0.1, seed))


def silenced(series: Series) -> Series:
    y = series.y.copy()
    y[FIRST : FIRST + N] = 0.0
    return replace(series, y=y)


def outages(series: Series) -> list[tuple[np.datetime64, np.datetime64]]:
    return [(f.start, f.end) for f in look_at(series)[0].findings if f.kind == "outage"]


def test_an_outage_of_two_of_three_is_found_in_both_and_in_the_third_not() -> None:
    struck = [silenced(quiet_series(1)), silenced(quiet_series(2)), quiet_series(3)]
    assert not any(outages(series) for series in struck)

    first, second, third = shared_outages(struck)

    assert third == ()
    for series, found in ((struck[0], first), (struck[1], second)):
        (one,) = found
        assert one.start <= SLOTS.stamps[FIRST]
        assert one.end >= SLOTS.stamps[FIRST + N - 1] + np.timedelta64(1, "h")
        assert one.end - one.start <= np.timedelta64(N + 2, "h")
        assert len(outages(replace(series, outages=found))) == 1


def test_nothing_is_found_where_nothing_happened() -> None:
    for busiest in (1.0, 3.0, 20.0):
        alike = [quiet_series(seed, busiest) for seed in range(12)]

        assert not any(shared_outages(alike))


def test_a_series_alone_shares_nothing() -> None:
    assert shared_outages([silenced(quiet_series(1))]) == [()]
    assert shared_outages([]) == []


def test_a_pair_among_many_is_found() -> None:
    many = [silenced(quiet_series(1, 7)), silenced(quiet_series(2, 7))]
    many += [quiet_series(seed, 7) for seed in range(3, 30)]

    found = shared_outages(many)

    assert [len(one) for one in found] == [1, 1] + [0] * 27


def test_a_known_event_or_holiday_is_no_outage() -> None:
    start = SLOTS.stamps[FIRST - 2]
    known = Event("drill", start, start + np.timedelta64(8, "h"))
    day = SLOTS.stamps[FIRST].astype("datetime64[D]").item()
    struck = [silenced(quiet_series(seed)) for seed in (1, 2)]

    assert not any(shared_outages(replace(one, events=(known,)) for one in struck))
    assert not any(shared_outages(replace(one, holidays={day: "Founders"}) for one in struck))


@pytest.mark.parametrize("later", [0, 24 * 28])
def test_histories_that_begin_at_different_times_are_matched_by_the_clock(later: int) -> None:
    struck = [silenced(quiet_series(1)), silenced(quiet_series(2)).part(later, len(SLOTS))]

    first, second = shared_outages(struck)

    assert first == second != ()
