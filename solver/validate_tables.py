"""A problem, and a roster of it, as columns that rules can be checked on all at once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import TypeVar, cast

import numpy as np

from solver.columns import Bools
from solver.problem import IntArray, Person, RosterProblem
from solver.result import Choice, SlotRoster

T = TypeVar("T")
FAR = 1 << 40
"""Slots between two people in a sorted list of runs; no problem has as many."""
NONE = -1
"""Stands for no template, no skill or no shift."""


class Known:
    """
    What rules need to know of a problem; made once, for any number of rosters.

    Attributes
    ----------
    day, start, end, paid, night, on_call, clock_start, site, template, n_breaks
        Of each option; sites and templates are numbered.
    breaks
        First and last slot in which each break may begin, shape ``(n_options, n_breaks, 2)``.
    home
        Site of each person; NONE for one at which nothing is worked.
    has_skill
        Shape ``(n_people, n_skills)``.
    is_for
        Whether an option may be worked with a skill, shape ``(n_options, n_skills)``.
    """

    def __init__(self, problem: RosterProblem) -> None:
        self.problem = problem
        self.n_people, self.n_days = len(problem.people), problem.n_days
        options = problem.options
        self.day, self.start = _ints(o.day for o in options), _ints(o.start for o in options)
        self.end, self.paid = _ints(o.end for o in options), _ints(o.paid_minutes for o in options)
        self.night = _ints(o.is_night for o in options) > 0
        self.on_call = _ints(o.is_on_call for o in options) > 0
        self.clock_start = _ints(o.clock_start for o in options)
        self._sites = _numbers(o.site for o in options)
        self.templates = _numbers(o.template for o in options)
        self.site = _ints(self._sites[o.site] for o in options)
        self.template = _ints(self.templates[o.template] for o in options)
        self.home = _ints(self._sites.get(p.site, NONE) for p in problem.people)
        self._of_people: dict[str, IntArray] = {}
        self._made: dict[str, object] = {}
        self.n_breaks = _ints(len(o.breaks) for o in options)
        self.breaks = self._windows()
        self.has_skill = self._skills()
        self.is_for = self._purposes()

    def of_people(self, name: str) -> IntArray:
        """A whole number of every person, as `Person` names it; -FAR where it is None."""
        if name not in self._of_people:
            values = (getattr(person, name) for person in self.problem.people)
            self._of_people[name] = _ints(-FAR if value is None else value for value in values)
        return self._of_people[name]

    def once(self, name: str, make: Callable[["Known"], T]) -> T:
        """What a form makes of the problem, made when first asked for."""
        if name not in self._made:
            self._made[name] = make(self)
        return cast("T", self._made[name])

    @cached_property
    def away(self) -> tuple[IntArray, IntArray]:
        """Ends and starts of runs in which people are away, by person times FAR plus slot."""
        runs = [
            (p * FAR + first, p * FAR + last)
            for p, person in enumerate(self.problem.people)
            for first, last in _joined(person)
        ]
        return _ints(last for _, last in runs), _ints(first for first, _ in runs)

    def _windows(self) -> IntArray:
        most = max((len(o.breaks) for o in self.problem.options), default=0)
        found = np.zeros((len(self.problem.options), most, 2), dtype=np.int64)
        for o, option in enumerate(self.problem.options):
            for j, window in enumerate(option.breaks):
                found[o, j] = window.earliest, window.latest
        return found

    def _purposes(self) -> Bools:
        found = np.ones((len(self.problem.options), len(self.problem.skills)), dtype=np.bool_)
        for o, option in enumerate(self.problem.options):
            if option.skills is not None:
                found[o] = False
                found[o, sorted(option.skills)] = True
        return found

    def _skills(self) -> Bools:
        found = np.zeros((self.n_people, len(self.problem.skills)), dtype=np.bool_)
        for p, person in enumerate(self.problem.people):
            found[p, list(person.skills)] = True
        return found


def _joined(person: Person) -> Iterator[tuple[int, int]]:
    """Runs in which a person is away, in order, overlapping ones joined."""
    current: tuple[int, int] | None = None
    for first, last in sorted(run for run in person.unavailable if run[0] < run[1]):
        if current is None or first > current[1]:
            if current is not None:
                yield current
            current = (first, last)
        else:
            current = (current[0], max(current[1], last))
    if current is not None:
        yield current


def _ints(values: Iterable[int]) -> IntArray:
    return np.array([int(value) for value in values], dtype=np.int64)


def _numbers(names: Iterable[str]) -> dict[str, int]:
    return {name: i for i, name in enumerate(dict.fromkeys(names))}


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """
    A roster as columns, a row a choice, in order of person and start.

    `starts` holds the first slot of each break, `n_starts` how many there are; `shifts` counts
    them by person and day, `worked` says where there are any.
    """

    person: IntArray
    option: IntArray
    skill: IntArray
    starts: IntArray
    n_starts: IntArray
    shifts: IntArray
    worked: Bools


def sheet(known: Known, roster: SlotRoster) -> Sheet:
    """Columns of a roster."""
    choices = roster.choices
    person, option = _column(choices, "person"), _column(choices, "option")
    skill, (starts, n_starts) = _column(choices, "skill"), _starts(choices)
    order = np.lexsort((known.end[option], known.start[option], person))
    shifts = np.bincount(
        person * known.n_days + known.day[option], minlength=known.n_people * known.n_days
    ).reshape(known.n_people, known.n_days)
    return Sheet(
        person[order],
        option[order],
        skill[order],
        starts[order],
        n_starts[order],
        shifts,
        shifts > 0,
    )


def _column(choices: Sequence[Choice], name: str) -> IntArray:
    return np.fromiter(map(attrgetter(name), choices), dtype=np.int64, count=len(choices))


def _starts(choices: Sequence[Choice]) -> tuple[IntArray, IntArray]:
    breaks = [choice.break_starts for choice in choices]
    lengths = np.fromiter(map(len, breaks), np.int64, len(choices))
    flat = np.fromiter(chain.from_iterable(breaks), np.int64)
    found = np.full((len(choices), int(lengths.max(initial=0))), NONE, dtype=np.int64)
    found[np.arange(found.shape[1]) < lengths[:, None]] = flat
    return found, lengths
