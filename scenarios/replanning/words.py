"""Why a day of a person changes, in words: whom the new shift covers for, and what it is for."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from solver.demand import floors_of, lacking
from solver.problem import IntArray, RosterProblem
from solver.published import DayChange
from solver.result import Choice, SlotRoster
from solver.validate import Validator


@dataclass(slots=True, eq=False)
class Reasons:
    """
    Words for the changes of one re-plan.

    Parameters
    ----------
    away
        Shifts that fell away, with the word for the absence.
    before
        The published roster without them; `changes` are what was made of it.
    """

    problem: RosterProblem
    away: tuple[tuple[Choice, str], ...]
    before: SlotRoster
    changes: tuple[DayChange, ...]
    _broken: dict[str, str] = field(init=False)
    _missing: IntArray = field(init=False)
    _floors: list[list[int]] = field(init=False)

    def __post_init__(self) -> None:
        found = Validator(self.problem).violations(self.before)
        self._broken = {v.agent: v.message for v in reversed(found)}
        self._missing = lacking(self.problem, self.before)
        self._floors = floors_of(self.problem)

    def away_words(self, kind: str) -> str:
        """Why somebody does not work what was published."""
        return f"away ({kind})"

    def of(self, change: DayChange) -> str:
        """Why a day changes."""
        person = self.problem.people[change.person].id
        if change.after is None:
            return self._free_words(change, person)
        words = self._covers(change.after) or self._broken_words(person) or self._short(change)
        if change.is_light:
            return words or "fits what is needed then better"
        return words or "fits what is needed and allowed better"

    def _free_words(self, change: DayChange, person: str) -> str:
        """Why somebody is off who was to work."""
        taken = [
            c.after
            for c in self.changes
            if c.person == change.person and c.before is None and c.after is not None
        ]
        if self._broken_words(person):
            return self._broken_words(person)
        if taken:
            return f"off for the shift taken on {self._day(taken[0])}"
        return "not needed then any more"

    def _broken_words(self, person: str) -> str:
        found = self._broken.get(person)
        return f"the published week breaks a rule: {found}" if found else ""

    def _covers(self, after: Choice) -> str:
        """Whose shift is covered: the one away, or the one who has moved, that overlaps most."""
        gone = [
            (self._overlap(after, choice), f"{self._shift(choice)}, {self._away(kind)}")
            for choice, kind in self.away
            if choice.person != after.person
        ]
        moved = [
            (self._overlap(after, c.before), f"{self._shift(c.before)}, {self._moved(c)}")
            for c in self.changes
            if c.before is not None and c.person != after.person and not c.is_light
        ]
        for found in (gone, moved):
            overlap, words = max(found, default=(0, ""))
            if overlap > 0:
                return f"covers {words}"
        return ""

    def _away(self, kind: str) -> str:
        return f"away ({kind})" if kind else "away"

    def _moved(self, change: DayChange) -> str:
        if change.after is None:
            return "off then now"
        return f"on {self.problem.options[change.after.option].template} now"

    def _overlap(self, one: Choice, other: Choice) -> int:
        """Slots that two shifts share, doubled where their skill is the same."""
        mine, theirs = self.problem.options[one.option], self.problem.options[other.option]
        shared = min(mine.end, theirs.end) - max(mine.start, theirs.start)
        return max(shared, 0) * (1 + (one.skill == other.skill))

    def _short(self, change: DayChange) -> str:
        """Slots of the new shift in which its skill, or else a floor, was short, as hours."""
        after, problem = change.after, self.problem
        assert after is not None
        option = problem.options[after.option]
        names = (*problem.skills, *(floor.name for floor in problem.floors))
        for row in (after.skill, *self._floors[after.person]):
            run = self._missing[row, option.start : option.end] > 0
            if run.any():
                hours = float(run.sum()) * problem.slot_minutes / 60
                return f"{names[row]} was short for {hours:g} h of it"
        return ""

    def _shift(self, choice: Choice) -> str:
        option = self.problem.options[choice.option]
        return (
            f"the {option.template} shift of {self._day(choice)} for "
            f"{self.problem.person_name(choice.person)}"
        )

    def _day(self, choice: Choice) -> str:
        option = self.problem.options[choice.option]
        return self.problem.day_name(option.site, option.day)


def shifts_of_days(changes: Iterable[DayChange]) -> int:
    """Changed shifts: light changes left out."""
    return sum(not change.is_light for change in changes)
