"""Walks keep the rules, know their price, and find the cheapest days of a person."""

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest

from solver.check import violations
from solver.contract import Floor, Limit, Pair, Soft, Wanted
from solver.goals import total_cost
from solver.problem import Pin, RosterProblem
from solver.result import Limits, SlotRoster
from solver.run import Run
from solver.schedules import walk as walks
from solver.schedules.anneal import Walks
from solver.schedules.crew import crew
from solver.schedules.kinds import kind_of
from solver.schedules.pricer import Pricer
from solver.schedules.walk import Walk
from tests.solver.schedules.test_cheapest_schedule import (
    N_DAYS,
    NO_ONE,
    PEOPLE,
    cheapest,
    made,
    somebody,
)
from tests.solver.schedules.test_whole_schedules import ward
from tests.solver.test_weeks_apart import weeks_of_hours

NOBODY = SlotRoster(())


@pytest.mark.parametrize("changes", PEOPLE.values(), ids=PEOPLE)
def test_cold_steps_over_all_days_end_at_the_cheapest_schedule(
    changes: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walks, "MANY_DAYS", (2 * N_DAYS, 2 * N_DAYS + 1))
    problem = made(somebody(**changes), NO_ONE, seed=1)
    walk = Walk(problem, crew(problem), NOBODY, (1,))
    for _ in range(60 if walk.can_step else 0):
        walk.step(1e-9)
    least = cheapest(problem)
    assert (least is None) == (not walk.can_step)
    if least is not None:
        assert not violations(problem, walk.roster())
        assert total_cost(problem, walk.roster()) == least


@pytest.mark.parametrize("most_kinds", [100, 0])
def test_hot_steps_keep_the_rules_and_the_price_in_step(
    most_kinds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("solver.schedules.crew.MOST_KINDS", most_kinds)
    problem = ward(9, 28, seed=2)
    walk = Walk(problem, crew(problem), NOBODY, (7, 1))
    keeps_rules_and_price(walk, problem, (300.0, 30.0, 3.0))


def keeps_rules_and_price(
    walk: Walk, problem: RosterProblem, temperatures: tuple[float, ...]
) -> None:
    """Steps at each temperature break no rule, and the walk knows what its rosters cost."""
    constant = total_cost(problem, walk.roster()) - walk.cents
    for temperature in temperatures:
        for _ in range(150):
            walk.step(temperature)
        roster = walk.roster()
        assert total_cost(problem, roster) == pytest.approx(walk.cents + constant)
        assert not violations(problem, roster)


WANTED = Wanted(rest=Soft(20, 80), days_in_row=Soft(3, 50), min_days_off_in_row=Soft(3, 20))


def centre() -> RosterProblem:
    """Four weeks of what no graph knows: pairs, weekly rest, starts close together or wanted so."""
    problem = weeks_of_hours(8, 4)
    changes: tuple[dict[str, Any], ...] = (
        {"skills": (0, 1)},
        {"skills": (0, 1)},
        {"wanted": replace(WANTED, start_spread=Soft(0, 60))},
        {},
        {"min_weekly_rest": 60},
        {"min_weekly_rest": 60, "wanted": WANTED},
        {"max_start_spread": 0},
        {"max_start_spread": 8},
    )
    each = zip(problem.people, changes, strict=True)
    return replace(
        problem,
        people=tuple(replace(person, **change) for person, change in each),
        options=tuple(replace(o, clock_start=o.start % 24) for o in problem.options),
        prices=replace(problem.prices, unfair_night=0),
        pairs=(Pair(0, 1, together=True), Pair(2, 3, together=False)),
        unwanted_after={"early": {"late": 30}, "late": {"late": 70}},
        floors=(Floor("leader", (1, 4, 7), (1,) * problem.n_slots, 7000),),
    )


def test_hot_steps_keep_rules_that_no_graph_knows() -> None:
    problem = centre()
    walk = Walk(problem, crew(problem), NOBODY, (3,))
    assert len(walk.free) == len(problem.people)
    before = set(walk.roster().choices)
    keeps_rules_and_price(walk, problem, (9000.0, 3000.0, 300.0))
    moved = {choice.person for choice in set(walk.roster().choices) - before}
    assert moved == set(range(len(problem.people)))


def test_a_pair_with_somebody_rostered_elsewhere_is_kept() -> None:
    problem = centre()
    late = tuple(o for o, option in enumerate(problem.options) if option.template == "late")
    pairs = (Pair(0, -1, together=False, second_works=late),)
    problem = replace(problem, people=problem.people[:1], pairs=pairs, floors=(), wishes=())
    walk = Walk(problem, crew(problem), NOBODY, (3,))
    for _ in range(50):
        walk.step(3000.0)
    assert walk.roster().choices
    assert not violations(problem, walk.roster())


def test_limits_that_no_graph_knows_are_kept_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as hours and weekends of a year, whose counts would make graphs too large."""
    monkeypatch.setattr("solver.schedules.crew.kind_of", partial(kind_of, most_nodes=0))
    problem = ward(9, 28, seed=2)
    weekends = Limit("weekends", "weekends", 0, 1, 0, 28)
    people = tuple(replace(p, limits=(*p.limits, weekends)) for p in problem.people)
    tight = replace(problem, people=people)
    members = crew(tight)
    assert not any(member.kind.tallies for member in members)
    walk = Walk(tight, members, NOBODY, (7, 1))
    assert walk.can_step
    for _ in range(300):
        walk.step(300.0)
    free = {p for p in range(len(people)) if p in walk.free}
    broken = [found.agent for found in violations(tight, walk.roster())]
    assert free
    assert not [people[p].id for p in free if people[p].id in broken]


def test_a_roster_with_closed_options_or_broken_limits_is_no_way() -> None:
    problem = ward(6, 28, seed=2)
    begun = Walk(problem, crew(problem), NOBODY, (1,)).roster()
    worked = {choice.person: choice for choice in begun.choices}
    slots = problem.options[worked[0].option]
    away = replace(problem.people[0], unavailable=((slots.start, slots.end),))
    changed = replace(problem, people=(away, *problem.people[1:]))
    assert violations(changed, begun)
    assert not violations(changed, Walk(changed, crew(changed), begun, (1,)).roster())


def test_a_first_walk_betters_a_roster_built_one_by_one() -> None:
    problem = ward(12, 28, seed=4)
    run = Run(problem, Limits(workers=1, deterministic=10.0), 1)
    run.offer(Walk(problem, crew(problem), NOBODY, (1,)).roster())
    before = run.objective
    assert before is not None
    Walks(run, 1).first()
    assert run.best is not None
    assert run.objective is not None
    assert run.objective < before
    assert not violations(problem, run.best)


def test_nobody_who_may_work_nothing_is_walked_for() -> None:
    problem = made(somebody(unavailable=((0, 1000),)), NO_ONE, seed=0)
    assert not Walk(problem, crew(problem), NOBODY, (1,)).can_step


@pytest.mark.parametrize(
    "changes",
    [{}, {"rotation": (frozenset({"day"}),)}, {"wanted": WANTED, "last_template": "day"}],
    ids=["free", "in_turn", "wanting"],
)
def test_a_site_without_shifts_leaves_everybody_off(changes: dict[str, Any]) -> None:
    """As a part of a long roster may, whose site is closed all week."""
    problem = made(somebody(**changes), {"unwanted_after": {"day": {"long": 3}}}, seed=0)
    for pins in ((), (Pin(0, 1, None),)):
        closed = replace(problem, options=(), wishes=(), pins=pins)
        walk = Walk(closed, crew(closed), NOBODY, (1,))
        assert not walk.can_step
        assert walk.roster() == NOBODY
        (found,) = Pricer(closed).search([0], np.zeros(closed.n_slots))
        assert [column.cents for column in found.columns] == [0]


def test_who_breaks_a_rule_at_the_end_alone_keeps_the_days_before() -> None:
    """As people do who are left too few hours by the last part of a long roster."""
    problem = ward(6, 112, seed=2)
    members = crew(problem)
    whole = Walk(problem, members, NOBODY, (1,)).roster()
    assert not violations(problem, whole)
    end = 112 - walks.TAIL
    kept = SlotRoster(tuple(c for c in whole.choices if problem.options[c.option].day < end))
    assert violations(problem, kept)
    mended = Walk(problem, members, kept, (1,)).roster()
    assert not violations(problem, mended)
    assert set(kept.choices) <= set(mended.choices)
