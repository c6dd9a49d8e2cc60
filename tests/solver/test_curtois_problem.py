"""The solver's price of a public instance's roster is what the independent scorer says."""

from pathlib import Path

import numpy as np
import pytest
from ortools.sat.python import cp_model

from solver.check import violations
from solver.cpsat import cp_solver
from solver.goals import total_cost
from solver.problem import NO_LIMIT
from tests.benchmarks.curtois import ABSENT, INSTANCES, Instance, paths, read
from tests.benchmarks.curtois_cpsat import by_sums
from tests.benchmarks.curtois_problem import SITE, problem, roster, slot, slot_roster
from tests.benchmarks.curtois_score import Roster, score

pytestmark = pytest.mark.skipif(not INSTANCES.exists(), reason=ABSENT)
SMALL = paths()[:6]


@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.stem)
def test_prices_agree_on_any_roster(path: Path) -> None:
    instance = read(path)
    made, constant = problem(instance)
    for seed in range(5):
        drawn = any_roster(instance, seed)
        price = total_cost(made, slot_roster(instance, drawn)) + constant
        assert price == score(instance, drawn)[0]
        assert roster(made, slot_roster(instance, drawn)) == drawn


def test_slots_are_shifts_of_days() -> None:
    instance = read(paths()[2])
    made, _ = problem(instance)
    for o, option in enumerate(made.options):
        assert (option.start, option.end) == (o, o + 1)
        assert o == slot(instance, option.day, option.template)
    assert {option.site for option in made.options} == {person.site for person in made.people}
    assert made.people[0].site == SITE
    assert made.people[0].max_nights == NO_LIMIT


@pytest.mark.parametrize("path", SMALL[1::2], ids=lambda path: path.stem)
def test_rules_agree_on_valid_rosters_and_their_neighbours(path: Path) -> None:
    instance = read(path)
    made, constant = problem(instance)
    valid = some_valid_roster(instance)
    assert not score(instance, valid)[1]
    assert not violations(made, slot_roster(instance, valid))
    rng, n_broken = np.random.default_rng(1), 0
    for _ in range(60):
        changed = neighbour(instance, valid, rng)
        objective, broken = score(instance, changed)
        found = slot_roster(instance, changed)
        agents = {violation.agent for violation in violations(made, found)}
        assert agents == {words.partition(":")[0] for words in broken}, broken
        assert total_cost(made, found) + constant == objective
        n_broken += bool(broken)
    assert 10 < n_broken < 60


def some_valid_roster(instance: Instance) -> Roster:
    model, solver = by_sums(instance), cp_solver()
    assert solver.solve(model.cp) == cp_model.OPTIMAL
    worked = (at for at, cell in model.cells.items() if solver.boolean_value(cell))
    return {(i, day): shift for i, day, shift in worked}


def neighbour(instance: Instance, roster: Roster, rng: np.random.Generator) -> Roster:
    """Somebody's day takes another shift or none."""
    i, day = int(rng.integers(len(instance.staff))), int(rng.integers(instance.n_days))
    kinds = [None, *(shift.id for shift in instance.shifts)]
    others = [kind for kind in kinds if kind != roster.get((i, day))]
    taken = others[int(rng.integers(len(others)))]
    rest = {at: shift for at, shift in roster.items() if at != (i, day)}
    return rest if taken is None else {**rest, (i, day): taken}


def any_roster(instance: Instance, seed: int) -> Roster:
    """Everybody works each day with even odds, on any shift."""
    rng = np.random.default_rng(seed)
    return {
        (i, day): instance.shifts[int(rng.integers(len(instance.shifts)))].id
        for i in range(len(instance.staff))
        for day in range(instance.n_days)
        if rng.random() < 0.5
    }
