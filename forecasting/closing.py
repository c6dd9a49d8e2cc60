"""Public holidays as day numbers, and whether a queue closes on them: learned from those it had."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from forecasting.arrays import looked_up
from forecasting.base import Bools, Floats, Horizon, Ints, Series
from forecasting.features import WallClock, day_number, wall_clock, weekday_of

_PRIOR_HOLIDAYS = 2.0
_CLOSES_IF_WEEKENDS_OFF = 0.5
_CLOSES_ELSE = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class HolidayDays:
    """
    The public holidays of a history or horizon, by local day number.

    ``share`` is the share of the customers who have the day off, ``closed`` the probability that
    the queue is closed on it.
    """

    name: Mapping[int, str]
    share: Mapping[int, float]
    closed: Mapping[int, float]

    def is_in(self, days: Ints) -> Bools:
        """Whether each day is a holiday, shape ``(n_days,)``."""
        return np.isin(days, np.fromiter(self.name, dtype=np.int64, count=len(self.name)))

    def shares(self, days: Ints) -> Floats:
        """Share of the customers on holiday, 0 on ordinary days, shape ``(n_days,)``."""
        return looked_up(self.share, days)


@dataclass(frozen=True, slots=True, eq=False)
class Closing:
    """Which past holidays were closed, and how probable it is of one to come."""

    past: Mapping[int, float]
    probability: float

    def of(self, slots: Horizon, clock: WallClock | None = None) -> HolidayDays:
        """The holidays of a history or horizon; `clock` where it has been read already."""
        shut = _shut_days(slots, (clock or wall_clock(slots)).day) if slots.holidays else set()
        name = {day_number(date): named for date, named in slots.holidays.items()}
        given = {day_number(date): share for date, share in slots.holiday_share.items()}
        return HolidayDays(
            name,
            {number: given.get(number, 1.0) for number in name},
            {
                number: self.past.get(number, 1.0 if number in shut else self.probability)
                for number in name
            },
        )


def _shut_days(slots: Horizon, day: Ints) -> set[int]:
    """Days without an open slot."""
    first = int(day.min()) if len(day) else 0
    n_open = np.bincount(day - first, slots.is_open)
    there = np.bincount(day - first) > 0
    return set((np.flatnonzero(there & (n_open == 0)) + first).tolist())


def learn_closing(series: Series, day: Ints, seen_days: Ints) -> Closing:
    """
    Closed holidays of a history: on weekdays that it otherwise works, without one known count.

    A queue that rests on some weekday is expected to close on half of its holidays until it has
    shown what it does, one that works every day on one in twenty.

    Parameters
    ----------
    day
        Local day of each slot.
    seen_days
        Days with a known count.
    """
    seen = set(seen_days.tolist())
    worked = np.bincount(weekday_of(seen_days), minlength=7) > 0
    first, last = (int(day[0]), int(day[-1])) if len(day) else (0, -1)
    past = {
        number: 0.0 if number in seen else 1.0
        for number in map(day_number, series.holidays)
        if first <= number <= last and worked[(number + 3) % 7]
    }
    prior = _CLOSES_ELSE if worked.all() else _CLOSES_IF_WEEKENDS_OFF
    n_closed = sum(past.values()) + _PRIOR_HOLIDAYS * prior
    return Closing(past, n_closed / (len(past) + _PRIOR_HOLIDAYS))
