"""Choose a forecaster for a history by rolling validation, and say why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from forecasting.base import Floats, PointModel, Series

_WEEK_MINUTES = 7 * 1440
_MOST_ORIGINS = 12
_LEAST_ORIGINS = 3
_WORTH_A_CHANGE = 0.98
_THIN = 1.0

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
    errors
        Validation error of each candidate as a share of what came, in their order: WAPE, or the
        root mean square where slots bring little. Empty where nothing was compared.
    n_weeks
        Weeks compared, each forecast from its beginning.
    """

    at: int
    why: str
    errors: tuple[float, ...]
    n_weeks: int


def choose(series: Series, names: Sequence[str], ways: Sequence[Learn]) -> Choice:
    """
    The way of learning that missed least over the last weeks; the first unless beaten by 2 %.

    Absolute errors of slots are compared, and squared ones where a slot brings less than a contact:
    there absolute errors favour whoever forecasts next to nothing.

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
    error, came = _errors(series, ways, origins)
    mean = float(came.mean()) if came.size else 0.0
    if mean == 0:
        return Choice(0, f"no contacts to compare by: {names[0]} by default", (), 0)
    is_thin = mean < _THIN
    missed = np.sqrt((error**2).mean(axis=1)) if is_thin else np.abs(error).mean(axis=1)
    errors = tuple((missed / mean).tolist())
    best = int(np.argmin(missed))
    at = best if errors[best] < _WORTH_A_CHANGE * errors[0] else 0
    how = "in root mean square " if is_thin else ""
    return Choice(at, _why(names, errors, at, how, len(origins)), errors, len(origins))


def validation_origins(series: Series) -> list[int]:
    """First slots of up to twelve weeks that end the history, none in its first half."""
    week = _WEEK_MINUTES // series.minutes
    n_origins = min(_MOST_ORIGINS, len(series) // week // 2)
    return [len(series) - week * back for back in range(n_origins, 0, -1)]


def _errors(series: Series, ways: Sequence[Learn], origins: Sequence[int]) -> tuple[Floats, Floats]:
    """Errors of each way in the seen slots, ``(n_ways, n_slots)``, and what came in them."""
    week = _WEEK_MINUTES // series.minutes
    errors, came = [], []
    for origin in origins:
        past, ahead = series.part(0, origin), series.part(origin, origin + week)
        seen = ahead.is_observed
        came.append(ahead.y[seen])
        errors.append([(learn(past).mean(ahead) - ahead.y)[seen] for learn in ways])
    return np.concatenate(errors, axis=1), np.concatenate(came)


def _why(names: Sequence[str], errors: Sequence[float], at: int, how: str, n_weeks: int) -> str:
    others = [other for other in range(len(names)) if other != at]
    rival = 0 if at else min(others, key=lambda other: errors[other])
    off = (
        f"{names[at]} was off by {100 * errors[at]:.1f} % {how}a week ahead over the last "
        f"{n_weeks} weeks"
    )
    against = f"{names[rival]} by {100 * errors[rival]:.1f} %"
    if errors[rival] < errors[at]:
        return f"{off}; {against}, too little better to change the default"
    return f"{off}; {against}"
