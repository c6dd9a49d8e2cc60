"""The real histories are read as what they are: closed, missing and zero apart, hours in place."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.benchmarks.histories import HISTORIES
from tests.forecasting.bank import BANK_FILE


@pytest.fixture(autouse=True)
def _needs_the_files(shared_path: Callable[[str], Path]) -> None:
    shared_path(BANK_FILE)


def test_skipped_hours_have_no_slot_and_doubled_hours_two() -> None:
    cardiff = HISTORIES["cardiff_ed"]()
    at = {str(stamp): n for stamp, n in zip(cardiff.stamps, cardiff.y, strict=True)}

    assert str(cardiff.stamps[0]) == "2014-03-31T23:00:00"
    assert at["2015-03-29T00:00:00"] + at["2015-03-29T01:00:00"] == 5 + 8
    assert at["2014-10-26T00:00:00"] == at["2014-10-26T01:00:00"] == 8
    assert np.nansum(cardiff.y) == 506_832


def test_silent_hours_of_all_queues_are_missing_and_those_of_one_are_zero() -> None:
    fire = HISTORIES["montco Fire"]()

    assert np.count_nonzero(~fire.is_observed) == 38
    assert (fire.y == 0).any()


@pytest.mark.parametrize("name", ["helpdesk", "il_bank"])
def test_next_to_nothing_comes_while_closed(name: str) -> None:
    series = HISTORIES[name]()

    assert 0.3 < series.is_open.mean() < 0.6
    assert series.y[~series.is_open].sum() < 0.03 * series.y.sum()
