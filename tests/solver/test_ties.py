"""Hard pairs hold in weeks built one by one, in walks and in small changes."""

from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from solver.alone import Apart
from solver.anneal import Annealer, quick_roster
from solver.check import violations
from solver.conflicts import without_roster
from solver.contract import Pair
from solver.goals import total_cost
from solver.greedy import first_roster
from solver.problem import RosterProblem
from solver.result import Limits, SlotRoster
from solver.run import Run

from .conftest import small_person, small_problem
from .test_weeks import LATE

ways = st.sampled_from([(True,), (False,), (True, False), (False, False)])


@st.composite
def tied_teams(draw: st.DrawFn) -> RosterProblem:
    """Four people, of whom one is tied to one or two others."""
    rest = st.sampled_from([0, 11, 40])
    minutes = st.sampled_from([0, 480, 960])
    people = tuple(
        small_person(f"p{i}", min_rest_slots=draw(rest), min_minutes=draw(minutes))
        for i in range(4)
    )
    base = small_problem(people=people)
    pairs = tuple(Pair(0, i + 1, together) for i, together in enumerate(draw(ways)))
    required = base.required * draw(st.integers(1, 3))
    return replace(base, options=(*base.options, LATE), pairs=pairs, required=required)


def run_of(problem: RosterProblem, seed: int) -> Run:
    return Run(problem, Limits(time_s=600, deterministic=0.3, workers=1, gap=0.0), seed=seed)


def broken(problem: RosterProblem, roster: SlotRoster) -> list[str]:
    return [v.rule for v in violations(problem, roster)]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problem=tied_teams(), seed=st.integers(0, 9))
def test_walks_keep_pairs_and_better_the_roster(problem: RosterProblem, seed: int) -> None:
    run = run_of(problem, seed)
    assume(not any(without_roster(problem, Apart(problem))))
    begun = first_roster(run, quick_roster(run))
    assert begun is not None
    assert not broken(problem, begun)
    run.offer(begun)
    before = total_cost(problem, begun)
    Annealer(run, 0).improve()
    assert run.best is not None
    assert not broken(problem, run.best)
    assert run.objective == total_cost(problem, run.best) <= before


def test_two_to_be_together_move_together() -> None:
    """Both begin on the dear shift; only together may they leave it."""
    problem = small_problem(
        people=(small_person("ana"), small_person("ben")), pairs=(Pair(0, 1, together=True),)
    )
    required = np.zeros_like(problem.required)
    required[0, 33:41] = 2
    problem = replace(problem, required=required)
    run = run_of(problem, 1)
    run.offer(SlotRoster(()))
    Annealer(run, 0).improve()
    assert run.best is not None
    assert {(c.person, problem.options[c.option].template) for c in run.best.choices} == {
        (0, "mid"),
        (1, "mid"),
    }
