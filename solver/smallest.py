"""
A smallest set of facts without a roster, by number.

Every roster breaks some facts, so a conflict must meet each set of facts whose loss would free a
roster. The smallest set that meets all such sets found so far is either a conflict, and then none
is smaller, or some roster keeps it and shows a further set to be met. CP-SAT's assumptions and
deletion give a conflict to begin with.
"""

from collections.abc import Collection, Sequence
from typing import Final

from ortools.sat.python import cp_model

from solver.cpsat import cp_solver
from solver.fact_model import FactModel

ROUNDS: Final = 60
"""Sets to be met that are looked for; then the irreducible conflict found first is told."""

EACH: Final = 1000
ODD: Final = {
    "rest_before": 3,
    "days_in_row_before": 3,
    "days_on_before": 3,
    "days_off_in_row_before": 3,
    "nights_in_row_before": 3,
    "rest_after_nights_before": 3,
    "max_hours": 1,
    "days_in_row": 1,
    "days_off": 1,
    "rest": 2,
    "weekly_rest": 2,
    "forbidden_after": 2,
    "start_spread": 2,
}
"""Facts less apt to explain, where as few others would do."""


def smallest(model: FactModel, rounds: int = ROUNDS) -> tuple[frozenset[int], bool]:
    """
    Numbers of the facts of a smallest conflict, and whether it is known to be one.

    The model's facts must have no roster together; all of them are told where CP-SAT does not see
    that in time.
    """
    weights = [EACH + ODD.get(fact.kind, 0) for fact in model.facts]
    core = model.fails(range(len(model.facts)))
    if core is None:
        return frozenset(range(len(model.facts))), False
    best = irreducible(model, weights, core)
    to_meet: list[frozenset[int]] = []
    for _ in range(rounds):
        chosen = _meeting(to_meet, weights)
        if sum(weights[i] for i in chosen) >= sum(weights[i] for i in best):
            return best, True
        core = model.fails(chosen)
        if core is not None:
            return core, True
        found = model.cheapest(weights, keep=chosen)
        if found is None:
            break
        to_meet.append(found[0])
    return best, False


def irreducible(
    model: FactModel, weights: Sequence[int], conflict: frozenset[int]
) -> frozenset[int]:
    """A conflict from which no fact can be left out, by deletion from a larger one."""
    needed = conflict
    for i in sorted(needed, key=lambda i: (-weights[i], i)):
        if i in needed:
            fewer = model.fails(needed - {i})
            needed = needed if fewer is None else fewer
    return needed


def _meeting(sets: Sequence[Collection[int]], weights: Sequence[int]) -> frozenset[int]:
    """Lightest set of facts that meets every set."""
    if not sets:
        return frozenset()
    model = cp_model.CpModel()
    taken = {i: model.new_bool_var(f"{i}") for i in sorted({i for one in sets for i in one})}
    for one in sets:
        model.add_bool_or([taken[i] for i in sorted(one)])
    model.minimize(
        cp_model.LinearExpr.weighted_sum(list(taken.values()), [weights[i] for i in taken])
    )
    solver = cp_solver()
    solver.solve(model)
    return frozenset(i for i, variable in taken.items() if solver.value(variable))
