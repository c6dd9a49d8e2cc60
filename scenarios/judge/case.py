"""Simulated weeks of a roster, and what is read off them for one queue."""

from typing import NamedTuple

import numpy as np

from planner.arrays import IntArray
from planner.queues import Queue
from planner.roster import Coverage
from planner.simulation import estimates
from planner.simulation.intervals import Estimate
from planner.simulation.judgement import Level
from planner.simulation.tally import Tally
from scenarios.inputs import Inputs
from scenarios.judge.centre import JudgedWeek


class Case(NamedTuple):
    """What a judgement is made from."""

    inputs: Inputs
    week: JudgedWeek
    tally: Tally
    coverage: Coverage

    @property
    def weeks(self) -> int:
        """Weeks that were simulated."""
        return int(self.tally.offered.shape[0])

    @property
    def confidence(self) -> float:
        """Confidence of every interval."""
        return self.inputs.simulation.confidence


def in_time(case: Case, queue: Queue, lines: list[int], period: IntArray) -> Estimate:
    """Share in time of some of a queue's lines by its own definition, ``(1, n_periods)``."""
    definition = queue.level_definition if queue.channel.is_live else "offered"
    return estimates.service_level(case.tally, [lines], period, definition, case.confidence)


def level_of(found: Estimate, period: int) -> Level | None:
    """Of one set of lines in one period; None where nothing was counted."""
    if period >= found.mean.shape[1] or np.ma.getmaskarray(found.mean)[0, period]:
        return None
    return Level(*(float(part[0, period]) for part in (found.mean, found.low, found.high)))
