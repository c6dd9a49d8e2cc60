"""Rosters that clients send, held against the rules of the workspace as its files are now."""

import threading
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from api.workspace import Stamp, stamp_of
from scenarios.broken_rules import BrokenRule, rules_broken_by
from scenarios.document import read_workspace
from scenarios.inputs import Inputs
from scenarios.judge_roster import read_assignments


class RosterValidator:
    """Reads the workspace anew only after a file in it has changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._stamp: Stamp = ()
        self._inputs: Inputs | None = None

    def validate(self, roster: str, week: date | None) -> tuple[int, tuple[BrokenRule, ...]]:
        """
        Number of shifts in the text of a roster, and the rules that they break.

        Raises
        ------
        InputError
            For a workspace or a text that cannot be read.
        """
        inputs = self._workspace()
        with TemporaryDirectory(prefix="rotacast-") as place:
            path = Path(place) / "roster.csv"
            path.write_bytes(roster.encode("utf-8", "surrogatepass"))
            shifts = read_assignments(path, inputs, week, as_it_is=True)
        return len(shifts), rules_broken_by(inputs, shifts, week)

    def _workspace(self) -> Inputs:
        with self._lock:
            stamp = stamp_of(self._folder)
            if self._inputs is None or stamp != self._stamp:
                self._inputs, self._stamp = read_workspace(self._folder), stamp
            return self._inputs
