"""Why somebody has no roster: the facts in conflict in one sentence, and the ways out."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from solver.alone import Apart
from solver.apart import weeks_alone
from solver.conflicts import Conflict, conflicts, without_roster
from solver.fact_words import LENGTHS, Speech, amount, count, listed, phrase, phrases, spans
from solver.lengths import goes_by_weeks
from solver.problem import RosterProblem
from solver.ways_out import Change, WayOut, ways_out

MOST_WAYS_TOLD: Final = 10
"""Conflicts for which ways out are looked for; further people are told the conflict alone."""
MOST_NAMED: Final = 5
"""People named who have the same conflict as another; more are counted."""
ONCE: Final[Mapping[int, int]] = {}


@dataclass(frozen=True, slots=True)
class Explained:
    """
    A conflict, its ways out, and both in one line; `conflict_text` leaves the ways out away.

    `alike` are further people who have the same conflict, each alone; `way_texts` tell the ways.
    """

    conflict: Conflict
    alike: tuple[int, ...]
    ways: tuple[WayOut, ...]
    text: str
    conflict_text: str
    way_texts: tuple[str, ...]


def explained_conflicts(
    problem: RosterProblem, most_ways: int = MOST_WAYS_TOLD
) -> Iterator[Explained]:
    """
    Everybody who has no roster, people of the same conflict together.

    The first of each has ways out, as far as `most_ways` conflicts go. Where a long roster is out
    of the question because of single weeks, these alone are told.
    """
    of_weeks = list(weekly_conflicts(problem, most_ways))
    yield from of_weeks or _explained(problem, conflicts(problem), most_ways)


def explained_alone(
    problem: RosterProblem, groups: Iterable[tuple[int, ...]]
) -> Iterator[Explained]:
    """People, or groups bound by pairs, that have no roster, told like `explained_conflicts`."""
    return _explained(problem, conflicts(problem, groups), MOST_WAYS_TOLD)


def weekly_conflicts(
    problem: RosterProblem, most_ways: int = MOST_WAYS_TOLD
) -> Iterator[Explained]:
    """
    Everybody who has no roster of some week of a long problem, told by the first of them.

    None where a problem is not solved week by week.
    """
    is_asked = bool(problem.people) and goes_by_weeks(problem)
    weeks = list(_impossible_weeks(problem)) if is_asked else []
    count_of = Counter(p for _, people in weeks for p in people)
    told: set[int] = set()
    for week, people in weeks:
        new = [p for p in people if p not in told]
        told.update(new)
        found = conflicts(week, [(p,) for p in new])
        for one in _explained(week, found, most_ways, count_of):
            most_ways -= bool(one.ways)
            yield one


def _impossible_weeks(problem: RosterProblem) -> Iterator[tuple[RosterProblem, list[int]]]:
    """
    Each week that leaves somebody no roster, with the numbers of those people.

    The search by weeks gives up contracts with too much to count; CP-SAT knows those.
    """
    for week, doubtful in weeks_alone(problem):
        people = [p for (p,) in without_roster(week, Apart(week), [(p,) for p in doubtful])]
        if people:
            yield week, people


def _explained(
    problem: RosterProblem,
    found: Iterable[Conflict],
    most_ways: int,
    weeks: Mapping[int, int] = ONCE,
) -> Iterator[Explained]:
    """Conflicts in the words of a problem; `weeks` are those in which somebody has the like."""
    speech = Speech(problem)
    for number, (conflict, alike) in enumerate(_together(problem, found)):
        ways = ways_out(problem, conflict.people) if number < most_ways else ()
        more = weeks.get(conflict.people[0], 1) - 1
        words = conflict_in_words(speech, conflict) + _others(speech, alike) + _later(more)
        told = tuple(way_in_words(speech, way) for way in ways)
        yield Explained(conflict, alike, ways, _text(speech, words, ways, told), words, told)


def _later(weeks: int) -> str:
    """In how many more weeks there is no roster for somebody."""
    if not weeks:
        return ""
    return f"; {count(weeks, 'more week')} {'leaves' if weeks == 1 else 'leave'} none either"


def _together(
    problem: RosterProblem, found: Iterable[Conflict]
) -> Iterator[tuple[Conflict, tuple[int, ...]]]:
    """Conflicts unlike each other, each with the further single people of the site who have it."""
    alike: dict[object, list[Conflict]] = {}
    for conflict in found:
        is_single = len(conflict.people) == 1
        key = (problem.people[conflict.people[0]].site, conflict.pattern)
        alike.setdefault(repr(key) if is_single else conflict.people, []).append(conflict)
    for first, *others in alike.values():
        yield first, tuple(other.people[0] for other in others)


def _others(speech: Speech, alike: Sequence[int]) -> str:
    """Who else has the same conflict."""
    if not alike:
        return ""
    names = [speech.name(p) for p in alike[:MOST_NAMED]]
    more = len(alike) - MOST_NAMED
    told = listed([*names, f"{more} more"] if more > 0 else names)
    return f"; the same holds for {told}"


def conflict_in_words(speech: Speech, conflict: Conflict) -> str:
    """One line: who has what, all of which no roster keeps."""
    told = []
    for person in conflict.people:
        own = [fact for fact in conflict.facts if fact.person == person]
        if own:
            told.append(f"{speech.name(person)} has {listed(phrases(speech, own))}")
    shared = [fact for fact in conflict.facts if fact.person is None]
    told += [phrase(speech, fact) for fact in shared if fact.kind == "pair"]
    rules = [phrase(speech, fact) for fact in shared if fact.kind != "pair"]
    if rules and not any(fact.person is not None for fact in conflict.facts):
        told.append(f"{speech.name(conflict.people[0])} has shifts")
    return "; ".join([*told, *(["with " + listed(rules)] if rules else [])])


def way_in_words(speech: Speech, way: WayOut) -> str:
    """What to do, in one line."""
    rest = [change for change in way.changes if change.fact.kind not in ("away", "pin")]
    return listed(
        [
            *_despite(speech, way),
            *_unlocked(speech, way),
            *(change_in_words(speech, change) for change in rest),
        ]
    )


def _despite(speech: Speech, way: WayOut) -> Iterator[str]:
    """Days on which people work after all."""
    by_reason: dict[tuple[int, str], list[int]] = {}
    for change in way.changes:
        p, day = change.fact.person or 0, change.fact.day
        if change.fact.kind == "away" and day is not None:
            by_reason.setdefault((p, speech.problem.away_name(p, day)), []).append(day)
    for (p, reason), days in by_reason.items():
        yield f"let {speech.name(p)} work {spans(speech, p, days)} despite {reason}"


def _unlocked(speech: Speech, way: WayOut) -> Iterator[str]:
    """Locks to drop."""
    by_person: dict[int, list[str]] = {}
    for change in way.changes:
        if change.fact.kind == "pin":
            lock = phrase(speech, change.fact).partition(", a shift")[0].removeprefix("a lock ")
            by_person.setdefault(change.fact.person or 0, []).append(lock)
    for p, locks in by_person.items():
        noun = "lock" if len(locks) == 1 else "locks"
        yield f"drop the {noun} of {speech.name(p)} {listed(locks)}"


def change_in_words(speech: Speech, change: Change) -> str:
    """One fact that gives way, such as ``let Ana work 28 h instead of 32 h``."""
    return _CHANGES[change.fact.kind](speech, change)


def _text(speech: Speech, text: str, ways: Sequence[WayOut], told: Sequence[str]) -> str:
    """A conflict in words and its ways out in one line, cheapest first, each with its price."""
    if not ways:
        return f"{text}; relax one of these"
    each = zip(ways, told, strict=True)
    priced = [f"{words} ({speech.problem.money(way.cents)})" for way, words in each]
    return f"{text}; {' or '.join(priced)}"


def _who(speech: Speech, change: Change) -> str:
    return speech.name(change.fact.person or 0)


def _number(field: str, text: str, unit: str) -> Callable[[Speech, Change], str]:
    """Words for a number that changes: ``{who}``, ``{new}`` and ``{old}`` are filled in."""

    def told(speech: Speech, change: Change) -> str:
        old = change.fact.get(field)
        new = None if change.weaker is None else change.weaker.get(field)
        return text.format(
            who=_who(speech, change),
            new=_value(speech, new, unit),
            old=_value(speech, old, unit),
        )

    return told


def _value(speech: Speech, value: int | None, unit: str) -> str:
    if value is None:
        return "any number" if unit in ("minutes", "slots") else f"any number of {unit}s"
    if unit == "minutes":
        return f"{value / 60:g} h"
    return speech.hours(value) if unit == "slots" else count(value, unit)


def _limit(speech: Speech, change: Change) -> str:
    (old,) = change.fact.get("limits")
    least = change.fact.kind == "limit_least"
    if old.rule in LENGTHS and old.about and old.templates:
        shifts = listed(sorted(old.templates))
        return f"let {_who(speech, change)} work {shifts} despite {old.about}"
    was = amount(old, old.least if least else old.most)
    if change.weaker is None:
        return f"lift the limit of {was} for {_who(speech, change)}"
    (new,) = change.weaker.get("limits")
    now = amount(new, new.least if least else new.most)
    return f"let {_who(speech, change)} work {now} instead of {was}"


def _forbidden(speech: Speech, change: Change) -> str:
    ((before, followers),) = change.fact.get("forbidden_after").items()
    return f"allow {' or '.join(sorted(followers))} on the day after {before}"


def _pair(speech: Speech, change: Change) -> str:
    (pair,) = change.fact.get("pairs")
    names = f"{speech.name(pair.first)} and {speech.name(pair.second)}"
    return f"let {names} {'work apart' if pair.together else 'meet at work'}"


def _both(kind: str, told: Callable[[Speech, Change], str]) -> dict[str, Callable[..., str]]:
    return {kind: told, f"{kind}_before": told}


_ROW: Final = "allow {who} {new} in a row instead of {old}"
_CHANGES: Final[dict[str, Callable[[Speech, Change], str]]] = {
    "skills": lambda s, c: (
        f"teach {_who(s, c)} more than {phrase(s, c.fact).removeprefix('only ')}"
    ),
    "min_hours": _number("min_minutes", "let {who} work {new} instead of {old}", "minutes"),
    "max_hours": _number("max_minutes", "let {who} work {new} instead of {old}", "minutes"),
    "limit_least": _limit,
    "limit_most": _limit,
    **_both("rest", _number("min_rest_slots", "let {who} rest {new} instead of {old}", "slots")),
    "max_nights": _number("max_nights", "allow {who} {new} instead of {old}", "night"),
    "nights_only": lambda s, c: f"let {_who(s, c)} work by day too",
    **_both("days_in_row", _number("max_days_in_row", _ROW, "day")),
    "days_off": _number("min_days_off", "give {who} {new} off instead of {old}", "day"),
    **_both(
        "days_on",
        _number("min_days_in_row", "let {who} work {new} in a row instead of {old}", "day"),
    ),
    **_both(
        "days_off_in_row",
        _number("min_days_off_in_row", "give {who} {new} off in a row instead of {old}", "day"),
    ),
    **_both(
        "nights_in_row",
        _number("max_nights_in_row", "allow {who} {new} in a row instead of {old}", "night"),
    ),
    **_both(
        "rest_after_nights",
        _number("rest_after_nights", "let {who} rest {new} after nights, not {old}", "slots"),
    ),
    "rest_after_on_call": _number(
        "rest_after_on_call", "let {who} rest {new} after on-call instead of {old}", "slots"
    ),
    "weekly_rest": _number(
        "min_weekly_rest", "let {who} rest {new} in a row each week instead of {old}", "slots"
    ),
    "rotation": lambda s, c: f"let {_who(s, c)} work shifts of other weeks of the rotation",
    "start_spread": _number(
        "max_start_spread", "let {who} start {new} apart instead of {old}", "slots"
    ),
    "forbidden_after": _forbidden,
    "pair": _pair,
}
