"""Whoever is told to have no roster of some week of a long problem has none of all its days."""

from typing import Any

import numpy as np
import pytest

from solver import explain, week_graph
from solver.alone import Apart, schedule
from solver.contract import WEEK, Limit
from solver.explain import weekly_conflicts
from solver.prices import Prices
from solver.problem import NO_LIMIT, Person, Pin, RosterProblem

from .conftest import small_option, small_person

HOURS = {"early": 6, "late": 14, "night": 22}
"""Hour of the day at which each shift begins."""
BEHIND = {"a": 0, "b": 10}
"""Hours by which the days of a site begin later."""
SEEDS = range(40)


def random_weeks(seed: int) -> RosterProblem:
    """Two or three people and three or four weeks, in which nearly every rule has its say."""
    rng = np.random.default_rng(seed)
    n_days = int(rng.choice([21, 22, 24, 25, 28, 29]))
    hours = int(rng.choice([6, 8]))
    options = tuple(
        small_option(
            day,
            name,
            start + behind,
            length=hours + int(name == "late" and rng.random() < 0.5),
            clock_start=start,
            is_night=name == "night",
            site=site,
        )
        for site, behind in BEHIND.items()
        for day in range(n_days)
        for name, start in HOURS.items()
        if rng.random() < 0.8 and 24 * day + start + behind < 24 * n_days
    )
    nobody = np.zeros((1, 24 * n_days), dtype=np.int64)
    n_people = int(rng.integers(2, 4))
    return RosterProblem(
        skills=("phone",),
        slot_minutes=60,
        n_slots=24 * n_days,
        n_days=n_days,
        people=tuple(_person(rng, f"p{i}", n_days) for i in range(n_people)),
        options=options,
        required=nobody,
        carried_in=nobody,
        prices=Prices((9000,)),
        pins=tuple(_pins(rng, n_people, n_days)),
        forbidden_after={"late": frozenset({"early"})} if rng.random() < 0.3 else {},
    )


def _pins(rng: np.random.Generator, n_people: int, n_days: int) -> list[Pin]:
    found = {
        (int(rng.integers(n_people)), int(rng.integers(n_days))): rng.choice([*HOURS, "off"])
        for _ in range(rng.integers(0, 5))
    }
    return [Pin(p, day, None if name == "off" else str(name)) for (p, day), name in found.items()]


def _person(rng: np.random.Generator, name: str, n_days: int) -> Person:
    def one_of(*values: Any) -> Any:
        return values[rng.integers(len(values))]

    weeks = _weeks(n_days)
    before = one_of(0, 0, 3)
    return small_person(
        name,
        site=one_of(*BEHIND),
        skills=(0,),
        min_minutes=one_of(0, 60 * 16 * len(weeks)),
        max_minutes=one_of(NO_LIMIT, 60 * 40 * len(weeks)),
        max_nights=one_of(0, NO_LIMIT, NO_LIMIT),
        nights_only=rng.random() < 0.1,
        min_rest_slots=one_of(0, 11, 14),
        max_days_in_row=one_of(3, 5, 9),
        min_days_off=one_of(0, 2, 3),
        unavailable=tuple(_away(rng, n_days) for _ in range(rng.integers(0, 3))),
        last_end=one_of(None, -2, 6),
        days_before=before,
        days_off_before=0 if before else one_of(None, 1, 3),
        worked_day_0=rng.random() < 0.1,
        nights_before=min(before, one_of(0, 2)),
        last_template=one_of(None, "late"),
        limits=tuple(_limits(rng, weeks)),
        weekends=tuple((day - 1, day) for day in range(int(one_of(6, 7)), n_days, WEEK)),
        min_days_in_row=one_of(1, 1, 2),
        min_days_off_in_row=one_of(1, 1, 2),
        max_nights_in_row=one_of(2, NO_LIMIT),
        rest_after_nights=one_of(0, 24),
        max_start_spread=one_of(None, 8),
        rotation=one_of((), (), (frozenset({"early"}), frozenset(HOURS), frozenset({"night"}))),
        min_weekly_rest=one_of(0, 35, 48),
    )


def _weeks(n_days: int) -> list[tuple[int, int]]:
    """Days of the weeks of a contract, the last of which has a day more or some days less."""
    ends = [*range(WEEK, n_days - 1, WEEK), n_days]
    return [*zip([0, *ends], ends, strict=False)]


def _limits(rng: np.random.Generator, weeks: list[tuple[int, int]]) -> list[Limit]:
    least, most = 60 * int(rng.choice([0, 0, 16, 24])), 60 * int(rng.choice([32, 40, 48]))
    found = [
        Limit("weekly_hours", "minutes", least if b - a >= WEEK else 0, most, a, b)
        for a, b in weeks
    ]
    counted = frozenset({str(rng.choice([*HOURS]))})
    first = int(rng.integers(0, 10))
    more = (
        Limit(
            "nights", "shifts", 0, int(rng.integers(0, 3)), first, first + 7, frozenset({"night"})
        ),
        Limit("shift_counts", "shifts", 1, 4, first, first + int(rng.integers(3, 12)), counted),
        Limit("weekends", "weekends", 0, int(rng.integers(0, 2)), 0, weeks[-1][1]),
        Limit("weekends", "weekends", 0, 0, *weeks[1]),
        Limit("hours_limits", "minutes", 60 * 24, 60 * 72, 0, 14),
        Limit("weekly_hours", "minutes", 60 * 8, 60 * 16, 7, 11, cents_below=5),
    )
    return [*found, *(limit for limit in more if rng.random() < 0.25)]


def _away(rng: np.random.Generator, n_days: int) -> tuple[int, int]:
    first = int(rng.integers(0, 24 * n_days))
    return first, first + 24 * int(rng.integers(1, 6))


def _told(problem: RosterProblem) -> set[int]:
    """People whom weekly conflicts name."""
    found = weekly_conflicts(problem, most_ways=0)
    return {p for one in found for p in (*one.conflict.people, *one.alike)}


@pytest.mark.parametrize("most_nodes", [1, week_graph.MOST_NODES], ids=["by CP-SAT", "by weeks"])
def test_who_is_told_to_have_no_roster_has_none(
    most_nodes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explain, "goes_by_weeks", lambda _: True)
    monkeypatch.setattr(week_graph, "MOST_NODES", most_nodes)
    n_told = 0
    for seed in SEEDS:
        problem = random_weeks(seed)
        told = _told(problem)
        n_told += len(told)
        assert all(schedule(Apart(problem).of((p,))) is None for p in told), seed
    assert n_told > len(SEEDS) / 2
