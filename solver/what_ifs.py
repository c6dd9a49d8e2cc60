"""One more agent, one more skill, one relaxed rule: changes of a problem that could be worth it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

import numpy as np

from solver.cut import without_past
from solver.demand import floors_of
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
    floors
        Floors for which that person counts then.
    """

    kind: Kind
    text: str
    person: int | None
    changed: Person
    floors: tuple[int, ...] = ()


class _Group(NamedTuple):
    """People of one site, set of skills and of floors; `where` names them."""

    members: Sequence[int]
    where: str
    floors: tuple[int, ...]


def what_ifs(problem: RosterProblem, price: IntArray) -> tuple[WhatIf, ...]:
    """
    Changes to ask about, for every group of people who are alike: first one more of each.

    `price` is that of `solver.slot_prices`: what is worth nothing in any slot is not asked for.
    """
    n_skills = len(problem.skills)
    floors = [tuple(row - n_skills for row in rows) for rows in floors_of(problem)]
    dearest = np.argsort(-price.sum(axis=1), kind="stable")
    groups = list(_groups(problem, floors))
    found = [_hired(problem, group) for group in groups]
    for row in (int(row) for row in dearest if price[row].max(initial=0) > 0):
        asked = _taught if row < n_skills else _counted
        found += (what_if for group in groups for what_if in asked(problem, group, row))
    for site in sorted({person.site for person in problem.people}):
        at_site = [p for p, person in enumerate(problem.people) if person.site == site]
        for p in _some(at_site, 2 * MEMBERS):
            found += (replace(w, floors=floors[p]) for w in _relaxed(problem, p, site))
    return tuple(found)


def _groups(problem: RosterProblem, floors: Sequence[tuple[int, ...]]) -> Iterator[_Group]:
    """The largest groups."""
    groups: dict[tuple[str, tuple[int, ...], bool, tuple[int, ...]], list[int]] = defaultdict(list)
    for p, person in enumerate(problem.people):
        if person.skills:
            groups[person.site, person.skills, person.nights_only, floors[p]].append(p)
    largest = sorted(groups.items(), key=lambda group: -len(group[1]))[:MOST_GROUPS]
    for (site, skills, _, own), members in largest:
        where = f"at {problem.site_name(site)} with {listed([problem.skills[s] for s in skills])}"
        yield _Group(members, where, own)


def _some(members: Sequence[int], most: int = MEMBERS) -> list[int]:
    """A few of them, evenly."""
    step = max(len(members) / most, 1.0)
    return [members[int(i * step)] for i in range(min(most, len(members)))]


def _hired(problem: RosterProblem, group: _Group) -> WhatIf:
    """Somebody like the one who is away least, without a past, wishes or time off."""
    away = {p: sum(e - first for first, e in problem.people[p].unavailable) for p in group.members}
    model = problem.people[min(group.members, key=lambda p: (away[p], p))]
    night = "nights-only agent" if model.nights_only else "agent"
    fresh = replace(without_past(model), id="", unavailable=())
    told = [problem.floors[f].name for f in group.floors if _is_told(problem, model.site, f)]
    counting = f", counting for {listed(told)}" if told else ""
    text = f"one more {night} {group.where}{counting}"
    return WhatIf("agent", text, None, fresh, group.floors)


def _is_told(problem: RosterProblem, site: str, floor: int) -> bool:
    """Whether somebody of a site does not count for a floor, so that it tells people apart."""
    counted = problem.floors[floor].people
    return any(p not in counted for p, one in enumerate(problem.people) if one.site == site)


def _taught(problem: RosterProblem, group: _Group, skill: int) -> Iterator[WhatIf]:
    for p in _some(group.members):
        person = problem.people[p]
        if skill not in person.skills:
            changed = replace(person, skills=tuple(sorted((*person.skills, skill))))
            text = f"{problem.skills[skill]} for one of the people {group.where}"
            yield WhatIf("skill", text, p, changed, group.floors)


def _counted(problem: RosterProblem, group: _Group, row: int) -> Iterator[WhatIf]:
    """
    People who count for a floor besides.

    They are of a site of those who do, and learn the skill that the floor asks for.
    """
    floor = row - len(problem.skills)
    asked = problem.floors[floor].skill
    sites = {problem.people[p].site for p in problem.floors[floor].people}
    for p in _some(group.members):
        person = problem.people[p]
        lacks = () if asked is None or asked in person.skills else (asked,)
        if floor not in group.floors and person.site in sites:
            having = "".join(f" having {problem.skills[s]} and" for s in lacks)
            name = problem.floors[floor].name
            text = f"one of the people {group.where}{having} counting for {name}"
            changed = replace(person, skills=tuple(sorted((*person.skills, *lacks))))
            yield WhatIf("skill", text, p, changed, (*group.floors, floor))


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
