"""People at work in each slot, as sums of a model's variables."""

from collections import defaultdict
from collections.abc import Callable, Mapping

from solver.model import RosterModel, Values

Terms = tuple[tuple[int, int], ...]
"""Variables (by index) with coefficients, in order of index."""


def by_skill(model: RosterModel) -> dict[tuple[int, int], Terms]:
    """People at work in each (skill, slot), those carried in apart; nobody where it is missing."""
    return _presence(model, lambda skill, _: skill)


def on_floor(model: RosterModel, floor: int) -> dict[int, Terms]:
    """People at work in each slot who count for a floor."""
    found = _presence(model, lambda _, crew: 0 if floor in model.crews[crew] else None)
    return {t: terms for (_, t), terms in found.items()}


def total(terms: Terms, values: Values) -> int:
    """Value of a sum of variables."""
    return sum(values[i] * c for i, c in terms)


def _presence(
    model: RosterModel, row_of: Callable[[int, int], int | None]
) -> dict[tuple[int, int], Terms]:
    """Sum for each (row, slot), where `row_of` names the row of a skill and crew, or none."""
    found: dict[tuple[int, int], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    n_slots, options = model.problem.n_slots, model.problem.options
    for (o, s, c), staff in model.staff.items():
        row = row_of(s, c)
        if row is not None:
            for t in range(options[o].start, min(options[o].end, n_slots)):
                found[row, t][staff.index] += 1
    for (o, s, c, j), starts in model.starts.items():
        row = row_of(s, c)
        if row is not None:
            for first, variable in starts.items():
                for t in range(first, min(first + options[o].breaks[j].length, n_slots)):
                    found[row, t][variable.index] -= 1
    return {key: _terms(coefficients) for key, coefficients in found.items()}


def _terms(coefficients: Mapping[int, int]) -> Terms:
    return tuple(sorted(coefficients.items()))
