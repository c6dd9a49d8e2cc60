"""Every fact as something that a person has: half a sentence with its days and numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from solver.contract import Limit
from solver.eligible import could_work
from solver.facts import Fact
from solver.problem import Pin, RosterProblem


@dataclass(frozen=True, slots=True)
class Speech:
    """What sentences need: names of people, days and skills."""

    problem: RosterProblem

    def name(self, person: int) -> str:
        """The person's name."""
        return self.problem.person_name(person)

    def day(self, person: int, day: int) -> str:
        """Date of a local day at the person's site."""
        return self.problem.day_name(self.problem.people[person].site, day)

    def hours(self, slots: int) -> str:
        """Length of so many slots."""
        return f"{slots * self.problem.slot_minutes / 60:g} h"

    def skill(self, skill: int) -> str:
        """Name of a skill."""
        return self.problem.skills[skill]


def phrase(speech: Speech, fact: Fact) -> str:
    """One fact in words, such as ``a contract minimum of 32 h``."""
    return _PHRASES[fact.kind](speech, fact)


def phrases(speech: Speech, facts: Sequence[Fact]) -> list[str]:
    """Facts of one person in words, in an order that reads well; days off are told together."""
    told = sorted(facts, key=lambda fact: list(_PHRASES).index(fact.kind))
    away = [fact for fact in told if fact.kind == "away"]
    texts = [phrase(speech, fact) for fact in told if fact.kind != "away"]
    days = _days_away(speech, away)
    return [*_told_away(speech, away[0].person or 0, days), *texts] if away else texts


def _days_away(speech: Speech, facts: Sequence[Fact]) -> list[int]:
    """
    Days on which time off takes shifts that the person could work without it.

    A day whose shifts only run into time off of the next is told where there is no other.
    """
    found: set[int] = set()
    told: set[int] = set()
    for fact in facts:
        who = speech.problem.people[fact.person or 0]
        (run,) = fact.get("unavailable")
        for o in speech.problem.options:
            if o.site == who.site and o.start < run[1] and o.end > run[0]:
                found.add(o.day)
                if o.start >= run[0] or (who.id, o.day) in speech.problem.away_names:
                    told.add(o.day)
    return sorted(told or found)


def _told_away(speech: Speech, person: int, days: Sequence[int]) -> list[str]:
    by_reason: dict[str, list[int]] = {}
    for day in days:
        by_reason.setdefault(speech.problem.away_name(person, day), []).append(day)
    return [f"{why} {spans(speech, person, some)}" for why, some in by_reason.items()]


def spans(speech: Speech, person: int, days: Sequence[int]) -> str:
    """Days in words, runs of three and more as from and to: ``on Mon, Wed to Fri``."""
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    told: list[str] = []
    for run in runs:
        names = [speech.day(person, day) for day in run]
        told += [f"{names[0]} to {names[-1]}"] if len(run) > 2 else names
    return f"on {listed(told)}" if told else "without any shift"


def listed(texts: Sequence[str]) -> str:
    """``a, b and c``."""
    return " and ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)


def count(n: int, word: str) -> str:
    """``1 day``, ``2 days``."""
    return f"{n} {word}" if n == 1 else f"{n} {word}s"


def _skills(speech: Speech, fact: Fact) -> str:
    skills = fact.get("skills")
    return f"only {listed([speech.skill(s) for s in skills])}" if skills else "no skill"


def _one_shift(speech: Speech, fact: Fact) -> str:
    p = fact.person or 0
    mine = [
        option
        for o, option in enumerate(speech.problem.options)
        if could_work(speech.problem, p, o)
    ]
    longest = max((option.paid_minutes for option in mine), default=0) / 60
    days = len({option.day for option in mine})
    return f"one shift a day of at most {longest:g} h on {count(days, 'day')}"


def _rest(speech: Speech, fact: Fact) -> str:
    return f"{speech.hours(fact.get('min_rest_slots'))} of rest between shifts"


def _rest_before(speech: Speech, fact: Fact) -> str:
    rest, end = fact.get("min_rest_slots"), fact.get("last_end")
    when = (
        f"{speech.hours(-end)} before the week"
        if end <= 0
        else f"{speech.hours(end)} into the week"
    )
    return f"{speech.hours(rest)} of rest after last week's final shift, ended {when}"


def _in_row(speech: Speech, fact: Fact) -> str:
    return f"at most {count(fact.get('max_days_in_row'), 'day')} in a row"


def _in_row_before(speech: Speech, fact: Fact) -> str:
    done = fact.get("days_before") + fact.get("worked_day_0")
    return f"{_in_row(speech, fact)}, {done} of them already worked"


LENGTHS: Final = ("hours_a_day", "hours_a_night")
"""Limits on the length of a shift, which ban those that are too long."""


def _limit(speech: Speech, fact: Fact) -> str:
    (limit,) = fact.get("limits")
    least = fact.kind == "limit_least"
    bound = (
        f"at {'least' if least else 'most'} {amount(limit, limit.least if least else limit.most)}"
    )
    p = fact.person or 0
    first, last = speech.day(p, limit.first_day), speech.day(p, limit.end_day - 1)
    when = f"from {first} to {last}" if first != last else f"on {first}"
    if limit.rule in LENGTHS and limit.about and limit.templates:
        return f"{limit.about}, too few for {listed(sorted(limit.templates))} {when}"
    return f"{bound} {when}{f' ({limit.about})' if limit.about else ''}"


def amount(limit: Limit, value: int) -> str:
    """A value of a limit with its unit: ``40 h``, ``2 weekends``, ``3 shifts of night``."""
    if limit.unit == "minutes":
        told = f"{value / 60:g} h"
    else:
        told = count(value, limit.unit.removesuffix("s"))
    return told if limit.templates is None else f"{told} of {listed(sorted(limit.templates))}"


def _pin(speech: Speech, fact: Fact) -> str:
    pin: Pin = fact.get("pins")[0]
    p = fact.person or 0
    skill = "" if pin.skill is None else f" with {speech.skill(pin.skill)}"
    if pin.template is None:
        return f"a lock to be off on {speech.day(p, pin.day)}"
    site = speech.problem.people[p].site
    is_there = any(
        (o.site, o.day, o.template) == (site, pin.day, pin.template) for o in speech.problem.options
    )
    odd = "" if is_there else f", a shift that {site} does not have then"
    return f"a lock to {pin.template}{skill} on {speech.day(p, pin.day)}{odd}"


def _forbidden(_speech: Speech, fact: Fact) -> str:
    ((before, followers),) = fact.get("forbidden_after").items()
    return f"no {' or '.join(sorted(followers))} on the day after {before}"


def _pair(speech: Speech, fact: Fact) -> str:
    (pair,) = fact.get("pairs")
    names = f"{speech.name(pair.first)} and {speech.name(pair.second)}"
    if pair.together:
        return f"{names} work the same shifts"
    return f"{names} are never at work together"


def _least_in_row(field: str, what: str) -> Callable[[Speech, Fact], str]:
    return lambda _, fact: f"at least {count(fact.get(field), 'day')} {what} in a row"


def _least_in_row_before(field: str, what: str) -> Callable[[Speech, Fact], str]:
    plain = _least_in_row(field, what)

    def told(speech: Speech, fact: Fact) -> str:
        off, days = fact.get("days_off_before"), fact.get("days_before")
        if off is None:
            return f"{plain(speech, fact)}, behind last week's shift on its first day"
        done = f"{count(off, 'day')} off" if off else f"{count(days, 'day')} worked"
        return f"{plain(speech, fact)}, {done} before the week"

    return told


def _rest_after_nights(speech: Speech, fact: Fact) -> str:
    return f"{speech.hours(fact.get('rest_after_nights'))} of rest after nights"


def _rotation(_speech: Speech, fact: Fact) -> str:
    weeks = [" or ".join(sorted(week)) or "nothing" for week in fact.get("rotation")]
    return f"a rotation of {listed([f'{w} in week {k}' for k, w in enumerate(weeks, 1)])}"


def _weekly_rest(speech: Speech, fact: Fact) -> str:
    return f"{speech.hours(fact.get('min_weekly_rest'))} of rest in a row every week"


def _rest_after_on_call(speech: Speech, fact: Fact) -> str:
    return f"{speech.hours(fact.get('rest_after_on_call'))} of rest after on-call"


def _nights_in_row(_speech: Speech, fact: Fact) -> str:
    return f"at most {count(fact.get('max_nights_in_row'), 'night')} in a row"


_PHRASES: Final[dict[str, Callable[[Speech, Fact], str]]] = {
    "skills": _skills,
    "away": lambda speech, fact: phrases(speech, [fact])[0],
    "min_hours": lambda _, f: f"a contract minimum of {f.get('min_minutes') / 60:g} h",
    "max_hours": lambda _, f: f"a contract maximum of {f.get('max_minutes') / 60:g} h",
    "limit_least": _limit,
    "limit_most": _limit,
    "one_shift_a_day": _one_shift,
    "day_0_taken": lambda s, f: f"last week's shift on {s.day(f.person or 0, 0)}",
    "rest": _rest,
    "rest_before": _rest_before,
    "max_nights": lambda _, f: f"at most {count(f.get('max_nights'), 'night')}",
    "nights_only": lambda _s, _f: "a contract for nights only",
    "days_in_row": _in_row,
    "days_in_row_before": _in_row_before,
    "days_off": lambda _, f: f"{count(f.get('min_days_off'), 'day')} off owed",
    "days_on": _least_in_row("min_days_in_row", "worked"),
    "days_on_before": _least_in_row_before("min_days_in_row", "worked"),
    "days_off_in_row": _least_in_row("min_days_off_in_row", "off"),
    "days_off_in_row_before": _least_in_row_before("min_days_off_in_row", "off"),
    "nights_in_row": _nights_in_row,
    "nights_in_row_before": lambda s, f: (
        f"{_nights_in_row(s, f)}, {f.get('nights_before')} of them already worked"
    ),
    "rest_after_nights": _rest_after_nights,
    "rest_after_nights_before": lambda s, f: f"{_rest_after_nights(s, f)}, last week's too",
    "rest_after_on_call": _rest_after_on_call,
    "weekly_rest": _weekly_rest,
    "rotation": _rotation,
    "start_spread": lambda s, f: f"starts at most {s.hours(f.get('max_start_spread'))} apart",
    "forbidden_after": _forbidden,
    "pair": _pair,
    "pin": _pin,
}
