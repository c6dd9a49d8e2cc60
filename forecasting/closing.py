"""Public holidays as day numbers, and whether a queue closes on them: learned from those it had."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from forecasting.arrays import looked_up
from forecasting.base import Bools, Floats, Horizon, Ints, Series
from forecasting.features import WallClock, date_of, day_number, wall_clock, weekday_of
from forecasting.silence import Silence

_PRIOR_HOLIDAYS = 2.0
_CLOSES_IF_WEEKENDS_OFF = 0.5
_CLOSES_ELSE = 0.05
_CLOSES_IF_SILENT = 0.5
_PRIOR_IF_SILENT = 0.5
_PRIOR_OF_A_NAME = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class HolidayDays:
    """
    The public holidays of a history or horizon, by local day number.

    ``share`` is the share of the customers who have the day off, ``closed`` the probability that
    the queue is closed on it, ``silent`` that it is so though its slots are told open.
    """

    name: Mapping[int, str]
    share: Mapping[int, float]
    closed: Mapping[int, float]
    silent: Mapping[int, float] = field(default_factory=dict)

    def is_in(self, days: Ints) -> Bools:
        """Whether each day is a holiday, shape ``(n_days,)``."""
        return np.isin(days, np.fromiter(self.name, dtype=np.int64, count=len(self.name)))

    def shares(self, days: Ints) -> Floats:
        """Share of the customers on holiday, 0 on ordinary days, shape ``(n_days,)``."""
        return looked_up(self.share, days)

    def silences(self, days: Ints) -> Floats:
        """Probability that nothing comes though the slots are told open, ``(n_days,)``."""
        return looked_up(self.silent, days)


@dataclass(frozen=True, slots=True, eq=False)
class Closing:
    """
    Which past holidays were closed, and how probable it is of one to come.

    ``by_name`` is the probability of those seen before, ``silent`` the days of those that were told
    open: where there are any, the slots of one to come say nothing of it either.
    """

    past: Mapping[int, float]
    probability: float
    by_name: Mapping[str, float] = field(default_factory=dict)
    silent: frozenset[int] = frozenset()

    def of(self, slots: Horizon, clock: WallClock | None = None) -> HolidayDays:
        """The holidays of a history or horizon; `clock` where it has been read already."""
        shut = _shut_days(slots, (clock or wall_clock(slots)).day) if slots.holidays else set()
        name = {day_number(date): named for date, named in slots.holidays.items()}
        given = {day_number(date): share for date, share in slots.holiday_share.items()}
        closed = {
            number: self.past.get(number, 1.0 if number in shut else self._to_come(named))
            for number, named in name.items()
        }
        told_open = [number for number in name if number in self.silent or self._is_ahead(number)]
        return HolidayDays(
            name,
            {number: given.get(number, 1.0) for number in name},
            closed,
            {number: closed[number] for number in told_open if number not in shut},
        )

    def _to_come(self, named: str) -> float:
        return self.by_name.get(named, self.probability)

    def _is_ahead(self, number: int) -> bool:
        return bool(self.silent) and number not in self.past


def _shut_days(slots: Horizon, day: Ints) -> set[int]:
    """Days without an open slot."""
    first = int(day.min()) if len(day) else 0
    n_open = np.bincount(day - first, slots.is_open)
    there = np.bincount(day - first) > 0
    return set((np.flatnonzero(there & (n_open == 0)) + first).tolist())


def learn_closing(series: Series, day: Ints, seen_days: Ints, silence: Silence) -> Closing:
    """
    Closed holidays of a history: on weekdays that it otherwise works, silent or without a count.

    A queue that rests on some weekday is expected to close on half of its holidays until it has
    shown what it does, one that works every day on one in twenty; one that was silent on some is
    expected to be so on nearly all or on few, as half of half a holiday says. Of one name it is
    nearly always the same: what all do counts as a quarter of one of them.

    Parameters
    ----------
    day
        Local day of each slot.
    seen_days
        Days with a known count.
    """
    busy = silence.busy(seen_days)
    seen = set(busy.tolist())
    worked = np.bincount(weekday_of(busy), minlength=7) > 0
    first, last = (int(day[0]), int(day[-1])) if len(day) else (0, -1)
    past = {
        number: 0.0 if number in seen else 1.0
        for number in map(day_number, series.holidays)
        if first <= number <= last and worked[(number + 3) % 7]
    }
    silent = frozenset(silence.holidays.tolist()) & past.keys()
    prior = _CLOSES_ELSE if worked.all() else _CLOSES_IF_WEEKENDS_OFF
    n_prior = _PRIOR_HOLIDAYS
    if silent:
        prior, n_prior = _CLOSES_IF_SILENT, _PRIOR_IF_SILENT
    of_any = (sum(past.values()) + n_prior * prior) / (len(past) + n_prior)
    return Closing(past, of_any, _by_name(series, past, of_any), silent)


def _by_name(series: Series, past: Mapping[int, float], of_any: float) -> dict[str, float]:
    """Probability of closing for each holiday that the history had."""
    names = {number: series.holidays[date_of(number)] for number in past}
    n_seen, n_closed = (
        Counter(names.values()),
        Counter(names[d] for d, shut in past.items() if shut),
    )
    return {
        name: (n_closed[name] + _PRIOR_OF_A_NAME * of_any) / (n + _PRIOR_OF_A_NAME)
        for name, n in n_seen.items()
    }
