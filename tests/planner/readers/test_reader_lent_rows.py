"""Histories under another id: renamed and split queues."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from planner.demand import History
from planner.queue_sources import Borrow, HistoryFrom
from planner.queues import Channel, Queue, ServiceLevelTarget
from planner.readers.intervals import read_history
from planner.readers.reading import Context, Reading

PHONE = Queue(
    "phone", Channel.PHONE, "p", 300, "Europe/London", "GB", target=ServiceLevelTarget(0.8, 20)
)
BILLING = replace(PHONE, id="billing")


def read(folder: Path, rows: str, *queues: Queue) -> Reading[History]:
    path = folder / "history.csv"
    path.write_text(f"start,queue,offered,priority\n{rows}", encoding="utf-8")
    return read_history(path, Context(60, "Europe/London", {q.id: q for q in queues}))


def day_rows(day: str, queue: str, offered: int, priority: str = "") -> str:
    return "".join(f"{day}T{h:02}:00,{queue},{offered},{priority}\n" for h in range(24))


def days_of(reading: Reading[History], queue: str, priority: str = "") -> list[float]:
    assert [p for p in reading.problems if not p.warning] == []
    (history,) = reading.items
    return [float(v) for v in history.of((queue, priority)).reshape(-1, 24).sum(axis=1)]


def renamed(**keys: object) -> Queue:
    return replace(PHONE, history_from=HistoryFrom("old", **keys))  # type: ignore[arg-type]


def test_a_renamed_queue_has_the_old_rows_up_to_its_own_first(tmp_path: Path) -> None:
    rows = (
        day_rows("2026-03-02", "old", 10)
        + day_rows("2026-03-03", "old", 10)
        + day_rows("2026-03-03", "phone", 4)
    )
    found = read(tmp_path, rows, renamed())
    assert days_of(found, "phone") == [240, 96]
    assert found.items[0].streams == (("phone", ""),)


def test_until_a_date_both_rows_add_up(tmp_path: Path) -> None:
    rows = "".join(day_rows(f"2026-03-0{d}", "old", 10) for d in (2, 3, 4))
    rows += "".join(day_rows(f"2026-03-0{d}", "phone", 4) for d in (3, 4))
    assert days_of(read(tmp_path, rows, renamed(until=date(2026, 3, 4))), "phone") == [240, 336, 96]


def test_a_split_queue_is_shared_among_those_who_take_it(tmp_path: Path) -> None:
    rows = day_rows("2026-03-02", "old", 10)
    other = replace(BILLING, history_from=HistoryFrom("old", 0.4))
    found = read(tmp_path, rows, renamed(share=0.6), other)
    assert np.allclose(days_of(found, "phone"), [144])
    assert np.allclose(days_of(found, "billing"), [96])


def test_a_queue_of_the_plan_lends_and_keeps_its_rows(tmp_path: Path) -> None:
    rows = day_rows("2026-03-02", "phone", 10)
    found = read(tmp_path, rows, PHONE, replace(BILLING, history_from=HistoryFrom("phone", 0.25)))
    assert days_of(found, "phone") == [240]
    assert days_of(found, "billing") == [60]


def test_rows_of_the_hour_that_a_clock_skips_are_told_once(tmp_path: Path) -> None:
    rows = "2026-03-29T01:00,old,5,\n" + day_rows("2026-03-28", "old", 10)
    other = replace(BILLING, history_from=HistoryFrom("old"))
    problems = [p for p in read(tmp_path, rows, renamed(), other).problems if not p.warning]
    assert [(p.line, p.code) for p in problems] == [(2, "nonexistent_time")]


def test_a_day_of_23_hours_is_lent_whole(tmp_path: Path) -> None:
    rows = "".join(f"2026-03-29T{h:02}:00,old,1,\n" for h in range(24) if h != 1)
    (history,) = read(tmp_path, rows, renamed()).items
    assert history.of(("phone", "")).tolist() == [1.0] * 23


def test_priorities_that_only_the_old_rows_know_are_refused(tmp_path: Path) -> None:
    rows = day_rows("2026-03-02", "old", 10, "P1") + day_rows("2026-03-03", "phone", 4)
    (problem,) = [p for p in read(tmp_path, rows, renamed()).problems if not p.warning]
    assert (problem.field, problem.code) == ("history_from", "unknown_priority")


def test_an_id_without_rows_is_told(tmp_path: Path) -> None:
    rows = day_rows("2026-03-02", "phone", 4)
    found = read(tmp_path, rows, replace(PHONE, history_from=HistoryFrom("fone")))
    (problem,) = found.problems
    assert "did you mean phone?" in problem.message
    assert (problem.code, problem.value) == ("no_history", "phone")


def test_a_queue_that_borrows_needs_no_row(tmp_path: Path) -> None:
    rows = day_rows("2026-03-02", "phone", 4)
    found = read(tmp_path, rows, PHONE, replace(BILLING, borrow=Borrow("phone", 0.5)))
    (history,) = found.items
    assert history.streams == (("phone", ""), ("billing", ""))
    assert np.isnan(history.of(("billing", ""))).all()
