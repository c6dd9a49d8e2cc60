"""What a re-plan changed, for the page: a row for each person and day."""

from dataclasses import dataclass
from typing import Final

from planner.exports.changes import shift_words
from planner.wording import short_day
from scenarios.plan import Plan

KINDS: Final = {"away": "Away", "shift": "Shift", "light": "Skill or breaks"}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change as the page shows it; `notice` is in words."""

    name: str
    site: str
    day: str
    kind: str
    before: str
    after: str
    notice: str
    why: str


def changed(plan: Plan) -> tuple[ChangeRow, ...]:
    """Rows in the order of the changes."""
    return tuple(
        ChangeRow(
            one.name,
            one.site,
            short_day(one.day),
            KINDS[one.kind],
            shift_words(one.before, one),
            shift_words(one.after, one),
            notice_words(one.notice_hours),
            one.why,
        )
        for one in plan.changes or ()
    )


def changed_headline(plan: Plan) -> str:
    """How much changed, in a sentence."""
    found = plan.changes or ()
    shifts = sum(one.kind == "shift" for one in found)
    people = len({one.agent for one in found if one.kind != "away"})
    if not people:
        return "Nobody else's shift changes." if found else "Nobody's shift changes."
    counted = "1 shift changes" if shifts == 1 else f"{shifts} shifts change"
    light = sum(one.kind == "light" for one in found)
    also = f", {light} more only in skill or breaks" if light else ""
    who = "1 person is" if people == 1 else f"{people} people are"
    return f"{counted}{also}; {who} told anew, everybody else's week is as it was published."


def notice_words(hours: float) -> str:
    """Notice in days where it is long, else in hours."""
    if hours < 0:
        return "begun"
    if hours < 48:
        return f"{hours:.0f} h"
    return f"{hours / 24:.0f} days"
