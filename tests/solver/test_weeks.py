"""The cheapest week by the graph is the cheapest week of all; prices prove no more than is true."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from solver import week_graph
from solver.arrays import arrays
from solver.check import violations
from solver.columns import GRAPH
from solver.contract import Floor, Limit, Soft, Wanted
from solver.demand import carried
from solver.dual import Dual, Market, piece, proven
from solver.goals import total_cost
from solver.offers import work
from solver.prices import Burden, Wish
from solver.problem import BreakWindow, Person, Pin, RosterProblem, ShiftOption
from solver.result import SlotRoster
from solver.ruin import build, free
from solver.seats import State, roster_of, state, total

from .conftest import covered_problem, one_a_day, small_option, small_person, small_problem

LATE = small_option(1, "late", 13, breaks=(BreakWindow(39, 41, 1), BreakWindow(42, 43, 1)))

limits_strategy = st.sampled_from(
    [
        Limit("overtime", "minutes", 0, 900, 0, 4, cents_above=13),
        Limit("weekly_hours", "minutes", 600, 1000, 0, 4, cents_below=9, cents_above=20),
        Limit("average", "minutes", 450, 960, 0, 4),
        Limit("hours_a_day", "shifts", 0, 0, 1, 3, frozenset({"mid", "late"})),
        Limit("of_a_kind", "shifts", 1, 1, 0, 4, frozenset({"mid", "late"}), 4000, 6000),
        Limit("of_a_kind", "shifts", 1, 2, 0, 3, frozenset({"early", "night"})),
        Limit("hours_of_two", "minutes", 0, 500, 1, 3, cents_above=7),
        Limit("one_day", "shifts", 0, 0, 2, 3, cents_above=3000),
        Limit("one_day", "minutes", 0, 450, 2, 3, cents_above=30),
        Limit("one_day", "minutes", 450, 600, 1, 2, cents_below=30),
        Limit("weekends", "weekends", 0, 1, 0, 4, cents_above=5000),
        Limit("weekends", "weekends", 0, 0, 0, 4),
        Limit("weekends", "weekends", 1, 1, 0, 4),
        Limit("weekends", "weekends", 0, 0, 0, 4, frozenset({"mid"}), cents_above=900),
    ]
)


def soft(*values: int) -> st.SearchStrategy[Soft | None]:
    """Nothing wanted, or one of some values at a price."""
    return st.sampled_from([None, None, *(Soft(value, 700 + value) for value in values)])


wanted_strategy = st.one_of(
    st.just(Wanted()),
    st.builds(
        Wanted,
        rest=soft(9, 12, 30),
        rest_after_nights=soft(12, 45),
        rest_after_on_call=soft(12, 25),
        days_in_row=soft(1, 2),
        nights_in_row=soft(1),
        min_days_in_row=soft(2, 3),
        min_days_off_in_row=soft(2),
        start_spread=soft(0, 3),
    ),
)


def at_one_spread(person: Person) -> Person:
    """Starts that are wanted to lie together only where no rule says so."""
    asked = replace(person.wanted, start_spread=None)
    return person if person.max_start_spread is None else replace(person, wanted=asked)


people_strategy = st.builds(
    small_person,
    skills=st.sampled_from([(0,), (1,), (0, 1)]),
    min_minutes=st.sampled_from([0, 480, 900, 960]),
    max_minutes=st.sampled_from([960, 1200, 2400]),
    min_rest_slots=st.sampled_from([0, 8, 11, 14, 40]),
    max_days_in_row=st.integers(1, 4),
    min_days_off=st.integers(0, 2),
    max_nights=st.integers(0, 2),
    unavailable=st.sampled_from([(), ((0, 20),), ((30, 60),)]),
    last_end=st.sampled_from([None, -8, 0, 4]),
    days_before=st.integers(0, 3),
    worked_day_0=st.booleans(),
    nights_only=st.sampled_from([False, False, False, True]),
    min_days_in_row=st.sampled_from([1, 1, 2]),
    min_days_off_in_row=st.sampled_from([1, 1, 2]),
    days_off_before=st.sampled_from([None, 0, 1]),
    max_nights_in_row=st.sampled_from([99, 1]),
    nights_before=st.integers(0, 1),
    rest_after_nights=st.sampled_from([0, 0, 20, 40]),
    rest_after_on_call=st.sampled_from([0, 0, 18, 30]),
    last_on_call_end=st.sampled_from([None, None, -4, 3]),
    min_weekly_rest=st.sampled_from([0, 0, 24, 35, 60, 90]),
    max_start_spread=st.sampled_from([None, None, 0, 4, 9]),
    last_template=st.sampled_from([None, "late"]),
    limits=st.lists(limits_strategy, max_size=2).map(tuple),
    weekends=st.sampled_from([(), ((1, 2),), ((0,), (2, 3))]),
    rotation=st.sampled_from([(), (frozenset({"early", "late"}),)]),
    cents_out_of_turn=st.sampled_from([None, 900, 900]),
    wanted=wanted_strategy,
).map(at_one_spread)
PINS: tuple[tuple[Pin, ...], ...] = (
    (),
    (),
    (Pin(0, 1, "mid"),),
    (Pin(0, 1, None),),
    (Pin(0, 0, "late", 1),),
)


SUCCESSIONS: tuple[dict[str, frozenset[str]], ...] = (
    {},
    {"late": frozenset({"early"})},
    {"night": frozenset({"early", "mid"}), "mid": frozenset({"mid"})},
)


UNWANTED: tuple[dict[str, dict[str, int]], ...] = (
    {},
    {"late": {"early": 500, "late": 300}, "mid": {"early": 500}},
)


def with_clock(options: tuple[ShiftOption, ...], on_call: str) -> tuple[ShiftOption, ...]:
    """Options whose starts are told by the clock, of which one template is on call."""
    return tuple(
        replace(o, clock_start=o.start % 24, is_on_call=o.template == on_call) for o in options
    )


def floors(n_people: int) -> st.SearchStrategy[Floor]:
    """A floor of some people, asked for in half days."""
    people = st.lists(st.integers(0, n_people - 1), unique=True).map(tuple)
    needs = st.lists(st.integers(0, 2), min_size=8, max_size=8)
    required = needs.map(lambda levels: tuple(np.repeat(levels, 12).tolist()))
    return st.builds(Floor, st.just("lead"), people, required, st.sampled_from([0, 900, 30_000]))


@st.composite
def problems(draw: st.DrawFn) -> RosterProblem:
    """One person of a priced week, with a colleague of the site who is rostered elsewhere."""
    levels = draw(st.lists(st.integers(0, 3), min_size=16, max_size=16))
    required = np.repeat(np.array(levels, dtype=np.int64).reshape(2, 8), 12, axis=1)
    base = small_problem()
    prices = replace(
        base.prices,
        unfair_night=draw(st.sampled_from([0, 700])),
        unfair_rest_day=draw(st.sampled_from([0, 5000])),
    )
    wish = Wish(0, draw(st.integers(0, 9)), draw(st.integers(-20_000, 3000)))
    return replace(
        base,
        people=(draw(people_strategy),),
        options=with_clock((*base.options, LATE), on_call=draw(st.sampled_from(["mid", "late"]))),
        required=required,
        prices=prices,
        forbidden_after=draw(st.sampled_from(SUCCESSIONS)),
        unwanted_after=draw(st.sampled_from(UNWANTED)),
        rests_until=draw(st.sampled_from([None, None, 80, 66])),
        wishes=(wish,),
        pins=draw(st.sampled_from(PINS)),
        others=draw(st.sampled_from([(), (Burden("a", 1, 0), Burden("a", 0, 1))])),
        floors=draw(st.lists(floors(1), max_size=2).map(tuple)),
    )


def legal(problem: RosterProblem) -> list[SlotRoster]:
    rosters = one_a_day(problem, breaks=True)
    return [r for r in rosters if not violations(problem, r)]


def built(problem: RosterProblem) -> State | None:
    """Everybody's cheapest week in turn, None where somebody has none."""
    known, people = arrays(problem), np.arange(len(problem.people))
    found = state(problem, known, SlotRoster(()))
    free(known, found, people)
    done = build(known, found, work(known), people, people.size)
    return found if done == people.size else None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problem=problems())
def test_the_week_is_the_cheapest_of_all(problem: RosterProblem) -> None:
    costs = [total_cost(problem, roster) for roster in legal(problem)]
    found = built(problem)
    if found is None:
        assert not costs
        return
    roster = roster_of(arrays(problem), found)
    assert not violations(problem, roster)
    assert total_cost(problem, roster) == total(arrays(problem), found) == min(costs)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problem=problems(), seed=st.integers(0, 99))
def test_no_prices_prove_more_than_the_cheapest_roster(problem: RosterProblem, seed: int) -> None:
    costs = [total_cost(problem, roster) for roster in legal(problem)]
    assume(costs)
    known = arrays(problem)
    shape, at_work = known.required.shape, carried(problem)
    prices = np.random.default_rng(seed).integers(-300, 13_000, shape)
    market = Market(prices, np.zeros(shape, np.int64), np.zeros(shape, np.int64))
    order = np.arange(len(problem.people))
    assert proven(known, market, work(known), at_work, order) <= min(costs)
    dual = Dual(problem, (piece(known, problem),))
    for i in range(100):
        dual.step(i / 100)
    assert dual.bound is not None
    assert dual.bound <= min(costs)


def test_bound_comes_close_to_the_cheapest_roster_of_two() -> None:
    problem = covered_problem()
    problem = replace(problem, prices=replace(problem.prices, unfair_night=0, unfair_rest_day=0))
    cheapest = min(total_cost(problem, roster) for roster in legal(problem))
    dual = Dual(problem, (piece(arrays(problem), problem),))
    for i in range(500):
        dual.step(i / 500)
    assert dual.bound is not None
    assert 0.97 * cheapest <= dual.bound <= cheapest


def test_arrays_hold_the_whole_roster() -> None:
    problem = covered_problem()
    for roster in legal(problem)[::211]:
        held = state(problem, arrays(problem), roster)
        assert roster_of(arrays(problem), held) == roster
        assert total(arrays(problem), held) == total_cost(problem, roster)


@pytest.mark.parametrize("change", [{"skills": ()}, {"unavailable": ((0, 96),), "min_minutes": 60}])
def test_who_cannot_work_has_an_empty_week_or_none(change: dict[str, object]) -> None:
    person: Person = replace(small_person(), **change)  # type: ignore[arg-type]
    found = built(small_problem(people=(person,)))
    assert (found is None) == bool(person.min_minutes)
    assert found is None or not roster_of(arrays(small_problem()), found).choices


def test_weekly_rest_after_a_night_is_no_shorter_than_the_night_asks() -> None:
    """Nights of all days leave no rest; the shift a day after the first of them comes too soon."""
    options = (
        small_option(0, "night", 0, is_night=True),
        small_option(1, "night", 0, is_night=True),
        small_option(1, "mid", 4),
        small_option(2, "night", 0, is_night=True),
    )
    person = small_person(min_weekly_rest=20, rest_after_nights=30)
    problem = small_problem(people=(person,), options=options, rests_until=60)
    found = cheapest(replace(problem, required=np.full_like(problem.required, 2)))
    assert {choice.option for choice in found.choices} == {2, 3}


def test_a_dearer_shift_is_kept_where_weekly_rest_lies_before_it_alone() -> None:
    options = (small_option(1, "early", 2), small_option(1, "late", 10))
    person = small_person(last_end=10, min_weekly_rest=20, min_minutes=480)
    problem = small_problem(people=(person,), options=options, rests_until=50)
    found = cheapest(replace(problem, wishes=(Wish(0, 1, 90_000),)))
    assert [choice.option for choice in found.choices] == [1]


def test_a_shorter_shift_of_equal_pay_is_kept_where_the_next_day_asks_for_it() -> None:
    options = (
        small_option(0, "long", 6, length=12, paid_minutes=480),
        small_option(0, "mid", 7),
        small_option(1, "early", 2),
    )
    person = small_person(min_rest_slots=11, min_minutes=960)
    found = cheapest(small_problem(people=(person,), options=options))
    assert [choice.option for choice in found.choices] == [1, 2]


def test_contracts_beyond_the_steps_of_all_have_no_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    people = (small_person("ana"), small_person("ben", max_minutes=960))
    found = []
    for most in (0, 40, 100, week_graph.MOST_STEPS):
        monkeypatch.setattr(week_graph, "MOST_STEPS", most)
        found.append((arrays(small_problem(people=people)).people[:, GRAPH] >= 0).tolist())
    assert found == [[False, False], [True, False], [True, True], [True, True]]


def cheapest(problem: RosterProblem) -> SlotRoster:
    """The week that is found, which is the cheapest of all."""
    found = built(problem)
    assert found is not None
    roster = roster_of(arrays(problem), found)
    assert total_cost(problem, roster) == min(total_cost(problem, r) for r in legal(problem))
    return roster
