"""Keys of queues that count for nothing: of another kind of work, or of a priority nobody has."""

from typing import Final

from planner.demand import History
from planner.queue_checks import LABELS
from planner.queues import Queue
from planner.readers.reading import Findings, unknown
from scenarios.setup import Setup

OF_LIVE: Final = ("target", "max_asa_s")
OF_DEFERRED: Final = ("due_hours", "due_hours_by_priority")
BY_PRIORITY: Final = (
    "target_by_priority",
    "due_hours_by_priority",
    "aht_s_by_priority",
    "calendar_by_priority",
)


def check_unused(
    setup: Setup, history: History, open_priorities: set[tuple[str, str]], findings: Findings
) -> None:
    """
    Warn of promises that a queue's channel does not know, and of slips in names of priorities.

    `open_priorities` are the queues and priorities of tickets that are open when the week begins. A
    queue whose history tells no priorities may have keys for them already.
    """
    _check_labels(setup, findings)
    for queue in setup.queues.values():
        _check_promises(queue, setup, findings)
        streams = {*history.streams, *open_priorities}
        _check_names(queue, [p for name, p in streams if name == queue.id and p], setup, findings)


def _check_labels(setup: Setup, findings: Findings) -> None:
    """Labels that differ in capitals only make two totals of one."""
    for key in LABELS:
        first: dict[str, str] = {}
        for queue in setup.queues.values():
            label = getattr(queue, key)
            known = first.setdefault(label.casefold(), label)
            if label != known:
                findings.add(
                    f"queue {queue.id}: {key} '{label}' differs from '{known}' in capitals only "
                    f"and gets totals of its own; write '{known}'",
                    line=setup.line("queue", queue.id, key),
                    field=key,
                    value=label,
                    code="unused_key",
                    warning=True,
                )


def _check_promises(queue: Queue, setup: Setup, findings: Findings) -> None:
    for key in OF_DEFERRED if queue.channel.is_live else OF_LIVE:
        if getattr(queue, key):
            whose = "deferred" if queue.channel.is_live else "live"
            findings.add(
                f"queue {queue.id}: {key} is for {whose} channels and counts for nothing here; "
                "remove it",
                line=setup.line("queue", queue.id, key),
                field=key,
                code="unused_key",
                warning=True,
            )


def _check_names(queue: Queue, seen: list[str], setup: Setup, findings: Findings) -> None:
    for key in BY_PRIORITY:
        for priority in getattr(queue, key):
            if seen and priority not in seen:
                told = unknown(f"{key}: priority", priority, sorted(seen))
                findings.add(
                    f"queue {queue.id}: {told.replace('is not known', 'is not in history.csv')}",
                    line=setup.line("queue", queue.id, key, priority),
                    field=key,
                    value=priority,
                    code="unused_key",
                    warning=True,
                )
