"""Contacts forecast for whole days and weeks, of one series or several together."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from planner.arrays import FloatArray

Span = Literal["day", "week"]
Whose = Literal["series", "queue", "total"]

SPAN_DAYS: Final[dict[Span, int]] = {"day": 1, "week": 7}


@dataclass(frozen=True, slots=True, eq=False)
class ForecastTotal:
    """
    Contacts of a local day or week, with quantiles of their own.

    Parameters
    ----------
    span, first_day
        What is summed: the day, or the week that begins on it, by the plan's clock.
    of
        ``series`` for one queue, or one priority of it; ``queue`` for all priorities of a queue
        that has several; ``total`` for all queues.
    queue, priority
        Empty where all are summed.
    mean
        Expected contacts.
    quantiles
        At the levels of the forecast, shape ``(n_levels,)``. They are not the sums of those of
        the slots: that all are high at once is rarer than that one is.
    """

    span: Span
    first_day: date
    of: Whose
    queue: str
    priority: str
    mean: float
    quantiles: FloatArray
