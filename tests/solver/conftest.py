"""Small rostering problems that can be enumerated, shared by the tests of the solver."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from solver.contract import DeferredWork, Floor, Limit, Pair, Soft, Wanted
from solver.prices import Burden, Prices, Wish
from solver.problem import BreakWindow, Person, Pin, RosterProblem, ShiftOption
from solver.result import Choice, SlotRoster

Rosters = Callable[[RosterProblem], Iterator[SlotRoster]]


def small_person(name: str = "ana", **changes: Any) -> Person:
    """A person whom no rule binds, but for `changes`."""
    person = Person(
        id=name,
        site="a",
        skills=(0, 1),
        min_minutes=0,
        max_minutes=10_000,
        min_rest_slots=0,
        max_days_in_row=9,
        min_days_off=0,
        max_nights=9,
        nights_only=False,
        cents_per_hour=2000,
    )
    return replace(person, **changes)


def small_option(
    day: int, template: str, start: int, length: int = 8, **changes: Any
) -> ShiftOption:
    """A shift that begins at an hour of a day, in slots of an hour."""
    first = 24 * day + start
    option = ShiftOption(template, "a", day, first, first + length, 60 * length)
    return replace(option, **changes)


SMALL_OPTIONS = (
    small_option(0, "early", 6),
    small_option(0, "late", 14),
    small_option(0, "early", 6, site="b"),
    small_option(1, "early", 6),
    small_option(1, "mid", 9),
    small_option(1, "night", 22, is_night=True),
    small_option(2, "mid", 16),
    small_option(2, "late", 17, length=7),
    small_option(3, "early", 4, is_rest_day=True),
)
"""Late on day 0 ends 8 h before early, 11 h before mid on day 1; night 10 h before mid on day 2."""


def small_problem(**changes: Any) -> RosterProblem:
    """Four days of hours, two skills and a few options, but for `changes`."""
    required = np.zeros((2, 96), dtype=np.int64)
    required[0, 8:20] = 2
    required[1, 30:60] = 1
    problem = RosterProblem(
        skills=("phone", "tickets"),
        slot_minutes=60,
        n_slots=96,
        n_days=4,
        people=(small_person(),),
        options=SMALL_OPTIONS,
        required=required,
        carried_in=np.zeros_like(required),
        prices=Prices(short=(9000, 5000), short_deep=4000, deep_share=0.5, over=300),
    )
    return replace(problem, **changes)


def covered_problem() -> RosterProblem:
    """Two people, two days, breaks at two lengths, every goal priced: small enough to enumerate."""
    pause = BreakWindow(11, 13, 1, paid=True)
    lunch = BreakWindow(14, 15, 2)
    later = BreakWindow(37, 38, 1)
    options = (
        small_option(0, "long", 8, length=10, breaks=(pause, lunch), paid_minutes=480),
        small_option(0, "night", 20, is_night=True, length=6),
        small_option(1, "day", 10, breaks=(later,), is_rest_day=True),
    )
    required = np.zeros((2, 46), dtype=np.int64)
    required[0, 9:18] = (2, 2, 2, 1, 1, 2, 1, 1, 2)
    required[1, 20:44] = 1
    required[1, 36:40] = 5
    carried = np.zeros_like(required)
    carried[0, 9:11] = 1
    return RosterProblem(
        skills=("phone", "tickets"),
        slot_minutes=60,
        n_slots=46,
        n_days=2,
        people=(
            small_person("ana", max_minutes=840),
            small_person("ben", skills=(1,), cents_per_hour=1500, min_rest_slots=11),
        ),
        options=options,
        required=required,
        carried_in=carried,
        prices=Prices(
            short=(9000, 5000),
            short_deep=4000,
            deep_share=0.5,
            over=300,
            unfair_night=700,
            unfair_rest_day=900,
        ),
        wishes=(Wish(0, 0, 1000), Wish(1, 2, -400), Wish(1, 2, -50)),
        pins=(Pin(1, 0, None),),
    )


WANTED = Wanted(rest=Soft(14, 110), rest_after_nights=Soft(9, 90))


def priced_problem() -> RosterProblem:
    """The covered problem with a past, limits, wants, floors, pairs and work that can wait."""
    base = covered_problem()
    overtime = Limit("overtime", "minutes", 300, 600, 0, 2, cents_below=2, cents_above=3)
    some = Limit("some", "shifts", 1, 1, 0, 2, frozenset({"long", "day"}), 700, 500)
    weekend = Limit("weekends", "weekends", 0, 0, 0, 2, cents_above=800)
    ana, ben = base.people
    return replace(
        base,
        people=(
            replace(ana, limits=(overtime,), past_nights=2, past_holidays=1, wanted=WANTED),
            replace(
                ben,
                limits=(some, weekend),
                weekends=((1,), (1, 2)),
                past_rest_days=3,
                rotation=(frozenset({"day"}),),
                cents_out_of_turn=130,
                wanted=Wanted(days_in_row=Soft(1, 210)),
            ),
        ),
        options=(*base.options[:2], replace(base.options[2], is_holiday=True)),
        prices=replace(base.prices, unfair_holiday=300),
        others=(Burden("a", 1, None, 0),),
        floors=(
            Floor("anybody", (0, 1), (0,) * 10 + (1,) * 6 + (2,) * 26 + (0,) * 4, 4000),
            Floor("lead", (1,), (1,) * 46, 600),
        ),
        pairs=(Pair(0, 1, together=True, cents=170), Pair(1, 0, together=False, cents=230)),
        unwanted_after={"long": {"day": 70}},
        deferred=(
            DeferredWork(0, 290, 0, 30, 5000),
            DeferredWork(0, 180, 22, 46, 5000),
            DeferredWork(0, 540, 8, 40, 2000),
            DeferredWork(1, 250, 0, 26, 3000),
        ),
        closed=frozenset({(0, 12), (1, 20)}),
    )


def one_a_day(problem: RosterProblem, breaks: bool = False) -> Iterator[SlotRoster]:
    """Every roster with at most one shift a day, any site and any skill."""
    per_person = [_weeks(problem, p, breaks) for p in range(len(problem.people))]
    for weeks in product(*per_person):
        yield SlotRoster(tuple(sorted(choice for week in weeks for choice in week)))


def _weeks(problem: RosterProblem, person: int, breaks: bool) -> list[tuple[Choice, ...]]:
    days = [
        [(), *((choice,) for choice in _choices(problem, person, day, breaks))]
        for day in range(problem.n_days)
    ]
    return [tuple(c for day in week for c in day) for week in product(*days)]


def _choices(problem: RosterProblem, person: int, day: int, breaks: bool) -> Iterator[Choice]:
    for o, option in enumerate(problem.options):
        if option.day != day:
            continue
        windows = [
            range(w.earliest, w.latest + 1) if breaks else range(w.earliest, w.earliest + 1)
            for w in option.breaks
        ]
        for skill, starts in product(range(len(problem.skills)), product(*windows)):
            yield Choice(person, o, skill, tuple(starts))


@pytest.fixture(scope="session")
def problem() -> RosterProblem:
    """The small problem as it is."""
    return small_problem()
