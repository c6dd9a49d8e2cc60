"""Handling times of ``history.csv``: on the plan's grid, and whether they can be true."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from planner.arrays import BoolArray, FloatArray
from planner.queues import Queue
from planner.readers.interval_grid import stream_title
from planner.readers.interval_sums import IntervalRows
from planner.readers.reading import Findings
from planner.timegrid import TimeGrid

PLAUSIBLE_HANDLE_S: Final = (5.0, 4 * 3600.0)
AHT_TOLERANCE: Final = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class HandlingOfRows:
    """
    Handling times of some streams on a grid, ``(n_streams, n_slots)`` each.

    `handle_s` is the mean in seconds, NaN where unknown; `handled` the contacts it is taken over.
    """

    handle_s: FloatArray
    handled: FloatArray


def handling_on_grid(
    rows: IntervalRows, streams: Sequence[tuple[str, str]], grid: TimeGrid
) -> HandlingOfRows:
    """Mean of the rows of each slot, weighted by contacts handled; rows stand on the grid."""
    place = np.array([streams.index(s) if s in streams else -1 for s in rows.streams])
    known = _is_known(rows) & (place[rows.stream] >= 0)
    row = place[rows.stream[known]]
    slot = (rows.start[known] - int(grid.start.timestamp())) // int(grid.slot_s)
    weight = rows.handled[known]
    handled, work = np.zeros((2, len(streams), grid.n_slots))
    np.add.at(handled, (row, slot), weight)
    np.add.at(work, (row, slot), weight * rows.handle_s[known])
    handle_s = np.divide(work, handled, out=np.full_like(work, np.nan), where=handled > 0)
    return HandlingOfRows(handle_s, handled)


def mean_by_stream(rows: IntervalRows) -> dict[tuple[str, str], float]:
    """Mean handling time of each stream that gives one, weighted by contacts, seconds."""
    weight = np.where(_is_known(rows), rows.handled, 0.0)
    n = len(rows.streams)
    total = np.bincount(rows.stream, weight, n)
    work = np.bincount(rows.stream, weight * np.nan_to_num(rows.handle_s), n)
    return {rows.streams[i]: float(work[i] / total[i]) for i in range(n) if total[i] > 0}


def _is_known(rows: IntervalRows) -> BoolArray:
    """Rows that tell a handling time; 0 s is what exports write where nothing was handled."""
    return np.asarray((rows.handle_s > 0) & (rows.handled > 0))


def are_plausible(rows: IntervalRows, findings: Findings) -> bool:
    """Whether the middle of the column can be a handling time; it is told where it cannot."""
    given = rows.handle_s[_is_known(rows)]
    low, high = PLAUSIBLE_HANDLE_S
    if not given.size or low <= np.median(given) <= high:
        return True
    findings.add(
        f"handle_s is {np.median(given):g} s in the middle, hardly a handling time, and is not "
        "used; check that the columns are not swapped and hold seconds",
        field="handle_s",
        value=f"{np.median(given):g}",
        code="implausible",
        warning=True,
    )
    return False


def tell_differences(
    aht_s: dict[tuple[str, str], float], queues: Iterable[Queue], findings: Findings
) -> None:
    """Warn where a queue's own handling time lies far from what the history says, and who wins."""
    by_id = {queue.id: queue for queue in queues}
    for (name, priority), found in aht_s.items():
        queue = by_id[name]
        own = queue.handling_s(priority)
        if abs(found - own) > AHT_TOLERANCE * own:
            findings.add(
                f"handle_s averages {found:.0f} s for {stream_title((name, priority))} but "
                f"rotacast.toml says aht_s = {own:g}; {_who_wins(queue)}",
                field="handle_s",
                value=f"{found:.0f}",
                code="aht_differs",
                warning=True,
            )


def _who_wins(queue: Queue) -> str:
    if queue.learns_handling:
        return 'the history is used; correct aht_s, or keep it with aht = "fixed"'
    why = "aht_by_level_s is there" if queue.aht_by_level_s else 'aht is "fixed"'
    return f"the latter is used, since {why}; change one if it is wrong"
