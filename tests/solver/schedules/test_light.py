"""A light graph and labels find what a graph that counts everything finds."""

from dataclasses import replace

import numpy as np
import pytest

from solver.contract import Limit
from solver.prices import Prices
from solver.problem import Person, RosterProblem, ShiftOption
from solver.schedules.crew import crew
from solver.schedules.kinds import kind_of
from solver.schedules.light import knows_as_much
from solver.schedules.pricer import Pricer, Strays

N_DAYS = 12
LIMITS = (
    Limit("shift_counts", "shifts", 0, 3, 0, N_DAYS, frozenset({"late"})),
    Limit("shift_counts", "shifts", 2, 9, 0, N_DAYS, frozenset({"early"})),
)


def _problem() -> RosterProblem:
    options = tuple(
        ShiftOption(name, "site", day, 24 * day + start, 24 * day + start + length, 60 * length)
        for day in range(N_DAYS)
        for name, start, length in (("early", 6, 8), ("short", 8, 6), ("late", 14, 8))
    )
    person = Person("somebody", "site", (0,), 2400, 2880, 11, 4, 1, 9, False, 100)
    demand = np.ones((1, 24 * N_DAYS), dtype=np.int64)
    return RosterProblem(
        skills=("skill",),
        slot_minutes=60,
        n_slots=24 * N_DAYS,
        n_days=N_DAYS,
        people=(replace(person, limits=LIMITS),),
        options=options,
        required=demand,
        carried_in=0 * demand,
        prices=Prices((100,), 0, 0.0, 0),
    )


@pytest.mark.parametrize("seed", range(20))
def test_the_light_search_finds_what_the_whole_graph_finds(seed: int) -> None:
    problem = _problem()
    prices = np.random.default_rng(seed).uniform(0, 300, problem.required.size)
    whole = Pricer(problem, large=1 << 60).search([0], prices)[0]
    light = Pricer(problem, large=0).search([0], prices)[0]

    def cents(found: object) -> float:
        column = found.columns[0]  # type: ignore[attr-defined]
        return float(column.cents - prices[column.rows].sum())

    assert cents(whole) == pytest.approx(whole.bound)
    assert light.bound <= whole.bound + 1e-6
    assert cents(light) == pytest.approx(cents(whole), abs=0.011 * 8 * 300)


@pytest.mark.parametrize("seed", range(5))
def test_every_stray_keeps_the_limits_that_are_counted(seed: int) -> None:
    problem = _problem()
    prices = np.random.default_rng(seed).uniform(0, 300, problem.required.size)
    found = Pricer(problem, large=0).search([0], prices, Strays(30, 100.0, seed))[0]
    for column in found.columns:
        worked = [problem.options[o] for o in column.days[column.days >= 0].tolist()]
        assert 2400 <= sum(o.paid_minutes for o in worked) <= 2880
        assert sum(o.template == "late" for o in worked) <= 3
        assert 2 <= sum(o.template == "early" for o in worked) <= 9
    assert found.columns


def test_a_graph_that_lacks_weekends_knows_less_than_a_light_one_with_them() -> None:
    weekends = Limit("weekends", "weekends", 0, 1, 0, N_DAYS)
    person = replace(_problem().people[0], limits=(weekends,), weekends=((3, 4), (10, 11)))
    problem = replace(_problem(), people=(person,))
    member, light = crew(problem)[0], crew(problem, is_light=True)[0]
    poor = kind_of(problem, person, (0, N_DAYS), most_nodes=0)
    assert knows_as_much(member, light)
    assert not poor.tallies
    assert not knows_as_much(replace(member, kind=poor), light)


@pytest.mark.parametrize("seed", range(5))
def test_an_exact_search_leaves_out_the_light_graphs(seed: int) -> None:
    problem = _problem()
    prices = np.random.default_rng(seed).uniform(0, 300, problem.required.size)
    pricer = Pricer(problem, large=0)
    whole = Pricer(problem, large=1 << 60).search([0], prices)[0]
    assert pricer.is_rough
    assert pricer.search([0], prices, is_exact=True)[0].bound == whole.bound
