"""Columns: schedules of single persons, as a master problem mixes them."""

from collections.abc import Iterable
from dataclasses import dataclass

from solver.problem import IntArray, RosterProblem
from solver.result import Choice, SlotRoster

UNDECIDED = -2
"""Stands for a day of which nothing is decided."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """
    A schedule of a person.

    Parameters
    ----------
    cents
        Pay, wishes and prices of limits.
    rows
        Rows of cover to which it gives an agent each, rising.
    days, skills, breaks
        Option of each day, -1 off; its skill; starts of its breaks, shape
        ``(n_days, most_breaks)``.
    """

    person: int
    cents: int
    rows: IntArray
    days: IntArray
    skills: IntArray
    breaks: IntArray

    @property
    def key(self) -> tuple[int, bytes, bytes, bytes]:
        """What makes it another column."""
        return self.person, self.days.tobytes(), self.skills.tobytes(), self.breaks.tobytes()

    def keeps(self, decided: IntArray) -> bool:
        """Whether it keeps to what is decided of the days, UNDECIDED where nothing is."""
        return bool(((decided == UNDECIDED) | (decided == self.days)).all())


def roster_of(problem: RosterProblem, columns: Iterable[Column]) -> SlotRoster:
    """The roster that columns make."""
    found = []
    for column in columns:
        for day, option in enumerate(column.days.tolist()):
            if option >= 0:
                n_breaks = len(problem.options[option].breaks)
                starts = column.breaks[day, :n_breaks].tolist()
                found.append(Choice(column.person, option, int(column.skills[day]), tuple(starts)))
    return SlotRoster(tuple(sorted(found)))
