"""History: sums to the plan's grid, and gaps that stay gaps."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.calendars import OpeningWindow
from planner.local_time import WEEKDAYS, zone
from planner.queues import Channel, Queue
from tests.planner.readers.history_rows import context, queue, read, table, utc_rows


def test_stamps_are_read_on_the_clock_that_is_said() -> None:
    stamps = ["2003-07-01T12:00", "2003-07-01T12:30"]
    (own,) = read(table(stamps), context(queue("Asia/Kathmandu"), minutes=15)).items
    said = context(queue("Asia/Kathmandu"), minutes=15, history_zone="UTC", absent_rows="zero")
    (utc,) = read(table([*stamps, "2003-07-01T12:45"]), said).items
    at = np.flatnonzero(np.nan_to_num(utc.counts[0]))
    assert utc.grid.instant(int(at[0])) == datetime(2003, 7, 1, 12, tzinfo=UTC)
    assert own.grid.start == datetime(2003, 6, 30, 18, 15, tzinfo=UTC)


def test_fine_rows_are_summed_and_a_missing_one_leaves_its_slot_missing() -> None:
    stamps = [t.isoformat() for t in utc_rows("Europe/London", date(2003, 7, 1), 1, 5)]
    del stamps[7]
    reading = read(table(stamps), context(queue()))
    (history,) = reading.items
    assert history.counts.shape == (1, 48)
    assert np.flatnonzero(np.isnan(history.counts[0])).tolist() == [1]
    assert np.nansum(history.counts) == 47 * 12
    (gap,) = reading.problems
    assert (gap.code, gap.warning) == ("gaps", True)
    assert "the first at 2003-06-30T23:35Z" in gap.message


def test_absent_rows_are_zero_where_the_workspace_says_so() -> None:
    stamps = [t.isoformat() for t in utc_rows("Europe/London", date(2003, 7, 1), 1, 5)]
    del stamps[7]
    (history,) = read(table(stamps), context(queue(), absent_rows="zero")).items
    assert history.counts[0, 1] == 10


def test_closed_hours_are_zero_and_contacts_in_them_are_told() -> None:
    opening = (OpeningWindow(WEEKDAYS, time(8), time(18)),)
    stamps = [t.isoformat() for t in utc_rows("Europe/London", date(2003, 7, 1), 2, 30)]
    reading = read(table(stamps), context(queue(opening=opening)))
    (history,) = reading.items
    assert history.counts.sum() == 2 * 2 * 20
    (told,) = reading.problems
    assert (told.code, told.warning) == ("outside_opening", True)
    assert "112 of 192 contacts" in told.message
    assert "outside its opening hours and" in told.message
    closing = replace(queue(opening=opening), open_on_holidays=False)
    (told,) = read(table(stamps), context(closing)).problems
    assert "opening hours or on its holidays and" in told.message


def test_mail_outside_opening_hours_counts() -> None:
    mail = replace(
        queue(clock="UTC", opening=(OpeningWindow(WEEKDAYS, time(8), time(12)),)),
        channel=Channel.EMAIL,
        due_hours=4,
        target=None,
    )
    stamps = [f"2003-10-20T{hour:02d}:00Z" for hour in range(24)]
    counts = read(table(stamps, [1] * 24), context(mail, minutes=60))
    assert counts.items[0].counts.sum() == 24
    assert not counts.problems


def test_order_of_rows_does_not_matter() -> None:
    stamps = [t.isoformat() for t in utc_rows("Europe/London", date(2003, 7, 1), 2, 30)]
    counts = list(range(len(stamps)))
    (sorted_,) = read(table(stamps, counts), context(queue())).items
    (turned,) = read(table(stamps[::-1], counts[::-1]), context(queue())).items
    assert np.array_equal(sorted_.counts, turned.counts)


def test_priorities_are_streams_in_the_order_of_the_queue() -> None:
    tickets = Queue(
        "tickets",
        Channel.EMAIL,
        "mail",
        600,
        "Europe/London",
        "GB",
        due_hours=8,
        due_hours_by_priority={"P0": 1, "P1": 4},
    )
    rows = [
        f"{t.isoformat()},tickets,{priority},{n},{s}\n"
        for t in utc_rows("Europe/London", date(2003, 7, 1), 1, 30)
        for priority, n, s in (("P9", 1, 500), ("P1", 2, 600), ("P0", 3, 900))
    ]
    text = "start,queue,priority,offered,handle_s\n" + "".join(rows)
    reading = read(text, context(tickets))
    (history,) = reading.items
    assert history.streams == (("tickets", "P0"), ("tickets", "P1"), ("tickets", "P9"))
    assert history.of(("tickets", "P0")).sum() == 3 * 48
    assert history.aht_s[("tickets", "P1")] == 600
    assert {p.code for p in reading.problems} == {"unknown_priority", "aht_differs"}


def test_mean_handling_time_is_weighted_by_contacts() -> None:
    text = (
        "start,queue,offered,answered,handle_s\n"
        "2003-07-01T08:00Z,phone,9,1,100\n2003-07-01T08:30Z,phone,3,3,300\n"
        "2003-07-01T09:00Z,phone,5,,\n"
    )
    (history,) = read(text, context(queue())).items
    assert history.aht_s == {("phone", ""): 250.0}


def test_handling_times_are_kept_by_slot_and_unknown_where_no_contact_tells_them() -> None:
    text = (
        "start,queue,offered,answered,handle_s\n"
        "2003-07-01T08:00Z,phone,9,1,100\n2003-07-01T08:15Z,phone,3,3,300\n"
        "2003-07-01T08:30Z,phone,5,5,\n2003-07-01T08:45Z,phone,5,5,0\n"
        "2003-07-01T09:00Z,phone,5,0,90\n2003-07-01T09:15Z,phone,2,2,120\n"
    )
    (history,) = read(text, context(queue(), minutes=30)).items
    assert history.handle_s is not None
    assert history.handled is not None
    first = int(history.grid.offset(datetime(2003, 7, 1, 8, tzinfo=UTC)))
    assert history.handle_s[0, first : first + 3].tolist() == pytest.approx(
        [250, np.nan, 120], nan_ok=True
    )
    assert history.handled[0, first : first + 3].tolist() == [4, 0, 2]
    assert history.handled.sum() == 6


def test_a_file_without_handling_times_keeps_none() -> None:
    (history,) = read("start,queue,offered\n2003-07-01T08:00Z,phone,9\n", context(queue())).items
    assert (history.handle_s, history.aht_s) == (None, {})


def test_swapped_columns_are_told_and_their_handling_times_left_out() -> None:
    rows = [f"2003-07-01T{h:02}:00Z,phone,300,2\n" for h in range(8, 16)]
    reading = read("start,queue,offered,handle_s\n" + "".join(rows), context(queue()))
    (history,) = reading.items
    assert (history.handle_s, history.aht_s) == (None, {})
    assert [p.code for p in reading.problems if p.code == "implausible"] == ["implausible"]


@pytest.mark.parametrize(
    ("changes", "who"),
    [
        ({}, "the history is used; correct aht_s"),
        ({"aht": "fixed"}, 'the latter is used, since aht is "fixed"'),
        (
            {
                "channel": Channel.CHAT,
                "concurrency": 2,
                "aht_by_level_s": (300.0, 400.0),
            },
            "the latter is used, since aht_by_level_s is there",
        ),
    ],
)
def test_it_is_told_which_handling_time_wins(changes: dict[str, Any], who: str) -> None:
    rows = [f"2003-07-01T{h:02}:00Z,phone,9,600\n" for h in range(8, 16)]
    text = "start,queue,offered,handle_s\n" + "".join(rows)
    reading = read(text, context(replace(queue(), **changes)))
    (told,) = (p.message for p in reading.problems if p.code == "aht_differs")
    assert told.startswith("handle_s averages 600 s for phone")
    assert who in told


def test_queues_may_have_rows_of_different_length() -> None:
    fine = [t.isoformat() for t in utc_rows("Europe/London", date(2003, 7, 1), 1, 15)]
    wide = [t.isoformat() for t in utc_rows("Europe/London", date(2003, 7, 1), 1, 30)]
    text = table(fine) + table(wide, name="chat").split("\n", 1)[1]
    (history,) = read(text, context(queue(), queue(name="chat"))).items
    assert history.counts.sum(axis=1).tolist() == [192, 96]


def test_rows_beside_the_grid_of_the_plan_are_told_in_one_line() -> None:
    stamps = [t.isoformat() for t in utc_rows("Asia/Kathmandu", date(2003, 7, 1), 2, 30)]
    reading = read(table(stamps), context(queue(), minutes=30))
    (problem,) = (p for p in reading.problems if not p.warning)
    assert (problem.code, problem.line) == ("off_grid", 2)
    assert "2003-06-30T18:15Z" in problem.message
    assert "(96 rows)" in problem.message


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["Europe/London", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"]),
    st.dates(date(2003, 1, 1), date(2030, 1, 1)),
    st.sampled_from([(5, 30), (15, 30), (10, 10), (5, 15)]),
    st.data(),
)
def test_no_contact_is_lost_or_moved(
    clock: str, day: date, lengths: tuple[int, int], data: st.DataObject
) -> None:
    fine, wide = lengths
    stamps = utc_rows(clock, day, 2, fine)
    counts = data.draw(st.lists(st.integers(0, 9), min_size=len(stamps), max_size=len(stamps)))
    text = table([t.astimezone(zone(clock)).isoformat() for t in stamps], counts)
    (history,) = read(text, context(queue(clock), minutes=wide)).items
    slow = np.zeros(history.grid.n_slots)
    for at, n in zip(stamps, counts, strict=True):
        slow[int(history.grid.offset(at))] += n
    assert np.array_equal(history.counts[0], slow)
