"""Forecasts on real histories, 7 and 28 days ahead: error against baselines, coverage of bands."""

from dataclasses import dataclass

import pandas as pd

from forecasting import FORECASTERS
from forecasting.backtest import Backtest, Rolling, measure
from forecasting.base import Forecaster, Series
from forecasting.workers import usable_cores
from tests.benchmarks.floor import poisson_floor
from tests.benchmarks.histories import DATA, HISTORIES
from tests.benchmarks.row import Row

OURS = "day_level"
LAST_WEEK = "seasonal_naive"
EIGHT_WEEKS = "eight_week_mean"
COMPARED = (LAST_WEEK, EIGHT_WEEKS, OURS)
RATIOS = {
    "us_bank": (4.8 / 6.8, 5.2 / 7.3),
    "us_bank to October": (4.8 / 6.8, 5.2 / 7.3),
    "servicenow": (35.2 / 40.5, 34.2 / 36.1),
    "montco EMS": (29.0 / 30.7, None),
    "montco Traffic": (41.1 / 42.5, None),
    "montco Fire": (54.0 / 57.0, None),
    "cardiff_ed": (20.8 / 22.0, 20.1 / 21.7),
    "iowa_ed": (30.4 / 31.9, 30.3 / 32.2),
    "nyc311": (64.6 / 67.2, 66.1 / 69.7),
}
"""Error over that of the eight-week mean which the best model we tried had, 7 and 28 days ahead."""
_SHORT_DAYS = 540
_DAYS_TO_TELL = 30


@dataclass(frozen=True)
class Measured:
    """One history and horizon, measured."""

    name: str
    days: int
    rolling: Rolling
    found: Backtest
    floor: float

    def of(self, forecaster: str) -> pd.Series:
        """Row of a forecaster in the summary."""
        rows = self.found.summary
        return rows[rows["forecaster"] == forecaster].iloc[0]


def run() -> list[Row]:
    """Rows for every history beside the project, if they lie there."""
    if not DATA.exists():
        return []
    return [row for name in HISTORIES for days in (7, 28) for row in rows_of(name, days)]


def rows_of(name: str, days: int) -> list[Row]:
    """Error and coverage on one history at one horizon."""
    forecasters = [f for f in FORECASTERS if f.name in COMPARED]
    measured = measured_on(HISTORIES[name](), days, forecasters)
    if measured.of(OURS)["n_origins"] == 0:
        return []
    return [_error(measured), *_coverage(measured)]


def rolling(series: Series, days: int) -> Rolling:
    """Origins over the last third: each day of a short history, else each week or horizon."""
    n_days = len(series) * series.minutes // 1440
    return Rolling(days, step_days=1 if n_days < _SHORT_DAYS else days)


def measured_on(series: Series, days: int, forecasters: list[Forecaster]) -> Measured:
    """Backtest one history."""
    plan = rolling(series, days)
    found = measure([series], forecasters, plan, processes=usable_cores())
    start = min((start for start, _ in plan.spans(series)), default=0)
    return Measured(series.unique_id, days, plan, found, poisson_floor(series, start))


def _error(measured: Measured) -> Row:
    ours, eight, last = (measured.of(f) for f in (OURS, EIGHT_WEEKS, LAST_WEEK))
    ratio = RATIOS.get(measured.name, (1.02, 1.02))[measured.days == 28] or 1.0
    note = (
        f"{ours['wape'] / eight['wape']:.3f} of it, target {ratio:.3f}; last week "
        f"{_percent(last['wape'])}, Poisson floor {_percent(measured.floor)}; "
        f"{ours['n_origins']} origins {measured.rolling.step_days} d apart"
    )
    return Row(
        f"WAPE, {measured.name}, {measured.days} days ahead",
        f"<= {ratio * _percent(eight['wape']):.2f}",
        _percent(ours["wape"]),
        "%",
        "eight-week mean",
        _percent(eight["wape"]),
        note,
    )


def _coverage(measured: Measured) -> list[Row]:
    ours, eight = measured.of(OURS), measured.of(EIGHT_WEEKS)
    bands = measured.found.calibration
    own = bands[(bands["forecaster"] == OURS) & (bands["band"] == 0.8)]
    rows = []
    for what, column, count in (
        ("slots", "coverage_80", int(own["n_slots"].sum())),
        ("days", "day_coverage_80", int(own["n_days"].sum())),
    ):
        if count >= _DAYS_TO_TELL:
            rows.append(
                Row(
                    f"80 % band, {what}, {measured.name}, {measured.days} days ahead",
                    "77 to 83",
                    _percent(ours[column]),
                    "%",
                    "eight-week mean",
                    _percent(eight[column]),
                    f"{count} {what}",
                )
            )
    return rows


def _percent(share: float) -> float:
    return round(100 * float(share), 2)
