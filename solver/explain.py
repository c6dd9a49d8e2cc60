"""Why there is no roster, or why one leaves demand uncovered, in facts and words."""

from solver.conflicts import Conflict
from solver.problem import RosterProblem


def conflict_in_words(problem: RosterProblem, conflict: Conflict) -> str:
    """One line for the manager."""
    return f"{problem.person_name(conflict.person)}: {conflict.rules} {conflict.pins}"
