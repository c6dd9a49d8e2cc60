"""Why a shift changes, in words."""

from dataclasses import replace

from scenarios.replanning.words import Reasons
from solver.contract import Floor
from solver.published import DayChange
from solver.result import Choice, SlotRoster
from tests.solver.conftest import small_problem


def test_a_shift_taken_for_a_floor_tells_which() -> None:
    """Ana leads, and takes the early shift of the second day, 6 to 14 by hours 30 to 38."""
    floor = Floor("P0 on call", (0,), (0,) * 34 + (1,) * 10 + (0,) * 52, 9000)
    problem = replace(small_problem(), floors=(floor,))
    problem.required[:] = 0
    change = DayChange(0, 1, None, Choice(0, 3, 0))
    told = Reasons(problem, (), SlotRoster(()), (change,))
    assert told.of(change) == "P0 on call was short for 4 h of it"
    problem.required[0, 36:40] = 1
    told = Reasons(problem, (), SlotRoster(()), (change,))
    assert told.of(change) == "phone was short for 2 h of it"
