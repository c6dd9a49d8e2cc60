"""What a schedule costs beside its shifts: priced limits, and what is wanted at a price."""

from solver.goals.wanted import together
from solver.problem import IntArray, RosterProblem
from solver.schedules.crew import Member
from solver.schedules.tallies import priced


class Extras:
    """Prices schedules of the people of a problem beside pay, wishes and tolls of single shifts."""

    def __init__(self, problem: RosterProblem) -> None:
        self._problem, is_asked = problem, bool(problem.unwanted_after)
        self._wants = [is_asked or not person.wanted.is_empty for person in problem.people]

    def cents(self, p: int, member: Member, options: IntArray) -> int:
        """Cents of a person who works some options, in any order; 0 where nothing is asked."""
        soft = [limit for limit in member.kind.limits if limit.is_soft]
        if not (soft or self._wants[p]):
            return 0
        shifts = (self._problem.options[o] for o in options.tolist())
        worked = sorted(shifts, key=lambda shift: shift.start)
        weekends = self._problem.people[p].weekends
        found = sum(priced(limit, worked, weekends) for limit in soft)
        if self._wants[p]:
            found += sum(breach.cents for breach in together(self._problem, p, worked))
        return found
