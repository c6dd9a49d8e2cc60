"""Local days of a forecast in numbers and words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from forecasting.base import Floats, Stamps
from forecasting.features import date_of
from forecasting.sums import JointSpread
from planner.local_time import day_start, zone
from planner.timegrid import TimeGrid
from scenarios.views.bins import Bins, band, whole_days
from scenarios.views.forecast_view import Adjustment, DayView

_LEVELS = (0.1, 0.5, 0.9)
_WEEKS_BACK = 26


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Contacts that came, ``(n_slots,)`` with NaN where unknown, at their UTC stamps."""

    stamps: Stamps
    came: Floats

    def by_day(self, zone_name: str) -> dict[date, float]:
        """Contacts of each local day, NaN for one that is not known in full."""
        days = whole_days(self.stamps, zone_name)
        names = [date_of(int(day)) for day in days.day[days.first]]
        return dict(zip(names, days.sums(self.came).tolist(), strict=True))


def forecast_days(
    joint: JointSpread,
    ahead: TimeGrid,
    zone_name: str,
    known: Known,
    holidays: Mapping[date, str],
    put_on: Sequence[Adjustment],
) -> tuple[DayView, ...]:
    """Days on the clock `zone_name` that a forecast touches; one that is cut says so."""
    days = whole_days(ahead.stamps(), zone_name)
    mean = days.sums(joint.mean.sum(axis=0))
    low, middle, high = band(joint, days, _LEVELS)
    came = known.by_day(zone_name)
    first_day = date_of(int(days.day[0]))
    earlier = {day: total for day, total in came.items() if day < first_day}
    found = []
    for at, first in enumerate(days.first.tolist()):
        day = date_of(int(days.day[first]))
        cut, notes = _clock_notes(days, at, day, ahead, zone_name)
        notes += [holidays[day]] if day in holidays else []
        notes += [one.what for one in put_on if _touches(one, day, zone_name)]
        found.append(
            DayView(
                day=day,
                mean=float(mean[at]),
                low=float(low[at]),
                middle=float(middle[at]),
                high=float(high[at]),
                before=None if cut else _last_known(earlier, day),
                came=None if cut else _finite(came.get(day)),
                notes=tuple(dict.fromkeys(notes)),
            )
        )
    return tuple(found)


def _clock_notes(
    days: Bins, at: int, day: date, ahead: TimeGrid, zone_name: str
) -> tuple[bool, list[str]]:
    """Whether the forecast holds a part of the day only, and what is odd about its clock."""
    clock = zone(zone_name)
    start, end = day_start(day, clock), day_start(day + timedelta(days=1), clock)
    if start < ahead.start:
        return True, [f"from {ahead.start.astimezone(clock):%H:%M} on only"]
    if end > ahead.end:
        return True, [f"until {ahead.end.astimezone(clock):%H:%M} only"]
    hours = (end - start) / timedelta(hours=1)
    return False, [] if hours == 24 else [f"{hours:g} hours: the clocks change"]


def _last_known(came: Mapping[date, float], day: date) -> float | None:
    """Contacts of the latest day of the same weekday before the forecast."""
    earlier = (came.get(day - timedelta(days=7 * n)) for n in range(1, _WEEKS_BACK + 1))
    return next((value for one in earlier if (value := _finite(one)) is not None), None)


def _finite(value: float | None) -> float | None:
    return None if value is None or np.isnan(value) else value


def _touches(one: Adjustment, day: date, zone_name: str) -> bool:
    clock = zone(zone_name)
    return one.start < day_start(day + timedelta(days=1), clock) and day_start(day, clock) < one.end
