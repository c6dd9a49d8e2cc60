"""One line of the benchmark table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What was measured, against which target, and what a peer does with the same."""

    name: str
    target: str
    measured: float
    unit: str
    peer: str = ""
    peer_measured: float | None = None
    note: str = ""
