"""Problems check themselves."""

from typing import Any

import numpy as np
import pytest

from planner.errors import InputError
from solver.prices import Prices
from solver.problem import BreakWindow

from .conftest import small_option, small_problem


@pytest.mark.parametrize(
    ("start", "length", "windows"),
    [
        (8, 0, ()),
        (8, 8, (BreakWindow(7, 9, 1),)),
        (8, 8, (BreakWindow(12, 15, 2),)),
        (8, 8, (BreakWindow(12, 11, 1),)),
        (8, 8, (BreakWindow(10, 12, 1), BreakWindow(12, 13, 1))),
    ],
    ids=["empty", "before", "behind", "reversed", "meeting"],
)
def test_breaks_must_fit_the_shift(
    start: int, length: int, windows: tuple[BreakWindow, ...]
) -> None:
    with pytest.raises(InputError, match="shift day at a, day 0: "):
        small_option(0, "day", start, length, breaks=windows)


def test_windows_may_touch_each_other_and_the_ends() -> None:
    windows = (BreakWindow(12, 14, 2), BreakWindow(8, 11, 1))
    assert small_option(0, "day", 8, breaks=windows).breaks == windows


def test_requirement_must_match_the_grid() -> None:
    with pytest.raises(InputError, match=r"required has shape \(1, 5\); it must be \(2, 96\)"):
        small_problem(required=np.zeros((1, 5), dtype=np.int64))


@pytest.mark.parametrize(
    "prices",
    [{"short": (9000, -1)}, {"over": -5}, {"unfair_night": -5}, {"deep_share": 1.5}],
    ids=["short", "over", "unfair", "share"],
)
def test_prices_below_nothing_are_refused(prices: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="use prices from 0 and a share of 0 to 1"):
        Prices(**{"short": (9000,), **prices})
