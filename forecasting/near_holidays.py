"""Days beside public holidays: eves, days after, bridge days, the rebound after closing."""

from collections.abc import Mapping
from dataclasses import dataclass

from forecasting.arrays import looked_up
from forecasting.base import Bools, Floats, Ints
from forecasting.closing import HolidayDays

_REACH = 8


@dataclass(frozen=True, slots=True)
class NearEffect:
    """What a kind of day beside a holiday does to the log of its level: normal prior."""

    name: str
    mean: float
    sd: float


NEAR: tuple[NearEffect, ...] = (
    NearEffect("eve", 0.0, 0.03),
    NearEffect("day after", 0.0, 0.03),
    NearEffect("first day after closing", 0.15, 0.10),
    NearEffect("second day after closing", 0.05, 0.05),
    NearEffect("bridge", -0.10, 0.40),
)

ONE_DAY_SD = 0.08
"""How far the log of one such day lies off what its kind does on average."""


def near_holidays(days: Ints, holidays: HolidayDays, worked: Bools) -> list[Floats]:
    """
    How much each day is of each kind of `NEAR`, one array of shape ``(n_days,)`` a kind.

    Contacts of a closed holiday come on the worked days after, while an open one hardly moves its
    neighbours. A holiday of some customers counts as much as their share.
    """
    marks: list[dict[int, float]] = [{} for _ in NEAR]
    first, last = (int(days[0]), int(days[-1])) if len(days) else (0, -1)
    for holiday, closed in holidays.closed.items():
        if not first - 2 * _REACH <= holiday <= last + 2 * _REACH:
            continue
        before, after = (_worked_days(holiday, step, holidays.closed, worked) for step in (-1, 1))
        share, pent_up = holidays.share[holiday], _pent_up(holiday, holidays.closed, worked)
        for kind, near, amount in (
            (0, before[:1], share),
            (1, after[:1], share * (1.0 - closed)),
            (2, after[:1], closed * pent_up),
            (3, after[1:2], closed * pent_up),
            (4, _bridges(holiday, holidays.closed), share),
        ):
            for day in near:
                marks[kind][day] = max(marks[kind].get(day, 0.0), amount)
    return [looked_up(mark, days) for mark in marks]


def _worked_days(
    holiday: int, step: int, holidays: Mapping[int, float], worked: Bools
) -> list[int]:
    """The two worked, ordinary days nearest to a holiday, in direction `step`."""
    near = range(holiday + step, holiday + _REACH * step, step)
    return [day for day in near if day not in holidays and worked[(day + 3) % 7]][:2]


def _pent_up(holiday: int, holidays: Mapping[int, float], worked: Bools) -> float:
    """
    What the first worked day after a holiday takes on beyond its usual share, 0 to 1.

    ``1 - 2^-d`` after d closed days, less the same after as many as before that weekday in any
    week: much on a Tuesday after a closed Monday, little on a Monday after a closed Friday.
    """
    back = next((day for day in _worked_days(holiday, 1, holidays, worked)), None)
    if back is None:
        return 0.0
    usual = next((n for n in range(_REACH) if worked[(back - 1 - n + 3) % 7]), 0)
    shut = next(
        (
            n
            for n in range(_REACH)
            if worked[(back - 1 - n + 3) % 7] and back - 1 - n not in holidays
        ),
        _REACH,
    )
    return float(2.0**-usual - 2.0**-shut)


def _bridges(holiday: int, holidays: Mapping[int, float]) -> list[int]:
    """Weekday between a holiday and a weekend (Saturday and Sunday), if there is one."""
    weekday = (holiday + 3) % 7
    found = {1: holiday - 1, 3: holiday + 1}.get(weekday)
    return [] if found is None or found in holidays else [found]
