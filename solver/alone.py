"""A few people of a problem by themselves: whom hard pairs bind, and whether they have a roster."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ortools.sat.python import cp_model

from solver.cpsat import cp_solver
from solver.fact_model import BINDING
from solver.facts import Fact
from solver.model import RosterModel
from solver.problem import Person, RosterProblem
from solver.result import Choice, SlotRoster
from solver.rules import Rule

Week = tuple[int, ...]
"""Options that one person works, indices into the whole problem."""

TRIES: Final = 8
"""Weeks of others that are tried for a person before CP-SAT is asked."""


def bound_together(problem: RosterProblem) -> list[tuple[int, ...]]:
    """People bound by hard pairs, each group ascending; who is in none is a group of one."""
    group = list(range(len(problem.people)))
    for pair in problem.pairs:
        if pair.cents is None and not pair.is_fixed:
            old, new = group[pair.second], group[pair.first]
            group = [new if g == old else g for g in group]
    found: dict[int, list[int]] = defaultdict(list)
    for p, g in enumerate(group):
        found[g].append(p)
    return [tuple(people) for people in found.values()]


class Apart:
    """Cuts people out of a problem; options of a site are looked up once."""

    def __init__(self, problem: RosterProblem) -> None:
        self.problem = problem
        self._of_site: dict[frozenset[str], list[int]] = {}
        self._pins = defaultdict(list)
        for pin in problem.pins:
            self._pins[pin.person].append(pin)
        self._pairs = [p for p in problem.pairs if p.cents is None and not p.is_fixed]

    def options(self, people: Sequence[int]) -> list[int]:
        """Options of the people's sites."""
        sites = frozenset(self.problem.people[p].site for p in people)
        if sites not in self._of_site:
            options = enumerate(self.problem.options)
            self._of_site[sites] = [o for o, option in options if option.site in sites]
        return self._of_site[sites]

    def of(self, people: Sequence[int]) -> RosterProblem:
        """The problem of `people`, numbered from 0, without demand of any kind."""
        number = {p: i for i, p in enumerate(people)}
        problem = self.problem
        return replace(
            problem,
            people=tuple(problem.people[p] for p in people),
            options=tuple(problem.options[o] for o in self.options(people)),
            pins=tuple(replace(pin, person=number[p]) for p in people for pin in self._pins[p]),
            pairs=tuple(
                replace(pair, first=number[pair.first], second=number[pair.second])
                for pair in (self._pairs if len(people) > 1 else ())
                if pair.first in number and pair.second in number
            ),
            wishes=(),
            others=(),
            floors=(),
            deferred=(),
        )


def schedule(
    problem: RosterProblem, rules: Sequence[Rule] = BINDING, work: float = 5.0
) -> SlotRoster | bool | None:
    """
    A roster of a few people that keeps the rules, found by CP-SAT.

    None if there is none; True if neither was found in `work` deterministic seconds.
    """
    model = RosterModel(problem)
    for rule in rules:
        rule.add(model)
    works = model.works
    solver = cp_solver()
    solver.parameters.max_deterministic_time = work
    status = solver.solve(model.cp)
    if status == cp_model.INFEASIBLE:
        return None
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return True
    worked = [pair for pair, works_it in works.items() if solver.value(works_it)]
    return SlotRoster(tuple(sorted(choice(problem, p, o) for p, o in worked)))


def choice(problem: RosterProblem, person: int, option: int) -> Choice:
    """A person on an option, with the skill of a pin or else any of theirs that it is for."""
    what, mine = problem.options[option], problem.people[person].skills
    pinned = [
        pin.skill
        for pin in problem.pins
        if pin.person == person and pin.day == what.day and pin.skill is not None
    ]
    suited = [s for s in mine if what.skills is None or s in what.skills]
    skill = (*pinned, *suited, *mine, 0)[0]
    return Choice(person, option, skill, tuple(w.earliest for w in what.breaks))


def like(person: Person) -> Person:
    """The person without what rules do not look at; equal for people who have the same weeks."""
    return replace(person, id="", cents_per_hour=0)


class Known:
    """Weeks found for people of each site, tried for others before CP-SAT is asked."""

    def __init__(self) -> None:
        self._weeks: dict[str, list[Week]] = defaultdict(list)

    def fits(self, single: RosterProblem) -> bool:
        """Whether the one person of a problem can work a week found before."""
        weeks = self._weeks[single.people[0].site]
        for week in reversed(weeks[-TRIES:]):
            roster = SlotRoster(tuple(choice(single, 0, o) for o in week))
            if not any(next(iter(r.violations(single, roster)), None) for r in BINDING):
                weeks.remove(week)
                weeks.append(week)
                return True
        return False

    def add(self, single: RosterProblem, roster: SlotRoster) -> None:
        """Remember what the one person of a problem works."""
        week = tuple(sorted(c.option for c in roster.choices))
        self._weeks[single.people[0].site].append(week)


def facts_alone(facts: Sequence[Fact], people: Sequence[int]) -> list[Fact]:
    """Facts of a cut-out part, told of the people of the whole problem."""
    return [_told_of(fact, people) for fact in facts]


def _told_of(fact: Fact, people: Sequence[int]) -> Fact:
    if fact.kind == "pair":
        (pair,) = fact.get("pairs")
        whole = replace(pair, first=people[pair.first], second=people[pair.second])
        return replace(fact, value=(("pairs", (whole,)),))
    return fact if fact.person is None else replace(fact, person=people[fact.person])
