"""Forecasts of sums of queues: a queue of several priorities, a channel, a language, everybody."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from planner.arrays import FloatArray
from planner.totals import Span

Level = Literal["queue", "channel", "language", "group", "total"]

UNNAMED: Final = "(none)"
"""Queues without the label, where others have one."""

ALL: Final = "all"


@dataclass(frozen=True, slots=True, eq=False)
class SpanSum:
    """Contacts of the local day or week that begins on `first_day`; quantiles ``(n_levels,)``."""

    span: Span
    first_day: date
    mean: float
    quantiles: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class RollUp:
    """
    Contacts expected of several streams together.

    Parameters
    ----------
    level, name
        What they are alike in: ``language`` and ``German``. The channels, languages or groups
        share out all contacts, so that levels agree in every slot; queues are those of several
        streams.
    mean
        Shape ``(n_slots,)``.
    levels, quantiles
        Probabilities, and the quantiles of the sum at them, shape ``(n_levels, n_slots)``.
    spans
        Days, then weeks, by the plan's clock.
    """

    level: Level
    name: str
    mean: FloatArray
    levels: tuple[float, ...]
    quantiles: FloatArray
    spans: tuple[SpanSum, ...]
