"""`paths.csv`: the same intervals as chance could have them, one column a future."""

from collections.abc import Iterable, Iterator
from typing import Final

from planner.arrays import IntArray
from planner.exports.cells import Cell, csv_text
from planner.exports.stamps import slot_stamps
from planner.timegrid import TimeGrid

COLUMNS: Final = ("queue", "priority", "start_local", "start_utc", "end_utc")


def text(
    paths: Iterable[tuple[str, str, IntArray]], grid: TimeGrid, zone: str, n_paths: int
) -> str:
    """
    Table of `COLUMNS` and ``path_1`` to ``path_n``, a row for each interval of a series.

    Parameters
    ----------
    paths
        Queue, priority and contacts ``(n_paths, n_slots)`` of each series.
    zone
        Clock on which intervals are shown.
    """
    names = [f"path_{number}" for number in range(1, n_paths + 1)]
    return csv_text([*COLUMNS, *names], _rows(paths, list(slot_stamps(grid, zone))))


def _rows(
    paths: Iterable[tuple[str, str, IntArray]], stamps: list[tuple[str, str, str]]
) -> Iterator[list[Cell]]:
    for queue, priority, counts in paths:
        for when, of_slot in zip(stamps, counts.T.tolist(), strict=True):
            yield [queue, priority, *when, *of_slot]
