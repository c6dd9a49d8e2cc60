"""
The CP-SAT model of a roster: its variables, and nothing that a single rule or goal says.

People of one skill pattern and one crew who work one option are interchangeable, so only `works`
belongs to a person; skills and breaks are counted: `staff[o, s, c]` people of crew c work option o
with skill s, and `starts[o, s, c, j][t]` of them begin break j in slot t. A crew are people who
count for the same floors; without floors all are one. `solver.breaks` hands the counts out again.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from solver.problem import RosterProblem, ShiftOption
from solver.result import SlotRoster

Values = dict[int, int]
"""Value of each variable, by its index."""

Take = tuple[int, int, int]
"""Option, pattern of the option, skill."""

Post = tuple[int, int, int]
"""Option, skill, crew."""


@dataclass(slots=True)
class Cost:
    """A linear cost in cents: ``constant`` plus integer coefficients times variables."""

    terms: list[tuple[cp_model.IntVar, int]] = field(default_factory=list)
    constant: int = 0

    def add(self, variable: cp_model.IntVar, cents: int) -> None:
        """Charge `cents` for each unit of `variable`."""
        if cents:
            self.terms.append((variable, cents))

    def value(self, values: Mapping[int, int]) -> int:
        """Cost of an assignment of values."""
        return self.constant + sum(values[v.index] * cents for v, cents in self.terms)


class RosterModel:
    """
    Variables of a roster.

    Variables are made when they are first asked for, so that a model with one rule holds only
    what that rule needs. A choice that `forbid` closed before needs no variable.

    Attributes
    ----------
    cp
        The CP-SAT model to which rules and goals add.
    """

    def __init__(self, problem: RosterProblem) -> None:
        self.problem = problem
        self.cp = cp_model.CpModel()
        shape = (len(problem.people), len(problem.options), len(problem.skills))
        self._open: NDArray[np.bool_] = np.ones(shape, dtype=np.bool_)
        self._derived: list[tuple[tuple[cp_model.IntVar, ...], Callable[[Values], Iterable[int]]]]
        self._derived = []

    def forbid(self, person: int, option: int | NDArray[np.intp], skill: int | None = None) -> None:
        """
        Close an option (or an array of options) to a person, altogether or with one skill.

        Works until somebody asks for `patterns`; before somebody asks for `works` it is cheapest.
        """
        if "patterns" in self.__dict__:
            raise RuntimeError("forbid() came after people were counted by skill; order RULES so")
        self._open[person, option, slice(None) if skill is None else skill] = False
        if "works" in self.__dict__:
            for o in np.atleast_1d(option).tolist():
                if (person, o) in self.works and not self._open[person, o].any():
                    self.cp.add(self.works[person, o] == 0)

    @cached_property
    def works(self) -> dict[tuple[int, int], cp_model.IntVar]:
        """Person works option: one boolean for each open pair."""
        people, options = self.problem.people, self.problem.options
        pairs = np.argwhere(self._open.any(axis=2)).tolist()
        return {
            (p, o): self.cp.new_bool_var(f"works {people[p].id} {name_of(options[o])}")
            for p, o in pairs
        }

    @cached_property
    def options_of(self) -> list[list[int]]:
        """Options open to each person, ascending."""
        found: list[list[int]] = [[] for _ in self.problem.people]
        for p, o in self.works:
            found[p].append(o)
        return found

    def works_on(
        self, person: int, days: Container[int], templates: Container[str] | None = None
    ) -> list[cp_model.IntVar]:
        """Variables of the person's shifts that begin on some days, all or of some templates."""
        options = self.problem.options
        return [
            self.works[person, o]
            for o in self.options_of[person]
            if options[o].day in days and (templates is None or options[o].template in templates)
        ]

    @cached_property
    def crews(self) -> list[frozenset[int]]:
        """Floors for which each crew counts."""
        return sorted(set(self._floors_of), key=sorted)

    @cached_property
    def crew_of(self) -> list[int]:
        """Crew of each person."""
        number = {floors: c for c, floors in enumerate(self.crews)}
        return [number[floors] for floors in self._floors_of]

    @cached_property
    def _floors_of(self) -> list[frozenset[int]]:
        found: list[set[int]] = [set() for _ in self.problem.people]
        for f, floor in enumerate(self.problem.floors):
            for p in floor.people:
                found[p].add(f)
        return [frozenset(floors) for floors in found]

    @cached_property
    def patterns(self) -> list[dict[tuple[tuple[int, ...], int], list[int]]]:
        """For each option the people who may work it, by skills they may do it with and crew."""
        found: list[dict[tuple[tuple[int, ...], int], list[int]]] = [
            {} for _ in self.problem.options
        ]
        for p, o in self.works:
            skills = tuple(np.flatnonzero(self._open[p, o]).tolist())
            found[o].setdefault((skills, self.crew_of[p]), []).append(p)
        return found

    @cached_property
    def takes(self) -> dict[Take, cp_model.IntVar]:
        """How many people of a pattern work the option with the skill."""
        takes: dict[Take, cp_model.IntVar] = {}
        for o, patterns in enumerate(self.patterns):
            for k, ((skills, _), people) in enumerate(patterns.items()):
                mine = [self.works[p, o] for p in people]
                if len(people) == 1 and len(skills) == 1:
                    takes[o, k, skills[0]] = mine[0]
                    continue
                name = name_of(self.problem.options[o])
                for s in skills:
                    label = f"takes {name} {k} {self.problem.skills[s]}"
                    takes[o, k, s] = self.cp.new_int_var(0, len(people), label)
                self.cp.add(sum(takes[o, k, s] for s in skills) == sum(mine))
        return takes

    @cached_property
    def staff(self) -> dict[Post, cp_model.IntVar]:
        """How many of a crew work an option with a skill, where anybody can."""
        parts: dict[Post, list[cp_model.IntVar]] = defaultdict(list)
        most: dict[Post, int] = defaultdict(int)
        for (o, k, s), take in self.takes.items():
            (_, crew), people = [*self.patterns[o].items()][k]
            parts[o, s, crew].append(take)
            most[o, s, crew] += len(people)
        return {key: self._total(key, takes, most[key]) for key, takes in parts.items()}

    def _total(self, key: Post, takes: list[cp_model.IntVar], most: int) -> cp_model.IntVar:
        if len(takes) == 1:
            return takes[0]
        option, skill = self.problem.options[key[0]], self.problem.skills[key[1]]
        total = self.cp.new_int_var(0, most, f"staff {name_of(option)} {skill} {key[2]}")
        self.cp.add(sum(takes) == total)
        return total

    @cached_property
    def starts(self) -> dict[tuple[int, int, int, int], dict[int, cp_model.IntVar]]:
        """
        How many of the staff of (option, skill, crew) begin break j in a slot.

        Breaks that no requirement can feel are left out; they may fall anywhere in their window.
        """
        found: dict[tuple[int, int, int, int], dict[int, cp_model.IntVar]] = {}
        for (o, s, c), staff in self.staff.items():
            most = staff.proto.domain[1]
            for j, window in enumerate(self.problem.options[o].breaks):
                if not self._matters(s, c, window.earliest, window.latest + window.length):
                    continue
                name = f"starts {name_of(self.problem.options[o])} {self.problem.skills[s]} {c} {j}"
                found[o, s, c, j] = {
                    t: self.cp.new_int_var(0, most, f"{name} {t}")
                    for t in range(window.earliest, window.latest + 1)
                }
        return found

    def _matters(self, skill: int, crew: int, first: int, last: int) -> bool:
        problem = self.problem
        return (
            first < problem.n_slots < last
            or bool(problem.required[skill, first:last].any())
            or any(any(problem.floors[f].required[first:last]) for f in self.crews[crew])
            or any(
                work.skill == skill and work.release < last and first < work.due
                for work in problem.deferred
            )
        )

    def variable(self, index: int) -> cp_model.IntVar:
        """Variable of an index."""
        return self.cp.get_int_var_from_proto_index(index)

    def derive(self, variable: cp_model.IntVar, value: Callable[[Values], int]) -> None:
        """Say how the value of an auxiliary variable follows from those made before it."""
        self.derive_all([variable], lambda values: [value(values)])

    def derive_all(
        self, variables: Iterable[cp_model.IntVar], found: Callable[[Values], Iterable[int]]
    ) -> None:
        """Say how the values of auxiliary variables follow from those made before them."""
        self._derived.append((tuple(variables), found))

    def values(self, roster: SlotRoster) -> Values:
        """
        Value of every variable made so far under a roster.

        Raises
        ------
        KeyError
            When the roster holds a choice for which there is no variable.
        """
        values: Values = {v.index: 0 for v in self.works.values()}
        if "takes" in self.__dict__:
            self._count(values)
        for choice in roster.choices:
            values[self.works[choice.person, choice.option].index] = 1
        if "takes" in self.__dict__:
            self._add_counts(values, roster)
        for variables, found in self._derived:
            for variable, value in zip(variables, found(values), strict=True):
                values[variable.index] = value
        return values

    def _count(self, values: Values) -> None:
        values.update({v.index: 0 for v in (*self.takes.values(), *self.staff.values())})
        values.update({v.index: 0 for slots in self.starts.values() for v in slots.values()})

    def _add_counts(self, values: Values, roster: SlotRoster) -> None:
        for choice in roster.choices:
            works = self.works[choice.person, choice.option]
            k = self.pattern_of[choice.person, choice.option]
            take = self.takes[choice.option, k, choice.skill]
            post = (choice.option, choice.skill, self.crew_of[choice.person])
            staff = self.staff[post]
            for variable in {v.index for v in (take, staff)} - {works.index}:
                values[variable] += 1
            windows = self.problem.options[choice.option].breaks
            for j, (_, slot) in enumerate(zip(windows, choice.break_starts, strict=True)):
                starts = self.starts.get((*post, j))
                if starts is not None:
                    values[starts[slot].index] += 1

    @cached_property
    def pattern_of(self) -> dict[tuple[int, int], int]:
        """Number of the pattern to which a person belongs on an option."""
        return {
            (p, o): k
            for o, patterns in enumerate(self.patterns)
            for k, people in enumerate(patterns.values())
            for p in people
        }

    def hint(self, values: Mapping[int, int]) -> None:
        """Hand the solver a complete starting point."""
        hint = self.cp.proto.solution_hint
        hint.vars.extend(values.keys())
        hint.values.extend(values.values())

    def minimize(self, costs: Iterable[Cost]) -> None:
        """Minimise the sum of costs, cents."""
        found = list(costs)
        merged: dict[int, int] = defaultdict(int)
        variables: dict[int, cp_model.IntVar] = {}
        for cost in found:
            for variable, cents in cost.terms:
                merged[variable.index] += cents
                variables[variable.index] = variable
        weighted = cp_model.LinearExpr.weighted_sum(
            list(variables.values()), [merged[i] for i in variables]
        )
        self.cp.minimize(weighted + sum(cost.constant for cost in found))


def name_of(option: ShiftOption) -> str:
    """Short name of an option for people who read a model dump."""
    return f"{option.site} day {option.day} {option.template}"
