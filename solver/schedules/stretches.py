"""Days worked, days off and nights in a row, as a finite automaton that steps once a day."""

from typing import NamedTuple

import numpy as np

from solver.contract import Soft
from solver.problem import IntArray, Person
from solver.week_contract import NOTHING, Stretch, stretches_asked

OFF, DAY, NIGHT = range(3)
"""What a person does on a day; columns of `Stretches.step`."""


class _State(NamedTuple):
    """
    Length of the stretch so far: days worked or days off, of which one is 0; nights at its end.

    `is_open` marks a stretch that began before the first day: its least length is not asked for.
    """

    worked: int
    off: int
    nights: int
    is_open: bool


class Stretches(NamedTuple):
    """
    The automaton of one kind of person.

    `step[state, what]` is the state after a day of OFF, DAY or NIGHT, -1 where a rule forbids
    it, and `cents` what is wanted and not kept then; `number` finds the state of a past.
    """

    step: IntArray
    cents: IntArray
    number: dict[_State, int]


class _Rules(NamedTuple):
    """
    What is asked of stretches.

    `work` and `off` are least lengths, `days_wanted` and `nights_wanted` what is wanted in a row;
    up to the caps lengths are told apart.
    """

    most_worked: int
    work: Stretch
    off: Stretch
    most_nights: int
    days_wanted: Soft
    nights_wanted: Soft
    cap_worked: int
    cap_nights: int


def stretches(person: Person, n_days: int) -> Stretches:
    """
    States that a person can be in within a problem of so many days.

    Lengths that no rule tells apart share a state.
    """
    rules = _rules(person, n_days)
    number: dict[_State, int] = {}
    queue = [before(person, n_days), _State(0, rules.off.longest, 0, is_open=True)]
    queue += [_State(0, rules.off.longest, 0, is_open=False)]
    rows: list[list[int]] = []
    cents: list[list[int]] = []
    arcs: list[tuple[int, int, _State]] = []
    while queue:
        state = queue.pop()
        if state in number:
            continue
        number[state] = len(number)
        rows.append([-1, -1, -1])
        cents.append([_cents(rules, state, what) for what in (OFF, DAY, NIGHT)])
        for what in (OFF, DAY, NIGHT):
            following = _after(rules, state, what)
            if following is not None:
                arcs.append((number[state], what, following))
                queue.append(following)
    for source, what, following in arcs:
        rows[source][what] = number[following]
    return Stretches(np.array(rows, dtype=np.int64), np.array(cents, dtype=np.int64), number)


def before(person: Person, n_days: int) -> _State:
    """State of a person on the morning of day 0."""
    rules = _rules(person, n_days)
    is_open = person.days_off_before is None
    if person.days_before:
        return _worked(rules, person.days_before, person.nights_before, is_open)
    if is_open:
        return _State(0, rules.off.longest, 0, is_open=True)
    longest = rules.off.longest
    return _State(0, min(person.days_off_before or longest, longest), 0, False)


def of_past(person: Person, n_days: int, past: tuple[int, ...]) -> _State:
    """State after days of OFF, DAY or NIGHT that began with day 0; they must keep the rules."""
    rules, state = _rules(person, n_days), before(person, n_days)
    for what in past:
        following = _after(rules, state, what)
        if following is None:
            raise ValueError("the past breaks a rule of stretches")
        state = following
    return state


def _rules(person: Person, n_days: int) -> _Rules:
    longest = n_days + max(person.days_before, person.nights_before)
    work, off = stretches_asked(person)
    days = _binding(person.wanted.days_in_row, longest)
    nights = _binding(person.wanted.nights_in_row, longest)
    most_days = person.max_days_in_row if person.max_days_in_row < longest else 0
    most_nights = person.max_nights_in_row if person.max_nights_in_row < longest else -1
    return _Rules(
        most_worked=person.max_days_in_row,
        work=work,
        off=off,
        most_nights=most_nights,
        days_wanted=days,
        nights_wanted=nights,
        cap_worked=max(most_days, work.longest, days.value if days.cents else 0),
        cap_nights=max(most_nights, nights.value if nights.cents else -1),
    )


def _binding(asked: Soft | None, longest: int) -> Soft:
    """What is wanted in a row, if somebody can exceed it."""
    return asked if asked is not None and asked.value < longest else NOTHING


def _worked(rules: _Rules, days: int, nights: int, is_open: bool) -> _State:
    counted = min(nights, rules.cap_nights) if rules.cap_nights >= 0 else 0
    return _State(min(days, rules.cap_worked), 0, counted, is_open and days < rules.work.longest)


def _after(rules: _Rules, state: _State, what: int) -> _State | None:
    if what == OFF:
        return _after_off(rules, state)
    if state.off and not (state.off >= rules.off.least or state.is_open):
        return None
    if state.worked + 1 > rules.most_worked:
        return None
    nights = state.nights + 1 if what == NIGHT else 0
    if 0 <= rules.most_nights < nights:
        return None
    return _worked(rules, state.worked + 1, nights, state.is_open)


def _after_off(rules: _Rules, state: _State) -> _State | None:
    longest = rules.off.longest
    if state.worked:
        if state.worked < rules.work.least and not state.is_open:
            return None
        return _State(0, min(1, longest), 0, is_open=False)
    if state.is_open:
        return _State(0, longest, 0, is_open=False)
    return _State(0, min(state.off + 1, longest), 0, is_open=False)


def _cents(rules: _Rules, state: _State, what: int) -> int:
    """What a day costs because of the days before it."""
    if what == OFF:
        lacks = state.worked and not state.is_open
        return rules.work.cents * max(rules.work.wanted - state.worked, 0) if lacks else 0
    found = rules.days_wanted.cents * (state.worked + 1 > rules.days_wanted.value)
    if what == NIGHT:
        found += rules.nights_wanted.cents * (state.nights + 1 > rules.nights_wanted.value)
    if state.off and not state.is_open:
        found += rules.off.cents * max(rules.off.wanted - state.off, 0)
    return found
