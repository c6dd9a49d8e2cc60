"""`changes.csv`: who works otherwise than published, on which day, how soon, and why."""

from collections.abc import Iterable, Iterator
from typing import Final

from planner.changes import RosterChange
from planner.exports.cells import Cell, csv_text
from planner.exports.roster import break_words
from planner.exports.stamps import clock_span
from planner.local_time import zone
from planner.roster import Assignment

COLUMNS: Final = ("agent", "name", "site", "day", "kind", "before", "after", "notice_hours", "why")
KINDS: Final = {"away": "away", "shift": "shift", "light": "skill or breaks"}
"""Kinds of changes as tables call them."""
OFF: Final = "off"


def text(changes: Iterable[RosterChange]) -> str:
    """Table of `COLUMNS`, a row for each change in their order, times on the site's clock."""
    return csv_text(COLUMNS, _rows(changes))


def _rows(changes: Iterable[RosterChange]) -> Iterator[list[Cell]]:
    for one in changes:
        yield [
            one.agent,
            one.name,
            one.site,
            one.day.isoformat(),
            KINDS[one.kind],
            shift_words(one.before, one),
            shift_words(one.after, one),
            round(one.notice_hours, 1),
            one.why,
        ]


def shift_words(made: Assignment | None, change: RosterChange) -> str:
    """
    A shift of a change, such as ``late 14:00-22:30 phone``; breaks where they are the change.

    The start in the name of a flexible shift is not told twice.
    """
    if made is None:
        return OFF
    clock = zone(change.zone)
    span = clock_span(made.shift.interval.start, made.shift.interval.end, clock)
    template = made.shift.template.removesuffix(f" {span}").removesuffix(f" {span[:5]}")
    words = f"{template} {span} {made.skill}"
    if change.kind != "light":
        return words
    return "; ".join([words, *(break_words(rest, clock) for rest in made.shift.breaks)])
