"""Numbers and times in cells: what is unmistakable is read, what is not is refused."""

import math
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import InputError
from planner.readers.cells import MAX_COUNT, claim, count, optional_count, seconds_parser, whole
from planner.readers.stamps import calendar_day, clock_time, settled_dates, stamp, weekday


def code_of(error: pytest.ExceptionInfo[InputError]) -> str:
    return error.value.problems[0].code


@given(st.integers(0, MAX_COUNT))
def test_every_count_is_read_back(n: int) -> None:
    assert count(str(n)) == count(f" {n}.0 ") == n


@given(st.text(max_size=12))
def test_text_is_a_count_only_when_python_agrees(text: str) -> None:
    try:
        value = count(text)
    except InputError:
        return
    assert value == float(text.strip().replace(",", "."))


def test_empty_is_missing_only_where_the_column_says_so() -> None:
    assert math.isnan(optional_count(" "))
    with pytest.raises(InputError) as caught:
        count("")
    assert code_of(caught) == "not_a_count"


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        (["12,5"], "12,5", 12.5),
        (["240.25", "1.234"], "1.234", 1.234),
        (["0,500", "1,234"], "1,234", 1.234),
        (["1234.125", "305.125"], "305.125", 305.125),
        (["300"], "300", 300.0),
    ],
)
def test_column_settles_its_decimal_mark(column: list[str], text: str, value: float) -> None:
    assert seconds_parser(column)(text) == value


@pytest.mark.parametrize("column", [["1.234"], ["1.234", "12,5"], ["1,234", "305.5"], ["1,234.5"]])
def test_thousand_or_decimal_is_never_guessed(column: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        seconds_parser(column)(column[0])
    assert code_of(caught) == "ambiguous_number"


@given(st.floats(0, 86_400, allow_nan=False).map(lambda x: f"{x:.2f}"))
def test_seconds_with_two_decimals_are_read_back(text: str) -> None:
    assert seconds_parser([text])(text) == float(text)


@given(
    st.datetimes(datetime(1990, 1, 2), datetime(2099, 12, 30)),  # noqa: DTZ001
    st.integers(-12 * 4, 14 * 4),
)
def test_every_iso_form_is_the_same_instant(wall: datetime, quarters: int) -> None:
    wall = wall.replace(microsecond=0)
    clock = timezone(quarters * timedelta(minutes=15))
    aware = wall.replace(tzinfo=clock)
    for text in (aware.isoformat(), aware.isoformat(" "), aware.strftime("%Y-%m-%dT%H:%M:%S%z")):
        assert stamp(text).utc == aware.astimezone(UTC)
    assert stamp(wall.isoformat()).wall == wall
    assert stamp(wall.isoformat()).offset is None


def test_column_settles_whether_the_day_stands_first() -> None:
    assert settled_dates(["03/04/2026", "25/12/2026 07:00"]) == {
        "03/04/2026": "2026-04-03",
        "25/12/2026 07:00": "2026-12-25 07:00",
    }
    assert settled_dates(["03-04-2026", "12-25-2026"])["03-04-2026"] == "2026-03-04"
    assert settled_dates(["03/04/2026", "12/11/2026"]) == {}
    assert settled_dates(["13/04/2026", "04/13/2026"]) == {}


@pytest.mark.parametrize(
    "text",
    ["2026-13-01", "2026-02-29", "2026-01-01T24:00", "2026-01-01T10:00+25:00", "noon", "7:00"],
)
def test_time_that_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        stamp(text)
    assert code_of(caught) == "bad_time"


def test_small_cells() -> None:
    assert calendar_day("2028-02-29") == date(2028, 2, 29)
    assert (weekday("Mon"), weekday("SUNDAY")) == ("monday", "sunday")
    assert (clock_time("7:05"), clock_time("24:00")) == (time(7, 5), time(0))
    assert (claim("Yes"), claim("0")) == (True, False)
    assert (whole("-5"), whole("+7")) == (-5, 7)
