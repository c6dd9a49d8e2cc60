"""Rows of a history on the hours that a clock change skips or doubles, none of them lost."""

from dataclasses import replace

import numpy as np

from planner.readers.interval_sums import IntervalRows, added, joined
from planner.readers.interval_times import Starts
from planner.readers.reading import Findings


def over_clock_changes(rows: IntervalRows, starts: Starts, findings: Findings) -> IntervalRows:
    """
    Rows by instants, in no order; what was moved or split is counted in a warning each.

    A row in a skipped hour adds to that of the interval after the change. One that stands for both
    passes of a doubled hour becomes two, each with half of the contacts.
    """
    moved, doubled = np.flatnonzero(starts.is_moved), np.flatnonzero(starts.again >= 0)
    if moved.size:
        where = 'the clock skips, added to the interval after as skipped_hour = "next" says'
        _tell(where, "skipped_hour", rows.take(moved), findings)
    if doubled.size:
        where = 'the clock doubles, half in each pass as doubled_hour = "both" says'
        _tell(where, "doubled_hour", rows.take(doubled), findings)
    share = np.where(starts.again >= 0, 0.5, 1.0)
    rows = replace(rows, offered=rows.offered * share, handled=rows.handled * share)
    again = replace(rows.take(doubled), start=starts.again[doubled])
    return joined(added(rows.take(np.flatnonzero(~starts.is_moved)), rows.take(moved)), again)


def _tell(where: str, code: str, rows: IntervalRows, findings: Findings) -> None:
    n, contacts = len(rows.lines), float(rows.offered.sum())
    counted = f"{n:,} row{'s' * (n != 1)} with {contacts:,g} contact{'s' * (contacts != 1)}"
    findings.add(
        f"{counted} in an hour that {where}",
        line=int(rows.lines.min()),
        field="start",
        code=code,
        warning=True,
    )
