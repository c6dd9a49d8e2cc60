"""Invented handling times: known level, pattern and spread, log-normal contacts."""

from collections.abc import Callable

import numpy as np

from forecasting.base import Floats, Horizon
from forecasting.features import WallClock, wall_clock
from forecasting.handling_base import HandlingSeries

Pattern = Callable[[WallClock], Floats]


def flat(clock: WallClock) -> Floats:
    """The same at all times."""
    return np.ones(len(clock.day))


def evening(clock: WallClock) -> Floats:
    """Half as long again after 16:00, and Mondays a fifth longer."""
    return np.where(clock.slot >= 16, 1.5, 1.0) * np.where(clock.weekday == 0, 1.2, 1.0)


def calendar(weeks: int, start: str = "2026-01-05") -> Horizon:
    """Hours of London from a Monday on."""
    stamps = np.datetime64(start, "s") + np.arange(weeks * 168) * np.timedelta64(3600, "s")
    return Horizon(
        stamps=stamps, is_open=np.ones(len(stamps), bool), minutes=60, zone="Europe/London"
    )


def history(
    weeks: int = 12,
    *,
    per_hour: float = 12.0,
    level_s: float = 300.0,
    pattern: Pattern = flat,
    cv: float = 1.0,
    day_cv: float = 0.0,
    trend: float = 0.0,
    seed: int = 1,
) -> HandlingSeries:
    """Means of Poisson numbers of contacts an hour; `trend` is the change of the level a day."""
    rng = np.random.default_rng(seed)
    slots = calendar(weeks)
    clock = wall_clock(slots)
    day = clock.day - clock.day[0]
    day_factor = np.exp(rng.normal(0, day_cv, day.max() + 1) - day_cv**2 / 2)[day]
    mean_s = level_s * pattern(clock) * day_factor * (1 + trend) ** day
    contacts = rng.poisson(per_hour, len(day)).astype(np.float64)
    variance = np.log1p(cv**2)
    draws = np.exp(rng.normal(0, variance**0.5, int(contacts.sum())) - variance / 2)
    slot = np.repeat(np.arange(len(day)), contacts.astype(int))
    total = np.bincount(slot, draws, len(day)) * mean_s
    found = np.divide(total, contacts, out=np.full(len(day), np.nan), where=contacts > 0)
    return HandlingSeries("phone", slots, found, contacts)
