"""A part of a problem: some people are rostered anew while all others keep their shifts."""

from collections.abc import Collection
from dataclasses import replace

from solver.coverage import present
from solver.eligible import could_work
from solver.problem import Burden, RosterProblem
from solver.result import Choice, SlotRoster


def part(problem: RosterProblem, roster: SlotRoster, people: Collection[int]) -> RosterProblem:
    """
    Problem of `people` alone; what the others of the roster cover counts as carried in.

    A roster of the part costs as much as the whole one, less the pay and wishes of the others.
    """
    chosen = sorted(people)
    number = {p: i for i, p in enumerate(chosen)}
    rest = SlotRoster(tuple(c for c in roster.choices if c.person not in number))
    return replace(
        problem,
        people=tuple(problem.people[p] for p in chosen),
        carried_in=present(problem, rest),
        wishes=tuple(
            replace(wish, person=number[wish.person])
            for wish in problem.wishes
            if wish.person in number
        ),
        pins=tuple(
            replace(pin, person=number[pin.person])
            for pin in problem.pins
            if pin.person in number
        ),
        others=problem.others + _burdens(problem, rest, number),
    )


def _burdens(
    problem: RosterProblem, rest: SlotRoster, chosen: Collection[int]
) -> tuple[Burden, ...]:
    if not (problem.prices.unfair_night or problem.prices.unfair_rest_day):
        return ()
    nights = dict.fromkeys(range(len(problem.people)), 0)
    rest_days = dict(nights)
    for choice in rest.choices:
        option = problem.options[choice.option]
        nights[choice.person] += option.is_night
        rest_days[choice.person] += option.is_rest_day
    return tuple(
        Burden(
            person.site,
            nights[p] if _shares(problem, p, nights=True) else None,
            rest_days[p] if _shares(problem, p, nights=False) else None,
        )
        for p, person in enumerate(problem.people)
        if p not in chosen
    )


def _shares(problem: RosterProblem, person: int, *, nights: bool) -> bool:
    if nights and problem.people[person].nights_only:
        return False
    return any(
        could_work(problem, person, o)
        for o, option in enumerate(problem.options)
        if (option.is_night if nights else option.is_rest_day)
    )


def put_back(roster: SlotRoster, people: Collection[int], changed: SlotRoster) -> SlotRoster:
    """Whole roster in which `people` work as a roster of their part says."""
    chosen = sorted(people)
    kept = [c for c in roster.choices if c.person not in set(chosen)]
    moved = [Choice(chosen[c.person], c.option, c.skill, c.break_starts) for c in changed.choices]
    return SlotRoster(tuple(sorted((*kept, *moved))))
