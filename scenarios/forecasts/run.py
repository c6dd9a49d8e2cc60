"""One forecast of one or several weeks, with all that is to be told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from planner.demand import Forecast
from planner.errors import InputError
from planner.local_time import first_day_of_week, week_grid, zone
from planner.timegrid import TimeGrid
from scenarios.forecast import MAX_WEEKS_AHEAD, StreamFit, forecast_wide
from scenarios.forecasts.as_of import history_end, known_on
from scenarios.inputs import Inputs
from scenarios.progress import Progress, silent

MOST_WEEKS: Final = 13


@dataclass(frozen=True, slots=True, eq=False)
class ForecastRun:
    """
    A forecast and how it came about.

    Parameters
    ----------
    inputs
        As they were known: the history ends at `as_of` or before.
    as_of
        First local day, by the plan's clock, of which nothing was known.
    forecast
        Of the planned weeks alone, whole weeks of the plan's clock.
    fits
        What each stream learned.
    """

    inputs: Inputs
    as_of: date
    forecast: Forecast
    fits: tuple[StreamFit, ...]

    @property
    def grid(self) -> TimeGrid:
        """Slots of the weeks."""
        return self.forecast.grid

    @property
    def first_day(self) -> date:
        """Local day, by the plan's clock, on which the weeks begin."""
        return self.grid.start.astimezone(zone(self.inputs.settings.zone)).date()


def make_run(
    inputs: Inputs,
    *,
    week: date | None = None,
    weeks: int = 1,
    as_of: date | None = None,
    progress: Progress = silent,
) -> ForecastRun:
    """
    Forecast whole weeks.

    Parameters
    ----------
    week
        Any day of the first of them; None as `Inputs.week_grid` says.
    weeks
        How many, 1 to 13.
    as_of
        Day on which the forecast would have been made; None takes all that is known.

    Raises
    ------
    InputError
        If the weeks lie before `as_of`, or farther ahead than can be forecast.
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise InputError(f"weeks is {weeks}; use 1 to {MOST_WEEKS}")
    known = inputs if as_of is None else known_on(inputs, as_of)
    grid = weeks_grid(known, week, weeks)
    first = grid.start.astimezone(zone(known.settings.zone)).date()
    if as_of is not None and as_of > first:
        raise InputError(
            f"as-of {as_of} lies in or after the week of {first}; use a day up to {first}, or "
            "name a later week with --week"
        )
    _check_last(known, first + timedelta(weeks=weeks - 1))
    fits: list[StreamFit] = []
    wide = forecast_wide(known, grid, progress, fits.append)
    return finished_run(known, wide.cut(grid), fits)


def finished_run(inputs: Inputs, forecast: Forecast, fits: Sequence[StreamFit]) -> ForecastRun:
    """Run of a forecast that was made from `inputs`."""
    first = forecast.grid.start.astimezone(zone(inputs.settings.zone)).date()
    return ForecastRun(inputs, min(history_end(inputs), first), forecast, tuple(fits))


def weeks_grid(inputs: Inputs, week: date | None, weeks: int) -> TimeGrid:
    """Slots of `weeks` weeks, of which `week` names the first."""
    clock = zone(inputs.settings.zone)
    start = inputs.week_grid(week).start.astimezone(clock).date()
    first = first_day_of_week(start, inputs.settings.week_starts)
    return week_grid(first, clock, inputs.settings.interval_minutes, n_days=7 * weeks)


def _check_last(inputs: Inputs, last: date) -> None:
    """Refuse weeks of which the last begins too far behind the history."""
    ahead = (last - history_end(inputs)).days / 7
    if ahead > MAX_WEEKS_AHEAD:
        raise InputError(
            f"the week of {last} is {ahead:.0f} weeks after the history ends; forecast at most "
            f"{MAX_WEEKS_AHEAD} weeks ahead, with fewer --weeks or a newer history",
            code="too_far_ahead",
        )


def single_weeks(run: ForecastRun) -> tuple[TimeGrid, ...]:
    """Slots of each week of a run, in order."""
    clock, minutes = zone(run.inputs.settings.zone), run.grid.minutes
    weeks = round(run.grid.hours / 168)
    firsts = (run.first_day + timedelta(weeks=i) for i in range(weeks))
    return tuple(week_grid(first, clock, minutes) for first in firsts)
