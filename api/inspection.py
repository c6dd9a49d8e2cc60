"""A workspace folder read in full and put in short."""

from datetime import timedelta
from pathlib import Path

from api.workspace import QueueSummary, WorkspaceSummary
from planner.errors import InputError
from planner.local_time import zone
from scenarios.document import read_workspace
from scenarios.inputs import Inputs


def inspected(folder: Path, name: str) -> WorkspaceSummary:
    """Summary of a folder; where it cannot be planned, `name` and the problems alone."""
    try:
        return _of(read_workspace(folder))
    except InputError as error:
        return WorkspaceSummary(name, inputs_ok=False, problems=error.problems)


def _of(inputs: Inputs) -> WorkspaceSummary:
    settings, history = inputs.settings, inputs.history.grid
    clock = zone(settings.zone)
    week = inputs.week_grid()
    return WorkspaceSummary(
        name=settings.name,
        inputs_ok=True,
        problems=inputs.notes,
        first_day=week.start.astimezone(clock).date(),
        last_day=(week.end - timedelta(minutes=1)).astimezone(clock).date(),
        zone=settings.zone,
        currency=settings.currency,
        interval_minutes=settings.interval_minutes,
        time_limit_s=settings.time_limit_s,
        seed=settings.seed,
        queues=tuple(_queue(inputs, q.id) for q in inputs.queues),
        n_agents=len(inputs.team.agents),
        n_sites=len(inputs.team.sites),
        n_shifts=len(inputs.templates),
        history_from=history.start.astimezone(clock).date(),
        history_to=(history.end - timedelta(minutes=1)).astimezone(clock).date(),
    )


def _queue(inputs: Inputs, queue_id: str) -> QueueSummary:
    queue = inputs.queue(queue_id)
    if queue.target is not None:
        promise = str(queue.target)
    elif queue.max_asa_s is not None:
        promise = f"answered within {queue.max_asa_s:g} s on average"
    else:
        due = sorted({queue.due_after_hours(p) for p in ("", *queue.due_hours_by_priority)})
        promise = f"done within {' / '.join(f'{h:g}' for h in due)} open hours"
    return QueueSummary(queue.id, queue.title, str(queue.channel), promise)
