"""A roster of several weeks is shown week by week."""

from datetime import date, timedelta

from api.cli.show import roster_tables
from api.cli.tables import by_weeks

MONDAY = date(2003, 10, 20)


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
    made = list(roster_tables(rows, MONDAY))
    assert [[str(column.header) for column in table.columns] for table in made] == [
        ["agent", "Mon 20", "Tue 21", "paid"],
        ["agent", "Wed 29", "paid"],
    ]
