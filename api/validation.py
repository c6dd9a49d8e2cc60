"""Rosters that clients send, held against the rules of the workspace as its files are now."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from planner.roster import Assignment
from scenarios.broken_rules import BrokenRule, rules_broken_by
from scenarios.inputs import Inputs
from scenarios.judge_roster import read_assignments


def validated(inputs: Inputs, roster: str, week: date | None) -> tuple[int, tuple[BrokenRule, ...]]:
    """Number of shifts in the text of a roster, and the rules that they break."""
    shifts = assignments_of(roster, inputs, week)
    return len(shifts), rules_broken_by(inputs, shifts, week)


def assignments_of(roster: str, inputs: Inputs, week: date | None) -> tuple[Assignment, ...]:
    """
    Shifts in the text of a table like ``roster.csv``.

    Raises
    ------
    InputError
        For a text that cannot be read, with lines of ``roster.csv``.
    """
    with TemporaryDirectory(prefix="rotacast-") as place:
        path = Path(place) / "roster.csv"
        path.write_bytes(roster.encode("utf-8", "surrogatepass"))
        return read_assignments(path, inputs, week, as_it_is=True)
