"""A file of what came, in the format of ``history.csv``, read for a workspace."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from planner.arrays import BoolArray
from planner.demand import History
from planner.errors import InputError, Problem
from planner.queues import Queue
from planner.readers.intervals import OPTIONAL, REQUIRED, read_history
from planner.readers.reading import Context
from planner.readers.table import read_table
from planner.timegrid import TimeGrid
from scenarios.forecasts.versions import Version
from scenarios.inputs import HistorySettings, Inputs


def read_actuals(
    path: Path, inputs: Inputs, settings: HistorySettings
) -> tuple[History, tuple[Problem, ...]]:
    """
    Contacts that came, on the plan's grid, and warnings; queues may be left out of the file.

    Raises
    ------
    InputError
        With every problem of the file, by line.
    """
    if not path.is_file():
        raise InputError(f"{path}: no file there; name one like history.csv", code="missing_file")
    named = {text.strip() for text in read_table(path, REQUIRED, OPTIONAL).columns["queue"]}
    queues = _queues_of(inputs, named)
    context = Context(
        interval_minutes=inputs.settings.interval_minutes,
        zone=inputs.settings.zone,
        queues=queues or {queue.id: queue for queue in inputs.queues},
        history_zone=settings.zone,
        doubled_hour=settings.doubled_hour,
        skipped_hour=settings.skipped_hour,
        absent_rows=settings.absent_rows,
    )
    reading = read_history(path, context)
    if not reading.items:
        wrong = [p for p in reading.problems if not p.warning]
        raise InputError.of([p for p in wrong if p.code != "no_history"] or wrong)
    return reading.items[0], reading.problems


def _queues_of(inputs: Inputs, named: Collection[str]) -> dict[str, Queue]:
    """
    Queues that a file of what came tells of, by their own id or by one that is theirs alone.

    What came under the id that a history begins under is taken from it, if that is no queue of the
    plan: the contacts of one that is are its own.
    """
    own = {queue.id for queue in inputs.queues}
    found: dict[str, Queue] = {}
    for queue in inputs.queues:
        source = queue.history_from
        lent = source is not None and source.queue in named and source.queue not in own
        if lent or queue.id in named:
            found[queue.id] = queue if lent else replace(queue, history_from=None)
    return found


def choose_version(versions: Sequence[Version], actuals: History, name: str) -> Version:
    """
    Version to hold against what came: of those that cover most of it, the newest.

    A forecast knows nothing from its as-of day on, which is before its first slot; so whatever it
    covers came after it was made.

    Parameters
    ----------
    name
        Of the file, for messages.

    Raises
    ------
    InputError
        ``no_overlap`` if none covers any of it.
    """
    known = np.asarray(~np.isnan(actuals.counts).all(axis=0))
    covered = {v.version: n for v in versions if (n := _n_covered(v.grid, actuals.grid, known))}
    if not covered:
        first = actuals.grid.start.date()
        raise InputError(
            f"no kept forecast covers any of {name}, which begins on {first}; forecast it as of "
            f"then with --as-of {first}, or see: rotacast forecasts FOLDER",
            code="no_overlap",
        )
    most = max(covered.values())
    fitting = [v for v in versions if covered.get(v.version) == most]
    return max(fitting, key=lambda v: (v.as_of, v.made_at))


def _n_covered(ahead: TimeGrid, came: TimeGrid, known: BoolArray) -> int:
    if ahead.minutes != came.minutes:
        return 0
    first = round(came.offset(ahead.start))
    return int(np.count_nonzero(known[max(0, first) : max(0, first + ahead.n_slots)]))
