"""For every goal: its price in the model is its price recomputed from the roster."""

from dataclasses import replace

import pytest
from ortools.sat.python import cp_model

from solver.check import check, violations
from solver.contract import Soft, Wanted
from solver.goals import GOALS, Goal, goal_name, total_cost
from solver.model import RosterModel
from solver.part import Parts, put_back, take_out
from solver.problem import RosterProblem
from solver.result import SlotRoster
from solver.rules import breaks, site, skills
from solver.tolls import Toll, tolls_of

from .conftest import covered_problem, one_a_day, priced_problem, small_option, small_person


def sample(problem: RosterProblem, every: int) -> list[SlotRoster]:
    """Every so-maniest roster that has its site, skills and breaks right."""
    rules = (site, skills, breaks)
    rosters = one_a_day(problem, breaks=True)
    good = [r for r in rosters if not any([*rule.violations(problem, r)] for rule in rules)]
    return good[::every]


def cheapest_when_fixed(goal: Goal, problem: RosterProblem, roster: SlotRoster) -> int:
    """What CP-SAT pays for the goal when nothing but the goal's own variables is left free."""
    model = RosterModel(problem)
    breaks.add(model)
    cost = goal.add(model)
    values = model.values(roster)
    counted = [*model.works.values(), *model.takes.values(), *model.staff.values()]
    counted += [v for slots in model.starts.values() for v in slots.values()]
    for variable in counted:
        model.cp.add(variable == values[variable.index])
    model.minimize([cost])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model.cp) == cp_model.OPTIMAL
    return round(solver.objective_value)


@pytest.mark.parametrize("goal", GOALS, ids=goal_name)
def test_model_pays_what_the_roster_costs(goal: Goal) -> None:
    problem = priced_problem()
    rosters = sample(problem, every=97)
    costs = [goal.cost(problem, roster) for roster in rosters]
    assert [cheapest_when_fixed(goal, problem, roster) for roster in rosters] == costs
    assert len(set(costs)) > 2


@pytest.mark.parametrize("goal", GOALS, ids=goal_name)
def test_values_derived_from_a_roster_price_it_alike(goal: Goal) -> None:
    problem = priced_problem()
    model = RosterModel(problem)
    skills.add(model)
    cost = goal.add(model)
    for roster in sample(problem, every=7):
        assert cost.value(model.values(roster)) == goal.cost(problem, roster)


@pytest.mark.parametrize("n_days", [2, 9])
def test_large_rosters_are_priced_by_arrays(n_days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the goals price them, work that can wait, pairs and priced limits included."""
    monkeypatch.setattr("solver.check.MOST_PRICED", 0)
    problem = replace(priced_problem(), n_days=n_days)
    kept = [r for r in sample(problem, every=3) if not violations(problem, r)]
    assert len({total_cost(problem, roster) for roster in kept}) > 2
    for roster in kept:
        price = total_cost(problem, roster)
        check(problem, roster, price, None)
        with pytest.raises(RuntimeError, match="the roster costs"):
            check(problem, roster, price + 1, None)


@pytest.mark.parametrize("hour", [8, 20])
def test_one_rest_counts_after_last_weeks_on_call(hour: int) -> None:
    """The longest, as between shifts of one week."""
    wanted = Wanted(rest=Soft(11, 40), rest_after_on_call=Soft(24, 50))
    person = small_person(last_end=0, last_on_call_end=0, wanted=wanted)
    option = small_option(0, "any", hour)
    assert [*tolls_of(covered_problem(), person, option)] == [Toll("rest_after_on_call", 50)]


def test_shortfall_by_hand() -> None:
    """Nobody works: 10 h short of phone, 24 + 16 h of tickets, and deep beyond half."""
    problem = covered_problem()
    cover = GOALS[0].cost(problem, SlotRoster(()))
    phone_short = 1 + 1 + 2 + 1 + 1 + 2 + 1 + 1 + 2
    phone_deep = 0 + 0 + 1 + 1 + 1 + 1 + 1 + 1 + 1
    tickets_short, tickets_deep = 20 + 4 * 5, 20 + 4 * 3
    expected = phone_short * 9000 + tickets_short * 5000 + (phone_deep + tickets_deep) * 4000
    assert cover == expected


def test_a_part_costs_what_changes() -> None:
    """Moving only ben changes the whole and his part by the same amount."""
    problem = priced_problem()
    parts = Parts(problem)
    before, *others = sample(problem, every=37)
    part = parts.of(before, [1])
    for other in others:
        after = put_back(before, [1], take_out(other, [1]))
        moved = total_cost(part, take_out(after, [1])) - total_cost(part, take_out(before, [1]))
        assert moved == total_cost(problem, after) - total_cost(problem, before)


def test_wishes_for_closed_options_cost_nothing() -> None:
    problem = covered_problem()
    away = replace(problem.people[0], unavailable=((0, 46),))
    problem = replace(problem, people=(away, problem.people[1]))
    assert GOALS[2].cost(problem, SlotRoster(())) == 0
