"""Copies of a history that a forecast should bear: shifted, scaled, with outages and spikes."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from forecasting.base import Series
from forecasting.features import is_holiday, wall_clock


def shifted(series: Series, days: int) -> Series:
    """The same wall-clock days at another time of the year, their holidays with them."""
    wall = pd.DatetimeIndex(series.stamps, tz="UTC").tz_convert(series.zone).tz_localize(None)
    later = wall + pd.Timedelta(days=days)
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
        holidays={d + dt.timedelta(days=days): name for d, name in series.holidays.items()},
    )


def thinned(series: Series) -> Series:
    """One contact in ten, drawn at random."""
    whole = np.nan_to_num(np.floor(series.y)).astype(np.int64)
    drawn = np.random.default_rng(1).binomial(whole, 0.1).astype(np.float64)
    return replace(series, y=np.where(np.isnan(series.y), np.nan, drawn))


def times(series: Series, factor: float) -> Series:
    """Every count times a factor."""
    return replace(series, y=series.y * factor)


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


def with_long_outages(series: Series, told: float) -> Series:
    """Silent for a day, for three days and for four hours, late in the history."""
    y, hour = series.y.copy(), 60 // series.minutes
    for share, hours in ((0.62, 24), (0.78, 72), (0.9, 4)):
        first = int(share * len(y)) + int(np.argmax(series.is_observed[int(share * len(y)) :]))
        lost = slice(first, first + hours * hour)
        y[lost] = np.where(np.isnan(y[lost]), np.nan, told)
    return replace(series, y=y)


def with_closed_as_zeros(series: Series) -> Series:
    """Always open, and silent where it was closed."""
    everywhere = np.ones(len(series), dtype=bool)
    return replace(series, y=np.where(series.is_open, series.y, 0.0), is_open=everywhere)


def with_holidays_as_zeros(series: Series) -> Series:
    """Always open, and silent where it was closed and on holidays of which nothing is known."""
    day = wall_clock(series).day
    known = np.isin(day, day[series.is_observed])
    unknown_holiday = is_holiday(day, series.holidays) & ~known
    return with_closed_as_zeros(replace(series, is_open=series.is_open & ~unknown_holiday))


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
    "17 weeks later": lambda series: shifted(series, 7 * 17),
    "a day later": lambda series: shifted(series, 1),
    TENTH: thinned,
    "ten times the contacts": lambda series: times(series, 10.0),
    "every count a tenth": lambda series: times(series, 0.1),
    "six silent hours every third week": with_outages,
    "two slots times eight every fourth week": with_spikes,
    "four days of outages": lambda series: with_long_outages(series, 0.0),
    "four days missing": lambda series: with_long_outages(series, np.nan),
    "closed hours told as zeros": with_closed_as_zeros,
    "closed hours and holidays told as zeros": with_holidays_as_zeros,
}
DIRTY = frozenset(
    {
        "six silent hours every third week",
        "two slots times eight every fourth week",
        "four days of outages",
        "four days missing",
        "closed hours told as zeros",
        "closed hours and holidays told as zeros",
    }
)
"""Those whose truth is the history before; the others are truths of their own."""
