"""
Where two people are not kept together, or apart, as their `Pair` asks.

Together fails on a day on which one works a template and the other does not; apart fails once for
each two shifts that share a slot. With one shift a day that is at most once for two days. Pairs
without a price tie people: none can be rostered without the other.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from solver.contract import Pair
from solver.model import RosterModel
from solver.problem import RosterProblem, ShiftOption
from solver.result import SlotRoster

Days = tuple[int, int]
"""Days of the first's and the second's shift; twice the same where they are to be together."""


@dataclass(frozen=True, slots=True)
class Row:
    """
    Sum of variables plus a constant that the pair wants within `least` and `most`.

    Where it is not, it lies one beside, and the pair fails on `days`.
    """

    days: Days
    terms: tuple[tuple[cp_model.IntVar, int], ...]
    constant: int
    least: int
    most: int

    def sum_with(self, *more: tuple[cp_model.IntVar, int]) -> cp_model.LinearExprT:
        """The sum of its variables and of more, for a model."""
        terms = (*self.terms, *more)
        return cp_model.LinearExpr.weighted_sum([v for v, _ in terms], [c for _, c in terms])


def rows(model: RosterModel, pair: Pair) -> Iterator[Row]:
    """What the model must say for the pair never to fail."""
    yield from _together(model, pair) if pair.together else _apart(model, pair)


def _together(model: RosterModel, pair: Pair) -> Iterator[Row]:
    """Each day and template: first works it - second works it = 0."""
    found: dict[tuple[int, str], list[tuple[cp_model.IntVar, int]]] = defaultdict(list)
    constants: dict[tuple[int, str], int] = defaultdict(int)
    options = model.problem.options
    for person, sign in ((pair.first, 1), (pair.second, -1)):
        for o in [] if person < 0 else model.options_of[person]:
            found[options[o].day, options[o].template].append((model.works[person, o], sign))
    for o in pair.second_works or ():
        constants[options[o].day, options[o].template] -= 1
    for day, template in sorted({*found, *constants}):
        terms = tuple(found[day, template])
        yield Row((day, day), terms, constants[day, template], 0, 0)


def _apart(model: RosterModel, pair: Pair) -> Iterator[Row]:
    """A shift of the first and all of the second on a day that share a slot with it: at most 1."""
    options = model.problem.options
    second = model.options_of[pair.second] if pair.second_works is None else pair.second_works
    for o in model.options_of[pair.first]:
        mine = ((model.works[pair.first, o], 1),)
        shared: dict[int, list[int]] = defaultdict(list)
        for other in second:
            if _share(options[o], options[other]):
                shared[options[other].day].append(other)
        for day, others in shared.items():
            days = (options[o].day, day)
            if pair.second_works is not None:
                yield Row(days, mine, len(others), 0, 1)
            else:
                theirs = tuple((model.works[pair.second, other], 1) for other in others)
                yield Row(days, mine + theirs, 0, 0, 1)


def _share(one: ShiftOption, other: ShiftOption) -> bool:
    return one.start < other.end and other.start < one.end


def failures(
    problem: RosterProblem, roster: SlotRoster, pairs: Sequence[Pair]
) -> Iterator[tuple[Pair, list[Days]]]:
    """Days of a finished roster on which each of the pairs fails, once for each time."""
    works: dict[int, list[ShiftOption]] = {
        p: [] for pair in pairs for p in (pair.first, pair.second)
    }
    for choice in roster.choices if works else ():
        if choice.person in works:
            works[choice.person].append(problem.options[choice.option])
    for pair in pairs:
        fixed = pair.second_works
        second = works[pair.second] if fixed is None else [problem.options[o] for o in fixed]
        yield pair, _failures(pair, works[pair.first], second)


def _failures(pair: Pair, first: list[ShiftOption], second: list[ShiftOption]) -> list[Days]:
    if not pair.together:
        return [(a.day, b.day) for a in first for b in second if _share(a, b)]
    mine, theirs = {(s.day, s.template) for s in first}, {(s.day, s.template) for s in second}
    return [(day, day) for day in sorted({day for day, _ in mine ^ theirs})]


def is_tied(problem: RosterProblem) -> bool:
    """Whether any pair is banned from failing, so that two people depend on each other."""
    return any(pair.cents is None for pair in problem.pairs)


def tied(problem: RosterProblem) -> list[list[int]]:
    """Everybody, in groups of people whom banned pairs tie together."""
    groups = {p: [p] for p in range(len(problem.people))}
    for pair in problem.pairs:
        if pair.cents is None and not pair.is_fixed:
            first, second = groups[pair.first], groups[pair.second]
            if first is not second:
                first += second
                groups |= dict.fromkeys(second, first)
    return [sorted(group) for p, group in groups.items() if p == min(group)]
