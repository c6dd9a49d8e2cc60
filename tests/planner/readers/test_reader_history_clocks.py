"""History on real clocks: days of a change, hours that are doubled or skipped."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from planner.local_time import zone
from tests.planner.readers.history_rows import context, queue, read, table, utc_rows


@pytest.mark.parametrize(
    ("clock", "day", "hours"),
    [
        ("Europe/London", date(2003, 10, 26), 25),
        ("America/New_York", date(2003, 10, 26), 25),
        ("Europe/London", date(2003, 3, 30), 23),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Australia/Lord_Howe", date(2026, 10, 4), 23.5),
        ("America/Santiago", date(2026, 9, 6), 23),
        ("Africa/Cairo", date(2026, 4, 24), 23),
        ("Asia/Kathmandu", date(2026, 4, 24), 24),
    ],
)
def test_day_of_a_clock_change_has_its_own_length(clock: str, day: date, hours: float) -> None:
    stamps = [t.isoformat() for t in utc_rows(clock, day, 1, 15)]
    reading = read(table(stamps), context(queue(clock), minutes=15))
    (history,) = reading.items
    assert reading.problems == ()
    assert history.grid.hours == hours
    assert history.counts.shape == (1, int(hours * 4))
    assert (history.counts == 2).all()


@pytest.mark.parametrize(
    ("clock", "day"),
    [
        ("Europe/London", date(2003, 3, 29)),
        ("America/Santiago", date(2026, 9, 5)),
        ("Australia/Lord_Howe", date(2026, 10, 3)),
        ("Pacific/Apia", date(2011, 12, 29)),
    ],
)
def test_time_that_the_clock_skips_is_no_gap(clock: str, day: date) -> None:
    walls = [
        t.astimezone(zone(clock)).strftime("%Y-%m-%dT%H:%M") for t in utc_rows(clock, day, 3, 30)
    ]
    reading = read(table(walls), context(queue(clock)))
    (history,) = reading.items
    assert reading.problems == ()
    assert not np.isnan(history.counts).any()


@pytest.mark.parametrize(("policy", "hour"), [("first", 0), ("second", 1)])
def test_doubled_hour_follows_the_policy(policy: str, hour: int) -> None:
    text = table(["2003-10-26T01:00", "2003-10-26T01:30"])
    (history,) = read(text, context(queue(), doubled_hour=policy)).items
    start = datetime(2003, 10, 26, hour, tzinfo=UTC)
    assert history.counts[0, history.grid.slot_of(start)] == 2


def test_doubled_and_skipped_hours_are_refused_row_by_row() -> None:
    text = table(["2003-10-26T00:30", "2003-10-26T01:00", "2003-10-26T01:30", "2003-10-26T02:00"])
    reading = read(text, context(queue()))
    assert [(p.code, p.line) for p in reading.problems if not p.warning] == [
        ("ambiguous_time", 3),
        ("ambiguous_time", 4),
    ]
    assert reading.items == ()
    text = table(["2003-03-30T00:30", "2003-03-30T01:00"])
    (problem,) = (p for p in read(text, context(queue())).problems if not p.warning)
    assert (problem.code, problem.line) == ("nonexistent_time", 3)


SPRING = ["2003-03-30T00:30", "2003-03-30T01:00", "2003-03-30T01:30", "2003-03-30T02:00"]


def test_rows_of_a_skipped_hour_join_the_interval_after_and_are_counted() -> None:
    found = read(table(SPRING, [1, 2, 3, 4]), context(queue(), skipped_hour="next"))
    (history,) = found.items
    moved, at = found.problems[0], history.grid.slot_of(datetime(2003, 3, 30, 1, tzinfo=UTC))
    assert (moved.code, moved.line, moved.warning) == ("skipped_hour", 3, True)
    assert "2 rows with 5 contacts" in moved.message
    assert history.counts[0, at - 1 : at + 2].tolist() == [1, 2 + 4, 3]


def test_moved_handling_times_are_weighted() -> None:
    rows = "2003-03-30T01:00,phone,1,100\n2003-03-30T02:00,phone,3,200\n"
    known = context(queue(), skipped_hour="next")
    (history,) = read("start,queue,offered,handle_s\n" + rows, known).items
    at = history.grid.slot_of(datetime(2003, 3, 30, 1, tzinfo=UTC))
    assert history.handle_s is not None
    assert (history.counts[0, at], history.handle_s[0, at]) == (4, 175)


@pytest.mark.parametrize("doubled", ["refuse", "both"])
def test_a_refused_skipped_hour_names_the_way_through(doubled: str) -> None:
    told = read(table(SPRING), context(queue(), doubled_hour=doubled)).problems
    assert [p.line for p in told if p.code == "nonexistent_time"] == [3, 4]
    assert 'skipped_hour = "next" in [history]' in told[0].message


def test_a_row_for_both_passes_counts_half_in_each() -> None:
    rows = ["2003-10-26T00:30", "2003-10-26T01:00", "2003-10-26T01:30", "2003-10-26T02:00"]
    found = read(table(rows, [1, 6, 3, 4]), context(queue(), doubled_hour="both"))
    (history,) = found.items
    at = history.grid.slot_of(datetime(2003, 10, 25, 23, 30, tzinfo=UTC))
    assert history.counts[0, at : at + 6].tolist() == [1, 3, 1.5, 3, 1.5, 4]
    assert "2 rows with 9 contacts" in found.problems[0].message


def test_two_rows_for_both_passes_are_one_too_many() -> None:
    rows = ["2003-10-26T01:00", "2003-10-26T01:00"]
    told = read(table(rows), context(queue(), doubled_hour="both")).problems
    assert "duplicate_interval" in {p.code for p in told}
