"""A person's cheapest schedule keeps every rule and is as cheap as CP-SAT proves possible."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from ortools.sat.python import cp_model

from solver.assemble import FullModel
from solver.check import violations
from solver.contract import Limit, Soft, Wanted
from solver.cpsat import cp_solver
from solver.goals import total_cost
from solver.prices import Prices, Wish
from solver.problem import Person, RosterProblem, ShiftOption
from solver.schedules.column import roster_of
from solver.schedules.pricer import Pricer, Strays

N_DAYS, TEMPLATES = 16, ("day", "long", "night")
WEEKENDS = ((5, 6), (12, 13))
NO_ONE: dict[str, Any] = {}


def option(day: int, template: str) -> ShiftOption:
    start, minutes = {"day": (8, 480), "long": (9, 600), "night": (22, 480)}[template]
    first = 24 * day + start
    end = first + minutes // 60
    return ShiftOption(
        template, "a", day, first, end, minutes, is_night=template == "night", clock_start=start
    )


OPTIONS = tuple(option(day, template) for day in range(N_DAYS) for template in TEMPLATES)


def somebody(**changes: Any) -> Person:
    person = Person(
        id="ana",
        site="a",
        skills=(0,),
        min_minutes=0,
        max_minutes=100_000,
        min_rest_slots=11,
        max_days_in_row=9,
        min_days_off=0,
        max_nights=9,
        nights_only=False,
        cents_per_hour=0,
        weekends=WEEKENDS,
    )
    return replace(person, **changes)


def limit(rule: str, unit: Any, least: int, most: int, **changes: Any) -> Limit:
    return replace(Limit(rule, unit, least, most, 0, N_DAYS), **changes)


PEOPLE = {
    "free": NO_ONE,
    "stretches_of_two": {"min_days_in_row": 2, "min_days_off_in_row": 2},
    "stretches_of_two_to_three": {"min_days_in_row": 2, "max_days_in_row": 3},
    "three_off_after_a_known_day": {
        "min_days_off_in_row": 3,
        "days_off_before": 1,
        "min_days_in_row": 2,
    },
    "one_worked_before": {"min_days_in_row": 3, "days_before": 1, "days_off_before": 0},
    "rested_out": {"max_days_in_row": 3, "days_before": 3, "days_off_before": 0},
    "day_0_done": {"worked_day_0": True, "days_before": 2, "max_days_in_row": 4, "last_end": 5},
    "hours": {"min_minutes": 4500, "max_minutes": 4800},
    "two_days_off_a_week": {"min_days_off": 3},
    "few_nights": {"max_nights": 2},
    "nights_in_a_row": {"max_nights_in_row": 2, "rest_after_nights": 48},
    "a_night_before": {
        "max_nights_in_row": 2,
        "nights_before": 1,
        "days_before": 1,
        "days_off_before": 0,
    },
    "no_weekend": {"limits": (limit("weekends", "weekends", 0, 0),)},
    "a_weekend": {"limits": (limit("weekends", "weekends", 1, 1),)},
    "dear_weekends": {"limits": (limit("weekends", "weekends", 0, 0, cents_above=3),)},
    "few_long": {"limits": (limit("shift_counts", "shifts", 0, 2, templates=frozenset(["long"])),)},
    "overtime": {"limits": (limit("hours_limits", "minutes", 0, 1500, end_day=7, cents_above=1),)},
    "short_hours": {
        "limits": (limit("hours_limits", "minutes", 6600, 9000, cents_below=1, cents_above=1),)
    },
    "rest_wanted": {"wanted": Wanted(rest=Soft(14, 25)), "last_end": -4},
    "two_days_of_rest_wanted": {"wanted": Wanted(rest=Soft(35, 12))},
    "rest_after_nights_wanted": {
        "wanted": Wanted(rest=Soft(14, 9), rest_after_nights=Soft(30, 40)),
        "last_end": 6,
        "worked_day_0": True,
    },
    "rest_wanted_after_a_night": {
        "wanted": Wanted(rest_after_nights=Soft(40, 70)),
        "nights_before": 1,
        "days_before": 1,
        "last_end": 6,
    },
    "two_days_in_row_wanted": {
        "wanted": Wanted(days_in_row=Soft(2, 20)),
        "max_days_in_row": 5,
        "days_before": 1,
    },
    "one_night_in_row_wanted": {
        "wanted": Wanted(nights_in_row=Soft(1, 35)),
        "max_nights_in_row": 3,
        "nights_before": 1,
    },
    "stretches_wanted": {
        "wanted": Wanted(min_days_in_row=Soft(3, 15), min_days_off_in_row=Soft(2, 25)),
        "min_days_in_row": 2,
        "days_off_before": 1,
    },
    "long_days_off_wanted": {
        "wanted": Wanted(min_days_off_in_row=Soft(3, 11)),
        "min_days_off_in_row": 2,
        "days_before": 2,
        "days_off_before": 0,
    },
    "out_of_turn": {
        "rotation": (frozenset({"day"}), frozenset({"long", "night"})),
        "cents_out_of_turn": 30,
    },
    "all_at_once": {
        "min_days_in_row": 2,
        "max_days_in_row": 4,
        "min_days_off_in_row": 2,
        "max_nights_in_row": 2,
        "max_minutes": 4000,
        "limits": (
            limit("weekends", "weekends", 0, 0, cents_above=2),
            limit("shift_counts", "shifts", 0, 2, templates=frozenset(["day"])),
        ),
    },
}
FORBIDDEN = {
    "none": NO_ONE,
    "after_long": {"forbidden_after": {"long": frozenset(["day", "night"])}},
    "dear_after_long": {
        "forbidden_after": {"day": frozenset(["long"])},
        "unwanted_after": {"long": {"day": 30, "night": 45}, "night": {"long": 5}},
    },
}


def made(person: Person, forbidden: dict[str, Any], seed: int) -> RosterProblem:
    """Nobody is asked for; every shift has a price of its own."""
    rng = np.random.default_rng(seed)
    cents = np.rint(rng.normal(-10, 60, len(OPTIONS))).astype(int).tolist()
    required = np.zeros((1, 24 * N_DAYS + 12), dtype=np.int64)
    return RosterProblem(
        skills=("phone",),
        slot_minutes=60,
        n_slots=required.shape[1],
        n_days=N_DAYS,
        people=(person,),
        options=OPTIONS,
        required=required,
        carried_in=np.zeros_like(required),
        prices=Prices(short=(1000,)),
        wishes=tuple(Wish(0, o, price) for o, price in enumerate(cents)),
        **forbidden,
    )


@pytest.mark.parametrize("forbidden", FORBIDDEN.values(), ids=FORBIDDEN)
@pytest.mark.parametrize("changes", PEOPLE.values(), ids=PEOPLE)
def test_schedule_costs_what_cp_sat_proves_to_be_the_least(
    changes: dict[str, Any], forbidden: dict[str, Any]
) -> None:
    for seed in range(2):
        problem = made(somebody(**changes), forbidden, seed)
        found = Pricer(problem).search([0], np.zeros(problem.n_slots))[0]
        least = cheapest(problem)
        assert (least is None) == (not found.columns)
        if found.columns:
            assert found.bound == least == found.columns[0].cents
            roster = roster_of(problem, found.columns[:1])
            assert not violations(problem, roster)
            assert total_cost(problem, roster) == least


@pytest.mark.parametrize("name", ["rest_wanted", "two_days_in_row_wanted"])
def test_a_roster_costs_the_same_in_whatever_order_its_options_stand(name: str) -> None:
    problem = made(somebody(**PEOPLE[name]), FORBIDDEN["dear_after_long"], seed=0)
    last = len(OPTIONS) - 1
    turned = replace(
        problem,
        options=problem.options[::-1],
        wishes=tuple(replace(wish, option=last - wish.option) for wish in problem.wishes),
    )
    pricer = Pricer(turned)
    column = pricer.search([0], np.zeros(problem.n_slots))[0].columns[0]
    roster = roster_of(turned, [column])
    assert pricer.columns_of(roster)[0].cents == column.cents == total_cost(turned, roster)


def test_strays_are_schedules_of_their_price_that_keep_the_rules() -> None:
    problem = made(somebody(**PEOPLE["all_at_once"]), NO_ONE, seed=1)
    found = Pricer(problem).search([0], np.zeros(problem.n_slots), Strays(20, 100.0, 5))[0]
    assert len({column.key for column in found.columns}) > 5
    for column in found.columns:
        roster = roster_of(problem, [column])
        assert not violations(problem, roster)
        assert total_cost(problem, roster) == column.cents >= found.bound


def test_everybody_in_these_data_is_bound_by_something() -> None:
    """No contract leaves the cheapest schedule as cheap as no contract at all."""
    free = [cheapest(made(somebody(), NO_ONE, seed)) for seed in range(5)]
    for name, changes in PEOPLE.items():
        if name != "free":
            bound = [cheapest(made(somebody(**changes), NO_ONE, seed)) for seed in range(5)]
            assert bound != free, name


def cheapest(problem: RosterProblem) -> int | None:
    """Price of the best roster, None if there is none."""
    model, solver = FullModel(problem), cp_solver()
    status = solver.solve(model.cp)
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    return round(solver.objective_value) if status == cp_model.OPTIMAL else None
