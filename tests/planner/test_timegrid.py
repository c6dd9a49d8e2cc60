from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import InputError
from planner.timegrid import SLOT_MINUTES, Interval, TimeGrid, require_utc

START = datetime(2003, 10, 20, 4, 0, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")

grids = st.builds(
    TimeGrid,
    start=st.datetimes(
        min_value=datetime(1970, 1, 1),  # noqa: DTZ001
        max_value=datetime(2200, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ).map(lambda instant: instant.replace(second=0, microsecond=0)),
    minutes=st.sampled_from(SLOT_MINUTES),
    n_slots=st.integers(1, 3000),
)


@given(grids, st.integers(-5000, 5000))
def test_every_slot_is_found_at_its_own_start(grid: TimeGrid, slot: int) -> None:
    assert grid.slot_of(grid.instant(slot)) == slot
    assert grid.offset(grid.instant(slot)) == slot


@given(grids, st.integers(0, 4000), st.data())
def test_an_instant_inside_a_slot_asks_for_a_finer_grid(
    grid: TimeGrid, slot: int, data: st.DataObject
) -> None:
    inside = data.draw(st.integers(1, grid.minutes * 60 - 1))
    with pytest.raises(InputError, match="use a finer grid") as caught:
        grid.slot_of(grid.instant(slot) + timedelta(seconds=inside))
    assert caught.value.problems[0].code == "off_grid"


@given(grids)
def test_slots_tile_the_grid_without_gap_or_overlap(grid: TimeGrid) -> None:
    stamps = grid.stamps()
    assert stamps.shape == (grid.n_slots,)
    assert stamps[0] == np.datetime64(grid.start.replace(tzinfo=None), "s")
    assert set(np.diff(stamps).astype(int)) <= {grid.minutes * 60}
    assert grid.interval == Interval(grid.start, grid.instant(grid.n_slots))
    assert timedelta(hours=grid.hours) == grid.interval.length


@given(grids, st.integers(0, 500), st.integers(0, 500))
def test_widening_keeps_the_slots_in_step(grid: TimeGrid, before: int, after: int) -> None:
    wide = grid.widened(before, after)
    assert wide.slot_of(grid.start) == before
    assert wide.n_slots == before + grid.n_slots + after
    assert wide.end - grid.end == after * grid.slot


@pytest.mark.parametrize("minutes", [0, -30, 1, 20, 45, 61, 120])
def test_only_the_five_slot_lengths_are_accepted(minutes: int) -> None:
    with pytest.raises(InputError, match=f"grid is {minutes} minutes; use 5, 10, 15, 30 or 60"):
        TimeGrid(START, minutes, 1)


def test_a_grid_needs_a_slot() -> None:
    with pytest.raises(InputError, match="at least 1"):
        TimeGrid(START, 30, 0)


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2003, 10, 20, 4, 0),  # noqa: DTZ001
        datetime(2003, 10, 20, 4, 0, tzinfo=timezone(timedelta(hours=1))),
        datetime(2003, 7, 1, tzinfo=LONDON),
    ],
    ids=["naive", "fixed offset", "London in summer"],
)
def test_instants_that_are_not_utc_are_refused(instant: datetime) -> None:
    for make in (
        lambda: TimeGrid(instant, 30, 1),
        lambda: Interval(instant, instant),
        lambda: TimeGrid(START, 30, 1).offset(instant),
    ):
        with pytest.raises(InputError, match="give an instant in UTC"):
            make()


def test_london_in_winter_becomes_utc_and_counts_elapsed_time_from_then_on() -> None:
    grid = TimeGrid(datetime(2004, 3, 22, tzinfo=LONDON), 60, 169)
    assert grid.start.tzinfo is UTC
    assert grid.end == datetime(2004, 3, 29, 1, 0, tzinfo=UTC)
    ends = Interval(datetime(2004, 3, 22, tzinfo=LONDON), grid.end)
    assert ends.length == timedelta(hours=169)
    assert require_utc(datetime(2004, 1, 1, tzinfo=LONDON), "x").tzinfo is UTC


def test_intervals_are_half_open_so_touching_ends_do_not_overlap() -> None:
    first = Interval(START, START + timedelta(hours=8))
    assert not first.overlaps(Interval(first.end, first.end + timedelta(hours=1)))
    assert first.overlaps(Interval(first.end - timedelta(seconds=1), first.end))
    assert first.length == timedelta(hours=8)
    assert not Interval(START, START).overlaps(first)


def test_reversed_intervals_are_refused() -> None:
    with pytest.raises(InputError, match="swap them") as caught:
        Interval(START, START - timedelta(minutes=5))
    assert caught.value.problems[0].code == "reversed"
