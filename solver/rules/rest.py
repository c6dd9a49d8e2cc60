"""Between two shifts a person rests at least `min_rest_slots`, last week's final shift included."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from planner.roster import Violation
from solver.model import RosterModel
from solver.problem import RosterProblem
from solver.result import SlotRoster


def add(model: RosterModel) -> None:
    """
    At most one shift among those that overlap in [start, end + rest).

    Two shifts lie too close exactly when these stretches overlap, and stretches that overlap
    pairwise share the start of one of them: one row for each start keeps the relaxation tight.
    """
    options = model.problem.options
    starts = np.array([option.start for option in options], dtype=np.int64)
    for p, person in enumerate(model.problem.people):
        if person.last_end is not None:
            model.forbid(p, np.flatnonzero(starts < person.last_end + person.min_rest_slots))
        for clique in _cliques(model, p):
            model.cp.add_at_most_one(model.works[p, o] for o in clique)


def _cliques(model: RosterModel, person: int) -> list[frozenset[int]]:
    options, rest = model.problem.options, model.problem.people[person].min_rest_slots
    mine = model.options_of[person]
    found: list[frozenset[int]] = []
    for start in sorted({options[o].start for o in mine}):
        clique = frozenset(
            o
            for o in mine
            if options[o].start <= start < max(options[o].end + rest, options[o].start + 1)
        )
        if found and found[-1] <= clique:
            found.pop()
        if len(clique) > 1:
            found.append(clique)
    return found


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """Neighbouring shifts of one person, last week's final one included, that lie too close."""
    for p, person in enumerate(problem.people):
        mine = sorted(
            (problem.options[c.option].start, problem.options[c.option].end)
            for c in roster.choices
            if c.person == p
        )
        if person.last_end is not None:
            mine.insert(0, (person.last_end - 1, person.last_end))
        for (_, end), (start, _) in pairwise(mine):
            if start - end < person.min_rest_slots:
                yield Violation(
                    "rest",
                    person.id,
                    f"rests {start - end} slots before slot {start}, needs {person.min_rest_slots}",
                )
