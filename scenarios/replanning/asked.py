"""What a re-plan has to cover: what the published plan asked for, and what came since."""

import csv
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from planner.arrays import IntArray
from planner.demand import Requirement
from planner.exports.stamps import utc_stamp
from planner.timegrid import TimeGrid

Published = Mapping[str, IntArray]
"""Agents to roster that a plan asked for, by queue or pool."""


def published_requirement(path: Path, grid: TimeGrid) -> Published:
    """
    Agents to roster by queue or pool, from the ``requirement.csv`` that a plan left.

    Empty where there is none, or it is of another week or grid.
    """
    if not path.is_file():
        return {}
    slot = {utc_stamp(grid.instant(i)): i for i in range(grid.n_slots)}
    found: dict[str, IntArray] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                counts = found.setdefault(row["queue"], np.zeros(grid.n_slots, dtype=np.int64))
                counts[slot[row["start_utc"]]] = int(float(row["scheduled_agents"]))
    except (KeyError, ValueError, TypeError, csv.Error):
        return {}
    return found


def raised(
    requirement: Requirement,
    fresh: Requirement,
    published: Published,
    moving: Collection[str] = (),
) -> Requirement:
    """
    A requirement, raised by what a plan had asked for beyond the formulas' `fresh` figures.

    Simulated weeks raise what a plan requires; that holds for a re-plan of it too, but not of the
    queues whose work is `moving`: what was asked for there is done elsewhere now.
    """

    def more(name: str, scheduled: IntArray, before: IntArray) -> IntArray:
        found: IntArray = scheduled + np.maximum(published.get(name, before) - before, 0)
        return found

    return replace(
        requirement,
        queues=tuple(
            q
            if q.queue in moving
            else replace(q, scheduled=more(q.queue, q.scheduled, fresh.of(q.queue).scheduled))
            for q in requirement.queues
        ),
        pools=tuple(
            replace(p, scheduled=more(p.pool, p.scheduled, old.scheduled))
            for p, old in zip(requirement.pools, fresh.pools, strict=True)
        ),
    )
