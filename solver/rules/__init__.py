"""
The rules of a roster, one file each.

A rule has `add(model)`, which states it to CP-SAT, and `violations(problem, roster)`, which
checks a finished roster without the model; the two are written separately. Rules that close
choices come first, so that closed choices need no variable. Every rule but `pairs` and
`floors` binds one person at a time.
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
    floors,
    hours_limits,
    nights,
    nights_in_row,
    on_call,
    one_shift_a_day,
    pairs,
    pins,
    rest,
    rotation,
    same_start,
    shift_counts,
    site,
    skills,
    stretches,
    successions,
    weekends,
    weekly_hours,
    weekly_rest,
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
        rotation,
        nights,
        one_shift_a_day,
        rest,
        pins,
        successions,
        nights_in_row,
        on_call,
        days_in_row,
        days_off,
        stretches,
        weekly_hours,
        hours_limits,
        shift_counts,
        weekends,
        weekly_rest,
        same_start,
        pairs,
        breaks,
        floors,
    ),
)


def rule_name(rule: Rule) -> str:
    """Last part of the module's name, such as ``weekly_hours``."""
    return rule.__name__.rpartition(".")[2]
