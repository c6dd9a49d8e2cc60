"""The ground: time, demand, people, shifts, rosters, staffing maths and file formats."""

from pathlib import Path

from planner.compiled_cache import drop_outdated

drop_outdated(Path(__file__).parent)
