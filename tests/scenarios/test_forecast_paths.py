"""Futures drawn from a forecast."""

import csv
import io
from datetime import timedelta
from functools import lru_cache

import numpy as np
import pytest

from planner.errors import InputError
from scenarios.forecasts.paths import path_table
from scenarios.forecasts.run import ForecastRun, make_run
from scenarios.forecasts.totals import totals
from tests.inputs_fixture import MONDAY, small_inputs


@lru_cache(maxsize=1)
def run() -> ForecastRun:
    return make_run(small_inputs(), week=MONDAY)


@lru_cache(maxsize=2)
def table(seed: int) -> list[dict[str, str]]:
    text = path_table(run(), 400, seed).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_paths_are_whole_contacts_around_the_forecast() -> None:
    rows = [row for row in table(1) if row["queue"] == "phone"]
    drawn = np.array([[int(row[f"path_{i}"]) for i in range(1, 401)] for row in rows])
    stream = run().forecast.streams[0]
    assert drawn.sum(axis=0).mean() == pytest.approx(stream.mean.sum(), rel=0.05)
    assert not drawn[stream.mean == 0].any()


def test_days_of_paths_fall_into_the_band_of_the_day() -> None:
    slots = slice(0, 48)  # Monday
    paths = [[sum(int(row[f"path_{i}"]) for row in table(1)[slots]) for i in range(1, 401)]]
    monday = next(t for t in totals(run().inputs, run().forecast) if t.first_day == MONDAY)
    assert (monday.queue, monday.of) == ("phone", "series")
    low, high = monday.quantiles[0], monday.quantiles[3]
    days = np.array(paths[0])
    assert np.mean((low <= days) & (days <= high)) == pytest.approx(0.8, abs=0.07)


def test_a_seed_gives_the_same_paths_and_another_one_others() -> None:
    assert path_table(run(), 5, 1) == path_table(run(), 5, 1)
    assert path_table(run(), 5, 1) != path_table(run(), 5, 2)


def test_a_table_too_large_to_open_is_refused_with_what_would_do() -> None:
    many = make_run(small_inputs(), week=MONDAY + timedelta(days=7), weeks=13)
    with pytest.raises(InputError, match="use up to 1526 paths, or fewer weeks"):
        path_table(many, 10_000, 1)
