"""Handling times of real contacts and of invented ones with a known truth, against a flat mean."""

import time

import numpy as np
import pandas as pd

from forecasting.features import wall_clock
from forecasting.handling_backtest import handling_backtest
from forecasting.handling_base import HandlingSeries
from forecasting.handling_time import FlatHandling, HandlingPattern
from tests.benchmarks.handling_histories import REAL, bank, bank_contacts
from tests.benchmarks.histories import DATA
from tests.benchmarks.row import Row
from tests.forecasting.handling_histories import calendar, evening, flat, history

FLAT, OURS = FlatHandling(), HandlingPattern()
USUAL_S = 300.0
DAYS = 10
MOST_WORSE = 1.02


def run() -> list[Row]:
    """Rows on real histories where they lie beside the project, and on invented ones."""
    real = [error_on(REAL[name]()) for name in REAL] if DATA.exists() else []
    spread = [spread_of_contacts()] if DATA.exists() else []
    return [*real, *spread, recovered(), not_made_up(), speed()]


def error_on(series: HandlingSeries) -> Row:
    """Error a week ahead: weekly origins, and one for each of the last days of a short history."""
    is_short = len(series.slots) * series.slots.minutes < 30 * 1440
    table = handling_backtest(
        [series],
        [FLAT, OURS],
        {series.unique_id: USUAL_S},
        n_origins=DAYS if is_short else None,
        step_days=1 if is_short else None,
    )
    peer, ours = (_row(table, forecaster.name) for forecaster in (FLAT, OURS))
    error, flat_error = 100 * float(ours["wape"]), 100 * float(peer["wape"])
    return Row(
        f"handling time, {series.unique_id}: error 7 days ahead",
        f"at most {MOST_WORSE:g} of the flat mean",
        error,
        "%",
        "flat mean of 8 weeks",
        flat_error,
        f"ratio {error / flat_error:.3f}, bias {100 * float(ours['bias']):+.1f} % "
        f"(flat {100 * float(peer['bias']):+.1f} %), {ours['n_origins']} origins",
    )


def spread_of_contacts() -> Row:
    """Spread of single calls as half-hours tell it, against the calls themselves."""
    seconds = bank_contacts()["seconds"].to_numpy(np.float64)
    made = OURS.fit(bank(), USUAL_S).predict(bank().slots)
    return Row(
        "handling time, il_bank: spread of single calls",
        "within 0.15 of the calls'",
        made.contact_cv or float("nan"),
        "cv",
        "the calls themselves",
        float(seconds.std() / seconds.mean()),
    )


def recovered() -> Row:
    """Mean distance from the truth where evenings and Mondays take longer."""
    ahead = calendar(1, "2026-03-30")
    truth = USUAL_S * evening(wall_clock(ahead))
    off = [
        [
            100 * float(np.abs(f.fit(series, USUAL_S).predict(ahead).mean_s / truth - 1).mean())
            for f in (OURS, FLAT)
        ]
        for series in (history(12, pattern=evening, seed=seed) for seed in range(5))
    ]
    ours, flat_mean = np.mean(off, axis=0)
    return Row(
        "handling time, 12 weeks with a pattern: distance from the truth",
        "at most 4 %",
        float(ours),
        "%",
        "flat mean of 8 weeks",
        float(flat_mean),
        "12 contacts an hour of cv 1, five seeds",
    )


def not_made_up() -> Row:
    """What looking for a pattern costs where there is none."""
    table = pd.concat(
        handling_backtest(
            [history(weeks, pattern=flat, seed=seed)], [FLAT, OURS], {"phone": USUAL_S}
        )
        for weeks in (4, 8, 16)
        for seed in range(5)
    )
    mean = table.groupby("forecaster")["wape"].mean()
    return Row(
        "handling time without a pattern: error over that of the flat mean",
        f"at most {MOST_WORSE:g}",
        float(mean[OURS.name] / mean[FLAT.name]),
        "",
        note="4, 8 and 16 weeks, five seeds each",
    )


def speed() -> Row:
    """Fit and a week ahead of a year of hours."""
    series = history(52, pattern=evening)
    OURS.fit(series, USUAL_S)
    start = time.perf_counter()
    OURS.fit(series, USUAL_S).predict(calendar(1))
    return Row(
        "handling time, a year of hours: fit and forecast",
        "at most 0.25 s",
        time.perf_counter() - start,
        "s",
    )


def _row(table: pd.DataFrame, name: str) -> pd.Series:
    return table[table["forecaster"] == name].iloc[0]
