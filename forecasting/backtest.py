"""Rolling-origin backtest: forecast from the past, compare with what came, for every forecaster."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecasting.base import Forecaster, Series
from forecasting.history import check_history
from forecasting.tally import LEVELS, Tally, empty_tally, first_week, tally
from forecasting.tally_frames import (
    calibration_frame,
    hour_frame,
    lead_frame,
    missed_frame,
    pit_frame,
    total_row,
)
from forecasting.workers import mapped
from planner.errors import InputError


@dataclass(frozen=True, slots=True)
class Rolling:
    """
    Where a backtest forecasts from, and how far.

    Parameters
    ----------
    horizon_days
        Days that each origin forecasts, 1 to 91.
    step_days
        Days from one origin to the next; a horizon by default.
    n_origins
        How many; by default as many as fit into the last third of the history.
    cut_short
        Whether late origins may forecast less than the horizon, up to the end of the history.
    """

    horizon_days: int = 7
    step_days: int | None = None
    n_origins: int | None = None
    cut_short: bool = False

    def spans(self, series: Series) -> list[tuple[int, int]]:
        """First and last slot (exclusive) of each origin's horizon, in order of time."""
        n, day = len(series), 1440 // series.minutes
        reach = self.horizon_days * day
        step = (self.step_days or self.horizon_days) * day
        last = n - (step if self.cut_short else reach)
        wanted = self.n_origins or max(1, (last - n + n // 3) // step + 1)
        starts = (last - step * np.arange(wanted - 1, -1, -1)).tolist()
        least = 7 * day if self.cut_short else reach
        return [(start, min(start + reach, n)) for start in starts if start >= least]


@dataclass(frozen=True, slots=True, eq=False)
class Backtest:
    """
    What a backtest found, as tidy tables; ratios, not per cent, NaN where nothing was measured.

    Parameters
    ----------
    summary
        A row for each history and forecaster: ``unique_id, forecaster, wape, bias, coverage_80,
        day_coverage_80, pinball, n_origins, n_slots``. ``coverage_80`` counts slots with a mean of
        at least 5, ``day_coverage_80`` days seen in full; ``pinball`` is the mean loss over the
        levels 0.05 to 0.95, in contacts.
    by_lead
        The same for each number of days ahead: ``days_ahead`` is "1-7", "8-14" ... "85-91",
        ``contacts`` what came.
    calibration
        ``unique_id, forecaster, days_ahead, band, slots_covered, n_slots, days_covered, n_days``
        for the central bands of 10 to 90 %.
    by_hour
        ``unique_id, forecaster, weekday, hour, mean_contacts, wape, bias, n_slots``; Monday is 0.
    first_week
        `summary` of forecasts up to a week ahead alone.
    pit
        ``unique_id, forecaster, low, high, slots, days``: how many busy slots and whole days fell
        between the quantiles `low` and `high`, all as many where the forecast is calibrated.
    missed
        ``unique_id, forecaster, day, came, mean, low, high``: the whole days missed by most up to a
        week ahead, the worst first, with their 10 and 90 % quantiles.
    """

    summary: pd.DataFrame
    by_lead: pd.DataFrame
    calibration: pd.DataFrame
    by_hour: pd.DataFrame
    first_week: pd.DataFrame
    pit: pd.DataFrame
    missed: pd.DataFrame


def backtest(
    histories: Iterable[Series],
    forecasters: Sequence[Forecaster],
    *,
    n_origins: int | None = None,
    horizon_days: int = 7,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Accuracy and coverage in one row a history and forecaster: `Backtest.summary`."""
    rolling = Rolling(horizon_days, n_origins=n_origins)
    return measure(tuple(histories), forecasters, rolling, progress=progress).summary


def measure(
    histories: Sequence[Series],
    forecasters: Sequence[Forecaster],
    rolling: Rolling,
    *,
    processes: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Backtest:
    """
    Accuracy, coverage and calibration of every forecaster on every history.

    Parameters
    ----------
    histories
        One series a queue.
    forecasters
        What to compare, e.g. ``FORECASTERS``.
    processes
        At most so many at a time; the answer does not depend on it.
    progress
        Called with (done, total) after each origin; what it raises ends the work.

    Raises
    ------
    InputError
        When over a fifth of a history is missing. An origin of which the past alone cannot be
        forecast is left out.
    """
    for series in histories:
        check_history(series)
    keys = [(h, f) for h in range(len(histories)) for f in range(len(forecasters))]
    plan = [(key, span) for key in keys for span in rolling.spans(histories[key[0]])]
    tallies = dict.fromkeys(keys, empty_tally())
    tasks = (
        _Task(histories[h].part(0, stop), forecasters[f], start) for (h, f), (start, stop) in plan
    )
    with closing(mapped(_scored, tasks, len(plan), processes)) as results:
        for done, found in enumerate(results):
            key = plan[done][0]
            tallies[key] = tallies[key] + found
            if progress is not None:
                progress(done + 1, len(plan))
    named = [((histories[h].unique_id, forecasters[f].name), tallies[h, f]) for h, f in keys]
    return Backtest(
        pd.DataFrame([total_row(*one) for one in named]),
        lead_frame(named),
        calibration_frame(named),
        hour_frame(named),
        pd.DataFrame([total_row(key, first_week(found)) for key, found in named]),
        pit_frame(named),
        missed_frame(named),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """A history up to the end of one horizon, and the slot at which that begins."""

    series: Series
    forecaster: Forecaster
    start: int


def _scored(task: _Task) -> Tally:
    series, start = task.series, task.start
    ahead = series.part(start, len(series))
    try:
        fitted = task.forecaster.fit(series.part(0, start))
        return tally(ahead, fitted.predict(series.horizon(start, len(series)), LEVELS))
    except InputError:  # of the past alone: too many holes, or not yet open
        return empty_tally()
