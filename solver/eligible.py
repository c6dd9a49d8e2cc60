"""Who could work an option at all, by site, time off, kind of contract and rotation."""

from solver.contract import WEEK
from solver.problem import Person, RosterProblem


def could_work(problem: RosterProblem, person: int, option: int) -> bool:
    """Whether the option is at the person's site, in available time and of the contract's kind."""
    who, what = problem.people[person], problem.options[option]
    if who.site != what.site or not who.skills:
        return False
    if (who.nights_only and not what.is_night) or (what.is_night and who.max_nights == 0):
        return False
    if not in_rotation(who, what.day, what.template):
        return False
    return all(what.start >= last or what.end <= first for first, last in who.unavailable)


def in_rotation(person: Person, day: int, template: str) -> bool:
    """Whether the person's cycle of weeks holds the template in the week of a day."""
    cycle = person.rotation
    return not cycle or template in cycle[day // WEEK % len(cycle)]
