"""The solver's price of a public instance's roster is what the independent scorer says."""

from pathlib import Path

import numpy as np
import pytest

from solver.goals import total_cost
from solver.problem import NO_LIMIT
from tests.benchmarks.curtois import ABSENT, INSTANCES, Instance, paths, read
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


def any_roster(instance: Instance, seed: int) -> Roster:
    """Everybody works each day with even odds, on any shift."""
    rng = np.random.default_rng(seed)
    return {
        (i, day): instance.shifts[int(rng.integers(len(instance.shifts)))].id
        for i in range(len(instance.staff))
        for day in range(instance.n_days)
        if rng.random() < 0.5
    }
