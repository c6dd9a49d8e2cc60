"""Floors that no roster may miss: model and checker agree, and what cannot be is told."""

from dataclasses import replace

import numpy as np
import pytest
from ortools.sat.python import cp_model

from planner.errors import InfeasibleError, TimeLimitError
from solver import bans_kept
from solver.arrays import arrays
from solver.bans import banned, missed, shunned, usual_cents
from solver.bans_alone import impossible_bans
from solver.check import violations
from solver.contract import Floor, Pair
from solver.goals import total_cost
from solver.model import RosterModel
from solver.problem import BreakWindow, RosterProblem
from solver.result import Limits, SlotRoster
from solver.rules import breaks, floors, site, skills
from solver.run import Run
from solver.solve import solve

from .conftest import covered_problem, one_a_day, small_option, small_person, small_problem

LEAD = Floor("lead", (0, 1), (0,) * 10 + (1,) * 8 + (0,) * 18 + (2,) * 2 + (0,) * 8, None)
"""One while the long shift has its breaks, two while the day shift has: on `covered_problem`."""


def with_floors(*made: Floor) -> RosterProblem:
    return replace(covered_problem(), floors=made)


def is_allowed(problem: RosterProblem, roster: SlotRoster) -> bool:
    """Whether CP-SAT finds the roster, as it is, in the model of the rule."""
    model = RosterModel(problem)
    breaks.add(model)
    floors.add(model)
    values = model.values(roster)
    fixed = [*model.works.values(), *model.takes.values(), *model.staff.values()]
    fixed += [v for slots in model.starts.values() for v in slots.values()]
    for variable in fixed:
        model.cp.add(variable == values[variable.index])
    return cp_model.CpSolver().solve(model.cp) == cp_model.OPTIMAL


def test_model_allows_exactly_what_the_checker_accepts() -> None:
    problem = with_floors(replace(LEAD, required=(0,) * 11 + (1,) * 4 + (0,) * 31))
    rules = (site, skills, breaks)
    good = [
        roster
        for roster in one_a_day(problem, breaks=True)
        if not any([*rule.violations(problem, roster)] for rule in rules)
    ]
    asked = good[::23]
    accepted = [not [*floors.violations(problem, roster)] for roster in asked]
    assert [is_allowed(problem, roster) for roster in asked] == accepted
    assert 0 < sum(accepted) < len(accepted)


def test_the_cheapest_of_all_rosters_that_keep_a_ban_is_found() -> None:
    """The second person is there at night, who would be off for any price."""
    night = Floor("night", (1,), (0,) * 21 + (1,) * 3 + (0,) * 22, None)
    problem = replace(with_floors(night), pins=())
    kept = [r for r in one_a_day(problem, breaks=True) if not violations(problem, r)]
    best = min(total_cost(problem, roster) for roster in kept)
    free = solve(replace(problem, floors=(replace(night, cents=0),)), Limits(workers=1))
    found = solve(problem, Limits(workers=1))
    assert (found.objective, found.bound) == (best, best)
    assert free.objective < best
    assert not missed(problem, found.roster)


def leaders(n_people: int, *away: tuple[int, int]) -> RosterProblem:
    """So many leaders of early and late shifts, the first away; one must be there."""
    pause = (BreakWindow(12, 12, 1),)
    people = [small_person(f"p{i}", min_rest_slots=11) for i in range(n_people)]
    people[0] = replace(people[0], unavailable=away)
    asked = tuple(int(9 <= t < 20) for t in range(48))
    nothing = np.zeros((2, 48), dtype=np.int64)
    return small_problem(
        people=tuple(people),
        options=(small_option(0, "early", 8, breaks=pause), small_option(0, "late", 12)),
        n_slots=48,
        n_days=2,
        required=nothing,
        carried_in=nothing,
        floors=(Floor("Leader", tuple(range(n_people)), asked, None),),
    )


def test_a_ban_that_nobody_can_keep_is_refused_in_words() -> None:
    with pytest.raises(InfeasibleError) as told:
        solve(leaders(1))
    assert str(told.value) == (
        "Leader: at least 3 agent-hours are missing in every roster, and the price is never; first "
        "from slot 9 to slot 12, unless another time gives way: 1 working another shift that day "
        "(p0); let more people count, ask for fewer hours, or give a price"
    )
    solve(leaders(2))


def test_who_is_away_is_told_where_the_hour_itself_cannot_be_kept() -> None:
    assert not [*impossible_bans(leaders(2, (18, 20)), 1.0)]
    (found,) = impossible_bans(leaders(1, (12, 20)), 1.0)
    assert found.least == 11
    assert "when at most 0 of 1 can be there: 1 outside their availability (p0)" in found.text


def test_two_bans_of_the_same_people_are_told_together_where_each_alone_is_kept() -> None:
    base = leaders(2)
    early = tuple(int(8 <= t < 12) for t in range(48))
    late = tuple(int(16 <= t < 20) for t in range(48))
    both = (Floor("Early", (0,), early, None), Floor("Late", (0,), late, None))
    (found,) = impossible_bans(replace(base, floors=both), 1.0)
    assert found.text.startswith(
        "Early and Late: at least 4 agent-hours are missing of them together"
    )
    apart = (both[0], replace(both[1], people=(1,)))
    assert not [*impossible_bans(replace(base, floors=apart), 1.0)]
    tied = replace(base, floors=apart, pairs=(Pair(0, 1, together=True),))
    assert [one.least for one in impossible_bans(tied, 1.0)] == [4]


def weeks_of_nights(*away: tuple[int, int]) -> RosterProblem:
    """Three weeks of nights, the third from one; somebody must be there each Sunday until five."""
    n_slots = 24 * 21
    asked = tuple(int((t + 2) % 168 < 7 and 24 < t < 480) for t in range(n_slots))
    nothing = np.zeros((2, n_slots), dtype=np.int64)
    return small_problem(
        people=(small_person("ana", unavailable=away, min_rest_slots=11),),
        options=(
            *(small_option(day, "night", 22, is_night=True) for day in range(20)),
            small_option(14, "dawn", 1, length=2),
        ),
        n_slots=n_slots,
        n_days=21,
        required=nothing,
        carried_in=nothing,
        floors=(Floor("night", (0,), asked, None),),
    )


def test_a_week_that_cannot_be_kept_is_told_in_the_slots_of_all() -> None:
    """The night before a week reaches into it, and is no gap of the week."""
    assert not [*impossible_bans(weeks_of_nights(), 1.0)]
    (found,) = impossible_bans(weeks_of_nights((24 * 13, 24 * 14)), 1.0)
    assert found.least == 3
    assert "first from slot 334 to slot 337, when at most 0 of 1 can be there" in found.text


def test_a_ban_for_which_nobody_counts_is_refused() -> None:
    base = leaders(2)
    without = replace(base, floors=(replace(base.floors[0], people=()),))
    with pytest.raises(InfeasibleError, match="Leader: nobody counts for it"):
        solve(without)


def test_a_search_that_missed_a_ban_gets_a_roster_of_its_members() -> None:
    problem = leaders(3)
    run = Run(shunned(problem), Limits(), 0)
    run.offer(SlotRoster(()))
    bans_kept.keep_bans(problem, run)
    assert run.best is not None
    assert not violations(problem, run.best)


def test_a_ban_that_may_be_kept_is_no_conflict_when_time_runs_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bans_kept, "LAST_WORK", 0.0)
    problem = leaders(2)
    run = Run(shunned(problem), Limits(), 0)
    run.offer(SlotRoster(()))
    with pytest.raises(TimeLimitError, match="Leader, whose price is never"):
        bans_kept.keep_bans(problem, run)


def test_a_ban_is_dearer_than_all_else_and_heats_no_search() -> None:
    dear = with_floors(LEAD, replace(LEAD, name="soft", cents=50_000))
    priced = shunned(dear)
    *_, ban, soft = arrays(priced).short.tolist()
    assert ban >= 500 * soft
    assert usual_cents(priced) == soft
    assert banned(priced) == dear
