"""How good forecasts of a workspace would have been, and the tables that tell it."""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import pandas as pd

from forecasting import FORECASTERS
from forecasting.backtest import Backtest, Rolling, measure
from forecasting.tally import LEADS
from forecasting.workers import usable_cores
from planner.errors import InputError
from planner.exports.cells import csv_text
from planner.local_time import WEEKDAYS
from scenarios.borrowing import is_unseen
from scenarios.forecast import forecaster, history_series
from scenarios.inputs import Inputs

LAST_WEEK: Final = "seasonal_naive"
EIGHT_WEEKS: Final = "eight_week_mean"
MOST_WEEKS: Final = 13
ALL: Final = "all series"


def run_backtest(
    inputs: Inputs, *, weeks: int = 4, progress: Callable[[int, int], None] | None = None
) -> Backtest:
    """
    Forecast every stream from each week of the last third of its history, by each forecaster.

    Parameters
    ----------
    weeks
        How far ahead, 1 to 13; late origins forecast up to the end of the history.
    progress
        Called with (done, total) after each origin.

    Returns
    -------
    Backtest
        Of the plan's own forecaster and of the baselines.

    Raises
    ------
    InputError
        If `weeks` is out of range, or a history has too many holes.
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise InputError(f"weeks is {weeks}; use 1 to {MOST_WEEKS}")
    own = forecaster(inputs.settings.forecaster)
    baselines = [f for f in FORECASTERS[:-1] if f.name != own.name]
    return measure(
        [history_series(inputs, stream) for stream in measured_streams(inputs)],
        [own, *baselines],
        Rolling(7 * weeks, step_days=7, cut_short=True),
        processes=usable_cores(),
        progress=progress,
    )


def measured_streams(inputs: Inputs) -> list[tuple[str, str]]:
    """Streams with a history of their own."""
    return [stream for stream in inputs.history.streams if not is_unseen(inputs, stream)]


def over_all(found: Backtest) -> pd.DataFrame:
    """Rows of all series together like `Backtest.by_lead`, errors weighted by contacts."""
    leads, bands = found.by_lead, found.calibration
    key = ["forecaster", "days_ahead"]
    errors = leads.assign(
        wape=leads["wape"] * leads["contacts"], bias=leads["bias"] * leads["contacts"]
    )
    sums = errors.groupby(key, sort=False)[["wape", "bias", "contacts", "n_slots"]].sum()
    band = bands[bands["band"] == 0.8]
    inside = band.assign(
        coverage_80=band["slots_covered"] * band["n_slots"],
        day_coverage_80=band["days_covered"] * band["n_days"],
    )
    covered = inside.groupby(key, sort=False)[
        ["coverage_80", "n_slots", "day_coverage_80", "n_days"]
    ].sum()
    rows = pd.DataFrame(
        {
            "unique_id": ALL,
            "wape": sums["wape"] / sums["contacts"],
            "bias": sums["bias"] / sums["contacts"],
            "coverage_80": covered["coverage_80"] / covered["n_slots"],
            "day_coverage_80": covered["day_coverage_80"] / covered["n_days"],
            "contacts": sums["contacts"],
            "n_slots": sums["n_slots"],
        }
    ).reset_index()
    return rows.sort_values("days_ahead", key=lambda label: label.map(LEADS.index), kind="stable")


def tables(found: Backtest) -> Mapping[str, bytes]:
    """Files of a backtest by name; days ahead in two columns, which no spreadsheet makes dates."""
    leads = _with_days(found.by_lead)
    bands = _with_days(found.calibration)
    hours = found.by_hour.assign(weekday=found.by_hour["weekday"].map(_weekday))
    return {
        "backtest_hours.csv": _text(hours),
        "backtest_bands.csv": _text(bands),
        "backtest.csv": _text(leads),
    }


def _weekday(number: int) -> str:
    return WEEKDAYS[number]


def _with_days(table: pd.DataFrame) -> pd.DataFrame:
    """The label "1-7" as columns ``first_day`` and ``last_day``."""
    edges = [str(label).split("-") for label in table["days_ahead"]]
    at = table.columns.get_loc("days_ahead")
    rest = table.drop(columns="days_ahead")
    rest.insert(int(np.asarray(at)), "first_day", [int(edge[0]) for edge in edges])
    rest.insert(int(np.asarray(at)) + 1, "last_day", [int(edge[-1]) for edge in edges])
    return rest


def _text(table: pd.DataFrame) -> bytes:
    named = table.rename(columns={"unique_id": "series"})
    rows = named.itertuples(index=False, name=None)
    return csv_text([str(name) for name in named.columns], rows).encode()
