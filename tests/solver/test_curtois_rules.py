"""The solver's rules accept of a public instance exactly what the independent scorer accepts."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from solver.check import violations
from solver.goals import total_cost
from tests.benchmarks.curtois import Cover, Instance, Member, Request, Shift
from tests.benchmarks.curtois_problem import problem, slot_roster
from tests.benchmarks.curtois_score import Roster, score
from tests.benchmarks.plain_model import plain
from tests.solver.test_curtois_cpsat import ANA, LIMITS, every_roster, one_week

DAYS = 14


@pytest.mark.parametrize("limits", LIMITS, ids=str)
def test_checkers_accept_what_the_scorer_accepts(limits: dict[str, object]) -> None:
    instance = two_weeks(replace(ANA, **limits))  # type: ignore[arg-type]
    made, constant = problem(instance)
    accepted = 0
    for roster in stretches(instance):
        objective, broken = score(instance, roster)
        found = slot_roster(instance, roster)
        assert bool(violations(made, found)) == bool(broken), (roster, broken)
        assert total_cost(made, found) + constant == objective
        accepted += not broken
    assert accepted > 5


@pytest.mark.parametrize("limits", LIMITS, ids=str)
def test_model_finds_the_optimum_of_the_scorer(limits: dict[str, object]) -> None:
    instance = one_week(replace(ANA, **limits))  # type: ignore[arg-type]
    scored = (score(instance, roster) for roster in every_roster())
    best = min(objective for objective, broken in scored if not broken)
    made, constant = problem(instance)
    cents = plain(made, 10.0)
    assert cents is not None
    assert cents + constant == best


def two_weeks(member: Member) -> Instance:
    shifts = (Shift("D", 480, frozenset()), Shift("N", 600, frozenset({"D"})))
    cover = tuple(Cover(day, kind, 1, 10, 3) for day in range(DAYS) for kind in "DN")
    on, off = (Request(0, 3, "N", 6),), (Request(0, 2, "D", 12), Request(0, 12, "N", 5))
    return Instance("made", DAYS, shifts, (member,), on, off, cover)


def stretches(instance: Instance, n: int = 200) -> Iterator[Roster]:
    """Rosters of stretches of one to three days, of one kind each, some full and some empty."""
    rng = np.random.default_rng(1)
    for _ in range(n):
        off = rng.uniform(0.3, 0.95)
        days: list[str | None] = []
        while len(days) < instance.n_days:
            kind = None if rng.random() < off else "DN"[int(rng.integers(2))]
            days += [kind] * int(rng.integers(1, 4))
        worked = enumerate(days[: instance.n_days])
        yield {(0, day): kind for day, kind in worked if kind is not None}
