"""A re-plan is the cheapest roster, changes priced, and leaves alone whom nothing asks for."""

from dataclasses import replace

import numpy as np
import pytest

from planner.errors import InfeasibleError
from solver.calm import calmed
from solver.check import violations
from solver.goals import total_cost
from solver.problem import BreakWindow, Pin, RosterProblem
from solver.published import (
    Published,
    change_cents,
    changes,
    eased,
    priced,
    unworked_cents,
)
from solver.replan import replan
from solver.result import Choice, Limits, SlotRoster

from .conftest import covered_problem, one_a_day, small_option, small_person, small_problem

LIMITS = Limits(time_s=60, workers=1)


def at_price(problem: RosterProblem, roster: SlotRoster, cents: int, **more: int) -> Published:
    prices = np.full((len(problem.people), problem.n_days), cents, dtype=np.int64)
    return Published(roster, prices, **more)


def price(problem: RosterProblem, published: Published, roster: SlotRoster) -> int:
    full, light = change_cents(problem, published, roster)
    unworked = unworked_cents(problem, published, roster)
    return total_cost(problem, roster) + full + light + unworked


def lawful(problem: RosterProblem, breaks: bool = False) -> list[SlotRoster]:
    return [r for r in one_a_day(problem, breaks) if not violations(problem, r)]


def test_wishes_and_constant_price_changes_as_they_are_told() -> None:
    problem = covered_problem()
    rosters = lawful(problem, breaks=True)
    for published in (at_price(problem, rosters[i], 700) for i in (0, 40, -1)):
        with_changes, constant = priced(problem, published)
        for roster in rosters[::7]:
            light = change_cents(problem, published, roster)[1]
            told = total_cost(with_changes, roster) + constant + light
            assert told == price(problem, published, roster)


@pytest.mark.parametrize("cents", [0, 600, 20_000])
def test_small_re_plans_are_the_best_of_all_and_the_bound_is_true(cents: int) -> None:
    problem = covered_problem()
    rosters = lawful(problem, breaks=True)
    published = at_price(problem, rosters[len(rosters) // 3], cents)
    wide = eased(problem, published.roster)
    best = min(price(problem, published, roster) for roster in lawful(wide, breaks=True))
    found = replan(problem, published, LIMITS)
    light = published.light_share * cents * 4
    assert best <= found.result.objective <= best + light
    assert found.result.bound <= best


def team() -> RosterProblem:
    """Four people of one skill; early and late need two each on three days."""
    options = tuple(
        small_option(day, template, start)
        for day in range(3)
        for template, start in (("early", 6), ("late", 14))
    )
    required = np.zeros((2, 96), dtype=np.int64)
    for day in range(3):
        required[0, 24 * day + 6 : 24 * day + 22] = 2
    people = tuple(small_person(f"p{i}", skills=(0,), min_rest_slots=11) for i in range(5))
    return small_problem(options=options, people=people, required=required)


def published_team() -> SlotRoster:
    """Two on early, two on late each day; the fifth person is free."""
    return SlotRoster(
        tuple(sorted(Choice(p, 2 * day + p // 2, 0) for day in range(3) for p in range(4)))
    )


def without(roster: SlotRoster, *gone: Choice) -> SlotRoster:
    return SlotRoster(tuple(c for c in roster.choices if c not in gone))


def sick(problem: RosterProblem, person: int, first: int, end: int) -> RosterProblem:
    people = list(problem.people)
    people[person] = replace(people[person], unavailable=((first, end),))
    return replace(problem, people=tuple(people))


def test_whoever_is_free_covers_and_nobody_else_is_touched() -> None:
    problem, roster = team(), published_team()
    rest = without(roster, Choice(0, 2, 0))
    found = replan(sick(problem, 0, 24, 48), at_price(problem, rest, 3000), LIMITS)
    (change,) = found.changes
    assert (change.person, change.day, change.before) == (4, 1, None)
    assert change.after == Choice(4, 2, 0)


def test_a_change_dearer_than_what_it_covers_is_not_made() -> None:
    problem, rest = team(), without(published_team(), Choice(0, 2, 0))
    found = replan(sick(problem, 0, 24, 48), at_price(problem, rest, 500_000), LIMITS)
    assert found.changes == ()


def test_the_budget_holds_and_too_small_a_one_is_refused() -> None:
    problem = team()
    rest = without(published_team(), Choice(0, 2, 0), Choice(1, 4, 0))
    away = sick(sick(problem, 0, 24, 48), 1, 48, 72)
    most = [
        len(replan(away, at_price(problem, rest, 10, most_changes=n), LIMITS).changes)
        for n in (0, 1, 2)
    ]
    assert most == [0, 1, 2]
    moved = replace(away, pins=(Pin(2, 0, "early"),))
    with pytest.raises(InfeasibleError, match="allow as many"):
        replan(moved, at_price(problem, rest, 10, most_changes=0), LIMITS)


def test_a_lock_against_the_published_shift_moves_its_person() -> None:
    problem, roster = team(), published_team()
    locked = replace(problem, pins=(Pin(3, 2, "early"),))
    found = replan(locked, at_price(problem, roster, 3000), LIMITS)
    after = {(c.person, c.day): c.after for c in found.changes}
    assert after[3, 2] == Choice(3, 4, 0)
    assert not violations(locked, found.result.roster)


def test_weeks_that_no_rule_leaves_stay_as_they_are() -> None:
    """Two locked shifts too close: nothing can be done about it, and others are mended."""
    problem, roster = team(), published_team()
    tired = without(roster, Choice(2, 1, 0), Choice(2, 3, 0))
    odd = SlotRoster(tuple(sorted((*tired.choices, Choice(2, 1, 0), Choice(2, 2, 0)))))
    locked = replace(problem, pins=(Pin(2, 0, "late"), Pin(2, 1, "early")))
    found = replan(locked, at_price(problem, odd, 3000), LIMITS)
    assert found.kept == {"p2"}
    assert {c for c in found.result.roster.choices if c.person == 2} == {
        c for c in odd.choices if c.person == 2
    }


def test_who_misses_a_shift_owes_no_other_for_it() -> None:
    problem, rest = team(), without(published_team(), Choice(0, 2, 0))
    owing = [replace(p, min_minutes=3 * 480) for p in problem.people[:4]]
    away = sick(replace(problem, people=(*owing, problem.people[4])), 0, 24, 48)
    found = replan(away, at_price(problem, rest, 3000), LIMITS)
    assert not any(c.person == 0 for c in found.changes)


def test_a_skill_or_break_that_no_longer_holds_does_not_come_back() -> None:
    breaks = (BreakWindow(9, 11, 1),)
    options = (small_option(0, "early", 6, breaks=breaks),)
    people = (small_person("p0", skills=(0,)), small_person("p1"))
    problem = small_problem(options=options, people=people)
    known = SlotRoster((Choice(0, 0, 1, (9,)), Choice(1, 0, 0, (12,))))
    published = at_price(problem, known, 30_000)
    dealt = SlotRoster((Choice(0, 0, 0, (9,)), Choice(1, 0, 1, (11,))))
    assert not violations(problem, calmed(problem, published, dealt))
    found = replan(problem, published, LIMITS)
    assert not violations(problem, found.result.roster)


def test_people_who_keep_their_shift_get_skill_and_breaks_back_for_nothing() -> None:
    breaks = (BreakWindow(9, 11, 1), BreakWindow(12, 13, 1))
    options = (small_option(0, "early", 6, breaks=breaks),)
    people = tuple(small_person(f"p{i}") for i in range(3))
    problem = small_problem(options=options, people=people)
    known = SlotRoster((Choice(0, 0, 0, (9, 12)), Choice(1, 0, 1, (10, 13))))
    dealt = SlotRoster(
        (Choice(0, 0, 1, (10, 12)), Choice(1, 0, 0, (9, 13)), Choice(2, 0, 0, (11, 12)))
    )
    calm = calmed(problem, at_price(problem, known, 0), dealt)
    assert total_cost(problem, calm) <= total_cost(problem, dealt)
    assert len(changes(problem, known, calm)) < len(changes(problem, known, dealt))
    assert sorted(c.skill for c in calm.choices) == [0, 0, 1]
    assert {c.person: c.skill for c in calm.choices} == {0: 0, 1: 1, 2: 0}
