"""Templates that forbid, and are forbidden by, the same others: successions, told by number."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from solver.columns import Bools
from solver.problem import RosterProblem


class Successions(NamedTuple):
    """
    Templates by how they may follow each other on neighbouring days.

    Parameters
    ----------
    of
        Number of each template that binds or is bound; others are 0.
    may_follow
        Whether the second may be worked on the day after the first.
    """

    of: Mapping[str, int]
    may_follow: Bools


def successions(problem: RosterProblem) -> Successions:
    """Successions of a problem."""
    forbidden = problem.forbidden_after
    names = sorted({*forbidden, *(name for after in forbidden.values() for name in after)})
    what = {
        name: (
            frozenset(forbidden.get(name, ())),
            frozenset(before for before, after in forbidden.items() if name in after),
        )
        for name in names
    }
    number = {key: i + 1 for i, key in enumerate(dict.fromkeys(what.values()))}
    of = {name: number[key] for name, key in what.items()}
    may_follow = np.ones((len(number) + 1, len(number) + 1), dtype=np.bool_)
    for before, after in forbidden.items():
        may_follow[of[before], [of[name] for name in after]] = False
    return Successions(of, may_follow)
