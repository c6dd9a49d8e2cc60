"""Copies of a history that a forecast should bear: shifted, scaled, with outages and spikes."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from forecasting.base import Series


def shifted(series: Series, weeks: int) -> Series:
    """The same wall-clock weeks at another time of the year, their holidays with them."""
    wall = pd.DatetimeIndex(series.stamps, tz="UTC").tz_convert(series.zone).tz_localize(None)
    later = wall + pd.Timedelta(weeks=weeks)
    step = pd.Timedelta(minutes=series.minutes)
    utc = pd.date_range(later[0], later[-1] + step, freq=step, tz=series.zone, inclusive="left")
    local = utc.tz_localize(None)
    values = pd.DataFrame({"y": series.y, "is_open": series.is_open}, index=later)
    found = values[~values.index.duplicated()].reindex(local)
    is_open = found["is_open"].ffill().astype(bool).to_numpy()
    return replace(
        series,
        stamps=utc.tz_convert("UTC").tz_localize(None).to_numpy("datetime64[s]"),
        y=found["y"].to_numpy(np.float64),
        is_open=is_open,
        holidays={d + dt.timedelta(weeks=weeks): name for d, name in series.holidays.items()},
    )


def thinned(series: Series) -> Series:
    """One contact in ten, drawn at random."""
    whole = np.nan_to_num(np.floor(series.y)).astype(np.int64)
    drawn = np.random.default_rng(1).binomial(whole, 0.1).astype(np.float64)
    return replace(series, y=np.where(np.isnan(series.y), np.nan, drawn))


def tenfold(series: Series) -> Series:
    """Every count times ten."""
    return replace(series, y=series.y * 10)


def with_outages(series: Series) -> Series:
    """A silent stretch of six hours in every third week, told as zeros."""
    rng = np.random.default_rng(2)
    y, week = series.y.copy(), 7 * 1440 // series.minutes
    hours = 6 * 60 // series.minutes
    for first in range(0, len(series) - week, 3 * week):
        busy = np.flatnonzero(series.is_open[first : first + week])
        at = first + int(rng.choice(busy)) if busy.size else first
        y[at : at + hours] = np.where(np.isnan(y[at : at + hours]), np.nan, 0.0)
    return replace(series, y=y)


def with_spikes(series: Series) -> Series:
    """Two slots at eight times their count in every fourth week."""
    rng = np.random.default_rng(3)
    y, week = series.y.copy(), 7 * 1440 // series.minutes
    for first in range(0, len(series) - week, 4 * week):
        at = first + int(rng.integers(week - 2))
        y[at : at + 2] *= 8
    return replace(series, y=y)


TENTH = "a tenth of the contacts"
PERTURBED: Mapping[str, Callable[[Series], Series]] = {
    "17 weeks later": lambda series: shifted(series, 17),
    TENTH: thinned,
    "ten times the contacts": tenfold,
    "six silent hours every third week": with_outages,
    "two slots times eight every fourth week": with_spikes,
}
DIRTY = frozenset({"six silent hours every third week", "two slots times eight every fourth week"})
"""Those whose truth is the history before; the others are truths of their own."""
