"""Why demand is uncovered: for each run of slots, who could work and what stops each of them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from solver.check import violations
from solver.coverage import short
from solver.eligible import could_work
from solver.problem import IntArray, RosterProblem
from solver.result import Choice, SlotRoster

FREE = "free, but dearer than the shortfall or not found in the time"
HERE = "at work with this skill"
ELSEWHERE = "at work with another skill"
ON_BREAK = "on a break"
NO_SHIFT = "no shift of theirs covers it"
AWAY = "unavailable"
WORDS = {
    "rest": "resting",
    "weekly_hours": "at their maximum of hours",
    "one_shift_a_day": "working another shift that day",
    "days_in_row": "at their maximum of days in a row",
    "days_off": "owed a day off",
    "nights": "at their maximum of nights",
    "pins": "pinned to something else",
    "rotation": "in another week of their rotation",
    "successions": "working a shift that this must not follow or precede",
    "nights_in_row": "at their maximum of nights in a row or resting after them",
    "on_call": "resting after on-call",
    "stretches": "owed days off or days of work in a row",
    "hours_limits": "at a limit of hours",
    "shift_counts": "at a limit of shifts",
    "weekends": "owed a weekend off",
    "weekly_rest": "owed a weekly rest",
    "same_start": "starting at another time this week",
}
"""What a person is doing instead, by the rule that another shift would break."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """
    A run of slots in which a skill is short.

    Parameters
    ----------
    first, end
        Slots, half-open.
    most
        Largest number of people missing at once, first in slot `worst`.
    agent_slots
        People missing, summed over the slots.
    able
        People who have the skill.
    reasons
        What they do in the worst slot, most frequent first, with the number of people.
    """

    skill: str
    first: int
    end: int
    worst: int
    most: int
    agent_slots: int
    able: int
    reasons: tuple[tuple[str, int], ...]

    @property
    def why(self) -> str:
        """The reasons as half a sentence: ``6 people have it: 4 resting, 2 unavailable``."""
        if not self.able:
            return "nobody has this skill"
        listed = ", ".join(f"{count} {reason}" for reason, count in self.reasons)
        return f"{self.able} have this skill: {listed}"


def shortfalls(problem: RosterProblem, roster: SlotRoster, most: int = 8) -> tuple[Shortfall, ...]:
    """The `most` largest shortfalls, runs of neighbouring slots of one skill, largest first."""
    missing = short(problem, roster)
    found = [
        (int(missing[s, first:end].sum()), s, first, end)
        for s in range(len(problem.skills))
        for first, end in _runs(missing[s])
    ]
    largest = sorted(found, key=lambda run: (-run[0], *run[1:]))[:most]
    return tuple(_explain(problem, roster, missing, *run[1:]) for run in largest)


def _runs(missing: IntArray) -> Iterator[tuple[int, int]]:
    edges = np.diff(np.concatenate(([0], (missing > 0).astype(np.int64), [0])))
    first, end = np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist()
    yield from zip(first, end, strict=True)


def _explain(
    problem: RosterProblem, roster: SlotRoster, missing: IntArray, skill: int, first: int, end: int
) -> Shortfall:
    worst = first + int(missing[skill, first:end].argmax())
    able = [p for p, person in enumerate(problem.people) if skill in person.skills]
    reasons = Counter(_reason(problem, roster, p, skill, worst) for p in able)
    return Shortfall(
        skill=problem.skills[skill],
        first=first,
        end=end,
        worst=worst,
        most=int(missing[skill, worst]),
        agent_slots=int(missing[skill, first:end].sum()),
        able=len(able),
        reasons=tuple(reasons.most_common()),
    )


def _reason(problem: RosterProblem, roster: SlotRoster, person: int, skill: int, slot: int) -> str:
    mine = [c for c in roster.choices if c.person == person]
    for choice in mine:
        option = problem.options[choice.option]
        if option.start <= slot < option.end:
            return _at_work(problem, choice, skill, slot)
    site = problem.people[person].site
    covering = [
        o
        for o, option in enumerate(problem.options)
        if option.site == site and option.start <= slot < option.end
    ]
    possible = [o for o in covering if could_work(problem, person, o)]
    if not possible:
        free = replace(problem.people[person], unavailable=())
        unbound = replace(problem, people=(free,), wishes=(), pins=(), floors=(), pairs=())
        return AWAY if any(could_work(unbound, 0, o) for o in covering) else NO_SHIFT
    return _obstacle(problem, mine, person, skill, possible)


def _at_work(problem: RosterProblem, choice: Choice, skill: int, slot: int) -> str:
    if choice.skill != skill:
        return ELSEWHERE
    windows = problem.options[choice.option].breaks
    resting = any(
        start <= slot < start + window.length
        for window, start in zip(windows, choice.break_starts, strict=True)
    )
    return ON_BREAK if resting else HERE


def _obstacle(
    problem: RosterProblem, mine: list[Choice], person: int, skill: int, possible: list[int]
) -> str:
    """The rule that stands in the way of the option that fewest rules forbid."""
    pins = tuple(replace(pin, person=0) for pin in problem.pins if pin.person == person)
    me = (problem.people[person],)
    single = replace(problem, people=me, pins=pins, wishes=(), floors=(), pairs=())
    held = [replace(choice, person=0) for choice in mine]
    broken = [_broken(single, held, option, skill) for option in possible]
    fewest = min(broken, key=len)
    return WORDS.get(fewest[0], fewest[0]) if fewest else FREE


def _broken(single: RosterProblem, held: list[Choice], option: int, skill: int) -> tuple[str, ...]:
    starts = tuple(window.earliest for window in single.options[option].breaks)
    more = SlotRoster(tuple(sorted((*held, Choice(0, option, skill, starts)))))
    before = {v.rule for v in violations(single, SlotRoster(tuple(held)))}
    found = {v.rule for v in violations(single, more)} - before
    return tuple(rule for rule in WORDS if rule in found) or tuple(sorted(found))
