"""Choose a forecaster for a history by rolling validation, and say why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from forecasting.base import Floats, PointModel, Series

_WEEK_MINUTES = 7 * 1440
_MOST_ORIGINS = 12
_LEAST_ORIGINS = 3
_WORTH_A_CHANGE = 0.98

Learn = Callable[[Series], PointModel]


@dataclass(frozen=True, slots=True)
class Choice:
    """
    Which forecaster a history gets.

    Parameters
    ----------
    at
        Its position among the candidates, the default being 0.
    why
        One sentence for the planner.
    wapes
        Validation error of each candidate, in their order; empty where nothing was compared.
    n_weeks
        Weeks compared, each forecast from its beginning.
    """

    at: int
    why: str
    wapes: tuple[float, ...]
    n_weeks: int


def choose(series: Series, names: Sequence[str], ways: Sequence[Learn]) -> Choice:
    """
    The way of learning with the lowest WAPE over the last weeks; the first unless beaten by 2 %.

    Up to twelve weeks in the second half of the history are each forecast from their beginning. A
    history with fewer than three of them, or in which nothing came, has the first.

    Parameters
    ----------
    names, ways
        Candidates, the default first: what they are called and how they learn.
    """
    origins = validation_origins(series)
    if len(origins) < _LEAST_ORIGINS:
        return Choice(0, f"too short a history to compare: {names[0]} by default", (), 0)
    missed, came = _missed(series, ways, origins)
    if came == 0:
        return Choice(0, f"no contacts to compare by: {names[0]} by default", (), 0)
    wapes = tuple((missed / came).tolist())
    best = int(np.argmin(missed))
    at = best if wapes[best] < _WORTH_A_CHANGE * wapes[0] else 0
    return Choice(at, _why(names, wapes, at, len(origins)), wapes, len(origins))


def validation_origins(series: Series) -> list[int]:
    """First slots of up to twelve weeks that end the history, none in its first half."""
    week = _WEEK_MINUTES // series.minutes
    n_origins = min(_MOST_ORIGINS, len(series) // week // 2)
    return [len(series) - week * back for back in range(n_origins, 0, -1)]


def _missed(series: Series, ways: Sequence[Learn], origins: Sequence[int]) -> tuple[Floats, float]:
    """Absolute errors of each way and contacts that came, summed over the origins."""
    week = _WEEK_MINUTES // series.minutes
    missed, came = np.zeros(len(ways)), 0.0
    for origin in origins:
        past, ahead = series.part(0, origin), series.part(origin, origin + week)
        seen = ahead.is_observed
        came += float(ahead.y[seen].sum())
        for at, learn in enumerate(ways):
            missed[at] += np.abs(learn(past).mean(ahead) - ahead.y)[seen].sum()
    return missed, came


def _why(names: Sequence[str], wapes: Sequence[float], at: int, n_weeks: int) -> str:
    others = [other for other in range(len(names)) if other != at]
    rival = 0 if at else min(others, key=lambda other: wapes[other])
    off = (
        f"{names[at]} was off by {100 * wapes[at]:.1f} % a week ahead over the last {n_weeks} weeks"
    )
    against = f"{names[rival]} by {100 * wapes[rival]:.1f} %"
    if wapes[rival] < wapes[at]:
        return f"{off}; {against}, too little better to change the default"
    return f"{off}; {against}"
