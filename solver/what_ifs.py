"""One more agent, one more skill, one relaxed rule: changes of a problem that could be worth it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from solver.cut import without_past
from solver.fact_words import count, listed
from solver.problem import NO_LIMIT, IntArray, Person, RosterProblem

MOST_GROUPS: Final = 30
MEMBERS: Final = 4
"""People of a group who are asked; they differ by time off, wishes and the week before."""

Kind = Literal["agent", "skill", "rule"]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """
    A change to one person, or a new one.

    Parameters
    ----------
    kind
        One more agent, one more skill, or a rule relaxed by one.
    text
        What is changed, for a group of like people, such as ``one more agent at London``.
    person
        Whom it changes; None for a new one.
    changed
        The person after the change.
    """

    kind: Kind
    text: str
    person: int | None
    changed: Person


def what_ifs(problem: RosterProblem, price: IntArray) -> tuple[WhatIf, ...]:
    """Changes to ask about, for every group of people of one site and set of skills."""
    groups: dict[tuple[str, tuple[int, ...], bool], list[int]] = defaultdict(list)
    for p, person in enumerate(problem.people):
        if person.skills:
            groups[person.site, person.skills, person.nights_only].append(p)
    largest = sorted(groups.items(), key=lambda group: -len(group[1]))[:MOST_GROUPS]
    wanted = [s for s in range(len(problem.skills)) if price[s].max(initial=0) > 0]
    found: list[WhatIf] = []
    for (site, skills, _), members in largest:
        where = f"at {problem.site_name(site)} with {listed([problem.skills[s] for s in skills])}"
        found.append(_hired(problem, members, where))
        some = _some(members)
        for s in wanted:
            if s not in skills:
                found += _taught(problem, some, s, where)
    for site in sorted({person.site for person in problem.people}):
        at_site = [p for p, person in enumerate(problem.people) if person.site == site]
        found += (w for p in _some(at_site, 2 * MEMBERS) for w in _relaxed(problem, p, site))
    return tuple(found)


def _some(members: Sequence[int], most: int = MEMBERS) -> list[int]:
    """A few of them, evenly."""
    step = max(len(members) / most, 1.0)
    return [members[int(i * step)] for i in range(min(most, len(members)))]


def _hired(problem: RosterProblem, members: Sequence[int], where: str) -> WhatIf:
    """Somebody like the one who is away least, without a past, wishes or time off."""
    away = {p: sum(end - first for first, end in problem.people[p].unavailable) for p in members}
    model = problem.people[min(members, key=lambda p: (away[p], p))]
    night = "nights-only agent" if model.nights_only else "agent"
    fresh = replace(without_past(model), id="", unavailable=())
    return WhatIf("agent", f"one more {night} {where}", None, fresh)


def _taught(
    problem: RosterProblem, members: Sequence[int], skill: int, where: str
) -> Iterator[WhatIf]:
    for p in members:
        person = problem.people[p]
        changed = replace(person, skills=tuple(sorted((*person.skills, skill))))
        text = f"{problem.skills[skill]} for one of the people {where}"
        yield WhatIf("skill", text, p, changed)


def _relaxed(problem: RosterProblem, p: int, site: str) -> Iterator[WhatIf]:
    """Every rule of a person relaxed by one step."""
    who = problem.people[p]
    longest = max((o.paid_minutes for o in problem.options if o.site == site), default=0)
    one = f"for one person at {problem.site_name(site)}"
    for is_asked, text, fields in (*_of_hours(who, longest), *_of_days(problem, who)):
        if is_asked:
            yield WhatIf("rule", f"{text} {one}", p, replace(who, **fields))  # type: ignore[arg-type]
    for number, limit in enumerate(who.limits):
        if limit.unit != "minutes" and limit.cents_above is None:
            noun = limit.unit.removesuffix("s")
            more = replace(limit, most=limit.most + 1)
            limits = (*who.limits[:number], more, *who.limits[number + 1 :])
            yield WhatIf("rule", f"one more {noun} {one}", p, replace(who, limits=limits))


Step = tuple[bool, str, dict[str, int]]
"""Whether a rule binds at all, its step in words, and the fields that it changes."""


def _of_hours(who: Person, longest: int) -> tuple[Step, ...]:
    """Steps of hours and of days off, by the longest shift in minutes."""
    return (
        (
            who.max_minutes < NO_LIMIT,
            f"{longest / 60:g} more hours",
            {"max_minutes": who.max_minutes + longest},
        ),
        (who.min_days_off > 0, "one day off less", {"min_days_off": who.min_days_off - 1}),
        (
            who.min_days_off > 0 and who.max_minutes < NO_LIMIT,
            f"one day off less and {longest / 60:g} more hours",
            {"min_days_off": who.min_days_off - 1, "max_minutes": who.max_minutes + longest},
        ),
        (
            who.min_minutes > 0,
            f"{count(longest // 60, 'hour')} less of the minimum",
            {"min_minutes": max(who.min_minutes - longest, 0)},
        ),
    )


def _of_days(problem: RosterProblem, who: Person) -> tuple[Step, ...]:
    """Steps of nights, days in a row and rest."""
    hour = max(60 // problem.slot_minutes, 1)
    return (
        (
            who.max_nights < problem.n_days,
            "one more night",
            {"max_nights": who.max_nights + 1},
        ),
        (
            who.max_days_in_row < problem.n_days,
            "one more day in a row",
            {"max_days_in_row": who.max_days_in_row + 1},
        ),
        (
            who.min_rest_slots > hour,
            "one hour less of rest between shifts",
            {"min_rest_slots": who.min_rest_slots - hour},
        ),
        (
            who.min_days_off_in_row > 1,
            "one day off in a row less",
            {"min_days_off_in_row": who.min_days_off_in_row - 1},
        ),
    )
