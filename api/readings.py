"""The workspace read in full, kept until a file in it changes."""

import threading
from pathlib import Path

from api.workspace import Stamp, stamp_of
from scenarios.document import read_workspace
from scenarios.inputs import Inputs


class InputsReader:
    """Reads the folder, anew only after a file in it has changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._stamp: Stamp = ()
        self._inputs: Inputs | None = None

    def inputs(self) -> Inputs:
        """The workspace as its files are now; `InputError` where it cannot be read."""
        with self._lock:
            stamp = stamp_of(self.folder)
            if self._inputs is None or stamp != self._stamp:
                self._inputs, self._stamp = read_workspace(self.folder), stamp
            return self._inputs
