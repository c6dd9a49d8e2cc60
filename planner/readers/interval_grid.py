"""How far apart the rows of a history stand, and the sums of them on the plan's grid."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import ceil

import numpy as np

from planner.arrays import BoolArray, FloatArray, IntArray
from planner.customers import closing_holidays
from planner.local_time import day_start, zone
from planner.queues import Queue
from planner.readers.interval_sums import IntervalRows
from planner.readers.reading import Context, Findings
from planner.timegrid import SLOT_MINUTES, TimeGrid

RUN = 8
"""Equal steps in a row that show that a file changed its interval, not that it has a gap."""

FEW = 20
"""Rows below which the steps between them say nothing about their length."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Counts of one queue's streams on the plan's grid ``(n_streams, n_slots)``."""

    streams: tuple[int, ...]
    counts: FloatArray


def history_grid(rows: IntervalRows, context: Context) -> TimeGrid:
    """Whole local days of the plan's clock from the first row to the last."""
    clock = zone(context.zone)
    first = datetime.fromtimestamp(int(rows.start.min()), UTC).astimezone(clock).date()
    last = datetime.fromtimestamp(int(rows.start.max()), UTC).astimezone(clock).date()
    start = day_start(first, clock)
    length = day_start(last + timedelta(days=1), clock) - start
    slots = ceil(length / timedelta(minutes=context.interval_minutes))
    return TimeGrid(start, context.interval_minutes, slots)


def row_minutes(rows: IntervalRows, queue: str, context: Context, findings: Findings) -> int | None:
    """
    Minutes that one row of a queue counts, None where the file does not say it clearly.

    Dense files (every open interval has a row) say it by their commonest step, sparse ones by
    the greatest common divisor of all steps.
    """
    starts, first_row = np.unique(rows.start, return_index=True)
    steps = np.diff(starts)
    plan_s = context.interval_minutes * 60
    if context.absent_rows == "zero":
        length = int(np.gcd.reduce(steps)) if steps.size else plan_s
    elif steps.size:
        values, times = np.unique(steps, return_counts=True)
        length = int(values[times.argmax()])
        if _changes(steps, length, rows.lines[first_row], queue, findings):
            return None
    else:
        length = plan_s
    length = plan_s if length > plan_s and starts.size < FEW else length
    return _fitting(length, queue, context, findings)


def _changes(steps: IntArray, length: int, lines: IntArray, queue: str, findings: Findings) -> bool:
    """Whether a long run of equal steps differs from the commonest one; it is told."""
    ends = np.append(np.flatnonzero(np.diff(steps)), steps.size - 1)
    begins = np.append(0, ends[:-1] + 1)
    run = ends - begins + 1
    value = steps[begins]
    odd = np.flatnonzero((run >= RUN) & (value != length) & (value <= 4 * 3600))
    if not odd.size:
        return False
    at = odd[0]
    findings.add(
        f"rows of queue {queue} are {value[at] / 60:g} minutes apart from here on, elsewhere "
        f'{length / 60:g}; export one interval length, or set absent_rows = "zero" in [history] '
        "if intervals without contacts have no row",
        line=int(lines[begins[at]]),
        field="start",
        value=f"{value[at] / 60:g}",
        code="interval_changed",
    )
    return True


def _fitting(length: int, queue: str, context: Context, findings: Findings) -> int | None:
    minutes, rest = divmod(length, 60)
    plan = context.interval_minutes
    if rest == 0 and minutes in SLOT_MINUTES and plan % minutes == 0:
        return minutes
    if length > plan * 60:
        allowed = minutes in SLOT_MINUTES and rest == 0
        remedy = f"set interval_minutes = {minutes} or " if allowed else ""
        message = (
            f"rows of queue {queue} are {length / 60:g} minutes apart, coarser than the "
            f"{plan}-minute grid; {remedy}export {plan}-minute rows"
        )
        code = "interval_too_coarse"
    else:
        message = (
            f"rows of queue {queue} are {length / 60:g} minutes apart, which does not divide the "
            f"{plan}-minute grid; export rows of {plan} minutes"
        )
        code = "interval_does_not_fit"
    findings.add(message, field="start", value=f"{length / 60:g}", code=code)
    return None


def are_in_place(
    rows: IntervalRows, minutes: int, grid: TimeGrid, queue: str, findings: Findings
) -> bool:
    """Whether no row repeats or overlaps another and all lie on the grid; the others are told."""
    same_stream = rows.stream[1:] == rows.stream[:-1]
    step = np.diff(rows.start)
    ahead, behind = rows.lines[:-1], rows.lines[1:]
    for i in np.flatnonzero(same_stream & (step < minutes * 60)):
        when = _text(rows.start[i + 1])
        first, second = sorted((int(ahead[i]), int(behind[i])))
        if step[i] == 0:
            message = f"the interval {when} of queue {queue} stands in line {first} already"
            message, code = f"{message}; keep one, or add them up", "duplicate_interval"
        else:
            message = f"the interval {when} of queue {queue} overlaps the one in line {first}"
            message, code = f"{message}; rows count {minutes} minutes each", "overlap"
        findings.add(message, line=second, field="start", value=when, code=code)
    off = (rows.start - int(grid.start.timestamp())) % (minutes * 60) != 0
    overlapping = np.append(False, same_stream & (step < minutes * 60))
    astray = np.flatnonzero(off & ~overlapping)
    if astray.size:
        more = f" ({astray.size:,} rows)" if astray.size > 1 else ""
        findings.add(
            f"start {_text(rows.start[astray[0]])} of queue {queue} is off the {minutes}-minute "
            f"grid that begins at {grid.start:%Y-%m-%dT%H:%MZ}{more}; correct it, or export finer "
            "rows that begin on that grid",
            line=int(rows.lines[astray].min()),
            field="start",
            code="off_grid",
        )
    return not (off.any() or overlapping.any())


def _text(seconds: int) -> str:
    return f"{datetime.fromtimestamp(int(seconds), UTC):%Y-%m-%dT%H:%MZ}"


def sums(
    rows: IntervalRows,
    queue: Queue,
    minutes: int,
    grid: TimeGrid,
    context: Context,
    findings: Findings,
) -> Sums:
    """
    Counts of a queue's streams on the plan's grid.

    A slot is NaN where a row of opening hours is missing, and 0 where the queue is closed and
    there is no row. Live contacts outside opening hours are told and dropped; deferred ones count,
    since they wait for the next opening.
    """
    parts = grid.minutes // minutes
    fine = TimeGrid(grid.start, minutes, grid.n_slots * parts)
    is_open = queue.open_slots(fine, _holidays(queue, fine))
    streams = tuple(int(s) for s in np.unique(rows.stream))
    place = (rows.start - int(grid.start.timestamp())) // (minutes * 60)
    bins = np.full((len(streams), fine.n_slots), np.nan)
    if context.absent_rows == "zero":
        bins[:, place.min() : place.max() + 1] = 0.0
    bins[np.searchsorted(np.array(streams), rows.stream), place] = rows.offered
    if queue.channel.is_live:
        _tell_outside(bins, is_open, rows, place, queue, findings)
        bins[:, ~is_open] = 0.0
    bins[:, ~is_open] = np.nan_to_num(bins[:, ~is_open])
    _tell_gaps(bins, fine, rows.streams, streams, findings)
    return Sums(streams, bins.reshape(len(streams), grid.n_slots, parts).sum(axis=2))


def _holidays(queue: Queue, grid: TimeGrid) -> dict[date, str]:
    years = tuple(range(grid.start.year - 1, grid.end.year + 2))
    return closing_holidays(queue, years)


def _tell_outside(
    bins: FloatArray,
    is_open: BoolArray,
    rows: IntervalRows,
    place: IntArray,
    queue: Queue,
    findings: Findings,
) -> None:
    outside = np.nansum(bins[:, ~is_open])
    if outside > 0:
        total = np.nansum(bins)
        row = np.flatnonzero(~is_open[place] & (rows.offered > 0)).min()
        where, remedy = "", "widen opening"
        if not queue.open_on_holidays:
            where, remedy = " or on its holidays", f"{remedy} or set open_on_holidays"
        findings.add(
            f"{outside:,.0f} of {total:,.0f} contacts of queue {queue.id} lie outside its opening "
            f"hours{where} and are left out; {remedy} if they count",
            line=int(rows.lines[row]),
            field="start",
            value=f"{outside:.0f}",
            code="outside_opening",
            warning=True,
        )


def _tell_gaps(
    bins: FloatArray,
    grid: TimeGrid,
    names: tuple[tuple[str, str], ...],
    streams: tuple[int, ...],
    findings: Findings,
) -> None:
    for stream, counts in zip(streams, bins, strict=True):
        known = np.flatnonzero(~np.isnan(counts) & (counts > 0))
        if not known.size:
            continue
        missing = np.flatnonzero(np.isnan(counts[known[0] : known[-1] + 1])) + known[0]
        if missing.size:
            findings.add(
                f"{missing.size:,} intervals of {stream_title(names[stream])} have no row while "
                f"it is open, the first at {grid.instant(int(missing[0])):%Y-%m-%dT%H:%MZ}; "
                "they stay missing",
                field="start",
                value=str(missing.size),
                code="gaps",
                warning=True,
            )


def stream_title(stream: tuple[str, str]) -> str:
    """A stream in words: ``phone`` or ``tickets priority P1``."""
    queue, priority = stream
    return f"{queue} priority {priority}" if priority else queue
