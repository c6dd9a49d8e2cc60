"""What one more would buy: hand-made cases with round numbers, tried and by prices."""

from dataclasses import replace

import numpy as np
import pytest

from solver.best_week import alone, best_week
from solver.contract import Floor, Pair
from solver.prices import Prices
from solver.problem import RosterProblem
from solver.result import Choice, SlotRoster
from solver.slot_prices import slot_prices
from solver.worth import worths

from .conftest import small_option, small_person, small_problem


def two_seats() -> RosterProblem:
    """Phone needs 2 agents from 8 to 16 on day 0; Ana takes one seat, Ben knows only tickets."""
    required = np.zeros((2, 96), dtype=np.int64)
    required[0, 8:16] = 2
    return small_problem(
        people=(
            small_person("ana", skills=(0,), max_minutes=480),
            small_person("ben", skills=(1,), max_minutes=480),
        ),
        options=(small_option(0, "day", 8), small_option(1, "day", 8)),
        required=required,
        prices=Prices(short=(9000, 5000)),
    )


PRICE = np.zeros((2, 96), dtype=np.int64)
PRICE[0, 8:16] = 9000
ROSTER = SlotRoster((Choice(0, 0, 0),))


def test_best_week_works_where_prices_pay() -> None:
    found = best_week(alone(two_seats(), 0), PRICE)
    assert found is not None
    assert found.cents == 8 * 9000 - 8 * 2000
    assert found.choices == (Choice(0, 0, 0),)


def test_an_agent_and_a_skill_each_fill_the_seat() -> None:
    told = worths(two_seats(), ROSTER, PRICE)
    by_text = {one.text: one for one in told if one.is_tried}
    hired = by_text["one more agent at a with phone"]
    taught = by_text["phone for one of the people at a with tickets"]
    for one in (hired, taught):
        assert (one.cents, one.hours) == (8 * (9000 - 2000), 8.0)


def test_changes_name_sites_as_people_do() -> None:
    told = worths(replace(two_seats(), site_names={"a": "Århus"}), ROSTER, PRICE)
    assert "one more agent at Århus with phone" in [one.text for one in told]
    assert not [one.text for one in told if " at a" in one.text]


def test_an_agent_is_worth_the_same_beside_a_floor_and_a_pair() -> None:
    floor = Floor("lead", (0, 1), (0,) * 96, 6000)
    problem = replace(two_seats(), floors=(floor,), pairs=(Pair(0, 1, together=False, cents=1),))
    price = np.concatenate((PRICE, np.zeros((1, 96), dtype=np.int64)))
    told = {one.text: one for one in worths(problem, ROSTER, price) if one.is_tried}
    assert told["one more agent at a with phone"].hours == 8.0


def led() -> RosterProblem:
    """Nobody is required but a leader from 8 to 16 on both days; Ana leads, on one of them."""
    floor = Floor("leader", (0,), ((0,) * 8 + (1,) * 8 + (0,) * 8) * 2 + (0,) * 48, 9000)
    ana, ben = two_seats().people
    return replace(
        two_seats(),
        people=(ana, replace(ben, skills=(0,))),
        required=np.zeros((2, 96), dtype=np.int64),
        floors=(floor,),
        prices=Prices(short=(9000, 5000)),
    )


def test_prices_of_slots_hold_those_of_floors() -> None:
    price = slot_prices(led(), 0.5)
    assert price.shape == (3, 96)
    assert price[2, 8:16].min() > 2000
    assert price[:2].max() <= 0


def test_one_more_leader_is_worth_the_hours_of_the_floor() -> None:
    price = np.zeros((3, 96), dtype=np.int64)
    price[2, 32:40] = 9000
    told = {one.text: one for one in worths(led(), ROSTER, price) if one.is_tried}
    hired = told["one more agent at a with phone, counting for leader"]
    named = told["one of the people at a with phone counting for leader"]
    for one in (hired, named):
        assert (one.cents, one.hours, one.floor_hours) == (8 * (9000 - 2000), 0.0, 8.0)
    assert "one more agent at a with phone" not in told


@pytest.mark.parametrize(("skill", "having"), [(None, ""), (1, " having tickets and")])
def test_who_is_to_count_for_a_floor_learns_only_the_skill_that_it_asks_for(
    skill: int | None, having: str
) -> None:
    """The one who leads has a skill more than the floor may ask for."""
    price = np.zeros((3, 96), dtype=np.int64)
    price[2, 32:40] = 9000
    ana, ben = led().people
    (floor,) = led().floors
    shift = led().options[1]
    if skill is not None:
        shift = replace(shift, skills=frozenset({skill}))
    problem = replace(
        led(),
        people=(replace(ana, skills=(0, 1)), ben),
        options=(led().options[0], shift),
        floors=(replace(floor, skill=skill),),
    )
    told = {one.text: one for one in worths(problem, ROSTER, price) if one.is_tried}
    text = f"one of the people at a with phone{having} counting for leader"
    assert told[text].floor_hours == 8.0


def test_nothing_is_worth_anything_where_nothing_is_missing() -> None:
    covered = replace(two_seats(), required=np.zeros((2, 96), dtype=np.int64))
    assert worths(covered, SlotRoster(()), np.zeros((2, 96), dtype=np.int64)) == ()


def test_a_rule_is_worth_what_it_frees() -> None:
    problem = two_seats()
    problem.required[0, 32:40] = 1
    price = PRICE.copy()
    price[0, 32:40] = 9000
    told = {one.text: one for one in worths(problem, ROSTER, price, tried=9)}
    more = told["8 more hours for one person at a"]
    assert (more.is_tried, more.cents, more.hours) == (True, 8 * (9000 - 2000), 8.0)


def test_slots_without_demand_are_worth_nothing_and_short_ones_what_a_shortfall_costs() -> None:
    price = slot_prices(two_seats(), 0.5)
    assert price[0, 8:16].min() > 2000
    assert price[:, 24:].max() <= 0
