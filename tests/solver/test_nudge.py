"""Small changes keep every rule and count what they change; cold ones only better a roster."""

from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.arrays import arrays
from solver.check import violations
from solver.goals import total_cost
from solver.nudge import nudge
from solver.nudge_ways import tries
from solver.offers import work
from solver.problem import BreakWindow, Pin, RosterProblem
from solver.result import Choice, SlotRoster
from solver.ruin import have_weeks
from solver.seats import State, roster_of, state, total

from .conftest import small_option, small_person, small_problem
from .test_weeks import LATE, SUCCESSIONS, UNWANTED, built, floors, people_strategy, with_clock


@st.composite
def teams(draw: st.DrawFn) -> RosterProblem:
    """Three people with contracts of all kinds and a week to work, one or two perhaps pinned."""
    base = small_problem(people=draw(st.lists(people_strategy, min_size=3, max_size=3)))
    prices = replace(base.prices, unfair_night=700, unfair_rest_day=5000, unfair_holiday=900)
    people = tuple(
        replace(p, id=f"p{i}", skills=(0, 1), past_holidays=i) for i, p in enumerate(base.people)
    )
    options = with_clock((*base.options, LATE), on_call="mid")
    pins = draw(st.sampled_from([(), (Pin(1, 1, "mid"),), (Pin(1, 1, None), Pin(2, 0, "late", 1))]))
    drawn = replace(
        base,
        people=people,
        options=tuple(replace(o, is_holiday=o.day == 1) for o in options),
        prices=prices,
        pins=pins,
        floors=draw(st.lists(floors(3), max_size=2).map(tuple)),
        forbidden_after=draw(st.sampled_from(SUCCESSIONS)),
        unwanted_after=draw(st.sampled_from(UNWANTED)),
    )
    have = have_weeks(arrays(drawn), work(arrays(drawn)))
    return replace(
        drawn,
        people=tuple(p if ok else small_person(p.id) for p, ok in zip(people, have, strict=True)),
    )


def nudged(problem: RosterProblem, here: State, seed: int, hot: float) -> tuple[int, int]:
    """Price before some thousand changes to a roster, and after by its own count."""
    known = arrays(problem)
    before = total(known, here)
    price, random = np.array([before]), np.array([seed], dtype=np.uint64)
    nudge(known, here, tries(known), price, random, hot, 5000)
    return before, int(price[0])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problem=teams(), seed=st.integers(1, 99), hot=st.sampled_from([1.0, 5000.0]))
def test_changes_keep_rules_and_price(problem: RosterProblem, seed: int, hot: float) -> None:
    here = built(problem)
    assert here is not None
    _, price = nudged(problem, here, seed, hot)
    roster = roster_of(arrays(problem), here)
    assert not violations(problem, roster)
    assert price == total(arrays(problem), here) == total_cost(problem, roster)


def test_cold_changes_mend_a_bad_roster() -> None:
    """Everybody on one shift: cold changes spread them, and never make it dearer."""
    people = tuple(small_person(f"p{i}") for i in range(4))
    problem = small_problem(people=people)
    known = arrays(problem)
    bad = SlotRoster(tuple(Choice(p, 1, 0) for p in range(4)))
    here = state(problem, known, bad)
    before, after = nudged(problem, here, 7, 1e-6)
    assert after < before - 10_000
    assert after == total_cost(problem, roster_of(known, here))


def test_shifts_move_only_to_those_of_their_site() -> None:
    """On a single day the shifts of the next site follow, of one kind with those before."""
    options = tuple(small_option(0, "early", 6 + h, site=site) for site in "ab" for h in range(3))
    required = np.zeros((2, 24), dtype=np.int64)
    required[0, 6:20] = 3
    people = (small_person("ana"), small_person("ben", site="b"))
    problem = small_problem(
        people=people,
        options=options,
        n_days=1,
        n_slots=24,
        required=required,
        carried_in=np.zeros_like(required),
    )
    for seed in range(1, 20):
        here = built(problem)
        assert here is not None
        nudged(problem, here, seed, 5000.0)
        assert not violations(problem, roster_of(arrays(problem), here))


def test_breaks_wander_between_slots_that_suit_as_well() -> None:
    """All slots of a window alike, nothing to save: a cold walk ends with the break anywhere."""
    window = BreakWindow(10, 13, 1, paid=True)
    required = np.zeros((2, 96), dtype=np.int64)
    required[0, 6:14] = 1
    problem = small_problem(
        people=(small_person(min_minutes=480, max_minutes=480),),
        options=(small_option(0, "early", 6, breaks=(window,)),),
        required=required,
    )
    known = arrays(problem)
    found = set()
    for seed in range(1, 20):
        here = state(problem, known, SlotRoster((Choice(0, 0, 0, (10,)),)))
        before, after = nudged(problem, here, seed, 1e-6)
        assert before == after
        found.add(int(here.breaks[0, 0, 0]))
    assert found == {10, 11, 12, 13}
