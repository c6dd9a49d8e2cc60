"""
All rules on a whole roster in milliseconds, for rosters made by hand and for every watcher.

Fast forms over columns say who may break which rule; the readable checkers of `solver.rules`, which
stay the reference, then give the words, a person at a time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from planner.roster import Violation
from solver.problem import Pin, RosterProblem
from solver.result import Choice, SlotRoster
from solver.rules import RULES, Rule, rule_name
from solver.validate_forms import FORMS
from solver.validate_tables import Known, sheet


class Validator:
    """
    Checks rosters of one problem; what the rules need of the problem is laid out once.

    Notes
    -----
    A roster in which nearly everybody breaks something takes as long as the words take.
    """

    def __init__(self, problem: RosterProblem) -> None:
        self._problem, self._known = problem, Known(problem)
        self._pins: dict[int, list[Pin]] = {}
        for pin in problem.pins:
            self._pins.setdefault(pin.person, []).append(replace(pin, person=0))

    def violations(self, roster: SlotRoster) -> list[Violation]:
        """What breaks a rule, rule by rule and person by person, as the checkers say it."""
        known, columns = self._known, sheet(self._known, roster)
        by_rule = [
            (rule, None if form is None else np.flatnonzero(form(known, columns)).tolist())
            for rule in RULES
            for form in (FORMS.get(rule_name(rule)),)
        ]
        weeks = _weeks(roster, {p for _, suspects in by_rule for p in suspects or ()})
        return [
            found
            for rule, suspects in by_rule
            for found in (
                rule.violations(self._problem, roster)
                if suspects is None
                else self._told(rule, suspects, weeks)
            )
        ]

    def suspects(self, rule: Rule, roster: SlotRoster) -> frozenset[str]:
        """Ids of the people whom the rule's fast form names; everybody where it has none."""
        form, people = FORMS.get(rule_name(rule)), self._problem.people
        if form is None:
            return frozenset(person.id for person in people)
        named = np.flatnonzero(form(self._known, sheet(self._known, roster)))
        return frozenset(people[p].id for p in named)

    def _told(
        self, rule: Rule, people: Iterable[int], weeks: dict[int, list[Choice]]
    ) -> Iterator[Violation]:
        for p in people:
            alone = replace(
                self._problem,
                people=(self._problem.people[p],),
                pins=tuple(self._pins.get(p, ())),
                wishes=(),
                floors=(),
                pairs=(),
            )
            yield from rule.violations(alone, SlotRoster(tuple(weeks.get(p, ()))))


def _weeks(roster: SlotRoster, people: set[int]) -> dict[int, list[Choice]]:
    """What each of the people works, as a roster of that person alone."""
    found: dict[int, list[Choice]] = {}
    if people:
        for choice in roster.choices:
            if choice.person in people:
                found.setdefault(choice.person, []).append(replace(choice, person=0))
    return found
