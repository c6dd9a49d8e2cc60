"""`simulation_days.csv`: what simulated weeks say of every queue on each day and over the week."""

from collections.abc import Iterator
from typing import Final

from planner.exports.cells import Cell, csv_text
from planner.exports.simulation import MEASURES, with_ends
from planner.simulation.judgement import Judgement, Level

COLUMNS: Final = (
    "queue",
    "priority",
    "span",
    "first_day",
    *with_ends("contacts", *MEASURES),
    "target",
    *with_ends("weeks_met"),
)


def text(judgement: Judgement | None) -> str:
    """
    Table of `COLUMNS`; no rows where nothing was simulated.

    A row is a local day (`span` ``day``) or the whole ``week`` of a queue, then of each of its
    priorities. Measures are those of ``simulation.csv`` over the span, `waiting` and `oldest_s`
    at its end; `contacts` arrive in it, and `weeks_met` is the share of simulated weeks in which it
    reaches the `target`. Each comes with the ends of its confidence interval.
    """
    return csv_text(COLUMNS, () if judgement is None else _rows(judgement))


def _rows(judgement: Judgement) -> Iterator[list[Cell]]:
    for queue in judgement.queues:
        for one in queue.spans:
            levels = [getattr(one, name) for name in ("contacts", *MEASURES)]
            yield [
                queue.queue,
                one.priority,
                one.span,
                one.first_day.isoformat(),
                *(cell for level in levels for cell in _cells(level)),
                one.target,
                *_cells(one.weeks_met),
            ]


def _cells(level: Level | None) -> tuple[Cell, Cell, Cell]:
    return (None, None, None) if level is None else (level.mean, level.low, level.high)
