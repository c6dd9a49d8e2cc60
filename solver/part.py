"""A part of a problem: some people are rostered anew while all others keep their shifts."""

from collections.abc import Collection
from dataclasses import replace

from solver.coverage import present
from solver.eligible import could_work
from solver.problem import Burden, RosterProblem
from solver.result import Choice, SlotRoster


class Parts:
    """Cuts parts out of one problem."""

    def __init__(self, problem: RosterProblem) -> None:
        self.problem = problem
        nights = [o for o, option in enumerate(problem.options) if option.is_night]
        rest_days = [o for o, option in enumerate(problem.options) if option.is_rest_day]
        everyone = range(len(problem.people))
        self._shares_nights = [
            not problem.people[p].nights_only and any(could_work(problem, p, o) for o in nights)
            for p in everyone
        ]
        self._shares_rest_days = [
            any(could_work(problem, p, o) for o in rest_days) for p in everyone
        ]

    def of(self, roster: SlotRoster, people: Collection[int]) -> RosterProblem:
        """
        Problem of `people` alone; what the others of the roster cover counts as carried in.

        A roster of the part costs as much as the whole one, less the pay and wishes of the others.
        """
        problem = self.problem
        number = numbering(people)
        rest = SlotRoster(tuple(c for c in roster.choices if c.person not in number))
        return replace(
            problem,
            people=tuple(problem.people[p] for p in number),
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
            others=problem.others + self._burdens(rest, number),
        )

    def _burdens(self, rest: SlotRoster, chosen: Collection[int]) -> tuple[Burden, ...]:
        problem = self.problem
        if not (problem.prices.unfair_night or problem.prices.unfair_rest_day):
            return ()
        nights, rest_days = [0] * len(problem.people), [0] * len(problem.people)
        for choice in rest.choices:
            option = problem.options[choice.option]
            nights[choice.person] += option.is_night
            rest_days[choice.person] += option.is_rest_day
        return tuple(
            Burden(
                person.site,
                nights[p] if self._shares_nights[p] else None,
                rest_days[p] if self._shares_rest_days[p] else None,
            )
            for p, person in enumerate(problem.people)
            if p not in chosen
        )


def numbering(people: Collection[int]) -> dict[int, int]:
    """Number in the part of each of its people."""
    return {p: i for i, p in enumerate(sorted(people))}


def take_out(roster: SlotRoster, people: Collection[int]) -> SlotRoster:
    """What `people` work, as a roster of their part."""
    number = numbering(people)
    return SlotRoster(
        tuple(
            Choice(number[c.person], c.option, c.skill, c.break_starts)
            for c in roster.choices
            if c.person in number
        )
    )


def put_back(roster: SlotRoster, people: Collection[int], changed: SlotRoster) -> SlotRoster:
    """Whole roster in which `people` work as a roster of their part says."""
    chosen = list(numbering(people))
    kept = [c for c in roster.choices if c.person not in set(chosen)]
    moved = [Choice(chosen[c.person], c.option, c.skill, c.break_starts) for c in changed.choices]
    return SlotRoster(tuple(sorted((*kept, *moved))))
