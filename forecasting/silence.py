"""Days on which a queue was closed though it was told open: holidays and weekdays told as zeros."""

from dataclasses import dataclass

import numpy as np

from forecasting.arrays import distinct, ratio_or, sums_at
from forecasting.base import Bools, Floats, Ints, Series
from forecasting.cleaning import SURPRISE
from forecasting.event_effect import outside_events
from forecasting.features import is_holiday, wall_clock, weekday_of

_LEFT = 0.02
_LEAST_SEEN = 0.1
_DUE_OF_A_WEEKDAY = 60.0


@dataclass(frozen=True, slots=True, eq=False)
class Silence:
    """
    When a queue was closed though slots were told open.

    Parameters
    ----------
    holidays
        Local days of public holidays on which nothing came.
    hardly_seen
        Those of which only hours are known in which next to nothing ever comes, such as nights.
    rests
        Weekdays (Monday first) on which nothing ever came, shape ``(7,)``.
    """

    holidays: Ints
    hardly_seen: Ints
    rests: Bools

    def busy(self, days: Ints) -> Ints:
        """The days among these on which it was open."""
        shut = np.isin(days, self.holidays) | np.isin(days, self.hardly_seen)
        return days[~shut & ~self.rests[weekday_of(days)]]


def learn_silence(series: Series, phi: float) -> Silence:
    """
    Silent holidays and weekdays of a history.

    A holiday is silent with at most 2 % of the contacts of its weekday, where more than ``12 phi``
    were due; it is hardly seen where its known hours bring under a tenth of a common day. A weekday
    rests with no contact at all, where common days would have brought ``60 phi`` in its place.

    Parameters
    ----------
    phi
        Variance of chance in units of the mean.
    """
    clock = wall_clock(series)
    seen = series.is_observed & outside_events(series)
    days, index = distinct(clock.day[seen])
    total, due = _came_and_due(index, clock.slot[seen], series.y[seen], len(days))
    special = is_holiday(days, series.holidays)
    weekday = weekday_of(days)
    came, common = (sums_at(weekday[~special], v[~special], 7) for v in (total, due))
    usual = due * ratio_or(came, common, 1.0)[weekday]
    whole = np.zeros(7)
    np.maximum.at(whole, weekday, due)
    hardly_seen = special & (due < _LEAST_SEEN * whole[weekday])
    silent = special & ~hardly_seen & (total <= _LEFT * usual) & (usual > SURPRISE * phi)
    rests = (came == 0) & (common > _DUE_OF_A_WEEKDAY * phi)
    return Silence(days[silent], days[hardly_seen], rests)


def _came_and_due(index: Ints, slot: Ints, y: Floats, n_days: int) -> tuple[Floats, Floats]:
    """Contacts of each day, and those that its seen slots bring on a common day."""
    n_slots = int(slot.max(initial=0)) + 1
    pooled = ratio_or(sums_at(slot, y, n_slots), sums_at(slot, np.ones(len(y)), n_slots), 0.0)
    return sums_at(index, y, n_days), sums_at(index, pooled[slot], n_days)
