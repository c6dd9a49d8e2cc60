"""Templates that forbid, and are forbidden by, the same others: successions, told by number."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from solver.columns import Bools
from solver.problem import IntArray, RosterProblem


class Successions(NamedTuple):
    """
    Templates by how they may follow each other on neighbouring days.

    Parameters
    ----------
    of
        Number of each template that binds or is bound; others are 0.
    may_follow, cents
        Whether the second may be worked on the day after the first, and what it costs then.
    """

    of: Mapping[str, int]
    may_follow: Bools
    cents: IntArray

    def binds(self, number: int) -> bool:
        """Whether a succession forbids anything on the day after, or makes it dearer."""
        return not self.may_follow[number].all() or bool(self.cents[number].any())


def successions(problem: RosterProblem) -> Successions:
    """Successions of a problem."""
    forbidden, unwanted = problem.forbidden_after, problem.unwanted_after
    both = (*forbidden.items(), *unwanted.items())
    names = sorted({before for before, _ in both} | {name for _, after in both for name in after})
    what = {
        name: (
            frozenset(forbidden.get(name, ())),
            frozenset(before for before, after in forbidden.items() if name in after),
            frozenset(unwanted.get(name, {}).items()),
            frozenset((before, after.get(name, 0)) for before, after in unwanted.items()),
        )
        for name in names
    }
    number = {key: i + 1 for i, key in enumerate(dict.fromkeys(what.values()))}
    of = {name: number[key] for name, key in what.items()}
    may_follow = np.ones((len(number) + 1, len(number) + 1), dtype=np.bool_)
    for before, after in forbidden.items():
        may_follow[of[before], [of[name] for name in after]] = False
    cents = np.zeros(may_follow.shape, dtype=np.int64)
    for before, priced in unwanted.items():
        for name, price in priced.items():
            cents[of[before], of[name]] = price
    return Successions(of, may_follow, cents)
