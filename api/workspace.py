"""What the service knows of its workspace folder: who and what is in it, and what is wrong."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tomllib import TOMLDecodeError, loads
from typing import Final

from planner.errors import Problem

FOR_ROSTERS: Final = ("site", "contract", "shift")
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
    `first_day` and `last_day` are those of the `weeks` that would be planned.
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
    weeks: int = 1
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
        plan = _tables(self._folder).get("plan")
        name = plan.get("name") if isinstance(plan, dict) else None
        return str(name or self._folder.name)

    def summary(self) -> WorkspaceSummary:
        """The workspace in short, as its files are now."""
        with self._lock:
            stamp = stamp_of(self._folder)
            if self._summary is None or stamp != self._stamp:
                from api.inspection import inspected  # heavy: the service answers before

                self._summary = inspected(self._folder, self.name)
                self._stamp = stamp
            return self._summary


def is_for_forecasts_only(folder: Path) -> bool:
    """Whether a workspace has no people, sites, contracts and shifts, which rosters need."""
    tables = _tables(folder)
    return bool(tables) and not (
        any(name in tables for name in FOR_ROSTERS) or (folder / "agents.csv").exists()
    )


def _tables(folder: Path) -> Mapping[str, object]:
    """What ``rotacast.toml`` holds; nothing where it cannot be read."""
    try:
        return loads((folder / "rotacast.toml").read_text("utf-8"))
    except (OSError, UnicodeDecodeError, TOMLDecodeError):
        return {}


def stamp_of(folder: Path) -> Stamp:
    """What tells whether a file of a folder has changed."""
    files = sorted(p for p in folder.iterdir() if p.is_file())
    return tuple((p.name, p.stat().st_mtime_ns, p.stat().st_size) for p in files)
