"""A workspace folder read in full and put in short."""

from datetime import timedelta
from pathlib import Path

from api.workspace import QueueSummary, WorkspaceSummary
from planner.errors import InputError
from planner.local_time import zone
from planner.queues import Queue
from planner.wording import plain_per_cent
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
        weeks=settings.weeks,
        queues=tuple(_queue(inputs, q.id) for q in inputs.queues),
        n_agents=len(inputs.team.agents),
        n_sites=len(inputs.team.sites),
        n_shifts=len(inputs.templates),
        history_from=history.start.astimezone(clock).date(),
        history_to=(history.end - timedelta(minutes=1)).astimezone(clock).date(),
    )


def _queue(inputs: Inputs, queue_id: str) -> QueueSummary:
    queue = inputs.queue(queue_id)
    promise = _live_promise(queue) if queue.channel.is_live else _due_promise(queue)
    return QueueSummary(queue.id, queue.title, str(queue.channel), promise)


def _live_promise(queue: Queue) -> str:
    if queue.target is not None:
        return str(queue.target)
    return f"answered within {queue.max_asa_s:g} s on average"


def _due_promise(queue: Queue) -> str:
    """Such as "95 % begun within 2 / 4 / 8 hours"; "open hours" where no calendar is named."""
    due = set(queue.due_hours_by_priority.values())
    if queue.due_hours is not None:
        due.add(queue.due_hours)
    share = "" if queue.on_time == 1 else f"{plain_per_cent(queue.on_time)} "
    hours = "hours" if queue.calendar or queue.calendar_by_priority else "open hours"
    return f"{share}{queue.due_when} within {' / '.join(f'{h:g}' for h in sorted(due))} {hours}"
