"""Readers of the files of a workspace: one file a format, all through one strict door."""

from collections.abc import Callable
from pathlib import Path

from planner.readers.availability import read_availability
from planner.readers.backlog import read_backlog
from planner.readers.events import read_events
from planner.readers.intervals import read_history
from planner.readers.last_week import read_last_week
from planner.readers.locks import read_locks
from planner.readers.overrides import read_overrides
from planner.readers.pairs import read_pairs
from planner.readers.past_weeks import read_past_weeks
from planner.readers.people import read_agents
from planner.readers.preferences import read_preferences
from planner.readers.reading import Context, Reading
from planner.readers.time_off import read_time_off

READERS: dict[str, Callable[[Path, Context], Reading[object]]] = {
    "agents.csv": read_agents,
    "history.csv": read_history,
    "time_off.csv": read_time_off,
    "availability.csv": read_availability,
    "preferences.csv": read_preferences,
    "locks.csv": read_locks,
    "pairs.csv": read_pairs,
    "last_week.csv": read_last_week,
    "past_weeks.csv": read_past_weeks,
    "backlog.csv": read_backlog,
    "events.csv": read_events,
    "overrides.csv": read_overrides,
}
