"""
The rules of a roster, one file each.

A rule has `add(model)`, which states it to CP-SAT, and `violations(problem, roster)`, which
checks a finished roster without the model; the two are written separately. Rules that close
choices come first, so that closed choices need no variable. Every rule binds one person at a time.
"""

from collections.abc import Iterator
from typing import Protocol, cast

from planner.roster import Violation
from solver.model import RosterModel
from solver.problem import RosterProblem
from solver.result import SlotRoster
from solver.rules import (
    availability,
    breaks,
    days_in_row,
    days_off,
    nights,
    one_shift_a_day,
    pins,
    rest,
    site,
    skills,
    weekly_hours,
)


class Rule(Protocol):
    """What a module of this package offers."""

    __name__: str

    def add(self, model: RosterModel) -> None:
        """State the rule to the model."""

    def violations(self, problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
        """Find what in a roster breaks the rule."""


RULES: tuple[Rule, ...] = cast(
    "tuple[Rule, ...]",
    (
        site,
        skills,
        availability,
        nights,
        one_shift_a_day,
        rest,
        pins,
        days_in_row,
        days_off,
        weekly_hours,
        breaks,
    ),
)


def rule_name(rule: Rule) -> str:
    """Last part of the module's name, such as ``weekly_hours``."""
    return rule.__name__.rpartition(".")[2]
