"""
Two people of a `Pair` without a price are kept together, or apart.

Together they work the same template each day, or are both off; apart their shifts share no slot.
This rule binds two people, as `floors` binds many; all others bind one.
"""

from collections.abc import Iterator

from planner.roster import Violation
from solver.contract import Pair
from solver.model import RosterModel
from solver.pairing import failures, rows
from solver.problem import RosterProblem
from solver.result import SlotRoster


def add(model: RosterModel) -> None:
    """Keep the rows of every banned pair within their limits."""
    for pair in model.problem.pairs:
        if pair.cents is None:
            for row in rows(model, pair):
                least, most = row.least - row.constant, row.most - row.constant
                model.cp.add_linear_constraint(row.sum_with(), least, most)


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """Days on which a pair fails, told to each of the two."""
    banned = [pair for pair in problem.pairs if pair.cents is None]
    for pair, failed in failures(problem, roster, banned):
        for days in failed:
            yield from _told(problem, pair, days)


def _told(problem: RosterProblem, pair: Pair, days: tuple[int, int]) -> Iterator[Violation]:
    both = [pair.first] if pair.is_fixed else [pair.first, pair.second]
    for p, day in zip(both, days, strict=False):
        who = problem.people[p]
        others = [problem.person_name(q) for q in both if q != p]
        name = others[0] if others else "the other"
        wrong = "does not work as" if pair.together else "works at the same time as"
        message = f"{problem.day_name(who.site, day)}: {wrong} {name}"
        yield Violation("pairs", who.id, message)
