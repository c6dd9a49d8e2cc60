"""``backlog.csv``: open tickets become instants, and what cannot be one is told."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.demand import BacklogItem
from planner.errors import InputError
from planner.queues import Channel, Queue, ServiceLevelTarget
from planner.readers.backlog import read_backlog
from planner.readers.reading import Context, Reading

KNOWN = Context(
    queues={
        "mail": Queue("mail", Channel.EMAIL, "mail", 600, "Asia/Kathmandu", "NP", due_hours=8),
        "post": Queue("post", Channel.SOCIAL, "post", 600, "America/New_York", "US", due_hours=8),
        "phone": Queue(
            "phone", Channel.PHONE, "phone", 300, "UTC", "GB", target=ServiceLevelTarget(0.8, 20)
        ),
    }
)


def read(folder: Path, text: str) -> Reading[BacklogItem]:
    path = folder / "backlog.csv"
    path.write_text(text, encoding="utf-8")
    return read_backlog(path, KNOWN)


def test_times_are_on_the_queue_s_clock_and_contacts_are_one(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "queue,priority,arrived,due,contacts\n"
        "mail,P1,2003-10-17 05:45,,\n"
        "post,,2003-10-17T08:00,2003-10-17T12:00,12\n",
    )
    assert found.problems == ()
    assert found.lines == (2, 3)
    assert found.items == (
        BacklogItem("mail", "P1", datetime(2003, 10, 17, tzinfo=UTC), None, 1),
        BacklogItem(
            "post",
            "",
            datetime(2003, 10, 17, 12, tzinfo=UTC),
            datetime(2003, 10, 17, 16, tzinfo=UTC),
            12,
        ),
    )


def test_offsets_say_which_of_a_doubled_hour_is_meant(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "queue,arrived\npost,2003-10-26T01:30-04:00\npost,2003-10-26T01:30-05:00\n",
    )
    assert [item.arrived.hour for item in found.items] == [5, 6]


def test_dates_are_the_first_moment_of_arrival_and_the_last_of_what_is_due(tmp_path: Path) -> None:
    found = read(tmp_path, "queue,arrived,due\npost,2003-10-17,2003-10-17\n")
    (item,) = found.items
    assert item.arrived == datetime(2003, 10, 17, 4, tzinfo=UTC)
    assert item.due == datetime(2003, 10, 18, 4, tzinfo=UTC)


def test_rows_of_nothing_and_a_file_of_nothing_are_fine(tmp_path: Path) -> None:
    assert read(tmp_path, "queue,arrived,contacts\npost,2003-10-17,0\n") == Reading(())
    assert read(tmp_path, "queue,arrived\n") == Reading(())


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        ("post,2003-10-26T01:30,,", "ambiguous_time", "happens twice in America/New_York"),
        ("post,2003-04-06T02:30,,", "nonexistent_time", "does not exist"),
        ("post,2003-10-17T08:00,2003-10-17T08:00,", "reversed", "not after arrived"),
        ("post,2003-10-17,2003-10-16,", "reversed", "not after arrived"),
        ("post,2003-10-17,,-1", "negative", "contacts is '-1'"),
        ("post,2003-10-17,,1.5", "fractional", "contacts is '1.5'"),
        ("post,2003-10-17,,many", "not_a_count", "contacts is 'many'"),
        ("post,03/04/2003,,", "ambiguous_date", "arrived is '03/04/2003'"),
        ("post,,,", "bad_time", "arrived is empty"),
        ("phone,2003-10-17,,", "live_backlog", "email, portal or social"),
        ("fax,2003-10-17,,", "unknown_id", "queue 'fax' is not known"),
    ],
)
def test_wrong_row_is_told_and_hides_no_other(
    row: str, code: str, words: str, tmp_path: Path
) -> None:
    found = read(tmp_path, f"queue,arrived,due,contacts\n{row}\nmail,2003-10-17,,2\n")
    (problem,) = found.problems
    assert (problem.line, problem.code) == (2, code)
    assert words in str(problem)
    assert [item.queue for item in found.items] == ["mail"]


def test_unknown_queue_hides_no_bad_number(tmp_path: Path) -> None:
    found = read(tmp_path, "queue,arrived,contacts\nfax,never,-1\n")
    assert {p.code for p in found.problems} == {"unknown_id", "bad_time", "negative"}


def test_offsets_in_some_rows_only_are_refused(tmp_path: Path) -> None:
    found = read(tmp_path, "queue,arrived\npost,2003-10-17T08:00\npost,2003-10-17T08:00Z\n")
    assert [(p.line, p.code) for p in found.problems] == [(3, "mixed_offsets")]


@given(st.integers(-3, 3), st.integers(-3, 3))
def test_item_has_contacts_and_is_due_after_it_arrived(contacts: int, hours: int) -> None:
    arrived = datetime(2003, 10, 17, 12, tzinfo=UTC)
    due = arrived.replace(hour=12 + hours)
    if contacts >= 1 and hours > 0:
        assert BacklogItem("post", "", arrived, due, contacts).due == due
    else:
        with pytest.raises(InputError):
            BacklogItem("post", "", arrived, due, contacts)
