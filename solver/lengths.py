"""Which problems are too long to be solved as a whole, and into parts of how many days they go."""

from solver.contract import WEEK
from solver.problem import RosterProblem

MANY_ROWS, MOST_WHOLE_DAYS, LONG_PART = 64, 91, 14
"""
Rows of demand a day from which a part has one week; days up to which others are solved as short
ones; and days of parts of those that are solved in parts beyond.
"""


def part_days(problem: RosterProblem) -> int:
    """Days of a part: few where each has many rows of demand."""
    rows = len(problem.skills) * problem.n_slots / max(problem.n_days, 1)
    return WEEK if rows > MANY_ROWS else MOST_WHOLE_DAYS


def is_long(problem: RosterProblem) -> bool:
    """Whether a problem is solved some weeks at a time."""
    days = part_days(problem)
    return problem.n_days > (WEEK + 1 if days == WEEK else days + WEEK)


def goes_by_weeks(problem: RosterProblem) -> bool:
    """Whether a problem is solved week by week, which also bounds it week by week."""
    return is_long(problem) and part_days(problem) == WEEK
