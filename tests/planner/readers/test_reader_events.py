"""``events.csv``: spans on each queue's clock, effects that mean one thing only."""

from datetime import datetime
from pathlib import Path

import pytest

from planner.errors import InputError
from planner.events import QueueEvent
from planner.queues import Channel, Queue, ServiceLevelTarget
from planner.readers.events import read_events
from planner.readers.factors import amount, factor
from planner.readers.reading import Context, Reading
from planner.timegrid import Interval

TARGET = ServiceLevelTarget(0.8, 20)
KNOWN = Context(
    queues={
        "phone": Queue("phone", Channel.PHONE, "p", 300, "Europe/London", "GB", target=TARGET),
        "ktm": Queue("ktm", Channel.PHONE, "k", 300, "Asia/Kathmandu", "NP", target=TARGET),
    }
)


def read(folder: Path, text: str) -> Reading[QueueEvent]:
    path = folder / "events.csv"
    path.write_text(f"name,start,end,queues,effect\n{text}", encoding="utf-8")
    return read_events(path, KNOWN)


def utc(start: str, end: str) -> Interval:
    return Interval(datetime.fromisoformat(f"{start}Z"), datetime.fromisoformat(f"{end}Z"))


def test_an_event_of_all_queues_is_that_day_on_each_queue_s_own_clock(tmp_path: Path) -> None:
    found = read(tmp_path, "launch,2026-03-29,2026-03-29,,+30%\n")
    assert found.problems == ()
    assert found.lines == (2, 2)
    assert set(found.items) == {
        QueueEvent("phone", "launch", utc("2026-03-29T00:00", "2026-03-29T23:00"), 1.3),
        QueueEvent("ktm", "launch", utc("2026-03-28T18:15", "2026-03-29T18:15"), 1.3),
    }


def test_rows_that_repeat_count_once_and_an_empty_effect_is_left_to_measure(tmp_path: Path) -> None:
    row = "sale,2026-03-02T09:00,2026-03-02T12:00,phone;phone,\n"
    found = read(tmp_path, row + row)
    assert found.items == (
        QueueEvent("phone", "sale", utc("2026-03-02T09:00", "2026-03-02T12:00"), None),
    )
    assert found.problems == ()


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        ("x,2026-03-29T01:30,2026-03-29T04:00,phone,", "nonexistent_time", "00:30 or 02:30"),
        ("x,2026-10-25T01:30,2026-10-25T04:00,phone,", "ambiguous_time", "happens twice"),
        ("x,2026-03-03,2026-03-02,phone,", "reversed", "swap them"),
        ("x,2026-03-03T09:00,2026-03-03T09:00,phone,", "zero_length", "later end"),
        ("x,2026-03-03,2026-03-03,fone,", "unknown_id", "did you mean phone?"),
        ("x,2026-03-03,2026-03-03,*,", "unknown_id", "leave it empty for all queues"),
        ("x,2026-03-03,2026-03-03,phone,30%", "ambiguous_number", "+30% for more, or 0.3"),
        ("x,2026-03-03,2026-03-03,phone,-130%", "out_of_range", "-100%"),
        (",2026-03-03,2026-03-03,phone,", "missing_value", "name is empty"),
        ("x,03/04/2026,03/04/2026,phone,", "ambiguous_date", "2026-03-04 or 2026-04-03"),
    ],
)
def test_a_row_that_cannot_be_meant_is_refused_by_line(
    row: str, code: str, words: str, tmp_path: Path
) -> None:
    found = read(tmp_path, f"{row}\n")
    (problem,) = found.problems
    assert found.items == ()
    assert (problem.line, problem.code) == (2, code)
    assert words in problem.message


def test_offsets_tell_the_doubled_hour_and_stand_in_all_rows_or_in_none(tmp_path: Path) -> None:
    aware = "x,2026-10-25T01:30+00:00,2026-10-25T02:30+00:00,phone,\n"
    assert read(tmp_path, aware).items[0].interval.start.hour == 1
    mixed = read(tmp_path, aware + "x,2026-11-02T09:00,2026-11-02T10:00,phone,\n")
    assert [(p.line, p.code) for p in mixed.problems] == [(3, "mixed_offsets")]


def test_overlapping_events_of_one_name_are_refused_with_both_lines(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "x,2026-03-04,2026-03-05,phone,\nx,2026-03-02,2026-03-04,,\ny,2026-03-02,2026-03-09,,\n",
    )
    (problem,) = found.problems
    assert (problem.line, problem.code) == (3, "overlap")
    assert "line 2" in problem.message


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.3", 1.3), ("1,25", 1.25), ("+30%", 1.3), ("'+30 %", 1.3), ("-100%", 0.0), ("−50%", 0.5)],
)
def test_factors_are_read_as_factor_or_as_change(text: str, value: float) -> None:
    assert factor(text, 100) == pytest.approx(value)


@pytest.mark.parametrize("text", ["", "nan", "inf", "1e3", "-0.5", "30%", "1 000", "1.2.3", "1000"])
def test_what_is_no_factor_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        factor(text, 100)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1200", 1200), ("37.5", 37.5), ("0.125", 0.125), ("1234.125", 1234.125), ("12,5", 12.5)],
)
def test_amounts_are_contacts_with_or_without_a_fraction(text: str, value: float) -> None:
    assert amount(text, 1e6) == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.234", "ambiguous_number"),
        ("1,234", "ambiguous_number"),
        ("-5", "negative"),
        ("2000000", "out_of_range"),
        ("", "not_a_number"),
    ],
)
def test_amounts_refuse_what_may_be_thousands_or_a_decimal(text: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        amount(text, 1e6)
    assert refused.value.problems[0].code == code
