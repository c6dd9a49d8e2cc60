"""Paid minutes of a person's week lie between `min_minutes` and `max_minutes`."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ortools.sat.python import cp_model

from planner.roster import Violation
from solver.model import RosterModel
from solver.problem import RosterProblem
from solver.result import SlotRoster


def add(model: RosterModel) -> None:
    """
    Keep min <= sum of paid minutes <= max, drawn in to sums that whole shifts can reach.

    Five shifts of 8 h never sum to 38 h: with limits 36 to 44 the row says 40 to 40. The numbers
    of shifts that can reach such a sum bound the count as well. Both tighten the proven bound.
    """
    for p, person in enumerate(model.problem.people):
        mine = model.options_of[p]
        paid = [model.problem.options[o].paid_minutes for o in mine]
        lengths = tuple(sorted(Counter(paid).items()))
        found = reachable(lengths, person.min_minutes, person.max_minutes)
        if found is None:
            model.cp.add_bool_or([])
        elif mine:
            works = [model.works[p, o] for o in mine]
            minutes = cp_model.LinearExpr.weighted_sum(works, paid)
            model.cp.add_linear_constraint(minutes, found.least_minutes, found.most_minutes)
            model.cp.add_linear_constraint(sum(works), found.fewest, found.most)


class Reach(NamedTuple):
    """Least and most paid minutes within a contract, fewest and most shifts that make such."""

    least_minutes: int
    most_minutes: int
    fewest: int
    most: int


@lru_cache(maxsize=1024)
def reachable(lengths: tuple[tuple[int, int], ...], least: int, most: int) -> Reach | None:
    """
    What so many shifts of so many minutes reach from `least` to `most` minutes; None if nothing.

    For each number of shifts the sums are the bits of one integer, so that adding a shift to all
    of them is one shift of bits: sets took seconds where shifts have a dozen lengths. Where all
    shifts together reach the most, only sums about the least are asked for.
    """
    total, lowest = sum(minutes * available for minutes, available in lengths), max(least, 0)
    enough = lowest + max(lengths, default=(0, 0))[0]
    if enough < total <= most:
        near = reachable(lengths, least, enough)
        n_shifts = sum(available for _, available in lengths)
        return near and Reach(near.least_minutes, total, near.fewest, n_shifts)
    most = min(most, total)
    fits = (1 << max(most + 1, 0)) - 1
    sums = {0: 1 & fits}
    for minutes, available in lengths:
        for _ in range(available):
            longer = {count + 1: (bits << minutes) & fits for count, bits in sums.items()}
            sums = _joined(sums, longer)
    inside = {count: bits >> lowest for count, bits in sums.items() if bits >> lowest}
    if not inside:
        return None
    least_minutes = min((bits & -bits).bit_length() - 1 for bits in inside.values()) + lowest
    most_minutes = max(bits.bit_length() - 1 for bits in inside.values()) + lowest
    return Reach(least_minutes, most_minutes, min(inside), max(inside))


def _joined(first: dict[int, int], second: dict[int, int]) -> dict[int, int]:
    joined = {count: first.get(count, 0) | second.get(count, 0) for count in {*first, *second}}
    return {count: bits for count, bits in joined.items() if bits}


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """People paid for less than their minimum or more than their maximum."""
    for p, person in enumerate(problem.people):
        paid = sum(problem.options[c.option].paid_minutes for c in roster.choices if c.person == p)
        if not person.min_minutes <= paid <= person.max_minutes:
            apart = max(person.min_minutes - paid, paid - person.max_minutes) / 60
            side = "below" if paid < person.min_minutes else "above"
            yield Violation(
                "weekly_hours",
                person.id,
                f"{paid / 60:g} paid hours, contract {person.min_minutes / 60:g} to "
                f"{person.max_minutes / 60:g}: {apart:g} h {side}",
            )
