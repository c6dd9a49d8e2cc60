"""Other libraries on the same histories and origins, where they are installed."""

import time

import numpy as np

from forecasting import FORECASTERS
from forecasting.backtest import Rolling
from forecasting.base import Forecaster, Series
from forecasting.peers import installed_peers
from tests.benchmarks.bench_forecasting import RATIOS
from tests.benchmarks.histories import DATA, HISTORIES
from tests.benchmarks.row import Row

ORIGINS = 6


def run() -> list[Row]:
    """A row for each history, horizon and peer."""
    if not DATA.exists():
        return []
    return [row for name in RATIOS for days in (7, 28) for row in rows_of(HISTORIES[name](), days)]


def rows_of(series: Series, days: int) -> list[Row]:
    """Ours as the measure and each peer beside it, means only; none where no origin fits."""
    if not spans(series, days):
        return []
    (baseline, _), (ours, _) = (error(series, days, f) for f in FORECASTERS[-2:])
    rows = []
    for peer in installed_peers():
        theirs, seconds = error(series, days, peer)
        rows.append(
            Row(
                f"WAPE, {series.unique_id}, {days} days ahead",
                f"< {theirs:.2f}",
                ours,
                "%",
                peer.name,
                theirs,
                f"eight-week mean {baseline:.2f} %; {len(spans(series, days))} origins; "
                f"{peer.name} takes {seconds:.1f} s for each",
            )
        )
    return rows


def spans(series: Series, days: int) -> list[tuple[int, int]]:
    """A few origins spread over the last third."""
    every = Rolling(days, step_days=7).spans(series)
    picked = np.linspace(0, max(len(every) - 1, 0), min(ORIGINS, len(every))).round()
    return [every[at] for at in np.unique(picked.astype(int)).tolist()]


def error(series: Series, days: int, forecaster: Forecaster) -> tuple[float, float]:
    """WAPE in per cent over the origins, and CPU seconds for each."""
    begun = time.process_time()
    off = came = 0.0
    chosen = spans(series, days)
    for start, stop in chosen:
        ahead, seen = series.horizon(start, stop), series.part(start, stop).is_observed
        mean = forecaster.learn(series.part(0, start)).mean(ahead)
        off += float(np.abs(mean - series.y[start:stop])[seen].sum())
        came += float(series.y[start:stop][seen].sum())
    return round(100 * off / came, 2), (time.process_time() - begun) / len(chosen)
