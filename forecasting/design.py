"""Columns of the day-level regression, and how far each coefficient may stray."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from forecasting.base import Bools, Floats, Ints
from forecasting.closing import HolidayDays
from forecasting.features import month_phase, other_day, other_week, turn_of_month, weekday_of
from forecasting.near_holidays import NEAR, near_holidays

WEEKDAY_SD = 0.7
SEASON_SD = 0.1
FINE_SEASON_SD = 0.015
TURN_SD = 0.08
MONTH_SD = 0.04
FORTNIGHT_SD = 0.3
BREAK_SD = 1.0

_BASE_SD = 10.0
_YEAR_DAYS = 365.2425
_SEASON_WAVES = 2
_FINE_SEASON_WAVES = 4
_MONTH_WAVES = 6
_COARSE_WAVES = 2
_COARSE_EARNED_DAYS = 120
_FINE_EARNED_DAYS = 168
_UNEARNED = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """
    The regression's columns for any days, fixed by the history they were learned from.

    Parameters
    ----------
    span_days
        Days between the first and last observation.
    worked
        Weekdays (Monday first) with observations, shape ``(7,)``: the eve of a holiday is the
        worked day before it, the day after the next worked one.
    breaks
        Local days on which the level broke.
    """

    span_days: int
    worked: Bools
    breaks: tuple[int, ...] = ()

    @property
    def n_fine_waves(self) -> int:
        """Waves of the year beyond the first two: none before the history has seen each twice."""
        return _FINE_SEASON_WAVES if self.span_days > 2 * _YEAR_DAYS else 0

    def columns(self, days: Ints, holidays: HolidayDays) -> Floats:
        """One row a day, one column a coefficient, in the order of `blocks`: ``(n, k)``."""
        weekdays = [(weekday_of(days) == weekday).astype(float) for weekday in range(7)]
        columns = [np.ones(len(days)), *weekdays, other_day(days), other_week(days)]
        columns += [weekday * other_week(days) for weekday in weekdays]
        columns += list(_waves(days / _YEAR_DAYS, _SEASON_WAVES + self.n_fine_waves))
        columns += [turn_of_month(days), *_waves(month_phase(days), _MONTH_WAVES)]
        columns += near_holidays(days, holidays, self.worked)
        columns += [(days >= day).astype(float) for day in self.breaks]
        return np.stack(columns, axis=1)

    def blocks(self) -> dict[str, slice]:
        """Which columns belong to which part of the level."""
        sizes = {
            "base": 1,
            "weekday": 7,
            "fortnight": 9,
            "season": 2 * (_SEASON_WAVES + self.n_fine_waves),
            "month": 1 + 2 * _MONTH_WAVES,
            "near holiday": len(NEAR),
            "break": len(self.breaks),
        }
        stops = np.cumsum(list(sizes.values())).tolist()
        return {
            name: slice(stop - size, stop)
            for (name, size), stop in zip(sizes.items(), stops, strict=True)
        }

    def prior(self, season: float, month: float, fortnight: float) -> tuple[Floats, Floats]:
        """Mean and standard deviation of each coefficient; next to 0 where unearned."""
        season_sd = season * SEASON_SD if self.span_days > _YEAR_DAYS else _UNEARNED
        coarse = month * MONTH_SD * min(1.0, self.span_days / _COARSE_EARNED_DAYS)
        fine = month * MONTH_SD if self.span_days >= _FINE_EARNED_DAYS else _UNEARNED
        sd = [_BASE_SD] + [WEEKDAY_SD] * 7 + [max(fortnight * FORTNIGHT_SD, _UNEARNED)] * 9
        sd += [season_sd] * (2 * _SEASON_WAVES)
        sd += [season * FINE_SEASON_SD] * (2 * self.n_fine_waves)
        sd += [TURN_SD] + [max(coarse, _UNEARNED)] * (2 * _COARSE_WAVES)
        sd += [fine] * (2 * (_MONTH_WAVES - _COARSE_WAVES))
        mean = [0.0] * len(sd) + [effect.mean for effect in NEAR] + [0.0] * len(self.breaks)
        sd += [effect.sd for effect in NEAR] + [BREAK_SD] * len(self.breaks)
        return np.array(mean), np.array(sd)


def _waves(turns: Floats, n_waves: int) -> Iterator[Floats]:
    """Sine and cosine of 1 to `n_waves` waves a turn."""
    for wave in range(1, n_waves + 1):
        angle = 2 * np.pi * wave * turns
        yield from (np.sin(angle), np.cos(angle))
