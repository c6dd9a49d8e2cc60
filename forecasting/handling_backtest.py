"""Rolling-origin backtest of handling times: forecast from the past, compare with what came."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from forecasting.base import Floats
from forecasting.handling_base import HandlingForecaster, HandlingSeries, part_of


def handling_backtest(
    histories: Iterable[HandlingSeries],
    forecasters: Sequence[HandlingForecaster],
    usual_s: Mapping[str, float],
    *,
    n_origins: int | None = None,
    horizon_days: int = 7,
    step_days: int | None = None,
) -> pd.DataFrame:
    """
    Accuracy of every forecaster on every history.

    Parameters
    ----------
    usual_s
        By ``unique_id``, what to go by where the past tells nothing.
    n_origins
        How many origins; by default as many as fit into the last third.
    horizon_days, step_days
        Days that each origin forecasts, and between origins; as many by default.

    Returns
    -------
    pandas.DataFrame
        A row for each history and forecaster: ``unique_id, forecaster, wape, bias, n_origins,
        n_contacts``. Errors are weighted by contacts: ``wape = sum n |x - m| / sum n x`` and
        ``bias = sum n (m - x) / sum n x``; NaN where nothing can be measured.
    """
    rows: list[dict[str, object]] = []
    for series in histories:
        starts = _origins(series, n_origins, horizon_days, step_days or horizon_days)
        for forecaster in forecasters:
            scored = [
                _score(series, forecaster, usual_s[series.unique_id], start, horizon_days)
                for start in starts
            ]
            rows.append(_row(series.unique_id, forecaster.name, scored))
    return pd.DataFrame(rows)


def _origins(
    series: HandlingSeries, n_origins: int | None, horizon_days: int, step_days: int
) -> list[int]:
    a_day = 1440 // series.slots.minutes
    last = len(series.slots) - horizon_days * a_day
    span = len(series.slots) // 3 - horizon_days * a_day
    wanted = max(1, span // (step_days * a_day) + 1) if n_origins is None else n_origins
    starts = last - step_days * a_day * np.arange(wanted - 1, -1, -1)
    return [int(start) for start in starts if start >= 7 * a_day]


def _score(
    series: HandlingSeries,
    forecaster: HandlingForecaster,
    usual_s: float,
    start: int,
    horizon_days: int,
) -> Floats:
    """Seconds of error, of excess and of work, and contacts: sums over an origin, ``(4,)``."""
    stop = start + horizon_days * 1440 // series.slots.minutes
    made = forecaster.fit(series.part(0, start), usual_s).predict(
        part_of(series.slots, start, stop)
    )
    ahead = series.part(start, stop)
    known = ahead.is_known
    contacts, actual_s, mean_s = ahead.contacts[known], ahead.mean_s[known], made.mean_s[known]
    return np.array(
        [
            (contacts * abs(actual_s - mean_s)).sum(),
            (contacts * (mean_s - actual_s)).sum(),
            (contacts * actual_s).sum(),
            contacts.sum(),
        ]
    )


def _row(unique_id: str, name: str, scored: list[Floats]) -> dict[str, object]:
    error, excess, work, contacts = np.sum(scored, axis=0) if scored else np.zeros(4)
    return {
        "unique_id": unique_id,
        "forecaster": name,
        "wape": error / work if work else float("nan"),
        "bias": excess / work if work else float("nan"),
        "n_origins": len(scored),
        "n_contacts": float(contacts),
    }
