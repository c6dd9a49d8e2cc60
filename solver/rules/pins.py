"""A pinned shift is worked, with the pinned skill where one is named; a pinned day off is free."""

from collections.abc import Iterator

from planner.roster import Violation
from solver.model import RosterModel
from solver.problem import Pin, RosterProblem
from solver.result import SlotRoster


def add(model: RosterModel) -> None:
    """Exactly one shift of the pinned template on the day, none of another; none on a day off."""
    for pin in model.problem.pins:
        meant = _meant(model.problem, pin)
        for o, option in enumerate(model.problem.options):
            if option.day == pin.day and o not in meant:
                model.forbid(pin.person, o)
        for s in _other_skills(model.problem, pin):
            for o in meant:
                model.forbid(pin.person, o, s)
    for pin in model.problem.pins:
        if pin.template is not None:
            meant = _meant(model.problem, pin)
            mine = [model.works[pin.person, o] for o in meant if (pin.person, o) in model.works]
            model.cp.add_exactly_one(mine)


def _other_skills(problem: RosterProblem, pin: Pin) -> set[int]:
    return set() if pin.skill is None else set(range(len(problem.skills))) - {pin.skill}


def _meant(problem: RosterProblem, pin: Pin) -> set[int]:
    site = problem.people[pin.person].site
    return {
        o
        for o, option in enumerate(problem.options)
        if (option.site, option.day, option.template) == (site, pin.day, pin.template)
    }


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """Pinned days on which the roster holds something else."""
    for pin in problem.pins:
        person = problem.people[pin.person]
        held = [
            (problem.options[c.option].site, problem.options[c.option].template, c.skill)
            for c in roster.choices
            if c.person == pin.person and problem.options[c.option].day == pin.day
        ]
        if not _keeps(pin, person.site, held):
            wanted = pin.template or "off"
            day = problem.day_name(person.site, pin.day)
            skill = "" if pin.skill is None else f" with {problem.skills[pin.skill]}"
            works = " and ".join(f"{name} with {problem.skills[s]}" for _, name, s in held)
            message = f"{day} is locked to {wanted}{skill}, but holds {works or 'no shift'}"
            yield Violation("pins", person.id, message)


def _keeps(pin: Pin, site: str, held: list[tuple[str, str, int]]) -> bool:
    if pin.template is None:
        return not held
    return (
        len(held) == 1
        and held[0][:2] == (site, pin.template)
        and pin.skill
        in (
            None,
            held[0][2],
        )
    )
