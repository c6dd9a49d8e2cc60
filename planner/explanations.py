"""Why a roster is as it is, line by line: what is missing and why, and what would help."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ExplanationKind = Literal[
    "conflict", "way_out", "uncovered", "reason", "agent", "skill", "rule", "unkept"
]


@dataclass(frozen=True, slots=True)
class Explanation:
    """
    One line of an explanation.

    Parameters
    ----------
    kind
        ``conflict``: rules that leave somebody no roster, and each ``way_out``. ``uncovered``:
        agents missing for a skill or a floor, and each ``reason`` why somebody able does not cover.
        One more ``agent``, one more ``skill`` of somebody, or floor to count for, or a step of a
        ``rule``, and what it would buy. ``unkept``: a term at a price that somebody's shifts break.
    text
        The line in words.
    about
        Skill, floor, person or term that it is about.
    start, end
        When, aware; None where it is about no time in particular.
    agent_hours
        Missing, or covered by the change, those of floors counted in; None where unknown.
    money
        Price of the way out or of the broken term, or what the change saves, in the plan's
        currency.
    people
        Names of those meant.
    is_tried
        Whether another solve confirmed it; None where there is nothing to confirm.
    """

    kind: ExplanationKind
    text: str
    about: str = ""
    start: datetime | None = None
    end: datetime | None = None
    agent_hours: float | None = None
    money: float | None = None
    people: tuple[str, ...] = ()
    is_tried: bool | None = None
