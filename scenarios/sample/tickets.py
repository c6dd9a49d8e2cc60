"""
Invented contacts: a seeded generator of tickets, mails and escalations that follow the sun.

Counts are Poisson around a shape over the week times two gamma factors of mean 1, one a day and
one a slot, so that they vary more than Poisson counts do, as real ones.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planner.holidays import public_holidays
from planner.local_time import zone

SLOT = "30min"

HourShape = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def follows_the_sun(hour: NDArray[np.float64]) -> NDArray[np.float64]:
    """Relative arrivals by hour UTC: the working days of Asia, Europe and America in turn."""
    peaks = ((5.0, 3.0, 0.8), (10.5, 3.0, 1.0), (17.5, 3.5, 1.2))
    apart = [np.abs((hour - at + 12) % 24 - 12) / width for at, width, _ in peaks]
    humps = [height * np.exp(-0.5 * d**2) for d, (_, _, height) in zip(apart, peaks, strict=True)]
    return np.asarray(0.35 + np.sum(humps, axis=0))


def office_hours(hour: NDArray[np.float64]) -> NDArray[np.float64]:
    """Relative arrivals by local hour from 09:00 to 17:30: a full mailbox, then a slow ebb."""
    is_open = (hour >= 9) & (hour < 17.5)
    return np.where(is_open, 1.0 + 0.9 * np.exp(-(hour - 9)) - 0.03 * (hour - 9), 0.0)


@dataclass(frozen=True, slots=True)
class InventedQueue:
    """
    What the generator knows of a queue.

    `weekly` are contacts in an ordinary week, `shares` their split over priorities, `weekdays`
    the relative volume from Monday on, `on_holiday` what is left of it on a public holiday.
    """

    queue: str
    zone: str
    country: str
    region: str | None
    weekly: float
    shares: Mapping[str, float]
    weekdays: tuple[float, ...]
    shape: HourShape
    on_holiday: float


INVENTED = (
    InventedQueue(
        queue="tickets",
        zone="UTC",
        country="US",
        region=None,
        weekly=2950,
        shares={"P0": 0.03, "P1": 0.12, "P2": 0.45, "P3": 0.40},
        weekdays=(1.15, 1.1, 1.05, 1.0, 0.95, 0.5, 0.45),
        shape=follows_the_sun,
        on_holiday=0.75,
    ),
    InventedQueue(
        queue="billing",
        zone="Europe/London",
        country="GB",
        region="ENG",
        weekly=1000,
        shares={"": 1.0},
        weekdays=(1.25, 1.05, 0.95, 0.9, 0.85, 0.0, 0.0),
        shape=office_hours,
        on_holiday=0.0,
    ),
    InventedQueue(
        queue="escalations",
        zone="UTC",
        country="US",
        region=None,
        weekly=150,
        shares={"P0": 0.3, "P1": 0.7},
        weekdays=(1.1, 1.1, 1.05, 1.0, 1.0, 0.6, 0.6),
        shape=follows_the_sun,
        on_holiday=0.85,
    ),
)

DAY_SPREAD = 0.10
SLOT_SPREAD = 0.20


def invent_contacts(first: date, last: date, seed: int) -> pd.DataFrame:
    """
    Contacts of all invented queues in half-hour rows, both dates included.

    Returns
    -------
    pd.DataFrame
        Columns start (aware UTC), queue, priority, offered; a row for every open half-hour,
        those without contacts too.
    """
    streams = np.random.default_rng(seed).spawn(len(INVENTED))
    parts = [_contacts(q, first, last, rng) for q, rng in zip(INVENTED, streams, strict=True)]
    return pd.concat(parts, ignore_index=True)


def expected_contacts(queue: InventedQueue, start: pd.DatetimeIndex) -> NDArray[np.float64]:
    """Mean contacts, all priorities, in half-hours that begin at aware local `start`."""
    hour = np.asarray(start.hour + start.minute / 60, dtype=np.float64)
    each_day = queue.shape(np.arange(48) / 2)
    by_day = queue.weekly * np.asarray(queue.weekdays) / sum(queue.weekdays)
    mean = by_day[np.asarray(start.day_of_week)] * queue.shape(hour) / each_day.sum()
    return np.asarray(np.where(_is_holiday(queue, start), mean * queue.on_holiday, mean))


def _is_holiday(queue: InventedQueue, start: pd.DatetimeIndex) -> NDArray[np.bool_]:
    years = tuple(range(start[0].year, start[-1].year + 1))
    days = public_holidays(queue.country, queue.region, years)
    return np.array([day in days for day in start.date], dtype=np.bool_)


def _contacts(
    queue: InventedQueue, first: date, last: date, rng: np.random.Generator
) -> pd.DataFrame:
    clock = zone(queue.zone)
    end = pd.Timestamp(last) + pd.Timedelta(days=1)
    start = pd.date_range(first, end, freq=SLOT, tz=clock, inclusive="left")
    start = start[expected_contacts(queue, start) > 0]
    day_number = np.unique(np.asarray(start.date), return_inverse=True)[1]
    factor = _gamma(rng, DAY_SPREAD, int(day_number.max()) + 1)[day_number]
    mean = expected_contacts(queue, start) * factor * _gamma(rng, SLOT_SPREAD, start.size)
    counts = {priority: rng.poisson(share * mean) for priority, share in queue.shares.items()}
    wide = pd.DataFrame(counts, index=start.tz_convert("UTC").rename("start"))
    long = wide.melt(ignore_index=False, var_name="priority", value_name="offered").reset_index()
    return long.assign(queue=queue.queue)[["start", "queue", "priority", "offered"]]


def _gamma(rng: np.random.Generator, spread: float, n: int) -> NDArray[np.float64]:
    """Factors of mean 1 and standard deviation `spread`."""
    return rng.gamma(spread**-2, spread**2, n)
