"""A roster read person by person."""

from collections.abc import Callable, Iterator

from solver.problem import Person, RosterProblem, ShiftOption
from solver.result import SlotRoster


def shifts_of(
    problem: RosterProblem, roster: SlotRoster, concerns: Callable[[Person], bool]
) -> Iterator[tuple[Person, list[ShiftOption]]]:
    """People whom a rule concerns, each with their shifts by start."""
    found: dict[int, list[ShiftOption]] = {
        p: [] for p, person in enumerate(problem.people) if concerns(person)
    }
    for choice in roster.choices if found else ():
        if choice.person in found:
            found[choice.person].append(problem.options[choice.option])
    for p, shifts in found.items():
        yield problem.people[p], sorted(shifts, key=lambda shift: (shift.start, shift.end))
