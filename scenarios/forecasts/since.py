"""What changed in a forecast since a version of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from planner.demand import Forecast
from planner.errors import InputError
from planner.totals import ForecastTotal, Whose
from scenarios.forecast import stream_name
from scenarios.forecasts.run import ForecastRun
from scenarios.forecasts.totals import totals
from scenarios.forecasts.versions import KeptForecast

DAYS_TOLD: Final = 8

Key = tuple[Whose, str, str, date]


@dataclass(frozen=True, slots=True)
class DayChange:
    """Expected contacts of a local day in the earlier and in the later forecast."""

    of: Whose
    queue: str
    priority: str
    day: date
    before: float
    now: float

    @property
    def change(self) -> float:
        """Contacts more, below 0 less."""
        return self.now - self.before


@dataclass(frozen=True, slots=True)
class Changes:
    """
    Two forecasts over the days that both have.

    `days` holds every such day of every series, queue and all; `only_before` and `only_now` name
    series that one of them lacks.
    """

    base: str
    days: tuple[DayChange, ...]
    only_before: tuple[str, ...]
    only_now: tuple[str, ...]

    def sums(self) -> tuple[tuple[Whose, str, str, float, float], ...]:
        """Contacts before and now over all common days, by series, queue and all."""
        found: dict[tuple[Whose, str, str], tuple[float, float]] = {}
        for one in self.days:
            before, now = found.get((one.of, one.queue, one.priority), (0.0, 0.0))
            found[one.of, one.queue, one.priority] = (before + one.before, now + one.now)
        return tuple((*key, *both) for key, both in found.items())

    def largest(self, n: int = DAYS_TOLD) -> tuple[DayChange, ...]:
        """Days of single series that changed most, the largest first; none that did not."""
        moved = [d for d in self.days if d.of == "series" and abs(d.change) >= 0.5]
        return tuple(sorted(moved, key=lambda d: -abs(d.change))[:n])


def changes(base: KeptForecast, run: ForecastRun) -> Changes:
    """
    Changes from `base` to a forecast that was just made.

    Raises
    ------
    InputError
        If they have no day in common.
    """
    before, after = _days(base.totals), _days(totals(run.inputs, run.forecast))
    days = tuple(
        DayChange(*key, before[key].mean, total.mean)
        for key, total in after.items()
        if key in before
    )
    if not days:
        old = base.version
        raise InputError(
            f"version {old.version}, of {old.first_day} and on, and this forecast, of "
            f"{run.first_day} and on, have no day in common; name a version of the same weeks, "
            "see: rotacast forecasts FOLDER",
            code="no_overlap",
        )
    had, has = _names(base.forecast), _names(run.forecast)
    return Changes(
        base.version.version,
        days,
        tuple(name for name in had if name not in has),
        tuple(name for name in has if name not in had),
    )


def _days(totals: Iterable[ForecastTotal]) -> dict[Key, ForecastTotal]:
    return {(t.of, t.queue, t.priority, t.first_day): t for t in totals if t.span == "day"}


def _names(forecast: Forecast) -> tuple[str, ...]:
    return tuple(stream_name((s.queue, s.priority)) for s in forecast.streams)
