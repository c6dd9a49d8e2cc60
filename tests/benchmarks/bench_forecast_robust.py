"""
Whether forecasts bear shifted dates, other levels and units, outages, spikes and closings.

Some 120 copies on all cores. Of queues with less than a contact an open slot the errors of whole
days are told: where most slots are empty, those of slots favour whoever forecasts least.
"""

from collections.abc import Mapping

import numpy as np

from forecasting import FORECASTERS
from forecasting.arrays import distinct, sums_at
from forecasting.backtest import Rolling
from forecasting.base import Floats, Forecaster, Series
from forecasting.features import wall_clock
from forecasting.workers import mapped, usable_cores
from tests.benchmarks.histories import DATA, HISTORIES
from tests.benchmarks.perturbed import DIRTY, PERTURBED, TENTH
from tests.benchmarks.row import Row

EIGHT_WEEKS, OURS = FORECASTERS[-2:]
MOST_WORSE = 1.05
MOST_OF_BASELINE = 1.02
ORIGINS = 12
THIN_ORIGINS = 36  # twelve weeks of a thin queue hold a handful of contacts
THIN = 1.0
AS_IT_IS = ""

Errors = tuple[float, float]


def run() -> list[Row]:
    """A row for each history and perturbation, and one for the worst of them."""
    if not DATA.exists():
        return []
    tasks = [(name, what) for name in HISTORIES for what in (AS_IT_IS, *PERTURBED)]
    found = dict(zip(tasks, mapped(errors_of, tasks, len(tasks), usable_cores()), strict=True))
    return [
        row
        for name in HISTORIES
        for row in rows_of(name, {what: found[name, what] for what in (AS_IT_IS, *PERTURBED)})
    ]


def errors_of(task: tuple[str, str]) -> Errors:
    """Our error and the eight-week mean's on one copy of one history."""
    name, what = task
    series = HISTORIES[name]()
    seen = PERTURBED[what](series) if what else series
    truth = series if what in DIRTY else seen
    contacts = truth if what == TENTH else series  # another unit makes no queue busier
    is_thin = bool(np.nanmean(contacts.y[contacts.is_open]) < THIN)
    n = THIN_ORIGINS if is_thin or what == TENTH else ORIGINS
    ours, eight = (wape(seen, truth, one, n, by_day=is_thin) for one in (OURS, EIGHT_WEEKS))
    return ours, eight


def rows_of(name: str, errors: Mapping[str, Errors]) -> list[Row]:
    """Our error over that on the true history; of a tenth over the eight-week mean's."""
    plain = errors[AS_IT_IS]
    rows = []
    for what in PERTURBED:
        ours, baseline = errors[what]
        is_tenth = what == TENTH  # chance alone makes its error another, whoever forecasts
        rows.append(
            Row(
                f"error of {name} with {what}",
                f"<= {MOST_WORSE}",
                round(ours / (baseline if is_tenth else plain[0]), 3),
                "of the eight-week mean's" if is_tenth else "of that without",
                "eight-week mean",
                1.0 if is_tenth else round(baseline / plain[1], 3),
                f"7 days ahead: ours {100 * ours:.2f} %, eight-week mean {100 * baseline:.2f} %",
            )
        )
    return [*rows, _worst(name, {what or "none": a / b for what, (a, b) in errors.items()})]


def _worst(name: str, of_baseline: Mapping[str, float]) -> Row:
    """The copy that is worst against the eight-week mean of the same copy."""
    what = max(of_baseline, key=lambda one: of_baseline[one])
    return Row(
        f"worst of the copies of {name}",
        f"<= {MOST_OF_BASELINE}",
        round(of_baseline[what], 3),
        "of the eight-week mean's",
        note=what,
    )


def wape(
    seen: Series,
    truth: Series,
    forecaster: Forecaster,
    n_origins: int = ORIGINS,
    *,
    by_day: bool = False,
) -> float:
    """Error against the truth of forecasts from what was seen, from the last origins."""
    off = came = 0.0
    for start, stop in Rolling().spans(truth)[-n_origins:]:
        ahead = truth.part(start, stop)
        mean = forecaster.learn(seen.part(0, start)).mean(seen.horizon(start, stop))
        known = ahead.is_observed
        error = (mean - ahead.y)[known]
        off += float(np.abs(_of_days(ahead, error) if by_day else error).sum())
        came += float(ahead.y[known].sum())
    return off / came


def _of_days(ahead: Series, values: Floats) -> Floats:
    """Sums of the values of known slots by local day."""
    days, index = distinct(wall_clock(ahead).day[ahead.is_observed])
    return sums_at(index, values, len(days))
