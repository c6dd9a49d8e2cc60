"""Rows of a history as arrays, and rows added to those of the same interval."""

from dataclasses import dataclass, replace

import numpy as np

from planner.arrays import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class IntervalRows:
    """
    Good rows, arrays ``(n_rows,)`` each, sorted by stream and start.

    `stream` indexes `streams`; `start` is seconds since 1970 UTC; `handled` weighs `handle_s`,
    which is NaN where the file gives none.
    """

    streams: tuple[tuple[str, str], ...]
    stream: IntArray
    start: IntArray
    offered: FloatArray
    handled: FloatArray
    handle_s: FloatArray
    lines: IntArray

    def of_queue(self, queue: str) -> "IntervalRows":
        """Rows of one queue, `streams` kept."""
        wanted = [i for i, (name, _) in enumerate(self.streams) if name == queue]
        return self.take(np.flatnonzero(np.isin(self.stream, wanted)))

    def take(self, rows: IntArray) -> "IntervalRows":
        """Some of the rows, in the order given."""
        return IntervalRows(
            self.streams,
            self.stream[rows],
            self.start[rows],
            self.offered[rows],
            self.handled[rows],
            self.handle_s[rows],
            self.lines[rows],
        )


def added(own: IntervalRows, more: IntervalRows) -> IntervalRows:
    """Rows of both, in no order; one of `more` adds to the first own one of its interval."""
    keys, first = np.unique(_keys(own), return_index=True)
    place = np.searchsorted(keys, _keys(more))
    meets = place < keys.size
    meets[meets] = keys[place[meets]] == _keys(more)[meets]
    met, taken = first[place[meets]], more.take(np.flatnonzero(meets))
    merged = replace(
        own,
        offered=_plus(own.offered, met, taken.offered),
        handled=_plus(own.handled, met, taken.handled),
        handle_s=_mean_handling(own, met, taken),
    )
    rest = more.take(np.flatnonzero(~meets))
    return joined(merged, rest)


def joined(first: IntervalRows, second: IntervalRows) -> IntervalRows:
    """Rows of both, one behind the other; both number the same streams."""
    return IntervalRows(
        first.streams,
        *(
            np.concatenate([getattr(first, name), getattr(second, name)])
            for name in ("stream", "start", "offered", "handled", "handle_s", "lines")
        ),
    )


def _mean_handling(own: IntervalRows, at: IntArray, more: IntervalRows) -> FloatArray:
    """Handling times of own rows once `more` is added, weighted; NaN where neither has."""

    def sums(rows: IntervalRows) -> tuple[FloatArray, FloatArray]:
        weight = np.where(np.isnan(rows.handle_s), 0.0, rows.handled)
        return weight, weight * np.nan_to_num(rows.handle_s)

    (weight, work), (weight_more, work_more) = sums(own), sums(more)
    total = _plus(weight, at, weight_more)
    mixed = _plus(work, at, work_more) / np.where(total > 0, total, 1.0)
    return np.where(total > 0, mixed, own.handle_s)


def _plus(values: FloatArray, at: IntArray, more: FloatArray) -> FloatArray:
    total = values.copy()
    np.add.at(total, at, more)
    return total


def _keys(rows: IntervalRows) -> IntArray:
    """One number for stream and start."""
    keys: IntArray = rows.stream * 2**40 + rows.start
    return keys
