"""Which problems, people and goals `solver.weeks` tells all of; the rest is left to CP-SAT."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from solver.arrays import Arrays
from solver.columns import GRAPH
from solver.contract import WEEK
from solver.lengths import part_days
from solver.offers import work
from solver.problem import RosterProblem
from solver.ruin import have_weeks
from solver.rules.weekly_rest import runs
from solver.week_limits import counted_limits

FEW_OPTIONS, MOST_LIMITS = 150, 4
MOST_DAYS = 15
"""Days up to which weeks are told apart."""
MOST_NEIGHBOURS = 500_000
"""Pairs of options of neighbouring days up to which long problems are priced as a whole."""


def are_days_known(problem: RosterProblem) -> bool:
    """Whether the problem is short enough for weeks."""
    return problem.n_days <= MOST_DAYS


def is_priced_whole(problem: RosterProblem) -> bool:
    """Whether a long problem has few enough options for schedules over all its days."""
    return len(problem.options) ** 2 / problem.n_days <= MOST_NEIGHBOURS


def are_rules_known(problem: RosterProblem) -> bool:
    """Whether weeks keep every rule of the problem, so that no checker need look at them."""
    return (
        problem.n_days <= WEEK + 1
        and len(runs(problem)) == 1
        and not any(pair.cents is None and pair.is_fixed for pair in problem.pairs)
    )


def are_goals_known(problem: RosterProblem) -> bool:
    """Whether weeks price every goal of the problem."""
    soft = any(limit.is_soft for person in problem.people for limit in person.limits)
    soft = (soft or wants_days(problem)) and problem.n_days > WEEK + 1
    met = any(pair.cents for pair in problem.pairs)
    return not (soft or met or problem.deferred)


def wants_days(problem: RosterProblem) -> bool:
    """Whether anything is wanted at a price of shifts that follow each other, or of their days."""
    return bool(problem.unwanted_after) or any(not p.wanted.is_empty for p in problem.people)


def are_fines_known(problem: RosterProblem, known: Arrays) -> bool:
    """Whether everybody of whom something is wanted has a graph, which knows what weeks cost."""
    is_asked = bool(problem.unwanted_after)
    people = zip(problem.people, known.people[:, GRAPH].tolist(), strict=True)
    return not any(
        graph < 0 and (is_asked or not p.wanted.is_empty or any(x.is_soft for x in p.limits))
        for p, graph in people
    )


def doubtful_part(problem: RosterProblem, known: Arrays) -> RosterProblem:
    """
    The problem of those people who may have no schedule; all others surely have one.

    Of a problem whose rules are known. Whoever is tied by a hard pair is asked with the other.
    """
    doubtful = np.flatnonzero(~have_weeks(known, work(known))).tolist()
    return only(problem, sorted({*doubtful, *tied_people(problem)}))


def tied_people(problem: RosterProblem) -> set[int]:
    """Whoever is in a hard pair."""
    hard = (pair for pair in problem.pairs if pair.cents is None)
    return {p for pair in hard for p in (pair.first, pair.second) if p >= 0}


def only(problem: RosterProblem, people: Sequence[int]) -> RosterProblem:
    """The problem of some people, without demand of theirs together."""
    number = {p: i for i, p in enumerate(people)}
    return replace(
        problem,
        people=tuple(problem.people[p] for p in people),
        pins=tuple(
            replace(pin, person=number[pin.person]) for pin in problem.pins if pin.person in number
        ),
        wishes=(),
        floors=(),
        pairs=tuple(
            replace(pair, first=number[pair.first], second=number[pair.second])
            for pair in problem.pairs
            if pair.first in number and pair.second in number
        ),
    )


def has_stretches(problem: RosterProblem) -> bool:
    """
    Whether weeks say too little, or whole schedules say more.

    Too little of long problems, and of contracts with many limits. Others, stretches of days and
    successions weeks keep, but where these suit less whole schedules find more.
    """
    most = max((len(list(counted_limits(person))) for person in problem.people), default=0)
    if problem.n_days > WEEK + 1 or most > MOST_LIMITS:
        return True
    is_tied = bool(problem.forbidden_after) or any(
        person.limits or person.min_days_in_row > 1 or person.min_days_off_in_row > 1
        for person in problem.people
    )
    return is_tied and not suits_weeks(problem)


def suits_weeks(problem: RosterProblem, days: int | None = None) -> bool:
    """
    Whether weeks find better rosters than whole schedules, of so many days.

    They do where people have many options, or a day many rows of demand: then a mix of schedules
    takes long and says little.
    """
    return has_many_options(problem, days) or part_days(problem) == WEEK


def has_many_options(problem: RosterProblem, days: int | None = None) -> bool:
    """Whether single people have, in so many days, more options than suit parts by CP-SAT."""
    of_site = Counter(option.site for option in problem.options)
    most = max((of_site[person.site] for person in problem.people), default=0)
    return most * (days or problem.n_days) > FEW_OPTIONS * problem.n_days
