"""Drawn and served weeks against what is known: Erlang, Poisson mixtures, load that outlasts."""

from typing import Literal

import numpy as np
import pytest

from planner.arrays import FloatArray
from planner.simulation.centre import Handling, Line
from planner.simulation.estimates import abandonment, service_level
from planner.simulation.intervals import Estimate, ratio_estimate
from planner.simulation.replicate import replicate
from planner.simulation.tally import Tally
from planner.staffing import erlang_c
from planner.staffing import service_level as erlang_level
from planner.staffing.load.handling_time import (
    DeterministicTime,
    ExponentialTime,
    HandlingTime,
    LogNormalTime,
)
from planner.staffing.load.modified_load import modified_load
from tests.planner.simulation.small_centre import centre_of, flat, whole_time

AHT_S, SLOT_S = 300.0, 3600.0
SURE = 0.9995

# N, mean load, cv, patience over AHT, threshold over AHT, level, abandoned. Rows of the table
# open_mixture, computed at 45 digits: gamma load through Erlang A, over contacts offered.
MIXTURES = [
    (20, 17.0, 0.2, 1 / 0.3, 0.1111111111111111, 0.673886748685281, 0.0448145682456168),
    (40, 34.0, 0.2, 1.0, 0.02, 0.721174338564369, 0.0430383231246759),
    (10, 8.5, 0.2, 1 / 3.0, 0.5, 0.883314609592474, 0.114655999155007),
    (5, 3.75, 0.2, 1.0, 0.02, 0.661308370681801, 0.100375941236084),
    (20, 15.0, 0.1, 1.0, 0.1111111111111111, 0.924314962836383, 0.0183985034673329),
]


def only(found: Estimate) -> tuple[float, float]:
    """Bounds of the one entry."""
    return float(found.low[0, 0]), float(found.high[0, 0])


def steady(line: Line, n_agents: int, weeks: int) -> Tally:
    """One day a week, whose first third warms up."""
    end_s = line.contacts.size * SLOT_S
    centre = centre_of(
        [line],
        slot_s=SLOT_S,
        slots_a_day=line.contacts.size,
        spells=whole_time(n_agents, end_s),
    )
    return replicate(centre, weeks, 17)


def after_warming_up(n_slots: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.where(np.arange(n_slots) < n_slots // 3, -1, 0)


@pytest.mark.parametrize(("n", "load", "cv", "patience", "threshold", "level", "gone"), MIXTURES)
def test_uncertain_days_earn_what_the_mixture_says(
    n: int, load: float, cv: float, patience: float, threshold: float, level: float, gone: float
) -> None:
    contacts = flat(load * SLOT_S / AHT_S, 9)
    line = Line("phone", contacts, Handling(AHT_S), threshold * AHT_S, patience * AHT_S, day_cv=cv)
    tally = steady(line, n, weeks=500)
    low, high = only(service_level(tally, [[0]], after_warming_up(9), confidence=SURE))
    assert low <= level <= high
    assert high - low < 0.11
    low, high = only(abandonment(tally, [[0]], after_warming_up(9), confidence=SURE))
    assert low <= gone <= high


def test_certain_days_earn_what_erlang_c_says() -> None:
    line = Line("phone", flat(10.0 * SLOT_S / 180.0, 24), Handling(180.0), 20.0)
    tally = steady(line, 14, weeks=200)
    low, high = only(service_level(tally, [[0]], after_warming_up(24), confidence=SURE))
    assert low <= float(erlang_level(14, 10.0, 180, 20)) <= high
    assert high - low < 0.02
    wait = ratio_estimate(tally.wait_s[:, 0, 8:].sum(axis=1), tally.offered[:, 0, 8:].sum(axis=1))
    expected = float(erlang_c(14, 10.0)) * 180.0 / 4.0
    assert float(wait.low) * 0.95 <= expected <= float(wait.high) * 1.05


@pytest.mark.parametrize(
    ("shape", "time"),
    [
        ("exponential", ExponentialTime(2700.0)),
        ("log-normal", LogNormalTime(2700.0, 0.8)),
        ("deterministic", DeterministicTime(2700.0)),
    ],
)
def test_busy_agents_are_the_modified_load_where_nobody_waits(
    shape: Literal["exponential", "log-normal", "deterministic"], time: HandlingTime
) -> None:
    """Contacts of 45 minutes in slots of an hour, with more agents than ever needed."""
    hour = np.linspace(0.0, 23.0, 24)
    contacts: FloatArray = np.round(12.0 * np.exp(-((hour - 10.0) ** 2) / 8.0))
    handling = Handling(2700.0, shape, cv=0.8)
    centre = centre_of(
        [Line("chat", contacts, handling)],
        slot_s=SLOT_S,
        slots_a_day=24,
        spells=whole_time(80, 24 * SLOT_S),
    )
    tally = replicate(centre, 600, 23)
    busy = ratio_estimate(tally.busy_s[:, 0] / SLOT_S, np.ones((600, 24)), 0.9999)
    expected = modified_load(contacts, time, SLOT_S).mean
    assert tally.wait_s.sum() == 0
    assert np.all((busy.low <= expected + 0.01) & (expected - 0.01 <= busy.high))
    assert float((busy.high - busy.low).max()) < 1.0
