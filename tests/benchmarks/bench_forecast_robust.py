"""Whether forecasts bear shifted dates, other levels and units, outages, spikes and closings."""

from collections.abc import Mapping

import numpy as np

from forecasting import FORECASTERS
from forecasting.backtest import Rolling
from forecasting.base import Forecaster, Series
from tests.benchmarks.histories import DATA, HISTORIES
from tests.benchmarks.perturbed import DIRTY, PERTURBED, TENTH
from tests.benchmarks.row import Row

EIGHT_WEEKS, OURS = FORECASTERS[-2:]
MOST_WORSE = 1.05
MOST_OF_BASELINE = 1.02
ORIGINS = 12
THIN = 1.0
ALL = None


def run() -> list[Row]:
    """A row for each history and perturbation, and one for the worst of them."""
    if not DATA.exists():
        return []
    return [row for history in HISTORIES.values() for row in rows_of(history())]


def rows_of(series: Series) -> list[Row]:
    """Our error over that on the true history; of a tenth over the eight-week mean's."""
    is_thin = np.nanmean(series.y[series.is_open]) < THIN
    n_plain = ALL if is_thin else ORIGINS  # twelve weeks of a thin queue hold a handful of contacts
    plain = [wape(series, series, f, n_plain) for f in (OURS, EIGHT_WEEKS)]
    rows, of_baseline = [], {}
    for what, perturb in PERTURBED.items():
        seen = perturb(series)
        truth = series if what in DIRTY else seen
        is_tenth = what == TENTH  # chance alone makes its error another, whoever forecasts
        n = ALL if is_tenth else n_plain
        ours, baseline = (wape(seen, truth, f, n) for f in (OURS, EIGHT_WEEKS))
        of_baseline[what] = ours / baseline
        rows.append(
            Row(
                f"error of {series.unique_id} with {what}",
                f"<= {MOST_WORSE}",
                round(ours / (baseline if is_tenth else plain[0]), 3),
                "of the eight-week mean's" if is_tenth else "of that without",
                "eight-week mean",
                1.0 if is_tenth else round(baseline / plain[1], 3),
                f"7 days ahead: ours {100 * ours:.2f} %, eight-week mean {100 * baseline:.2f} %",
            )
        )
    return [*rows, _worst(series.unique_id, of_baseline)]


def _worst(unique_id: str, of_baseline: Mapping[str, float]) -> Row:
    """The copy that is worst against the eight-week mean of the same copy."""
    what = max(of_baseline, key=lambda one: of_baseline[one])
    return Row(
        f"worst of the copies of {unique_id}",
        f"<= {MOST_OF_BASELINE}",
        round(of_baseline[what], 3),
        "of the eight-week mean's",
        note=what,
    )


def wape(
    seen: Series, truth: Series, forecaster: Forecaster, n_origins: int | None = ORIGINS
) -> float:
    """Error against the truth of forecasts from what was seen, late in the last third or in all."""
    spans = Rolling().spans(truth)
    off = came = 0.0
    for start, stop in spans[-(n_origins or len(spans)) :]:
        ahead = truth.part(start, stop)
        mean = forecaster.learn(seen.part(0, start)).mean(seen.horizon(start, stop))
        known = ahead.is_observed
        off += float(np.abs(mean - ahead.y)[known].sum())
        came += float(ahead.y[known].sum())
    return off / came
