"""``overrides.csv``: spans on the queue's clock, values by kind, author and reason."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from planner.overrides import ForecastOverride
from planner.queues import Channel, Queue, ServiceLevelTarget
from planner.readers.overrides import read_overrides
from planner.readers.reading import Context, Reading
from planner.timegrid import Interval

TARGET = ServiceLevelTarget(0.8, 20)
PHONE = Queue("phone", Channel.PHONE, "p", 300, "America/New_York", "US", target=TARGET)
KNOWN = Context(queues={"phone": PHONE})
CHAT, LONDON = replace(PHONE, id="chat"), replace(PHONE, id="london", zone="Europe/London")
SEVERAL = Context(queues={queue.id: queue for queue in (PHONE, CHAT, LONDON)})


def read(folder: Path, text: str, known: Context = KNOWN) -> Reading[ForecastOverride]:
    path = folder / "overrides.csv"
    header = "queue,priority,start,end,kind,value,author,reason"
    path.write_text(f"{header}\n{text}", encoding="utf-8")
    return read_overrides(path, known)


def utc(start: str, end: str) -> Interval:
    return Interval(datetime.fromisoformat(f"{start}Z"), datetime.fromisoformat(f"{end}Z"))


def test_rows_keep_their_order_and_a_date_is_the_whole_day_of_the_clock_change(
    tmp_path: Path,
) -> None:
    found = read(
        tmp_path,
        "phone,,2026-11-01,2026-11-01,total,240,Ann,election\n"
        'phone,P1,2026-10-30T09:00,2026-10-30T10:00,Number,7.5,\'=Bo,"two\nlines"\n',
    )
    assert found.problems == ()
    day = utc("2026-11-01T04:00", "2026-11-02T05:00")  # 25 hours
    assert found.items == (
        ForecastOverride(("phone",), "", day, "total", 240.0, "Ann", "election", 2),
        ForecastOverride(
            ("phone",), "P1", utc("2026-10-30T13:00", "2026-10-30T14:00"), "number", 7.5, "=Bo",
            "two lines", 3,
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        ("fone,,2026-03-03,2026-03-03,factor,1.2,Ann,x", "unknown_id", "did you mean phone?"),
        ("phone;fone,,2026-03-03,2026-03-03,factor,1.2,Ann,x", "unknown_id", "mean phone?"),
        (",,2026-03-03,2026-03-03,factor,1.2,Ann,x", "unknown_id", "phone"),
        ("*;phone,,2026-03-03,2026-03-03,factor,2,Ann,x", "unknown_id", "all queues, so it stands"),
        ("phone,,2026-03-03,2026-03-03,times,1.2,Ann,x", "bad_kind", "number, factor, total"),
        ("phone,,2026-03-03,2026-03-03,factor,,Ann,x", "not_a_number", "value is empty"),
        ("phone,,2026-03-03,2026-03-03,factor,20%,Ann,x", "ambiguous_number", "+20%"),
        ("phone,,2026-03-03,2026-03-03,total,1.200,Ann,x", "ambiguous_number", "write 1200"),
        ("phone,,2026-03-03,2026-03-03,number,-5,Ann,x", "negative", "0 or more"),
        ("phone,,2026-03-03,2026-03-03,number,nan,Ann,x", "not_a_number", "contacts such as"),
        ("phone,,2026-03-03,2026-03-03,factor,1.2,,x", "missing_value", "author is empty"),
        ("phone,,2026-03-03,2026-03-03,factor,1.2,Ann,", "missing_value", "reason is empty"),
        ("phone,,2026-03-03,2026-03-02,factor,1.2,Ann,x", "reversed", "swap them"),
        ("phone,,2026-03-08T02:30,2026-03-09,factor,1.2,Ann,x", "nonexistent_time", "or 03:30"),
        ("phone,,2026-11-01T01:30,2026-11-02,factor,1.2,Ann,x", "ambiguous_time", "happens twice"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_meant_is_refused_by_line(
    row: str, code: str, words: str, tmp_path: Path
) -> None:
    found = read(tmp_path, f"{row}\n")
    (problem,) = found.problems
    assert found.items == ()
    assert (problem.line, problem.code) == (2, code)
    assert words in problem.message
    assert "Ann" not in str(problem)


def test_a_row_that_stands_twice_is_refused(tmp_path: Path) -> None:
    row = "phone,,2026-03-03,2026-03-03,factor,1.2,Ann,x\n"
    (problem,) = read(tmp_path, row + row).problems
    assert (problem.line, problem.code) == (3, "duplicate_override")


def test_a_factor_of_several_queues_is_the_same_day_on_the_clock_of_each(tmp_path: Path) -> None:
    row = "2026-03-10,2026-03-10,factor,+10%,Ann,fair\n"
    found = read(tmp_path, f"*,,{row}", SEVERAL)
    assert found.problems == ()
    assert [(one.queues, one.interval) for one in found.items] == [
        (("phone", "chat"), utc("2026-03-10T04:00", "2026-03-11T04:00")),
        (("london",), utc("2026-03-10T00:00", "2026-03-11T00:00")),
    ]
    assert read(tmp_path, f"phone;chat|london,,{row}", SEVERAL).items == found.items


def test_contacts_of_queues_on_several_clocks_are_those_of_the_plan_s_day(tmp_path: Path) -> None:
    rows = (
        "*,,2026-03-10,2026-03-10,total,90,Ann,x\nphone;chat,,2026-03-10,2026-03-10,total,9,A,x\n"
    )
    found = read(tmp_path, rows, replace(SEVERAL, zone="Asia/Tokyo"))
    assert found.problems == ()
    assert [(one.queues, one.interval) for one in found.items] == [
        (("phone", "chat", "london"), utc("2026-03-09T15:00", "2026-03-10T15:00")),
        (("phone", "chat"), utc("2026-03-10T04:00", "2026-03-11T04:00")),
    ]


def test_a_queue_that_stands_twice_among_several_is_refused(tmp_path: Path) -> None:
    rows = [f"{queue},,2026-03-03,2026-03-03,factor,1.2,Ann,x\n" for queue in ("chat", "*")]
    (problem,) = read(tmp_path, "".join(rows), SEVERAL).problems
    assert (problem.line, problem.code) == (3, "duplicate_override")
    assert "of chat" in problem.message
