"""Where something is missing, as runs of slots: gaps close to each other are told as one."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from planner.arrays import IntArray

JOIN_MINUTES = 120


def runs(missing: IntArray, minutes: int) -> Iterator[tuple[int, int]]:
    """
    First slot of each run and the one behind its last.

    Parameters
    ----------
    missing
        What is missing, by slot of `minutes`; 0 where nothing is. Slots less than two hours apart
        are one run.

    Examples
    --------
    >>> list(runs(np.array([0, 1, 0, 2, 0, 0, 0, 0, 1]), 60))
    [(1, 4), (8, 9)]
    """
    slots = np.flatnonzero(missing)
    if not slots.size:
        return
    cuts = [i for i, (a, b) in enumerate(pairwise(slots), 1) if (b - a) * minutes > JOIN_MINUTES]
    for part in np.split(slots, cuts):
        yield int(part[0]), int(part[-1]) + 1
