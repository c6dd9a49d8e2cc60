"""Why demand is uncovered: for each run of slots, who could work and what stops each of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from planner.runs import runs
from solver.demand import counts, lacking
from solver.eligible import could_work
from solver.fact_model import BINDING
from solver.problem import IntArray, RosterProblem
from solver.result import Choice, SlotRoster

MOST_ASKED: Final = 300
"""People asked about one shortfall; of more, every so many."""
HERE = "at work with this skill"
AT_WORK = "at work"
ON_BREAK = "on a break"
NO_SHIFT = "for whom no shift is offered then"
OTHER_RESTS = "resting after or before other shifts"
WORDS = {
    "one_shift_a_day": "working another shift that day",
    "rest": "resting",
    "weekly_hours": "at their maximum of hours",
    "days_in_row": "at their maximum of days in a row",
    "days_off": "owed a day off",
    "nights": "at their maximum of nights",
    "pins": "locked to something else",
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
"""
What a person is doing instead, by the rule that another shift would break, the most telling first.

A second shift on a day nearly always leaves too little rest too, which then is not what matters.
"""


@dataclass(frozen=True, slots=True)
class Reason:
    """What some people do instead, in words, and who they are; most of them first."""

    text: str
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """
    A run of slots in which a skill, or a floor, is short; not in all of them where it `has_gaps`.

    Parameters
    ----------
    name
        Of the skill, or of the floor where `is_floor`.
    first, end
        Slots, half-open.
    most
        Largest number of people missing at once, first in slot `worst`.
    agent_slots
        People missing, summed over the slots.
    able, lacking
        People who have the skill, or count for the floor, and who do not.
    reasons
        What those able do in the worst slot, most frequent first; of more than `MOST_ASKED` some
        are asked.
    """

    name: str
    is_floor: bool
    first: int
    end: int
    worst: int
    most: int
    agent_slots: int
    able: int
    lacking: int
    reasons: tuple[Reason, ...]
    has_gaps: bool = False

    @property
    def who(self) -> str:
        """How many could be there, and how many could not: ``6 have this skill, 2 lack it``."""
        if not self.able:
            return "nobody counts for it" if self.is_floor else "nobody has this skill"
        asked = sum(len(reason.people) for reason in self.reasons)
        some = "" if asked == self.able else f" ({asked} of them asked)"
        if self.is_floor:
            return f"{self.able} {'counts' if self.able == 1 else 'count'} for it{some}"
        have, lack = (
            ("has" if self.able == 1 else "have"),
            ("lacks" if self.lacking == 1 else "lack"),
        )
        lacking = f", {self.lacking} {lack} it" if self.lacking else ""
        return f"{self.able} {have} this skill{some}{lacking}"


def shortfalls(problem: RosterProblem, roster: SlotRoster, most: int = 8) -> tuple[Shortfall, ...]:
    """The `most` largest runs of slots in which a skill is short; close ones are told as one."""
    missing = lacking(problem, roster)
    found = [
        (-int(missing[row, first:end].sum()), row, first, end)
        for row in range(len(problem.skills))
        for first, end in runs(missing[row], problem.slot_minutes)
    ]
    return _explained(problem, roster, missing, [run for _, *run in sorted(found)[:most]])


def floor_shortfalls(
    problem: RosterProblem, roster: SlotRoster, spans: Iterable[tuple[int, int, int]]
) -> tuple[Shortfall, ...]:
    """Why a floor is not kept, for spans of slots: its number, the first slot and the end."""
    n_skills = len(problem.skills)
    rows = [(n_skills + floor, first, end) for floor, first, end in spans]
    return _explained(problem, roster, lacking(problem, roster), rows)


def _explained(
    problem: RosterProblem, roster: SlotRoster, missing: IntArray, spans: Sequence[Sequence[int]]
) -> tuple[Shortfall, ...]:
    held: dict[int, list[Choice]] = defaultdict(list)
    for choice in roster.choices:
        held[choice.person].append(choice)
    return tuple(_explain(problem, held, missing, *span) for span in spans)


def _explain(
    problem: RosterProblem,
    held: dict[int, list[Choice]],
    missing: IntArray,
    row: int,
    first: int,
    end: int,
) -> Shortfall:
    worst = first + int(missing[row, first:end].argmax())
    able = np.flatnonzero(counts(problem)[:, row]).tolist()
    covering = [o for o, option in enumerate(problem.options) if option.start <= worst < option.end]
    reasons: dict[str, list[int]] = defaultdict(list)
    for p in able[:: max(-(-len(able) // MOST_ASKED), 1)]:
        reasons[_reason(problem, held.get(p, []), covering, p, row, worst)].append(p)
    names = (*problem.skills, *(floor.name for floor in problem.floors))
    return Shortfall(
        name=names[row],
        is_floor=row >= len(problem.skills),
        first=first,
        end=end,
        worst=worst,
        most=int(missing[row, worst]),
        agent_slots=int(missing[row, first:end].sum()),
        able=len(able),
        lacking=len(problem.people) - len(able),
        reasons=_ranked(reasons),
        has_gaps=not missing[row, first:end].all(),
    )


def _ranked(reasons: dict[str, list[int]]) -> tuple[Reason, ...]:
    """Most frequent first; shifts from which only one person rests are told as one."""
    alone = [
        text for text, people in reasons.items() if text.startswith("resting ") and len(people) == 1
    ]
    if len(alone) > 1:
        reasons = {
            **{text: people for text, people in reasons.items() if text not in alone},
            OTHER_RESTS: sorted(p for text in alone for p in reasons[text]),
        }
    ranked = sorted(reasons.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return tuple(Reason(text, tuple(people)) for text, people in ranked)


def _reason(
    problem: RosterProblem,
    mine: Sequence[Choice],
    covering: Sequence[int],
    person: int,
    row: int,
    slot: int,
) -> str:
    for choice in mine:
        option = problem.options[choice.option]
        if option.start <= slot < option.end:
            return _at_work(problem, choice, row, slot)
    at_site = _with_skill(problem, covering, person, row)
    possible = {o: skill for o, skill in at_site.items() if could_work(problem, person, o)}
    if not possible:
        free = replace(problem.people[person], unavailable=())
        unbound = replace(problem, people=(free,), wishes=(), pins=(), floors=(), pairs=())
        missed = [o for o in at_site if could_work(unbound, 0, o)]
        return _away(problem, person, missed) if missed else NO_SHIFT
    return _obstacle(problem, mine, person, possible)


def _with_skill(
    problem: RosterProblem, options: Sequence[int], person: int, row: int
) -> dict[int, int]:
    """Options of a person's site, with a skill that fills the row there."""
    who = problem.people[person]
    skills = (row,) if row < len(problem.skills) else who.skills
    found = {}
    for o in options:
        option = problem.options[o]
        fitting = [s for s in skills if option.skills is None or s in option.skills]
        if option.site == who.site and fitting:
            found[o] = fitting[0]
    return found


def _away(problem: RosterProblem, person: int, missed: Sequence[int]) -> str:
    names = {problem.away_name(person, problem.options[o].day) for o in missed}
    return "on time off" if "time off" in names else "outside their availability"


def _at_work(problem: RosterProblem, choice: Choice, row: int, slot: int) -> str:
    is_floor = row >= len(problem.skills)
    if choice.skill != row and not is_floor:
        return f"at work with {problem.skills[choice.skill]}"
    windows = problem.options[choice.option].breaks
    resting = any(
        start <= slot < start + window.length
        for window, start in zip(windows, choice.break_starts, strict=True)
    )
    if resting:
        return ON_BREAK
    return AT_WORK if is_floor else HERE


def _obstacle(
    problem: RosterProblem, mine: Sequence[Choice], person: int, possible: Mapping[int, int]
) -> str:
    """The rule that stands in the way of the option that fewest rules forbid, or its price."""
    pins = tuple(replace(pin, person=0) for pin in problem.pins if pin.person == person)
    me = (problem.people[person],)
    single = replace(problem, people=me, pins=pins, wishes=(), floors=(), pairs=())
    held = tuple(replace(choice, person=0) for choice in mine)
    before = _breaks(single, held)
    broken = [
        (len(found), found, o)
        for o, skill in possible.items()
        for found in [_more(single, held, o, skill, before)]
    ]
    n_rules, rules, option = min(broken)
    if not n_rules:
        return _free(problem, person, [o for n, _, o in broken if not n])
    if rules[0] == "rest":
        return _resting(problem, mine, option)
    return WORDS.get(rules[0], rules[0])


def _breaks(single: RosterProblem, held: Sequence[Choice]) -> frozenset[str]:
    roster = SlotRoster(tuple(sorted(held)))
    return frozenset(found.rule for rule in BINDING for found in rule.violations(single, roster))


def _more(
    single: RosterProblem, held: Sequence[Choice], option: int, skill: int, before: frozenset[str]
) -> tuple[str, ...]:
    """Rules that one more shift breaks, the most telling first."""
    starts = tuple(window.earliest for window in single.options[option].breaks)
    found = _breaks(single, (*held, Choice(0, option, skill, starts))) - before
    return tuple(rule for rule in WORDS if rule in found) or tuple(sorted(found))


def _resting(problem: RosterProblem, mine: Sequence[Choice], option: int) -> str:
    """Which shift needs the rest: the nearest one."""
    wanted = problem.options[option]
    near = min(
        (problem.options[choice.option] for choice in mine),
        key=lambda o: min(abs(wanted.start - o.end), abs(o.start - wanted.end)),
        default=None,
    )
    if near is None:
        return "resting after last week's final shift"
    side = "after" if near.start < wanted.start else "before"
    return f"resting {side} {near.template} on {problem.day_name(near.site, near.day)}"


def _free(problem: RosterProblem, person: int, options: Sequence[int]) -> str:
    """Nothing but money, or a wish, speaks against one of the options."""
    dislikes = {
        o: sum(w.cents for w in problem.wishes if (w.person, w.option) == (person, o))
        for o in options
    }
    least = min(dislikes.values())
    if least > 0:
        return f"free, but would rather not (from {problem.money(least)})"
    return "free: a further shift costs more than it saves, or was not found in the time"
