"""
What the arrays of a problem hold of each person: what is open, at which price, and what is shared.

Rows are those of the options of the person's site, see `solver.arrays`.
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from solver.columns import (
    DAY,
    FAR,
    HOLIDAY,
    NIGHT,
    NUMBER,
    PAID,
    REST_DAY,
    REST_FROM,
    START,
    Bools,
)
from solver.contract import Soft
from solver.eligible import in_rotation, ready_after_nights, ready_after_on_call, rested_from
from solver.problem import IntArray, Person, Pin, RosterProblem
from solver.tolls import toll_of, tolled_until
from solver.week_limits import single_fine

NOWHERE = Soft(-1, -1)
"""Starts that may lie anywhere."""


def ints(values: Iterable[int]) -> IntArray:
    """Whole numbers as an array."""
    return np.array([int(value) for value in values], dtype=np.int64)


def able_to_work(problem: RosterProblem, options: IntArray, rows: IntArray) -> list[Bools]:
    """Rows of the own site that a person could work by site, time off and kind of contract."""
    found = []
    for person, (first, end) in zip(problem.people, rows.tolist(), strict=True):
        mine = options[first:end]
        able = np.full(end - first, bool(person.skills))
        if person.nights_only:
            able &= mine[:, NIGHT] > 0
        if person.max_nights == 0:
            able &= mine[:, NIGHT] == 0
        for begin, until in person.unavailable:
            able &= (mine[:, START] >= until) | (mine[:, REST_FROM] <= begin)
        if person.rotation:
            able &= _in_rotation(problem, person, mine[:, NUMBER])
        found.append(able)
    return found


def _in_rotation(problem: RosterProblem, person: Person, numbers: IntArray) -> Bools:
    options = [problem.options[number] for number in numbers.tolist()]
    return np.array([in_rotation(person, o.day, o.template) for o in options], dtype=np.bool_)


def price(problem: RosterProblem, options: IntArray, rows: IntArray, able: list[Bools]) -> IntArray:
    """Pay and wishes of each person and row, FAR where a rule closes it."""
    most = int((rows[:, 1] - rows[:, 0]).max(initial=0))
    found = np.full((len(problem.people), most), FAR, dtype=np.int64)
    _add_pay(problem, options, rows, found)
    _add_wishes(problem, options, rows, found)
    _add_limits(problem, options, rows, found)
    _add_tolls(problem, options, rows, found)
    _close(problem, options, rows, able, found)
    for pin in problem.pins:
        _close_pinned(problem, options, rows[pin.person], found[pin.person], pin)
    return found


def _add_pay(problem: RosterProblem, options: IntArray, rows: IntArray, found: IntArray) -> None:
    pay: dict[tuple[int, int], IntArray] = {}
    for p, person in enumerate(problem.people):
        first, end = rows[p].tolist()
        key = (first, person.cents_per_hour)
        if key not in pay:
            pay[key] = ints(
                round(person.cents_per_hour * minutes / 60)
                for minutes in options[first:end, PAID].tolist()
            )
        found[p, : end - first] = pay[key]


def _add_wishes(problem: RosterProblem, options: IntArray, rows: IntArray, found: IntArray) -> None:
    row_of = np.full(len(problem.options), -1, dtype=np.int64)
    row_of[options[:, NUMBER]] = np.arange(len(options))
    for wish in problem.wishes:
        row = row_of[wish.option] - rows[wish.person, 0]
        if 0 <= row < rows[wish.person, 1] - rows[wish.person, 0]:
            found[wish.person, row] += wish.cents


def _add_limits(problem: RosterProblem, options: IntArray, rows: IntArray, found: IntArray) -> None:
    """Price what breaks a limit by itself, FAR where that is a ban."""
    known: dict[object, IntArray] = {}
    for p, person in enumerate(problem.people):
        if person.limits:
            first, end = rows[p].tolist()
            key = (first, end, person.limits, person.weekends)
            if key not in known:
                those = [problem.options[number] for number in options[first:end, NUMBER].tolist()]
                known[key] = ints(single_fine(person, option) for option in those)
            mine = found[p, : end - first]
            mine[:] = np.where(known[key] >= FAR, FAR, mine + known[key])


def _add_tolls(problem: RosterProblem, options: IntArray, rows: IntArray, found: IntArray) -> None:
    """Price shifts out of turn, and those too soon after last week's; graphs know successions."""
    alone = replace(problem, unwanted_after={})
    for p, person in enumerate(problem.people):
        first, end = rows[p].tolist()
        soon = options[first:end, START] < tolled_until(person)
        if person.rotation and person.cents_out_of_turn:
            soon[:] = True
        for row in np.flatnonzero(soon).tolist():
            option = problem.options[options[first + row, NUMBER]]
            found[p, row] += toll_of(alone, person, option)


def _close(
    problem: RosterProblem,
    options: IntArray,
    rows: IntArray,
    able: list[Bools],
    found: IntArray,
) -> None:
    """Close what the person cannot work, what lies too close to last week, and a day 0 taken."""
    for p, person in enumerate(problem.people):
        first, end = rows[p].tolist()
        mine = options[first:end]
        closed = ~able[p]
        if person.worked_day_0:
            closed |= mine[:, DAY] == 0
        closed |= mine[:, START] < rested_from(person)
        closed |= _after_last_week(problem, person, mine)
        found[p, : end - first][closed] = FAR


def _after_last_week(problem: RosterProblem, person: Person, options: IntArray) -> Bools:
    """Options too soon after last week's nights or on-call."""
    on_call = [problem.options[number].is_on_call for number in options[:, NUMBER].tolist()]
    after_call, after_night = ready_after_on_call(person), ready_after_nights(person)
    too_soon = ~np.array(on_call, dtype=np.bool_) & (options[:, START] < after_call)
    found: Bools = too_soon | ((options[:, NIGHT] == 0) & (options[:, START] < after_night))
    return found


def _close_pinned(
    problem: RosterProblem, options: IntArray, rows: IntArray, price: IntArray, pin: Pin
) -> None:
    first, end = rows.tolist()
    has_skill = pin.skill is None or pin.skill in problem.people[pin.person].skills
    for row in range(first, end):
        option = problem.options[options[row, NUMBER]]
        if option.day == pin.day and (option.template != pin.template or not has_skill):
            price[row - first] = FAR


def skills_of(problem: RosterProblem) -> Bools:
    """Skills of each person."""
    found = np.zeros((len(problem.people), len(problem.skills)), dtype=np.bool_)
    for p, person in enumerate(problem.people):
        found[p, list(person.skills)] = True
    return found


def fits(problem: RosterProblem, options: IntArray) -> Bools:
    """Skills with which each option may be worked."""
    found = np.ones((len(problem.skills), len(options)), dtype=np.bool_)
    for row, number in enumerate(options[:, NUMBER].tolist()):
        skills = problem.options[number].skills
        if skills is not None:
            found[:, row] = np.isin(np.arange(len(problem.skills)), list(skills))
    return found


def past_counts(problem: RosterProblem) -> IntArray:
    """Nights, rest-day and holiday shifts of each person's past."""
    counts = [(p.past_nights, p.past_rest_days, p.past_holidays) for p in problem.people]
    return np.array(counts, dtype=np.int64).reshape(-1, 3)


def pinned_skill(problem: RosterProblem) -> IntArray:
    """Skill that a pin asks for, by person and day; -1 where none does."""
    found = np.full((len(problem.people), problem.n_days), -1, dtype=np.int64)
    for pin in problem.pins:
        if pin.skill is not None:
            found[pin.person, pin.day] = pin.skill
    return found


def must(problem: RosterProblem) -> Bools:
    """Days on which a pin has the person work."""
    found = np.zeros((len(problem.people), problem.n_days), dtype=np.bool_)
    for pin in problem.pins:
        found[pin.person, pin.day] |= pin.template is not None
    return found


def owed_rest(problem: RosterProblem) -> IntArray:
    """Weekly rest of each person, and from which slot on a first shift comes after it, or FAR."""
    rows = []
    for person in problem.people:
        until = max(person.last_end or 0, 0) + person.min_weekly_rest
        rows.append((person.min_weekly_rest, until if until <= problem.rest_end else FAR))
    return np.array(rows, dtype=np.int64).reshape(-1, 2)


def spreads(problem: RosterProblem) -> tuple[IntArray, IntArray]:
    """
    How far the starts of each person may lie apart on the clock, and cents of one outside.

    -1 where they may lie anywhere, and where one outside is a ban.
    """
    wanted = [person.wanted.start_spread or NOWHERE for person in problem.people]
    banned = [person.max_start_spread for person in problem.people]
    most = ints(
        asked.value if ban is None else ban for ban, asked in zip(banned, wanted, strict=True)
    )
    return most, ints(
        asked.cents if ban is None else -1 for ban, asked in zip(banned, wanted, strict=True)
    )


def shares(problem: RosterProblem, options: IntArray, rows: IntArray, able: list[Bools]) -> Bools:
    """Who could work a night and is not made for nights, who a rest day, and who a holiday."""
    found = np.zeros((len(problem.people), 3), dtype=np.bool_)
    for p, person in enumerate(problem.people):
        first, end = rows[p].tolist()
        mine = options[first:end][able[p]]
        found[p] = mine[:, [NIGHT, REST_DAY, HOLIDAY]].any(axis=0)
        found[p, 0] &= not person.nights_only
    return found
