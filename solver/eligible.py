"""Who could work an option at all: site, time off, kind of contract, rotation, rest before."""

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
    """Whether the person's cycle of weeks allows the template in the week of a day."""
    return person.cents_out_of_turn is not None or is_in_turn(person, day, template)


def is_in_turn(person: Person, day: int, template: str) -> bool:
    """Whether the person's cycle of weeks holds the template in the week of a day."""
    cycle = person.rotation
    return not cycle or template in cycle[day // WEEK % len(cycle)]


def rested_from(person: Person) -> int:
    """Slot from which last week's final shift allows another, 0 where none is known."""
    return 0 if person.last_end is None else max(person.last_end + person.min_rest_slots, 0)


def ready_after_nights(person: Person) -> int:
    """Slot from which last week's nights allow a shift that is none, 0 where there were none."""
    if not person.nights_before or person.worked_day_0 or person.last_end is None:
        return 0
    return max(person.last_end + person.rest_after_nights, 0)


def ready_after_on_call(person: Person) -> int:
    """Slot from which last week's on-call allows another shift, 0 where there was none."""
    if person.last_on_call_end is None or person.rest_after_on_call == 0:
        return 0
    return max(person.last_on_call_end + person.rest_after_on_call, 0)
