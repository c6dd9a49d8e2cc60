"""Rolling-origin backtest: forecast from the past, compare with what came, for every forecaster."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecasting.base import Bools, Floats, Forecaster, Ints, Series
from forecasting.metrics import bias, coverage, wape
from forecasting.spread import day_sums

WORTH_A_BAND = 5.0
_LEVELS = (0.1, 0.9)


@dataclass(frozen=True, slots=True, eq=False)
class _Scored:
    """One origin's forecast beside the truth: slots, then whole days."""

    actual: Floats
    mean: Floats
    low: Floats
    high: Floats
    day_actual: Floats
    day_low: Floats
    day_high: Floats


def backtest(
    histories: Iterable[Series],
    forecasters: Sequence[Forecaster],
    *,
    n_origins: int | None = None,
    horizon_days: int = 7,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """
    Accuracy and coverage of every forecaster on every history.

    Parameters
    ----------
    histories
        One series a queue.
    forecasters
        What to compare, e.g. ``FORECASTERS``.
    n_origins
        How many origins, one horizon apart, ending where the history ends; by default as many as
        fit into the last third.
    horizon_days
        Days that each origin forecasts.
    progress
        Called with (done, total) after each fit.

    Returns
    -------
    pandas.DataFrame
        A row for each history and forecaster: ``unique_id, forecaster, wape, bias, coverage_80,
        day_coverage_80, n_origins, n_slots``. Ratios, not per cent. ``coverage_80`` counts slots
        with a mean of at least 5, ``day_coverage_80`` days seen in full. NaN where there is nothing
        to measure, e.g. in a history too short for one origin.
    """
    plan = [(s, f, origins(s, n_origins, horizon_days)) for s in histories for f in forecasters]
    total = sum(len(starts) for _, _, starts in plan)
    done = 0
    rows = []
    for series, forecaster, starts in plan:
        scored = []
        for start in starts:
            scored.append(_score(series, forecaster, start, horizon_days))
            done += 1
            if progress is not None:
                progress(done, total)
        rows.append(_row(series.unique_id, forecaster.name, scored))
    return pd.DataFrame(rows)


def origins(series: Series, n_origins: int | None, horizon_days: int) -> list[int]:
    """Slot numbers at which the backtest forecasts, ascending, one horizon apart."""
    step = horizon_days * 1440 // series.minutes
    wanted = max(1, len(series) // 3 // step) if n_origins is None else n_origins
    starts = len(series) - step * np.arange(wanted, 0, -1)
    return [int(start) for start in starts if start >= step]


def _score(series: Series, forecaster: Forecaster, start: int, horizon_days: int) -> _Scored:
    stop = start + horizon_days * 1440 // series.minutes
    ahead = series.part(start, stop)
    made = forecaster.fit(series.part(0, start)).predict(series.horizon(start, stop), _LEVELS)
    seen = ahead.is_observed
    actual = np.where(seen, ahead.y, np.nan)
    whole = _whole_days(made.day, seen, ahead.is_open)
    low, high = made.quantiles
    day_low, day_high = made.day_quantiles
    return _Scored(
        actual[seen],
        made.mean[seen],
        low[seen],
        high[seen],
        day_sums(made.day, np.where(seen, ahead.y, 0.0))[whole],
        day_low[whole],
        day_high[whole],
    )


def _whole_days(day: Ints, seen: Bools, is_open: Bools) -> Bools:
    """Days with an open slot, none of which is missing."""
    n_open, n_seen = day_sums(day, is_open.astype(float)), day_sums(day, seen.astype(float))
    return np.asarray((n_open > 0) & (n_open == n_seen))


def _row(unique_id: str, name: str, scored: list[_Scored]) -> dict[str, object]:
    def joined(part: str) -> Floats:
        return np.concatenate([getattr(s, part) for s in scored] or [np.empty(0)])

    actual, mean = joined("actual"), joined("mean")
    busy = mean >= WORTH_A_BAND
    return {
        "unique_id": unique_id,
        "forecaster": name,
        "wape": wape(actual, mean),
        "bias": bias(actual, mean),
        "coverage_80": coverage(actual[busy], joined("low")[busy], joined("high")[busy]),
        "day_coverage_80": coverage(joined("day_actual"), joined("day_low"), joined("day_high")),
        "n_origins": len(scored),
        "n_slots": len(actual),
    }
