"""What a published roster had left missing already: no reason to change anybody's shift."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from planner.demand import Forecast, Requirement
from planner.roster import Roster
from scenarios.coverage import cover
from scenarios.floor_gaps import floor_gaps
from scenarios.inputs import Inputs
from scenarios.problem import required_by_skill
from scenarios.shortfalls import agent_hours
from solver.coverage import present
from solver.demand import at_work
from solver.problem import RosterProblem
from solver.result import SlotRoster


def only_what_is_lost(
    inputs: Inputs, problem: RosterProblem, published: SlotRoster, before: Requirement
) -> RosterProblem:
    """
    The problem, asking for what the published roster held and for what is required since.

    Parameters
    ----------
    inputs, before
        The workspace and the requirement as of the published roster, with nothing changed since.
    """
    more = np.maximum(problem.required - required_by_skill(inputs, before), 0)
    required = np.minimum(problem.required, present(problem, published) + more)
    on_floors = at_work(problem, published)[len(problem.skills) :]
    floors = tuple(
        replace(floor, required=tuple(np.minimum(floor.required, there).tolist()))
        for floor, there in zip(problem.floors, on_floors, strict=True)
    )
    return replace(problem, required=required, floors=floors)


def left_before(inputs: Inputs, wide: Forecast, before: Requirement, published: Roster) -> str:
    """A sentence on what the published roster left missing; empty where it left nothing."""
    told = list(_left(inputs, wide, before, published))
    if not told:
        return ""
    return f"the published roster left {' and '.join(told)} uncovered; no shift is changed for that"


def _left(inputs: Inputs, wide: Forecast, before: Requirement, published: Roster) -> Iterator[str]:
    short = cover(inputs, wide, before, published).short_hours
    if short:
        yield agent_hours(round(short, 1))
    of_floors = sum(gap.hours for gap in floor_gaps(inputs, before.grid, published))
    if of_floors:
        yield f"{agent_hours(of_floors)} of floors"
