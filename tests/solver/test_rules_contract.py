"""For every rule: the model with that rule alone allows exactly what its checker accepts."""

from itertools import combinations

import pytest
from ortools.sat.python import cp_model

from solver.model import RosterModel
from solver.problem import BreakWindow, Person, Pin, RosterProblem
from solver.result import Choice, SlotRoster
from solver.rules import (
    Rule,
    availability,
    breaks,
    days_in_row,
    days_off,
    nights,
    one_shift_a_day,
    pins,
    rest,
    rule_name,
    site,
    skills,
    weekly_hours,
)

from .conftest import one_a_day, small_option, small_person, small_problem

PEOPLE = {
    "free": small_person(),
    "rest_of_exactly_11_h": small_person(min_rest_slots=11, last_end=-5),
    "rest_of_12_h": small_person(min_rest_slots=12, last_end=-5),
    "two_in_a_row": small_person(max_days_in_row=2),
    "two_in_a_row_one_done": small_person(max_days_in_row=2, days_before=1),
    "three_in_a_row_day_0_done": small_person(max_days_in_row=3, days_before=1, worked_day_0=True),
    "rested_out": small_person(max_days_in_row=2, days_before=4, worked_day_0=True, last_end=3),
    "two_days_off": small_person(min_days_off=2),
    "always_off": small_person(min_days_off=9),
    "hours_exact": small_person(min_minutes=16 * 60, max_minutes=16 * 60),
    "hours_between_sums": small_person(min_minutes=9 * 60, max_minutes=14 * 60 + 59),
    "hours_impossible": small_person(min_minutes=17 * 60, max_minutes=21 * 60),
    "no_nights": small_person(max_nights=0),
    "only_nights": small_person(nights_only=True, max_nights=1),
    "one_skill": small_person(skills=(1,)),
    "no_skill": small_person(skills=()),
    "away_to_the_slot": small_person(unavailable=((22, 30), (80, 99))),
    "away_by_one_slot": small_person(unavailable=((21, 31),)),
}
OF_A_WEEK = (
    site,
    skills,
    availability,
    nights,
    one_shift_a_day,
    rest,
    days_in_row,
    days_off,
    weekly_hours,
)
"""Rules that these people sit on the boundaries of; the others have data of their own."""
PINS = {
    "unpinned": (),
    "to_a_shift": (Pin(0, 1, "mid"),),
    "with_a_skill": (Pin(0, 0, "early", 1),),
    "off": (Pin(0, 2, None),),
    "to_nothing": (Pin(0, 3, "unknown"),),
}


def allowed(rule: Rule, problem: RosterProblem) -> set[tuple[int, ...]]:
    """Every solution of the model that holds the rule and, as ground, one shift a day."""
    model = _model(rule, problem)
    variables = _variables(rule, model)
    found: set[tuple[int, ...]] = set()

    class Collector(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            found.add(tuple(self.value(v) for v in variables))

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.enumerate_all_solutions = True
    solver.solve(model.cp, Collector())
    return found


def _model(rule: Rule, problem: RosterProblem) -> RosterModel:
    model = RosterModel(problem)
    rule.add(model)
    if rule is not one_shift_a_day:
        one_shift_a_day.add(model)
    return model


def _variables(rule: Rule, model: RosterModel) -> list[cp_model.IntVar]:
    found = list(model.works.values())
    if rule in (skills, pins, breaks):
        found += model.takes.values()
    if rule is breaks:
        found += [v for slots in model.starts.values() for v in slots.values()]
    return found


def accepted(rule: Rule, problem: RosterProblem, rosters: list[SlotRoster]) -> set[tuple[int, ...]]:
    """What the checker accepts, in the model's variables."""
    model = _model(rule, problem)
    variables = _variables(rule, model)
    checkers = (rule, one_shift_a_day)
    kept = [r for r in rosters if not any([*c.violations(problem, r)] for c in checkers)]
    values = [model.values(roster) for roster in kept]
    return {tuple(value[v.index] for v in variables) for value in values}


def every_set(problem: RosterProblem) -> list[SlotRoster]:
    choices = [Choice(0, o, 0) for o in range(len(problem.options))]
    sets = (chosen for n in range(len(choices) + 1) for chosen in combinations(choices, n))
    return [SlotRoster(chosen) for chosen in sets]


@pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE)
@pytest.mark.parametrize("rule", OF_A_WEEK, ids=rule_name)
def test_model_allows_exactly_what_the_checker_accepts(rule: Rule, person: Person) -> None:
    problem = small_problem(people=(person,))
    rosters = every_set(problem) if rule is one_shift_a_day else list(one_a_day(problem))
    assert allowed(rule, problem) == accepted(rule, problem, rosters)


@pytest.mark.parametrize("pinned", PINS.values(), ids=PINS)
def test_model_keeps_exactly_the_pins_that_the_checker_sees_kept(pinned: tuple[Pin, ...]) -> None:
    problem = small_problem(pins=pinned)
    assert allowed(pins, problem) == accepted(pins, problem, list(one_a_day(problem)))


def test_model_places_exactly_the_breaks_that_the_checker_accepts() -> None:
    windows = (BreakWindow(9, 11, 1), BreakWindow(12, 13, 2))
    problem = small_problem(
        people=(small_person("ana"), small_person("ben", skills=(1,))),
        options=(
            small_option(0, "early", 6, length=10, breaks=windows),
            small_option(1, "early", 8, breaks=(BreakWindow(35, 36, 1),)),
        ),
        n_days=2,
    )
    problem.required[:] = 1
    rosters = list(one_a_day(problem, breaks=True))
    assert allowed(breaks, problem) == accepted(breaks, problem, rosters)


@pytest.mark.parametrize(
    "starts",
    [(), (9,), (8, 12), (12, 12), (9, 14), (9, 12, 13)],
    ids=["none", "one", "too_early", "too_late_for_the_first", "too_late", "too_many"],
)
def test_checker_refuses_breaks_that_the_model_cannot_hold(starts: tuple[int, ...]) -> None:
    windows = (BreakWindow(9, 11, 1), BreakWindow(12, 13, 2))
    options = (small_option(0, "early", 6, length=10, breaks=windows),)
    problem = small_problem(options=options)
    roster = SlotRoster((Choice(0, 0, 0, starts),))
    assert [*breaks.violations(problem, roster)]


def test_every_rule_can_be_broken() -> None:
    """Each checker objects to something in these data, so that no agreement is empty."""
    silent = {rule_name(rule) for rule in OF_A_WEEK}
    for person in PEOPLE.values():
        problem = small_problem(people=(person,))
        rosters = [*one_a_day(problem), *every_set(problem)]
        for rule in OF_A_WEEK:
            if any([*rule.violations(problem, roster)] for roster in rosters):
                silent.discard(rule_name(rule))
    assert not silent
