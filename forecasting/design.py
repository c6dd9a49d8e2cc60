"""Columns of the day-level regression, and how far each coefficient may stray from 0."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from forecasting.base import Bools, Floats, Ints
from forecasting.features import day_number, is_holiday, month_phase, weekday_of

WEEKDAY_SD = 0.7
SEASON_SD = 0.1
MONTH_SD = 0.04
NEAR_HOLIDAY_SD = 0.03
DRIFT_SD = 0.05

_BASE_SD = 10.0
_YEAR_DAYS = 365.2425
_SEASON_WAVES = 2
_MONTH_WAVES = 6
_COARSE_WAVES = 2
_COARSE_EARNED_DAYS = 120
_FINE_EARNED_DAYS = 168
_HALF_YEAR_DAYS = 182


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """
    The regression's columns for any days, fixed by the history they were learned from.

    Parameters
    ----------
    last_day, span_days
        Last local day of the history and the days between its first and last observation.
    worked
        Weekdays (Monday first) with observations, shape ``(7,)``: the eve of a holiday is the
        worked day before it, the day after the next worked one.
    """

    last_day: int
    span_days: int
    worked: Bools

    def columns(self, days: Ints, holidays: Mapping[dt.date, str]) -> Floats:
        """One row a day: base, weekdays, season, month, eve, day after, drift; ``(n, k)``."""
        columns = [np.ones(len(days))]
        columns += [(weekday_of(days) == weekday).astype(float) for weekday in range(7)]
        columns += list(_waves(days / _YEAR_DAYS, _SEASON_WAVES))
        columns += list(_waves(month_phase(days), _MONTH_WAVES))
        columns += [self._is_beside_holiday(days, holidays, step) for step in (-1, 1)]
        columns += [(days <= self.last_day - age).astype(float) for age in self._drift_ages()]
        return np.stack(columns, axis=1)

    def prior_sd(self) -> Floats:
        """Standard deviation of each column's coefficient, shape ``(k,)``; 0 where unearned."""
        season = SEASON_SD if self.span_days > _YEAR_DAYS else 0.0
        coarse = MONTH_SD * min(1.0, self.span_days / _COARSE_EARNED_DAYS)
        fine = MONTH_SD if self.span_days >= _FINE_EARNED_DAYS else 0.0
        sd = [_BASE_SD] + [WEEKDAY_SD] * 7 + [season] * (2 * _SEASON_WAVES)
        sd += [coarse] * (2 * _COARSE_WAVES) + [fine] * (2 * (_MONTH_WAVES - _COARSE_WAVES))
        return np.array(sd + [NEAR_HOLIDAY_SD] * 2 + [DRIFT_SD] * len(self._drift_ages()))

    def _drift_ages(self) -> list[int]:
        """
        Ages in days at which the level may step: a random walk, looked at from its end.

        Every two weeks in the last half year, every four before; none within the first week of
        the history.
        """
        stop = self.span_days - 6
        fine = range(14, min(stop, _HALF_YEAR_DAYS + 1), 14)
        return [*fine, *range(_HALF_YEAR_DAYS + 28, stop, 28)]

    def _is_beside_holiday(self, days: Ints, holidays: Mapping[dt.date, str], step: int) -> Floats:
        """1 where the nearest worked day ``step`` away from some holiday is this day, else 0."""
        beside = self._beside([day_number(date) for date in holidays], step)
        is_beside = np.isin(days, np.array(beside, dtype=np.int64))
        return (is_beside & ~is_holiday(days, holidays)).astype(float)

    def _beside(self, holidays: list[int], step: int) -> list[int]:
        """The worked, ordinary day nearest to each worked holiday, in direction `step`."""
        taken = set(holidays)
        beside = []
        for holiday in holidays:
            for day in range(holiday + step, holiday + 8 * step, step):
                if day not in taken and self.worked[(day + 3) % 7]:
                    beside.append(day)
                    break
        return beside


def _waves(turns: Floats, n_waves: int) -> Iterator[Floats]:
    """Sine and cosine of 1 to `n_waves` waves a turn."""
    for wave in range(1, n_waves + 1):
        angle = 2 * np.pi * wave * turns
        yield from (np.sin(angle), np.cos(angle))
