"""Rosters: people on shifts made of slots, under rules and goals; it knows no clock."""

from pathlib import Path

from planner.compiled_cache import drop_outdated

drop_outdated(Path(__file__).parent)
