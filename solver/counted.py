"""
What of a person's contract is a matter of days and kinds of shifts alone, however they begin.

Over many weeks a person has thousands of shifts that differ in nothing but minutes of the clock.
Without rests between them one of each kind a day says as much: if no roster of those keeps what is
counted, none of all shifts does.
"""

from collections.abc import Hashable, Iterator
from dataclasses import replace

from solver.alone import schedule
from solver.contract import WEEK
from solver.problem import Person, RosterProblem, ShiftOption

MOST_OPTIONS = 500
"""Shifts up to which a person of several weeks is asked about all of them."""


def is_of_counts(part: RosterProblem) -> bool:
    """
    Whether a few people, with more shifts than can be asked about, have no roster by counts alone.

    False where shifts are few: there everything is asked about at once.
    """
    is_large = part.n_days > WEEK + 1 and len(part.options) > MOST_OPTIONS
    return is_large and schedule(counted(part)) is None


def counted(problem: RosterProblem) -> RosterProblem:
    """The problem of some people with a shift of each kind a day, and without rests."""
    people = tuple(map(_without_rests, problem.people))
    tells = _templates_that_tell(problem)
    kinds: dict[tuple[Hashable, ...], int] = {}
    for o, option in enumerate(problem.options):
        kinds.setdefault((*_kind(option, tells), *_away(option, people)), o)
    kept = tuple(problem.options[o] for o in sorted(kinds.values()))
    return replace(problem, people=people, options=kept)


def _without_rests(person: Person) -> Person:
    return replace(
        person,
        min_rest_slots=0,
        last_end=None,
        rest_after_nights=0,
        rest_after_on_call=0,
        last_on_call_end=None,
        min_weekly_rest=0,
        max_start_spread=None,
    )


def _templates_that_tell(problem: RosterProblem) -> list[frozenset[str]]:
    """Sets of templates that limits, rotations, pins and successions tell from others."""

    def named() -> Iterator[frozenset[str]]:
        for person in problem.people:
            yield from (limit.templates for limit in person.limits if limit.templates is not None)
            yield from person.rotation
            yield frozenset([person.last_template or ""])
        yield from (frozenset([pin.template or ""]) for pin in problem.pins)
        for before, after in problem.forbidden_after.items():
            yield frozenset([before])
            yield after

    return list(dict.fromkeys(named()))


def _kind(option: ShiftOption, tells: list[frozenset[str]]) -> tuple[Hashable, ...]:
    return (
        option.site,
        option.day,
        option.paid_minutes,
        option.is_night,
        option.is_rest_day,
        option.is_on_call,
        option.skills,
        *(option.template in templates for templates in tells),
    )


def _away(option: ShiftOption, people: tuple[Person, ...]) -> tuple[Hashable, ...]:
    """Times off of the people that the shift touches."""
    return tuple(
        tuple(i for i, (a, b) in enumerate(p.unavailable) if option.start < b and option.end > a)
        for p in people
    )
