"""Paid minutes of a person's week lie between `min_minutes` and `max_minutes`."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

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
        sums = _reachable(lengths, person.min_minutes, person.max_minutes)
        if not sums:
            model.cp.add_bool_or([])
        elif mine:
            works = [model.works[p, o] for o in mine]
            minutes = cp_model.LinearExpr.weighted_sum(works, paid)
            totals, counts = zip(*sums, strict=True)
            model.cp.add_linear_constraint(minutes, min(totals), max(totals))
            model.cp.add_linear_constraint(sum(works), min(counts), max(counts))


@lru_cache(maxsize=1024)
def _reachable(
    lengths: tuple[tuple[int, int], ...], least: int, most: int
) -> frozenset[tuple[int, int]]:
    """Sums of paid minutes from `least` to `most`, each with a number of shifts that makes it."""
    sums = {(0, 0)}
    for minutes, available in lengths:
        fits = min(available, most // minutes) if minutes else available
        sums = {
            (total + k * minutes, count + k)
            for total, count in sums
            for k in range(fits + 1)
            if total + k * minutes <= most
        }
    return frozenset(s for s in sums if least <= s[0] <= most)


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """People paid for less than their minimum or more than their maximum."""
    for p, person in enumerate(problem.people):
        paid = sum(problem.options[c.option].paid_minutes for c in roster.choices if c.person == p)
        if not person.min_minutes <= paid <= person.max_minutes:
            yield Violation(
                "weekly_hours",
                person.id,
                f"{paid / 60:g} paid hours, contract {person.min_minutes / 60:g} to "
                f"{person.max_minutes / 60:g}",
            )
