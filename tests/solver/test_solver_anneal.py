"""Rosters of whole weeks: a hint is kept, who has no week is left to others."""

from dataclasses import replace

import pytest

from solver.anneal import Annealer, quick_roster
from solver.check import violations
from solver.contract import Pair
from solver.goals import total_cost
from solver.greedy import first_roster
from solver.problem import Pin, RosterProblem
from solver.result import Choice, Limits, SlotRoster
from solver.run import Run

from .conftest import small_option, small_person, small_problem


def team() -> RosterProblem:
    people = tuple(
        small_person(f"p{i}", skills=(i % 2,) if i % 3 else (0, 1), min_rest_slots=11)
        for i in range(8)
    )
    problem = small_problem(people=people)
    return replace(problem, required=problem.required * 3)


def run_of(problem: RosterProblem, work: float = 1.0) -> Run:
    return Run(problem, Limits(time_s=600, deterministic=work, workers=1, gap=0.0), seed=3)


def test_first_roster_keeps_a_hint_and_the_rules() -> None:
    problem = team()
    hint = SlotRoster((Choice(2, 4, 0),))
    roster = quick_roster(run_of(problem), hint)
    assert not violations(problem, roster)
    assert [c for c in roster.choices if c.person == 2] == [Choice(2, 4, 0)]
    assert total_cost(problem, roster) < total_cost(problem, hint)


def test_people_without_a_week_are_left_out() -> None:
    """Pinned to a shift in their time off: no week, and nobody else suffers."""
    problem = team()
    away = replace(problem.people[3], unavailable=((0, 96),))
    people = (*problem.people[:3], away, *problem.people[4:])
    problem = replace(problem, people=people, pins=(Pin(3, 1, "mid"),))
    working = {choice.person for choice in quick_roster(run_of(problem)).choices}
    assert 3 not in working
    assert working == {0, 1, 2, 4, 5, 6, 7}


def test_walking_betters_a_bad_roster_and_repeats() -> None:
    problem = team()
    bad = SlotRoster(tuple(Choice(p, 0, problem.people[p].skills[0]) for p in range(8)))
    found = []
    for _ in range(2):
        run = run_of(problem)
        run.offer(bad)
        Annealer(run, 0).improve()
        found.append(run.best)
    assert found[0] == found[1]
    assert found[0] is not None
    assert not violations(problem, found[0])
    assert total_cost(problem, found[0]) <= total_cost(problem, quick_roster(run_of(problem)))


def test_what_a_checker_speaks_against_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = Pair(0, -1, together=False, second_works=())
    problem = replace(team(), pairs=(pair,))
    run = run_of(problem)
    bad = SlotRoster(tuple(Choice(p, 0, problem.people[p].skills[0]) for p in range(8)))
    run.offer(bad)
    monkeypatch.setattr("solver.anneal.violations", lambda problem, roster: ["a new rule"])
    Annealer(run, 0).improve()
    assert run.best == bad


def test_days_that_do_not_follow_starts_are_left_to_others() -> None:
    """Weeks go through days in order; where a later day's shift starts earlier, they decline."""
    odd = (small_option(1, "early", 6), replace(small_option(0, "late", 14), start=40, end=48))
    problem = small_problem(options=odd)
    assert not quick_roster(run_of(problem)).choices


def test_a_walk_that_is_told_to_stop_ends_with_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five turns with weekly rest take seconds, which a run must not go on for after its time."""
    run = run_of(team())
    run.offer(quick_roster(run))
    turns = []

    def search_once(*_: object) -> None:
        turns.append(1)
        run.stop()

    monkeypatch.setattr("solver.anneal.search", search_once)
    Annealer(run, 0).improve()
    assert len(turns) == 1


def test_schedules_by_rules_alone_take_a_skill_that_the_shift_is_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("solver.known.FEW_OPTIONS", 0)
    only_tickets = small_option(0, "early", 6, skills=frozenset({1}))
    problem = small_problem(
        people=(small_person(min_minutes=480, max_minutes=480),), options=(only_tickets,)
    )
    roster = first_roster(run_of(problem))
    assert roster == SlotRoster((Choice(0, 0, 1),))
