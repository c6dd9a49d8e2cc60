"""A roster of 1,000 people and four weeks held against every rule: fast forms and checkers."""

from time import perf_counter

import numpy as np

from solver.prices import Prices
from solver.problem import BreakWindow, Person, RosterProblem, ShiftOption
from solver.result import Choice, SlotRoster
from solver.rules import RULES
from solver.validate import Validator
from tests.benchmarks.row import Row

WEEKS, PER_HOUR, SITES = 4, 4, ("a", "b", "c")
STARTS = tuple(range(6 * PER_HOUR, 22 * PER_HOUR, 2))
"""Shifts of 8.5 h begin every half hour from 6:00 to 21:30."""
REPEATS = 15


def run() -> list[Row]:
    """A roster that keeps the rules, and one in which every twentieth person breaks one."""
    problem = weeks_of(1000)
    good = rota(problem)
    bad = SlotRoster(tuple(c for c in good.choices if c.person % 20 or c.option % 7))
    began = perf_counter()
    check = Validator(problem)
    prepared_s = perf_counter() - began
    assert not check.violations(good)
    n_bad = len(check.violations(bad))
    assert n_bad >= 30
    small = weeks_of(100)
    slow = 1000 * _seconds(lambda: [[*rule.violations(small, rota(small))] for rule in RULES], 1)
    note = f"{len(good.choices):,} shifts; the problem is laid out once in {prepared_s:.2f} s"
    return [
        Row(
            "validate 1,000 people, 4 weeks",
            "< 50 ms",
            1000 * _seconds(lambda: check.violations(good)),
            "ms",
            "checkers alone, 100 people",
            slow,
            note,
        ),
        Row(
            f"the same, {n_bad} violations told",
            "< 50 ms",
            1000 * _seconds(lambda: check.violations(bad)),
            "ms",
        ),
    ]


def _seconds(work: object, repeats: int = REPEATS) -> float:
    """Fastest of several runs; others use the machine too."""
    assert callable(work)
    found = []
    for _ in range(repeats):
        began = perf_counter()
        work()
        found.append(perf_counter() - began)
    return min(found)


def weeks_of(n_people: int) -> RosterProblem:
    """People of three sites, each with contract, rest, time off and skills; no demand."""
    n_slots = WEEKS * 7 * 24 * PER_HOUR
    nothing = np.zeros((3, n_slots), dtype=np.int64)
    return RosterProblem(
        skills=("phone", "chat", "mail"),
        slot_minutes=60 // PER_HOUR,
        n_slots=n_slots,
        n_days=7 * WEEKS,
        people=tuple(_person(i) for i in range(n_people)),
        options=tuple(
            _option(site, day, start)
            for site in SITES
            for day in range(7 * WEEKS)
            for start in STARTS
        ),
        required=nothing,
        carried_in=nothing,
        prices=Prices(short=(9000, 9000, 9000)),
    )


def _option(site: str, day: int, of_day: int) -> ShiftOption:
    start = day * 24 * PER_HOUR + of_day
    lunch = BreakWindow(start + 3 * PER_HOUR, start + 5 * PER_HOUR, 2, name="lunch")
    pause = BreakWindow(start + 6 * PER_HOUR, start + 7 * PER_HOUR, 1, paid=True)
    return ShiftOption(
        template=f"s{of_day}",
        site=site,
        day=day,
        start=start,
        end=start + 34,
        paid_minutes=480,
        breaks=(lunch, pause),
        is_rest_day=day % 7 > 4,
        clock_start=of_day,
    )


def _person(i: int) -> Person:
    day = 24 * PER_HOUR
    free = (i + 1) % 7  # the second of two days off
    away = tuple(((7 * w + free) * day, (7 * w + free + 1) * day) for w in range(WEEKS))
    return Person(
        id=f"p{i:04d}",
        site=SITES[i % 3],
        skills=((0,), (0, 1), (0, 1, 2))[i % 3],
        min_minutes=5 * 8 * 60 * WEEKS,
        max_minutes=5 * 8 * 60 * WEEKS,
        min_rest_slots=11 * PER_HOUR,
        max_days_in_row=6,
        min_days_off=2,
        max_nights=5 * WEEKS,
        nights_only=False,
        cents_per_hour=2000,
        unavailable=away,
        last_end=-40,
    )


def rota(problem: RosterProblem) -> SlotRoster:
    """Five days a week, the same start all along; two days off in a row, the first one wished."""
    number = {(o.site, o.day, o.template): i for i, o in enumerate(problem.options)}
    choices = []
    for p, person in enumerate(problem.people):
        template = f"s{STARTS[p % len(STARTS)]}"
        for day in range(problem.n_days):
            if (day - p) % 7 > 1:
                option = number[person.site, day, template]
                starts = tuple(w.earliest + p % 4 for w in problem.options[option].breaks)
                choices.append(Choice(p, option, person.skills[day % len(person.skills)], starts))
    return SlotRoster(tuple(sorted(choices)))
