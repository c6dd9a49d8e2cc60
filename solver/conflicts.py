"""
Which facts leave somebody no roster: a smallest set of them.

Coverage is a matter of price, and rules bind one person at a time but for hard pairs. So a problem
has a roster exactly when each person, or group of people bound by pairs, has one alone; floors that
no roster may miss are left to `bans_alone`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from solver.alone import Apart, Known, bound_together, facts_alone, like, schedule
from solver.counted import counted, is_of_counts
from solver.fact_model import FactModel
from solver.facts import Fact, facts_of
from solver.problem import RosterProblem
from solver.result import SlotRoster
from solver.smallest import ROUNDS, smallest

SCREEN_WORK: Final = 1.0
"""Deterministic seconds in which a group of people must be told to have no roster."""

MOST_PROVEN: Final = 25
"""Conflicts, unlike each other, that are made smallest; further ones are irreducible."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """
    Facts that no roster keeps together, while any of them left out frees one.

    Parameters
    ----------
    people
        Who has no roster: one person, or a group bound by pairs; as in `RosterProblem.people`.
    is_smallest
        Whether no smaller number of facts conflicts; else time ran out before that was known.
    """

    people: tuple[int, ...]
    facts: tuple[Fact, ...]
    is_smallest: bool

    @property
    def pattern(self) -> tuple[tuple[str, object], ...]:
        """What is asked, whoever it is asked of."""
        return pattern(self.facts)


def pattern(facts: Sequence[Fact]) -> tuple[tuple[str, object], ...]:
    """Facts without their people."""
    return tuple((fact.kind, fact.value) for fact in facts)


def conflicts(
    problem: RosterProblem, among: Iterable[tuple[int, ...]] | None = None
) -> Iterator[Conflict]:
    """
    A smallest conflict of each person, or group bound by pairs, that has no roster.

    Of some only, where they are known to have none.
    """
    apart = Apart(problem)
    found: dict[str, list[Conflict]] = {}
    for people in without_roster(problem, apart) if among is None else among:
        part = apart.of(people)
        site = part.people[0].site
        again = _seen(part, found.get(site, [])) if len(people) == 1 else None
        n_found = sum(len(some) for some in found.values())
        facts, is_smallest = again or explained(part, quick=n_found >= MOST_PROVEN)
        conflict = Conflict(people, tuple(facts_alone(facts, people)), is_smallest)
        if again is None:
            found.setdefault(site, []).append(conflict)
        yield conflict


def without_roster(
    problem: RosterProblem, apart: Apart, among: Iterable[tuple[int, ...]] | None = None
) -> Iterator[tuple[int, ...]]:
    """
    People, or groups bound by pairs, whom the rules leave no roster; all or only some are asked.

    Like people are asked once; a week that somebody of the site can work is tried for others.
    """
    known: dict[object, bool] = {}
    weeks = Known()
    for people in bound_together(problem) if among is None else among:
        part = apart.of(people)
        key = (tuple(like(person) for person in part.people), part.pins, part.pairs)
        if key not in known:
            known[key] = _possible(part, weeks)
        if not known[key]:
            yield people


def _possible(part: RosterProblem, weeks: Known) -> bool:
    single = len(part.people) == 1
    if single and weeks.fits(part):
        return True
    roster = schedule(part, work=SCREEN_WORK)
    if single and isinstance(roster, SlotRoster):
        weeks.add(part, roster)
    return roster is not None


def _seen(part: RosterProblem, found: Sequence[Conflict]) -> tuple[list[Fact], bool] | None:
    """Facts of one person that made another's conflict."""
    mine = facts_of(part)
    for conflict in reversed(found):
        told = [fact for fact in mine if (fact.kind, fact.value) in conflict.pattern]
        if pattern(told) == conflict.pattern:
            return told, False
    return None


def explained(part: RosterProblem, *, quick: bool = False) -> tuple[list[Fact], bool]:
    """
    Conflict of a few people who have no roster, and whether it is known to be the smallest.

    Over many weeks that of what is counted, where there is one: rests are left aside, which a
    smaller one might hold.
    """
    if is_of_counts(part):
        return explained(counted(part), quick=quick)[0], False
    facts = facts_of(part)
    numbers, is_smallest = smallest(FactModel(part, facts), 0 if quick else ROUNDS)
    return [facts[i] for i in sorted(numbers)], is_smallest
