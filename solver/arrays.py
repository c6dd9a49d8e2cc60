"""The problem, and a roster of it, as arrays for compiled code."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.coverage import mild_limit, present, slot_cents
from solver.eligible import could_work
from solver.problem import IntArray, Pin, RosterProblem
from solver.result import Choice, SlotRoster
from solver.rules.days_off import most_shifts

Bools = NDArray[np.bool_]
FAR = 1 << 40
"""Stands for no limit."""


DAY, START, END, REST_FROM, PAID, NIGHT, REST_DAY, N_BREAKS = range(8)
"""Columns of `Arrays.options`; END is cut off at the end of the week, REST_FROM is not."""
FIRST, LAST, LENGTH = range(3)
"""Columns of `Arrays.breaks`."""
(
    MIN_MINUTES,
    MAX_MINUTES,
    MIN_REST,
    MAX_IN_ROW,
    MOST_SHIFTS,
    MAX_NIGHTS,
    DAYS_BEFORE,
    WORKED_DAY_0,
    GROUP,
    N_CHOICES,
) = range(10)
"""Columns of `Arrays.people`; GROUP numbers the site."""


class Arrays(NamedTuple):
    """
    A problem; units as there, money in cents a slot.

    Parameters
    ----------
    options, breaks, people
        Tables, shapes ``(n_options, 8)``, ``(n_options, n_breaks, 3)`` and ``(n_people, 10)``.
    choices
        Options open to each person, by start; the first N_CHOICES of a row count.
    allowed, must
        With which skill a person may work an option, and days on which a pin has them work.
    price
        Pay and wishes of a person who works an option.
    shares_nights, shares_rest_days
        Whether the person's burden counts in the spread of the site.
    burdens
        Per group most and least nights, then rest-day shifts, of people rostered elsewhere.
    """

    n_days: int
    options: IntArray
    breaks: IntArray
    people: IntArray
    choices: IntArray
    allowed: Bools
    must: Bools
    price: IntArray
    shares_nights: Bools
    shares_rest_days: Bools
    burdens: IntArray
    required: IntArray
    mild: IntArray
    short: IntArray
    deep: int
    over: int
    unfair_night: int
    unfair_rest_day: int


class State(NamedTuple):
    """
    A roster: people at work, and per person and day the option (-1 if off), skill and breaks.

    `counts` holds each person's nights and rest-day shifts, with those of the past.
    """

    present: IntArray
    option: IntArray
    skill: IntArray
    breaks: IntArray
    counts: IntArray


def arrays(problem: RosterProblem) -> Arrays:
    """Arrays of a problem."""
    prices, options = problem.prices, _options(problem)
    able = _able(problem)
    allowed = _allowed(problem, able)
    n_choices, choices = _choices(allowed, options[:, START])
    shares = _ints(not person.nights_only for person in problem.people) > 0
    return Arrays(
        n_days=problem.n_days,
        options=options,
        breaks=_breaks(problem),
        people=np.column_stack((_people(problem), n_choices)),
        choices=choices,
        allowed=allowed,
        must=_must(problem),
        price=_price(problem),
        shares_nights=np.any(able[:, options[:, NIGHT] > 0], axis=1) & shares,
        shares_rest_days=np.any(able[:, options[:, REST_DAY] > 0], axis=1),
        burdens=_burdens(problem),
        required=problem.required,
        mild=mild_limit(problem),
        short=_ints(slot_cents(problem, cents) for cents in prices.short),
        deep=slot_cents(problem, prices.short_deep),
        over=slot_cents(problem, prices.over),
        unfair_night=prices.unfair_night,
        unfair_rest_day=prices.unfair_rest_day,
    )


def _options(problem: RosterProblem) -> IntArray:
    found = np.zeros((len(problem.options), 8), dtype=np.int64)
    for row, o in zip(found, problem.options, strict=True):
        end = min(o.end, problem.n_slots)
        row[:] = (
            o.day,
            o.start,
            end,
            o.end,
            o.paid_minutes,
            o.is_night,
            o.is_rest_day,
            len(o.breaks),
        )
    return found


def _people(problem: RosterProblem) -> IntArray:
    sites = _sites(problem)
    found = np.zeros((len(problem.people), 9), dtype=np.int64)
    for row, p in zip(found, problem.people, strict=True):
        row[:] = (
            p.min_minutes,
            p.max_minutes,
            p.min_rest_slots,
            p.max_days_in_row,
            most_shifts(problem.n_days, p.min_days_off),
            p.max_nights,
            min(p.days_before, p.max_days_in_row),
            p.worked_day_0,
            sites.index(p.site),
        )
    return found


def _sites(problem: RosterProblem) -> list[str]:
    return sorted({person.site for person in problem.people})


def _ints(values: Iterable[int]) -> IntArray:
    return np.array([int(value) for value in values], dtype=np.int64)


def _breaks(problem: RosterProblem) -> IntArray:
    most = max((len(option.breaks) for option in problem.options), default=0)
    found = np.zeros((len(problem.options), max(most, 1), 3), dtype=np.int64)
    for o, option in enumerate(problem.options):
        for j, window in enumerate(option.breaks):
            found[o, j] = window.earliest, window.latest, window.length
    return found


def _able(problem: RosterProblem) -> Bools:
    """Pairs of person and option that `could_work` allows; like people are asked once."""
    known: dict[object, Bools] = {}
    found = np.zeros((len(problem.people), len(problem.options)), dtype=np.bool_)
    for p, who in enumerate(problem.people):
        kind = (who.site, bool(who.skills), who.nights_only, who.max_nights == 0)
        key = (*kind, who.unavailable, who.rotation)
        if key not in known:
            known[key] = np.array(
                [could_work(problem, p, o) for o in range(len(problem.options))], dtype=np.bool_
            )
        found[p] = known[key]
    return found


def _allowed(problem: RosterProblem, able: Bools) -> Bools:
    """Person, option, skill: what no rule closes by itself."""
    days, starts = _ints(o.day for o in problem.options), _ints(o.start for o in problem.options)
    allowed = np.zeros((*able.shape, len(problem.skills)), dtype=np.bool_)
    for p, person in enumerate(problem.people):
        mine = able[p].copy()
        if person.worked_day_0:
            mine &= days != 0
        if person.last_end is not None:
            mine &= starts >= person.last_end + person.min_rest_slots
        allowed[p][:, list(person.skills)] = mine[:, None]
    for o, option in enumerate(problem.options):
        if option.skills is not None:
            allowed[:, o, [s for s in range(len(problem.skills)) if s not in option.skills]] = False
    for pin in problem.pins:
        _close_pinned(problem, allowed[pin.person], pin)
    return allowed


def _close_pinned(problem: RosterProblem, allowed: Bools, pin: Pin) -> None:
    for o, option in enumerate(problem.options):
        if option.day != pin.day:
            continue
        if option.template != pin.template:
            allowed[o] = False
        elif pin.skill is not None:
            allowed[o, np.arange(len(problem.skills)) != pin.skill] = False


def _must(problem: RosterProblem) -> Bools:
    must = np.zeros((len(problem.people), problem.n_days), dtype=np.bool_)
    for pin in problem.pins:
        must[pin.person, pin.day] |= pin.template is not None
    return must


def _choices(allowed: Bools, starts: IntArray) -> tuple[IntArray, IntArray]:
    usable: Bools = np.any(allowed, axis=2)
    n_choices = usable.sum(axis=1)
    found = np.zeros((len(usable), max(n_choices.max(initial=0), 1)), dtype=np.int64)
    for p, row in enumerate(usable):
        mine = np.flatnonzero(row)
        found[p, : mine.size] = mine[np.argsort(starts[mine], kind="stable")]
    return n_choices, found


def _price(problem: RosterProblem) -> IntArray:
    paid = np.array([option.paid_minutes for option in problem.options], dtype=np.int64)
    found = np.zeros((len(problem.people), len(problem.options)), dtype=np.int64)
    for p, person in enumerate(problem.people):
        found[p] = [round(person.cents_per_hour * minutes / 60) for minutes in paid.tolist()]
    for wish in problem.wishes:
        found[wish.person, wish.option] += wish.cents
    return found


def _burdens(problem: RosterProblem) -> IntArray:
    """Most and least nights, most and least rest-day shifts, of others at each site."""
    sites = _sites(problem)
    found = np.tile(np.array([0, FAR, 0, FAR], dtype=np.int64), (max(len(sites), 1), 1))
    for burden in problem.others:
        if burden.site in sites:
            row = found[sites.index(burden.site)]
            for i, count in ((0, burden.nights), (2, burden.rest_days)):
                if count is not None:
                    row[i], row[i + 1] = max(row[i], count), min(row[i + 1], count)
    return found


def state(problem: RosterProblem, roster: SlotRoster) -> State:
    """Arrays of a roster; shape ``(n_people, n_days)`` for weeks."""
    shape = (len(problem.people), problem.n_days)
    most = max((len(option.breaks) for option in problem.options), default=0)
    found = State(
        present=present(problem, roster),
        option=np.full(shape, -1, dtype=np.int64),
        skill=np.zeros(shape, dtype=np.int64),
        breaks=np.zeros((*shape, max(most, 1)), dtype=np.int64),
        counts=np.array(
            [(p.past_nights, p.past_rest_days) for p in problem.people], dtype=np.int64
        ).reshape(shape[0], 2),
    )
    for choice in roster.choices:
        option, p = problem.options[choice.option], choice.person
        found.option[p, option.day], found.skill[p, option.day] = choice.option, choice.skill
        found.breaks[p, option.day, : len(option.breaks)] = choice.break_starts
        found.counts[p] += option.is_night, option.is_rest_day
    return found


def roster_of(problem: RosterProblem, found: State) -> SlotRoster:
    """The roster that arrays hold."""
    choices = []
    for p, day in np.argwhere(found.option >= 0).tolist():
        o = int(found.option[p, day])
        starts = found.breaks[p, day, : len(problem.options[o].breaks)].tolist()
        choices.append(Choice(p, o, int(found.skill[p, day]), tuple(starts)))
    return SlotRoster(tuple(sorted(choices)))
