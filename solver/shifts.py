"""A roster read person by person."""

from solver.problem import RosterProblem, ShiftOption
from solver.result import SlotRoster


def shifts_of(problem: RosterProblem, roster: SlotRoster) -> list[list[ShiftOption]]:
    """Shifts of each person, by start."""
    found: list[list[ShiftOption]] = [[] for _ in problem.people]
    for choice in roster.choices:
        found[choice.person].append(problem.options[choice.option])
    for shifts in found:
        shifts.sort(key=lambda shift: (shift.start, shift.end))
    return found
