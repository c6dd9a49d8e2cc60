"""Limits over all days of a problem, told by the fields of a person that say the same."""

from dataclasses import dataclass, replace

from solver.contract import Limit
from solver.problem import Person, RosterProblem


@dataclass(frozen=True, slots=True)
class _Shifts:
    """Days, half-open, on which shifts of a site begin, and templates worked at night, by day."""

    first_day: int
    end_day: int
    nights: frozenset[str]
    by_day: frozenset[str]


def folded(problem: RosterProblem) -> RosterProblem:
    """
    The same problem, with the same rosters, whose people have as few limits as can be.

    Hours and nights of all days are fields of a person, which every search knows.
    """
    shifts = {site: _shifts(problem, site) for site in {p.site for p in problem.people}}
    people = tuple(_plainer(person, shifts[person.site]) for person in problem.people)
    return replace(problem, people=people)


def _shifts(problem: RosterProblem, site: str) -> _Shifts:
    mine = [option for option in problem.options if option.site == site]
    days = {option.day for option in mine}
    nights = frozenset(option.template for option in mine if option.is_night)
    by_day = frozenset(option.template for option in mine if not option.is_night)
    return _Shifts(min(days, default=0), max(days, default=0) + 1, nights, by_day)


def _plainer(person: Person, shifts: _Shifts) -> Person:
    kept = []
    for limit in person.limits:
        is_whole = limit.first_day <= shifts.first_day and limit.end_day >= shifts.end_day
        if limit.is_soft or not is_whole:
            kept.append(limit)
        elif limit.unit == "minutes" and limit.templates is None:
            person = _with_hours(person, limit)
        elif _is_of_nights(limit, shifts):
            person = replace(person, max_nights=min(person.max_nights, limit.most))
        else:
            kept.append(limit)
    return replace(person, limits=tuple(kept))


def _is_of_nights(limit: Limit, shifts: _Shifts) -> bool:
    """Whether it allows so many of all nights, and counts no shift by day."""
    is_most = limit.unit == "shifts" and limit.least == 0
    return is_most and limit.templates == shifts.nights and not shifts.nights & shifts.by_day


def _with_hours(person: Person, limit: Limit) -> Person:
    return replace(
        person,
        min_minutes=max(person.min_minutes, limit.least),
        max_minutes=min(person.max_minutes, limit.most),
    )
