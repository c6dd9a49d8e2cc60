"""A roster of several weeks is shown week by week."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO

from rich.console import Console, Group

from api.cli.service_tables import by_weeks, service_tables
from api.cli.show import roster_tables
from scenarios.plan import DayService
from tests.plan_fixture import tiny_plan

MONDAY = date(2003, 10, 20)
WIDTH = 80


def days(*numbers: int) -> list[date]:
    return [MONDAY + timedelta(days=n) for n in numbers]


def test_days_off_do_not_move_the_weeks() -> None:
    worked = days(1, 2, 4, 7, 11, 15, 16)
    assert [len(week) for week in by_weeks(worked, MONDAY)] == [3, 2, 2]


def test_a_single_eighth_day_stays_with_its_week() -> None:
    assert [len(week) for week in by_weeks(days(*range(8)))] == [8]
    assert [len(week) for week in by_weeks(days(*range(15)), MONDAY)] == [7, 8]


def test_each_site_and_week_has_a_table() -> None:
    rows = [
        {
            "agent": "a1",
            "name": "Ana",
            "site": "london",
            "zone": "Europe/London",
            "day": day.isoformat(),
            "skill": "phone",
            "start_local": f"{day}T09:00+01:00",
            "end_local": f"{day}T17:00+01:00",
            "start_utc": f"{day}T08:00:00Z",
            "paid_hours": "8",
        }
        for day in days(0, 1, 9)
    ]
    lines = printed(roster_tables(rows, MONDAY))
    assert [line.split() for line in lines if line.startswith("agent")] == [
        ["agent", "Mon", "20", "Tue", "21", "paid"],
        ["agent", "Wed", "29", "paid"],
    ]
    assert lines[0] == "london, times of Europe/London"  # wider than the first table


def test_eight_days_fit_into_a_terminal_with_times_and_skills_in_full() -> None:
    rows = [
        {
            "agent": "a1",
            "name": "Siti Rahmawati",
            "site": "jakarta",
            "zone": "Asia/Jakarta",
            "day": day.isoformat(),
            "skill": "tickets",
            "start_local": f"{day}T14:00+07:00",
            "end_local": f"{day}T22:30+07:00",
            "start_utc": f"{day}T07:00:00Z",
            "paid_hours": "8.5",
        }
        for day in days(*range(8))
    ]
    lines = printed(roster_tables(rows, MONDAY))
    assert max(map(len, lines)) <= WIDTH
    assert [line.split() for line in lines[-2:]] == [
        ["Siti", *["14:00", "T"] * 8, "68"],
        ["Rahmawati", *["22:30"] * 8],
    ]


def printed(tables: Iterable[Group]) -> list[str]:
    """Lines of tables in a terminal of `WIDTH`."""
    out = StringIO()
    for made in tables:
        Console(file=out, width=WIDTH).print(made)
    return [line.rstrip() for line in out.getvalue().splitlines()]


def _level(row: DayService, week: int) -> float | None:
    return None if row.achieved is None else float(week > 0)


def expected(n_weeks: int) -> list[str]:
    """Service tables of a plan of so many weeks, as printed; the first has less in time."""
    plan = tiny_plan()
    service = tuple(
        replace(row, day=row.day + timedelta(days=7 * week), achieved=_level(row, week))
        for week in range(n_weeks)
        for row in plan.service
    )
    return printed(service_tables(replace(plan, service=service)))


def test_a_few_weeks_are_told_by_day_each_with_its_name() -> None:
    titles = [line.strip() for line in expected(2) if line.startswith("Service")]
    assert titles == [
        "Service expected, week of Mon 20 Oct", "Service expected, week of Mon 27 Oct"
    ]  # fmt: skip


def test_many_weeks_are_a_row_each() -> None:
    shown = expected(4)
    assert shown[0].strip() == "Service expected by week"
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in shown if "│" in line]
    assert [row[0] for row in rows] == [
        "Mon 20 Oct", "Mon 27 Oct", "Mon 3 Nov", "Mon 10 Nov", "target"
    ]  # fmt: skip
    assert [row[1] for row in rows[:2]] == ["0 %", "100 %"]
