"""Whether ``backlog.csv`` fits the planned week and the priorities of its queues."""

from planner.demand import BacklogItem, History
from planner.errors import Problem
from planner.readers.reading import Findings, Reading, shown, unknown
from planner.timegrid import TimeGrid
from scenarios.setup import Setup


def backlog_problems(
    reading: Reading[BacklogItem], history: History | None, setup: Setup, week: TimeGrid | None
) -> tuple[Problem, ...]:
    """Priorities that nobody knows; contacts that arrive in the planned week or behind it."""
    findings = Findings("backlog.csv")
    for item, line in zip(reading.items, reading.lines, strict=True):
        if history is not None:
            _check_priority(item, line, history, setup, findings)
        if week is not None and item.arrived >= week.start:
            findings.add(
                f"arrived is {item.arrived:%Y-%m-%dT%H:%M}Z, not before the planned week begins at "
                f"{week.start:%Y-%m-%dT%H:%M}Z, so the row is ignored; remove it",
                line=line,
                field="arrived",
                value=f"{item.arrived:%Y-%m-%dT%H:%M}Z",
                code="not_open_yet",
                warning=True,
            )
    return findings.found()


def _check_priority(
    item: BacklogItem, line: int, history: History, setup: Setup, findings: Findings
) -> None:
    queue = setup.queues[item.queue]
    seen = [priority for name, priority in history.streams if name == item.queue]
    known = dict.fromkeys([*seen, *queue.due_hours_by_priority, *queue.aht_s_by_priority])
    if item.priority in known:
        return
    names = [name for name in known if name]
    if not names:
        message = f"priority is {shown(item.priority)}, but {queue.id} has none; leave it empty"
    elif not item.priority:
        message = f"priority is empty, but {queue.id} has {', '.join(names)}; use one of them"
    else:
        message = f"{unknown('priority', item.priority, names)} ({queue.id})"
    findings.add(message, line=line, field="priority", value=item.priority, code="unknown_priority")
