"""
Outages that several series have at once, of which none alone would be sure.

A series that is silent where m contacts were due, in units of its dispersion, makes an outage
``e^m`` times as probable. Over a stretch in which a share p of the series may be struck, all of
them together say ``sum log(1 - p + p e^m)``, with no ``e^m`` for those that had contacts.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from forecasting.base import Bools, Floats, Series
from forecasting.cleaning import LONGEST_OUTAGE_DAYS, SILENT, SURPRISE, dispersion, runs
from forecasting.event_effect import outside_events
from forecasting.explained import Stretch
from forecasting.features import is_holiday, wall_clock

WEEKS_AROUND = 4
_OWN = 3.0
_STRUCK = (0.02, 0.1, 0.3, 0.6, 0.9)
_FOR_ALL = SURPRISE + float(np.log(len(_STRUCK)))


def shared_outages(histories: Iterable[Series]) -> list[tuple[Stretch, ...]]:
    """
    Stretches to take as missing in each history, in their order; none for a history alone.

    Parameters
    ----------
    histories
        All with slots of one length; they may begin and end at different times.

    Notes
    -----
    A stretch is looked at where two series or more are silent that expected 3 contacts each, is at
    most a week long, and is an outage where all series together make it ``e^12`` times as probable
    as chance. It is one of those that were silent throughout and expected 3 contacts. Holidays and
    events are left out. What is expected is the mean of the same slot of the week four weeks before
    and after, without the largest and the smallest.
    """
    quiet = [_quiet(series) for series in histories]
    found: list[list[Stretch]] = [[] for _ in quiet]
    for first, last in _silent_together(quiet):
        due = [one.silence(first, last) for one in quiet]
        if _evidence(due) > _FOR_ALL:
            for at in (at for at, own in enumerate(due) if own is not None and own > _OWN):
                found[at].append(quiet[at].stretch(first, last))
    return [tuple(one) for one in found]


@dataclass(frozen=True, slots=True, eq=False)
class _Quiet:
    """
    Where a series was silent.

    ``begin`` is its first slot, counted from 1970; ``due`` what was expected where it was silent,
    in units of its dispersion.
    """

    begin: int
    minutes: int
    due: Floats
    is_silent: Bools
    is_seen: Bools

    def silence(self, first: int, last: int) -> float | None:
        """What was due in a stretch; 0 where it was not silent throughout, None if unseen."""
        span = slice(max(first - self.begin, 0), max(last - self.begin, 0))
        if not self.is_seen[span].any():
            return None
        throughout = bool((self.is_silent | ~self.is_seen)[span].all())
        return float(self.due[span].sum()) if throughout else 0.0

    def stretch(self, first: int, last: int) -> Stretch:
        """Slots counted from 1970 as a span."""
        step = 60 * self.minutes
        return Stretch(np.datetime64(first * step, "s"), np.datetime64(last * step, "s"))


def _silent_together(quiet: Sequence[_Quiet]) -> Iterator[tuple[int, int]]:
    """Stretches, up to a week, in which two or more are silent that expected something."""
    if len(quiet) < 2:
        return
    begin = min(one.begin for one in quiet)
    n_silent = np.zeros(max(one.begin - begin + len(one.due) for one in quiet), np.int64)
    for one in quiet:
        for first, last in runs(one.is_silent):
            if one.due[first:last].sum() > _OWN:
                n_silent[one.begin - begin + first : one.begin - begin + last] += 1
    longest = LONGEST_OUTAGE_DAYS * 1440 // quiet[0].minutes
    for first, last in runs(n_silent >= 2):
        if last - first <= longest:
            yield begin + first, begin + last


def _evidence(due: Sequence[float | None]) -> float:
    """Log of how much more probable an outage of some is than chance."""
    told = np.minimum(np.array([own for own in due if own is not None]), 500.0)
    odds = np.where(told > 0, np.exp(told), 0.0)
    return max(float(np.log(1 - struck + struck * odds).sum()) for struck in _STRUCK)


def _quiet(series: Series) -> _Quiet:
    day = wall_clock(series).day
    seen = series.is_observed & ~is_holiday(day, series.holidays) & outside_events(series)
    m = _usual(np.where(seen, series.y, np.nan), 7 * 1440 // series.minutes)
    seen &= ~np.isnan(m)
    silent = seen & (series.y <= SILENT * m)
    phi = dispersion(series.y[seen], m[seen])
    begin = int(series.stamps[0].astype(np.int64)) // (60 * series.minutes) if len(series) else 0
    return _Quiet(begin, series.minutes, np.where(silent, m / phi, 0.0), silent, seen)


def _usual(y: Floats, week: int) -> Floats:
    """Mean of the same slots of the weeks around each, the extremes left out; NaN without four."""
    n_weeks = -(-len(y) // week)
    table = np.full((n_weeks + 2 * WEEKS_AROUND, week), np.nan)
    inner = table[WEEKS_AROUND : WEEKS_AROUND + n_weeks]
    inner.reshape(-1)[: len(y)] = y
    back = [step for step in range(2 * WEEKS_AROUND + 1) if step != WEEKS_AROUND]
    around = np.stack([table[step : step + n_weeks] for step in back])
    known = ~np.isnan(around)
    n_known = known.sum(axis=0)
    total = np.where(known, around, 0.0).sum(axis=0)
    least = np.where(known, around, np.inf).min(axis=0)
    most = np.where(known, around, -1.0).max(axis=0)
    enough = n_known >= WEEKS_AROUND
    mean = np.full((n_weeks, week), np.nan)
    mean[enough] = (total[enough] - least[enough] - most[enough]) / (n_known[enough] - 2)
    return np.asarray(mean.reshape(-1)[: len(y)])
