"""Public holidays of the past without rows, although the queue is said to be open on them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from planner.arrays import BoolArray
from planner.customers import closing_holidays
from planner.demand import History
from planner.local_time import wall_clock, zone
from planner.queues import Queue
from planner.readers.reading import Findings
from scenarios.setup import Setup

MOST_WITHOUT_ROWS = 0.75
"""
Share of holidays without rows that may be gaps of a file, or a bank's that opens on some; of more,
the queue rests on holidays.
"""


def check_holidays(history: History, setup: Setup, findings: Findings) -> None:
    """Warn of queues that have no rows on most of the past holidays on which they are open."""
    years = tuple(range(history.grid.start.year - 1, history.grid.end.year + 2))
    for queue in setup.queues.values():
        names = closing_holidays(queue, years)
        has_rows = _holidays(history, queue, names) if queue.open_on_holidays else {}
        without = [day for day, known in has_rows.items() if not known]
        if len(without) <= MOST_WITHOUT_ROWS * len(has_rows):
            continue
        last = max(without)
        findings.add(
            f"{queue.id} has no rows on {len(without)} of {len(has_rows)} past public holidays, "
            f"the last {last} ({names[last]}), yet is forecast as open on those to come; set "
            "open_on_holidays = false in its [[queue]] if it is closed then",
            field="start",
            value=str(last),
            code="holidays_without_rows",
            warning=True,
        )


def _holidays(history: History, queue: Queue, names: Mapping[date, str]) -> dict[date, bool]:
    """Whether anything is known of each holiday between the first and the last row of a queue."""
    rows = [i for i, (name, _) in enumerate(history.streams) if name == queue.id]
    known: BoolArray = np.asarray((~np.isnan(history.counts[rows])).any(axis=0))
    working = replace(queue, open_on_holidays=False).open_slots(history.grid, names)
    all_open = queue.open_slots(history.grid, names)
    seen = np.flatnonzero(known & working)
    if not seen.size:
        return {}
    slots = np.flatnonzero(all_open & ~working)
    slots = slots[(slots > seen[0]) & (slots < seen[-1])]
    days = wall_clock(history.grid.stamps()[slots], zone(queue.zone)).date
    found: dict[date, bool] = {}
    for day, is_known in zip(days, known[slots], strict=True):
        if day in names:
            found[day] = found.get(day, False) or bool(is_known)
    return found
