"""
What contracts want at a price, where their rules allow more; see `Wanted`.

Also shifts out of a rotation's turn, and successions that cost something.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from solver.amounts import Amount, weighted
from solver.contract import WEEK, Soft
from solver.model import Cost, RosterModel, Values
from solver.presence import total
from solver.problem import Person, RosterProblem, ShiftOption
from solver.rests import REST_KINDS, wanted_rest_of
from solver.result import SlotRoster
from solver.rules.same_start import slots_a_day
from solver.rules.stretches import excess, shorter, stretches_of
from solver.shifts import shifts_of
from solver.tolls import toll_between, toll_of, tolls_between, tolls_of


class Breach(NamedTuple):
    """
    Something wanted that a roster does not keep.

    Parameters
    ----------
    rule
        Field of `Wanted`, ``rotation`` or ``successions``.
    person, day
        Whose, and the local day on which it happens.
    amount
        Times, or days too many or too few.
    """

    rule: str
    person: int
    day: int
    amount: int
    cents: int


def cost(problem: RosterProblem, roster: SlotRoster) -> int:
    """Price of all that is wanted and not kept."""
    return sum(breach.cents for breach in breaches(problem, roster))


def breaches(problem: RosterProblem, roster: SlotRoster) -> Iterator[Breach]:
    """All that is wanted and not kept, person by person."""
    number = {person.id: p for p, person in enumerate(problem.people)}
    is_free = not problem.unwanted_after

    def concerns(person: Person) -> bool:
        return not (is_free and person.wanted.is_empty and not person.cents_out_of_turn)

    for person, shifts in shifts_of(problem, roster, concerns):
        p = number[person.id]
        for shift in shifts:
            for toll in tolls_of(problem, person, shift):
                yield Breach(toll.rule, p, shift.day, 1, toll.cents)
        yield from together(problem, p, shifts)


def together(problem: RosterProblem, p: int, shifts: list[ShiftOption]) -> Iterator[Breach]:
    """What a person's shifts, by start, do not keep together; not what each does by itself."""
    person = problem.people[p]
    for earlier, later in pairwise(shifts):
        for toll in tolls_between(person, problem.unwanted_after, earlier, later):
            yield Breach(toll.rule, p, later.day, 1, toll.cents)
    yield from _in_row(problem, p, person, shifts)
    yield from _short_stretches(problem, p, person, shifts)
    yield from _far_starts(problem, p, person, shifts)


def _in_row(
    problem: RosterProblem, p: int, person: Person, shifts: list[ShiftOption]
) -> Iterator[Breach]:
    """Days worked, and nights, beyond those wanted in a row."""
    for rule, asked, run, of_kind in _rows(person):
        worked = {shift.day for shift in shifts if of_kind(shift)}
        for day in range(int(person.worked_day_0), problem.n_days):
            run = run + 1 if day in worked else 0
            if run > asked.value:
                yield Breach(rule, p, day, 1, asked.cents)


def _rows(person: Person) -> Iterator[tuple[str, Soft, int, Callable[[ShiftOption], bool]]]:
    """What is wanted in a row: rule, value, how many came before this roster, and what counts."""
    wanted, carried = person.wanted, person.worked_day_0
    if wanted.days_in_row:
        yield "days_in_row", wanted.days_in_row, person.days_before + carried, lambda _: True
    if wanted.nights_in_row:
        nights = 0 if carried else person.nights_before
        yield "nights_in_row", wanted.nights_in_row, nights, lambda shift: shift.is_night


def _stretches(person: Person) -> Iterator[tuple[str, Soft, bool]]:
    """Rule, least length wanted, and whether it is of days worked."""
    if person.wanted.min_days_in_row:
        yield "min_days_in_row", person.wanted.min_days_in_row, True
    if person.wanted.min_days_off_in_row:
        yield "min_days_off_in_row", person.wanted.min_days_off_in_row, False


def _short_stretches(
    problem: RosterProblem, p: int, person: Person, shifts: list[ShiftOption]
) -> Iterator[Breach]:
    """Stretches that are shorter than wanted."""
    worked = {shift.day for shift in shifts} | ({0} if person.worked_day_0 else set())
    days = [day in worked for day in range(problem.n_days)]
    for rule, asked, is_work in _stretches(person):
        for of_work, first, length in stretches_of(person, days):
            missing = asked.value - length
            if of_work == is_work and missing > 0:
                yield Breach(rule, p, max(first, 0), missing, missing * asked.cents)


def _far_starts(
    problem: RosterProblem, p: int, person: Person, shifts: list[ShiftOption]
) -> Iterator[Breach]:
    """Shifts outside the arc of the clock that leaves fewest of a week outside."""
    asked, day_slots = person.wanted.start_spread, slots_a_day(problem)
    if asked is None:
        return
    for week in sorted({shift.day // WEEK for shift in shifts}):
        starts = [(s.day, s.clock_start) for s in shifts if s.day // WEEK == week]
        clocks = sorted({clock for _, clock in starts})
        first = _best_arc(clocks, [clock for _, clock in starts], asked.value, day_slots)
        for day, clock in starts:
            if (clock - first) % day_slots > asked.value:
                yield Breach("start_spread", p, day, 1, asked.cents)


def _best_arc(clocks: list[int], starts: list[int], spread: int, day_slots: int) -> int:
    """The clock from which an arc leaves fewest starts outside, the first of several."""
    return min(clocks, key=lambda c: sum((start - c) % day_slots > spread for start in starts))


def add(model: RosterModel) -> Cost:
    """Charge single shifts, shifts that follow others, days in a row, stretches and far starts."""
    found, problem = Cost(), model.problem
    for p, person in enumerate(problem.people):
        for o in model.options_of[p]:
            found.add(model.works[p, o], toll_of(problem, person, problem.options[o]))
        _charge_followers(model, found, p)
        for rule, asked, run, of_kind in _rows(person):
            _charge_row(model, found, p, f"{rule} {person.id}", asked, run, of_kind)
        for rule, asked, is_work in _stretches(person):
            for short in shorter(person, problem.n_days, is_work, asked.value):
                fails, most = excess(model, p, short)
                cents = asked.cents * (asked.value - short.length)
                _charge(model, found, f"{rule} {person.id} {short.days}", fails, most, cents)
        if person.wanted.start_spread:
            _charge_starts(model, found, p, person.wanted.start_spread)
    return found


def _charge(
    model: RosterModel, found: Cost, name: str, terms: Amount, most: int, cents: int
) -> None:
    """Charge cents where a sum exceeds `most`, by 1 as it must be."""
    if not cents or sum(max(c, 0) for _, c in terms) <= most:
        return
    fails, by_index = model.cp.new_bool_var(name), tuple((v.index, c) for v, c in terms)
    model.cp.add(weighted(terms) - most <= fails)
    model.derive(fails, lambda values: int(total(by_index, values) > most))
    found.add(fails, cents)


def _charge_row(
    model: RosterModel,
    found: Cost,
    p: int,
    name: str,
    asked: Soft,
    run: int,
    of_kind: Callable[[ShiftOption], bool],
) -> None:
    """Charge each day at the end of one more in a row than wanted."""
    options, begin = model.problem.options, int(model.problem.people[p].worked_day_0)
    by_day: dict[int, Amount] = defaultdict(list)
    for o in model.options_of[p]:
        if of_kind(options[o]):
            by_day[options[o].day].append((model.works[p, o], 1))
    for day in range(begin, model.problem.n_days):
        first = day - asked.value
        if run >= begin - first:
            days = range(max(first, begin), day + 1)
            terms = [term for d in days for term in by_day[d]]
            _charge(model, found, f"{name} {day}", terms, len(days) - 1, asked.cents)


def _charge_followers(model: RosterModel, found: Cost, p: int) -> None:
    """Charge shifts that follow others too soon, or should not follow them at all."""
    problem, person = model.problem, model.problem.people[p]
    by_day: dict[int, list[int]] = defaultdict(list)
    for o in model.options_of[p]:
        by_day[problem.options[o].day].append(o)
    longest = max(wanted_rest_of(person, kind).value for kind in REST_KINDS)
    reach = 1 + longest // slots_a_day(problem) + (longest > 0)
    for first in sorted(by_day):
        for second in range(first + 1, min(first + reach, problem.n_days - 1) + 1):
            between = [(works, -1) for works in model.works_on(p, range(first + 1, second))]
            asked = _follow(problem, person, by_day[first], by_day[second])
            for (later, cents), earlier in asked.items():
                terms = [(model.works[p, o], 1) for o in (*earlier, *later)] + between
                name = f"follows {person.id} {first} {second}"
                _charge(model, found, name, terms, 1, cents)


def _follow(
    problem: RosterProblem, person: Person, earlier: list[int], later: list[int]
) -> dict[tuple[tuple[int, ...], int], list[int]]:
    """Options by those that cost something after them, and what."""
    found: dict[tuple[tuple[int, ...], int], list[int]] = defaultdict(list)
    for o in earlier:
        priced: dict[int, list[int]] = defaultdict(list)
        for q in later:
            priced[toll_between(problem, person, problem.options[o], problem.options[q])].append(q)
        for cents, those in priced.items():
            if cents:
                found[tuple(those), cents].append(o)
    return found


def _charge_starts(model: RosterModel, found: Cost, p: int, asked: Soft) -> None:
    """Choose the first start of each week's arc; each day's shift outside the arc is charged."""
    options, by_week = model.problem.options, defaultdict(list)
    for o in model.options_of[p]:
        by_week[options[o].day // WEEK].append(o)
    for mine in by_week.values():
        _charge_week(model, found, p, mine, asked)


def _charge_week(model: RosterModel, found: Cost, p: int, mine: list[int], asked: Soft) -> None:
    options, name = model.problem.options, model.problem.people[p].id
    day_slots = slots_a_day(model.problem)
    clocks = sorted({options[o].clock_start for o in mine})
    first = {c: model.cp.new_bool_var(f"starts {name} about {c}") for c in clocks}
    model.cp.add_exactly_one(first.values())
    days = sorted({options[o].day for o in mine})
    outside = {d: model.cp.new_bool_var(f"far start {name} {d}") for d in days}
    for day in days:
        of_day = [o for o in mine if options[o].day == day]
        for clock in {options[o].clock_start for o in of_day}:
            works = [model.works[p, o] for o in of_day if options[o].clock_start == clock]
            near = [first[c] for c in clocks if (clock - c) % day_slots <= asked.value]
            model.cp.add(sum(works) - sum(near) <= outside[day])
    of_works = [(options[o].day, options[o].clock_start, model.works[p, o].index) for o in mine]

    def values_of(values: Values) -> Iterable[int]:
        starts = {day: clock for day, clock, index in of_works if values[index]}
        arc = _best_arc(clocks, [*starts.values()], asked.value, day_slots)
        yield from (int(c == arc) for c in clocks)
        yield from (int(d in starts and (starts[d] - arc) % day_slots > asked.value) for d in days)

    model.derive_all([*first.values(), *outside.values()], values_of)
    for variable in outside.values():
        found.add(variable, asked.cents)
