"""A part of a problem: some people are rostered anew while all others keep their shifts."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from solver.contract import Floor, Pair
from solver.coverage import present
from solver.eligible import could_work
from solver.goals.fairness import KINDS, Kind
from solver.on_duty import missing
from solver.prices import Burden
from solver.problem import RosterProblem
from solver.result import Choice, SlotRoster

NOBODY = -1


class Parts:
    """Cuts parts out of one problem."""

    def __init__(self, problem: RosterProblem) -> None:
        self.problem = problem
        self._shares = [self._who_share(kind) for kind in KINDS]

    def _who_share(self, kind: Kind) -> list[bool]:
        options = [o for o, option in enumerate(self.problem.options) if kind.counts(option)]
        return [
            kind.shares(person) and any(could_work(self.problem, p, o) for o in options)
            for p, person in enumerate(self.problem.people)
        ]

    def of(self, roster: SlotRoster, people: Collection[int]) -> RosterProblem:
        """
        Problem of `people` alone; what the others of the roster cover counts as carried in.

        A roster of the part costs as much as the whole one, less the pay, wishes, limits and pairs
        of the others.
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
            floors=self._floors(rest, number),
            pairs=tuple(self._pairs(rest, number)),
        )

    def _burdens(self, rest: SlotRoster, chosen: Collection[int]) -> tuple[Burden, ...]:
        problem = self.problem
        if not any(kind.cents(problem.prices) for kind in KINDS):
            return ()
        counts = [[kind.past(person) for kind in KINDS] for person in problem.people]
        for choice in rest.choices:
            option, mine = problem.options[choice.option], counts[choice.person]
            for k, kind in enumerate(KINDS):
                mine[k] += kind.counts(option)
        return tuple(
            Burden(
                person.site,
                *(
                    n if shares[p] else None
                    for n, shares in zip(counts[p], self._shares, strict=True)
                ),
            )
            for p, person in enumerate(problem.people)
            if p not in chosen
        )

    def _floors(self, rest: SlotRoster, number: dict[int, int]) -> tuple[Floor, ...]:
        """What the others leave missing on each floor."""
        return tuple(
            replace(
                floor,
                people=tuple(number[p] for p in floor.people if p in number),
                required=tuple(missing(self.problem, rest, floor)),
            )
            for floor in self.problem.floors
        )

    def _pairs(self, rest: SlotRoster, number: dict[int, int]) -> Iterator[Pair]:
        """Pairs of whom one at least is in the part, that one named first."""
        for pair in self.problem.pairs:
            first, second = pair.first, pair.second
            if first in number and (second in number or pair.is_fixed):
                yield replace(pair, first=number[first], second=number.get(second, NOBODY))
            elif first in number or second in number:
                inside, outside = (first, second) if first in number else (second, first)
                works = tuple(c.option for c in rest.choices if c.person == outside)
                yield replace(pair, first=number[inside], second=NOBODY, second_works=works)


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
