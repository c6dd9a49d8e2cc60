"""What the service knows of its workspace folder: who and what is in it, and what is wrong."""

import threading
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tomllib import TOMLDecodeError, loads

from planner.errors import InputError, Problem
from planner.local_time import zone
from scenarios.document import read_workspace
from scenarios.inputs import Inputs

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class QueueSummary:
    """A queue as the page shows it."""

    id: str
    title: str
    channel: str
    promise: str


@dataclass(frozen=True, slots=True)
class WorkspaceSummary:
    """
    A workspace in short.

    `inputs_ok` says that it can be planned; without, only `name` and `problems` are known.
    `first_day` and `last_day` are those of the week that would be planned.
    """

    name: str
    inputs_ok: bool
    problems: tuple[Problem, ...]
    first_day: date | None = None
    last_day: date | None = None
    zone: str = ""
    currency: str = ""
    interval_minutes: int = 0
    time_limit_s: float = 0.0
    seed: int = 1
    queues: tuple[QueueSummary, ...] = ()
    n_agents: int = 0
    n_sites: int = 0
    n_shifts: int = 0
    history_from: date | None = None
    history_to: date | None = None


class WorkspaceReader:
    """Reads the folder, anew only after a file in it has changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._stamp: Stamp = ()
        self._summary: WorkspaceSummary | None = None

    @property
    def name(self) -> str:
        """Name of the workspace, that of its folder where the file cannot be read."""
        try:
            plan = loads((self._folder / "rotacast.toml").read_text("utf-8")).get("plan", {})
            return str(plan.get("name") or self._folder.name)
        except (OSError, UnicodeDecodeError, TOMLDecodeError, AttributeError):
            return self._folder.name

    def summary(self) -> WorkspaceSummary:
        """The workspace in short, as its files are now."""
        with self._lock:
            stamp = _stamp(self._folder)
            if self._summary is None or stamp != self._stamp:
                self._summary = _summary(self._folder, self.name)
                self._stamp = stamp
            return self._summary


def _stamp(folder: Path) -> Stamp:
    files = sorted(p for p in folder.iterdir() if p.is_file())
    return tuple((p.name, p.stat().st_mtime_ns, p.stat().st_size) for p in files)


def _summary(folder: Path, name: str) -> WorkspaceSummary:
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
