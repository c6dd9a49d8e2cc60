"""Time spans of shortfalls in words."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from planner.roster import Coverage, QueueCoverage
from scenarios.shortfalls import shortfalls, spell
from tests.inputs_fixture import small_inputs


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


@pytest.mark.parametrize(
    ("short", "level", "words"),
    [
        ([1, 1, 0, 0], 0.83, "1 agent short Mon 20 Oct 00:00-01:00, 1 agent-hour; 83 % in time"),
        ([1, 0, 1, 0], 0.83, "1 agent short at times Mon 20 Oct 00:00-01:30, 1 agent-hour; 83 %"),
        ([2, 0, 0, 1], 0.998, "up to 2 agents short at times Mon 20 Oct 00:00-02:00, 1.5 agent-h"),
        ([0, 1, 0, 0], 0.998, "1 agent short Mon 20 Oct 00:30-01:00, 0.5 agent-hours; over 99 %"),
    ],
)  # fmt: skip
def test_a_shortfall_with_gaps_says_so(short: list[int], level: float, words: str) -> None:
    inputs = small_inputs()
    grid = inputs.week_grid()
    required, served = np.zeros(grid.n_slots, int), np.ones(grid.n_slots)
    required[:4], served[:] = short, level
    queue = QueueCoverage("phone", required, np.zeros_like(required), served, served)
    (found,) = shortfalls(inputs, Coverage(grid, (queue,)))
    assert words in found.message
