"""Small random problems in which nearly every rule and goal has something to say."""

from dataclasses import replace
from typing import Any

import numpy as np

from solver.contract import DeferredWork, Floor, Limit, Pair, Soft, Wanted
from solver.prices import Prices
from solver.problem import NO_LIMIT, BreakWindow, Person, RosterProblem, ShiftOption

from .conftest import small_option, small_person

N_DAYS = 14
N_SLOTS = 24 * N_DAYS
LIVE, CALL = frozenset({0, 1}), frozenset({2})
HOURS = {"early": 6, "day": 9, "late": 14, "night": 22, "call": 8}


def contract_problem(seed: int) -> RosterProblem:
    """One or two people, and a few options on some days of two weeks: few enough to enumerate."""
    rng = np.random.default_rng(seed)
    n_people = 1 + seed % 2
    begin = int(rng.integers(0, 8))
    days = sorted((begin + rng.choice(6, size=5 - n_people, replace=False)).tolist())
    required = np.zeros((3, N_SLOTS), dtype=np.int64)
    required[0] = np.repeat(rng.integers(0, 3, N_SLOTS // 4), 4)
    required[1] = np.repeat(rng.integers(0, 2, N_SLOTS // 4), 4)
    required[2, 8::24] = 1
    prices = Prices((9000, 5000, 4000), 4000, 0.5, int(rng.choice([0, 300])), 700, 500, 400)
    return RosterProblem(
        skills=("phone", "tickets", "on-call"),
        slot_minutes=60,
        n_slots=N_SLOTS,
        n_days=N_DAYS,
        people=tuple(_person(rng, f"p{i}") for i in range(n_people)),
        options=tuple(o for day in days for o in _options(rng, day)),
        required=required,
        carried_in=np.zeros_like(required),
        prices=prices,
        forbidden_after={"late": frozenset({"early", "day"})},
        pairs=_pairs(rng) if n_people > 1 else (),
        floors=(Floor("lead", (0,), tuple(required[1].tolist()), 3000),),
        deferred=tuple(_work(rng) for _ in range(3)),
    )


def _options(rng: np.random.Generator, day: int) -> list[ShiftOption]:
    chosen = rng.choice([*HOURS], size=int(rng.integers(1, 3)), replace=False).tolist()
    return [_option(name, day) for name in sorted(chosen, key=lambda name: HOURS[name])]


def _option(name: str, day: int) -> ShiftOption:
    first = 24 * day + HOURS[name]
    return small_option(
        day,
        name,
        HOURS[name],
        clock_start=HOURS[name],
        breaks=(BreakWindow(first + 3, first + 4, 1),) if name == "day" else (),
        is_night=name == "night",
        is_rest_day=day % 7 > 4,
        is_holiday=day == 2,
        is_on_call=name == "call",
        skills=CALL if name == "call" else LIVE,
    )


def _person(rng: np.random.Generator, name: str) -> Person:
    def one_of(*values: Any) -> Any:
        return values[rng.integers(len(values))]

    known: tuple[Limit, ...] = (
        Limit("overtime", "minutes", 0, one_of(480, 960), 0, 7, cents_above=one_of(1, 3)),
        Limit("pay", "minutes", 0, one_of(480, 2400), one_of(0, 7), 14),
        Limit("some", "shifts", 1, 2, 0, 5, frozenset({"early", "day"}), cents_below=900),
        Limit("weekend", "weekends", 0, one_of(0, 1), 0, 14, cents_above=one_of(None, 1500)),
    )
    return small_person(
        name,
        skills=one_of((0,), (1,), (0, 1), (0, 1, 2)),
        min_rest_slots=one_of(0, 11),
        max_days_in_row=one_of(3, 5),
        min_days_off=one_of(0, 5),
        limits=tuple(limit for limit in known if rng.random() < 0.4),
        weekends=((5, 6), (12, 13)),
        min_days_in_row=one_of(1, 1, 2),
        min_days_off_in_row=one_of(1, 2),
        days_off_before=one_of(None, None, None, 0, 2),
        max_nights_in_row=one_of(1, NO_LIMIT),
        nights_before=one_of(0, 1),
        last_end=one_of(None, -5, 2),
        rest_after_nights=one_of(0, 24, 40),
        max_start_spread=one_of(None, 3, 5),
        last_template=one_of(None, "late"),
        rotation=one_of((), (), (frozenset({"early", "day", "call"}), frozenset(HOURS))),
        rest_after_on_call=one_of(0, 24),
        last_on_call_end=one_of(None, 3),
        min_weekly_rest=one_of(0, 100, 120),
        past_nights=one_of(0, 2),
        past_holidays=one_of(0, 1),
    )


def with_wants(problem: RosterProblem, seed: int) -> RosterProblem:
    """The problem with people who want more at a price."""
    rng = np.random.default_rng(seed)

    def soft(*values: int) -> Soft | None:
        return None if rng.random() < 0.5 else Soft(int(rng.choice(values)), 800)

    def wanting(person: Person) -> Person:
        spread = soft(0, 4) if person.max_start_spread is None else None
        wanted = Wanted(
            soft(12, 16, 30), soft(40), soft(20), soft(1, 2), soft(1), soft(2, 3), soft(3), spread
        )
        return replace(person, wanted=wanted, cents_out_of_turn=None if rng.random() < 0.5 else 600)

    people = tuple(map(wanting, problem.people))
    return replace(problem, people=people, unwanted_after={"day": {"early": 400, "night": 900}})


def _pairs(rng: np.random.Generator) -> tuple[Pair, ...]:
    return (
        Pair(0, 1, together=bool(rng.random() < 0.5), cents=None if rng.random() < 0.5 else 700),
    )


def _work(rng: np.random.Generator) -> DeferredWork:
    release = int(rng.integers(0, N_SLOTS - 41))
    due = release + int(rng.integers(1, 40))
    return DeferredWork(int(rng.integers(2)), int(rng.integers(20, 540)), release, due, 6000)
