"""Handling times of real calls: better than the flat mean, and their spread told about right."""

import numpy as np
import pytest

from forecasting.handling_time import HandlingPattern
from tests.benchmarks.bench_handling_time import MOST_WORSE, error_on
from tests.benchmarks.handling_histories import REAL, bank, bank_contacts
from tests.benchmarks.histories import DATA

pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason=f"the real histories do not lie in {DATA}"
)


@pytest.mark.parametrize("name", ["il_bank", "il_bank PS", "il_bank NE", "servicenow, elapsed"])
def test_is_not_worse_than_the_flat_mean(name: str) -> None:
    row = error_on(REAL[name]())
    assert row.peer_measured is not None
    assert row.measured < MOST_WORSE * row.peer_measured


def test_all_calls_of_the_bank_are_forecast_better() -> None:
    row = error_on(bank())
    assert row.peer_measured is not None
    assert row.measured < 0.95 * row.peer_measured


def test_spread_of_single_calls_is_read_off_half_hours() -> None:
    seconds = bank_contacts()["seconds"].to_numpy(np.float64)
    made = HandlingPattern().fit(bank(), 300.0).predict(bank().slots)
    assert made.contact_cv == pytest.approx(seconds.std() / seconds.mean(), abs=0.15)
