"""Some days of a problem, cut out of it."""

from collections.abc import Sequence
from dataclasses import replace

from solver.contract import WEEK
from solver.problem import Person, RosterProblem, ShiftOption


def week_ends(n_days: int, of: int) -> list[int]:
    """
    Days before which parts of so many days end; the last takes what is left.

    A last week has a day more at most, where zones lie apart: longer ones are no week.
    """
    least = 2 if of == WEEK else of // 2 + 1
    return [*range(of, n_days - least + 1, of), n_days]


def first_slot(problem: RosterProblem, day: int) -> int:
    """Slot at which a day's shifts begin to start; the end of the problem for its last."""
    if day == 0:
        return 0
    starts = (option.start for option in problem.options if option.day >= day)
    return min(starts, default=problem.n_slots) if day < problem.n_days else problem.n_slots


def days_off(person: Person, n_days: int) -> int:
    """Days off owed in the last days of a longer problem: those behind its end may be off too."""
    return max(person.min_days_off - max(WEEK - n_days, 0), 0)


def without_past(person: Person) -> Person:
    """The person as if nothing were known of the days before day 0."""
    return replace(
        person,
        last_end=None,
        days_before=0,
        worked_day_0=False,
        days_off_before=None,
        nights_before=0,
        last_template=None,
        last_on_call_end=None,
    )


def in_days(person: Person, a: int, b: int, first: int) -> Person:
    """The person with absences, weekends, rotation and days off of days a to b; `first` slot."""
    weekends = (tuple(day - a for day in days if a <= day < b) for days in person.weekends)
    return replace(
        person,
        min_days_off=days_off(person, b - a),
        unavailable=tuple(
            (max(s - first, 0), e - first) for s, e in person.unavailable if e > first
        ),
        weekends=tuple(days for days in weekends if days),
        rotation=_turned(person.rotation, a // WEEK),
    )


def cut(
    problem: RosterProblem,
    days: tuple[int, int],
    slots: tuple[int, int],
    options: Sequence[int],
    people: tuple[Person, ...],
) -> RosterProblem:
    """The days of a problem from its slots, with the options of them and people as given."""
    (a, b), (first, end) = days, slots
    where = {o: i for i, o in enumerate(options)}
    return replace(
        problem,
        n_days=b - a,
        n_slots=end - first,
        options=tuple(_moved(problem.options[o], a, first) for o in options),
        people=people,
        required=problem.required[:, first:end].copy(),
        carried_in=problem.carried_in[:, first:end].copy(),
        wishes=tuple(
            replace(wish, option=where[wish.option])
            for wish in problem.wishes
            if wish.option in where
        ),
        pins=tuple(replace(pin, day=pin.day - a) for pin in problem.pins if a <= pin.day < b),
        floors=tuple(replace(f, required=f.required[first:end]) for f in problem.floors),
        deferred=(),
        day_names={},
    )


def _moved(option: ShiftOption, day: int, slot: int) -> ShiftOption:
    return replace(
        option,
        day=option.day - day,
        start=option.start - slot,
        end=option.end - slot,
        breaks=tuple(
            replace(w, earliest=w.earliest - slot, latest=w.latest - slot) for w in option.breaks
        ),
    )


def _turned(rotation: tuple[frozenset[str], ...], weeks: int) -> tuple[frozenset[str], ...]:
    """A rotation after so many weeks."""
    turn = weeks % len(rotation) if rotation else 0
    return (*rotation[turn:], *rotation[:turn])
