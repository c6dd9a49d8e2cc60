"""Made histories whose truth is known, for the tests of this folder."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from forecasting.base import Floats, Horizon, Series
from forecasting.closing import HolidayDays
from forecasting.features import wall_clock

LEVELS = (0.1, 0.5, 0.8, 0.9, 0.95)


def grid(
    first: str,
    n_days: int,
    *,
    minutes: int = 60,
    zone: str = "UTC",
    hours: tuple[int, int] = (0, 24),
    holidays: Mapping[dt.date, str] | None = None,
) -> Horizon:
    """Days of slots from a UTC date on, open in the local hours given."""
    n = n_days * 1440 // minutes
    stamps = np.datetime64(first, "s") + np.arange(n) * np.timedelta64(60 * minutes, "s")
    slots = Horizon(
        stamps=stamps,
        is_open=np.ones(n, dtype=bool),
        minutes=minutes,
        zone=zone,
        holidays=holidays or {},
    )
    hour = wall_clock(slots).slot * minutes / 60
    return replace(slots, is_open=(hours[0] <= hour) & (hour < hours[1]))


def history(slots: Horizon, y: Floats) -> Series:
    """A series on the slots of a horizon."""
    return Series(
        unique_id="phone",
        stamps=slots.stamps,
        is_open=slots.is_open,
        minutes=slots.minutes,
        zone=slots.zone,
        holidays=slots.holidays,
        y=y,
    )


def true_mean(slots: Horizon, busiest: float = 60.0) -> Floats:
    """A smooth day on the wall clock, quiet at night, with quieter weekends."""
    clock = wall_clock(slots)
    turn = 2 * np.pi * (clock.slot * slots.minutes / 1440 - 0.1)
    day = 0.05 + 0.95 * (0.5 - 0.5 * np.cos(turn)) ** 2
    return np.asarray(busiest * day * np.where(clock.weekday >= 5, 0.4, 1.0))


def counts(slots: Horizon, mean: Floats, day_cv: float, seed: int) -> Floats:
    """Poisson counts around a mean, times a gamma factor that each local day shares."""
    rng = np.random.default_rng(seed)
    day = wall_clock(slots).day
    factor = np.ones(day.max() - day.min() + 1)
    if day_cv > 0:
        factor = rng.gamma(day_cv**-2, day_cv**2, len(factor))
    return np.asarray(rng.poisson(mean * factor[day - day.min()]), dtype=float)


def made(first: str = "2003-06-01", n_days: int = 84, seed: int = 1, zone: str = "UTC") -> Series:
    """Twelve weeks of hourly history with a day factor of 10 %."""
    slots = grid(first, n_days, zone=zone)
    return history(slots, counts(slots, true_mean(slots), 0.1, seed))


def holiday_days(names: Mapping[int, str], share: float = 1.0, closed: float = 0.0) -> HolidayDays:
    """Holidays by day number, all alike."""
    return HolidayDays(
        {int(day): name for day, name in names.items()},
        {int(day): share for day in names},
        {int(day): closed for day in names},
    )
