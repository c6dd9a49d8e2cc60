"""Time spans of shortfalls in words."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from scenarios.shortfalls import spell


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2003-10-21T17:00Z", "2003-10-21T19:30Z", "Tue 21 Oct 18:00-20:30"),
        ("2003-10-21T17:00Z", "2003-10-21T23:00Z", "Tue 21 Oct 18:00-00:00"),
        ("2003-10-21T17:00Z", "2003-10-22T01:00Z", "Tue 21 Oct 18:00-Wed 22 Oct 02:00"),
        ("2003-10-21T17:00Z", "2003-10-23T23:00Z", "Tue 21 Oct 18:00-Fri 24 Oct 00:00"),
    ],
)
def test_a_span_says_the_day_it_ends_unless_it_is_the_same(
    start: str, end: str, words: str
) -> None:
    first, last = (datetime.fromisoformat(text).astimezone(UTC) for text in (start, end))
    assert spell(first, last, ZoneInfo("Europe/London")) == words
