"""What a re-plan changes of a published roster, a person and day at a time."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from planner.roster import Assignment

ChangeKind = Literal["away", "shift", "light"]


@dataclass(frozen=True, slots=True)
class RosterChange:
    """
    A day of a person that is not as published.

    Parameters
    ----------
    zone
        Clock of the person's site.
    before, after
        What was published and what holds now; None is a day off.
    notice_hours
        From the moment of the re-plan until the earlier of the two begins; below 0 where it had
        begun.
    kind
        ``away``: the person cannot work what was published; ``shift``: another shift, one more or
        one less; ``light``: the same shift with another skill or other breaks.
    why
        In words.
    """

    agent: str
    name: str
    site: str
    zone: str
    day: date
    before: Assignment | None
    after: Assignment | None
    notice_hours: float
    kind: ChangeKind
    why: str
