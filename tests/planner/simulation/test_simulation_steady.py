"""The judge agrees with the formulas of the steady state, within four standard errors."""

from math import inf

import numpy as np
import pytest

from planner.arrays import FloatArray
from planner.simulation.centre import Handling, Line
from planner.staffing import asa_s, service_level
from planner.staffing.chat.measures import chat_measures
from planner.staffing.live.erlang_a import erlang_a
from planner.staffing.live.live_level import live_service_level
from planner.staffing.priority.waits import waits_by_class
from tests.planner.simulation.steady import (
    N_SLOTS,
    abandonment,
    level,
    mean_and_error,
    mean_wait_s,
    occupancy,
    steady_centre,
)

AHT_S = 200.0
SLOT_S = 100 * AHT_S


def call_line(within_s: float = 20.0, redial_share: float = 0.0) -> Line:
    return Line(
        name="calls",
        contacts=np.zeros(N_SLOTS),
        handling=Handling(AHT_S),
        within_s=within_s,
        redial_share=redial_share,
        redial_after_s=20 * AHT_S,
    )


def assert_agrees(found: tuple[FloatArray, FloatArray], *expected: object) -> None:
    mean, error = found
    z = (mean - np.array(expected).reshape(mean.shape)) / error
    assert np.all(np.abs(z) < 4.0), (mean, expected, z)
    assert np.all(error < 0.05 * mean)  # a bound that would let anything pass is none


@pytest.mark.parametrize(("agents", "load"), [(1, 0.6), (5, 4.0), (20, 17.0)])
def test_patient_callers_are_those_of_erlang_c(agents: int, load: float) -> None:
    centre = steady_centre((call_line(),), agents, 2e4 * AHT_S / load / N_SLOTS)
    measures = level, mean_wait_s, occupancy
    assert_agrees(
        mean_and_error(centre, [load / AHT_S], inf, measures, seed=1),
        service_level(agents, load, AHT_S, 20.0),
        asa_s(agents, load, AHT_S),
        load / agents,
    )


@pytest.mark.parametrize(("agents", "load", "patience_s"), [(5, 6.0, 100.0), (20, 19.0, 400.0)])
def test_impatient_callers_are_those_of_erlang_a(
    agents: int, load: float, patience_s: float
) -> None:
    centre = steady_centre((call_line(),), agents, SLOT_S)
    formula = erlang_a(agents, load, AHT_S, patience_s)
    measures = level, abandonment, mean_wait_s, occupancy
    assert_agrees(
        mean_and_error(centre, [load / AHT_S], patience_s, measures, seed=4),
        live_service_level(agents, load, AHT_S, 20.0, patience_s),
        formula.p_abandon,
        formula.asa_s,
        formula.occupancy,
    )


def test_callers_who_call_again_add_their_load() -> None:
    """
    Five agents, 3.5 erlangs of fresh calls, one in five who hang up calls again.

    Row ``5, 3.5, 3.0, 0.2`` of an independent high-precision table of redials.
    """
    centre = steady_centre((call_line(AHT_S / 9, redial_share=0.2),), 5, SLOT_S)
    assert_agrees(
        mean_and_error(centre, [3.5 / AHT_S], AHT_S / 3, (level, abandonment), seed=6),
        0.8235149738722,
        0.1089541319477,
    )


def test_urgent_classes_wait_as_kella_and_yechiali_say() -> None:
    loads = [0.5, 1.5, 2.2]
    lines = tuple(call_line(within_s=60.0) for _ in loads)
    centre = steady_centre(lines, 5, 5 * SLOT_S)
    formula = waits_by_class(5, loads, AHT_S, 60.0)
    per_s = [load / AHT_S for load in loads]
    assert_agrees(
        mean_and_error(centre, per_s, inf, (level, mean_wait_s), seed=8),
        formula.service_level,
        formula.mean_wait_s,
    )


SLOWNESS = (1.0, 1.2, 1.5, 1.9)


@pytest.mark.parametrize(("agents", "per_s", "points"), [(1, 0.008, 0.0), (6, 0.06, 0.01)])
def test_chats_are_answered_as_the_chain_of_levels_says(
    agents: int, per_s: float, points: float
) -> None:
    """With one agent the chain is exact; with more it takes chats to be spread evenly."""
    line = Line(
        name="chats",
        contacts=np.zeros(N_SLOTS),
        handling=Handling(AHT_S),
        within_s=30.0,
        concurrency=4,
        slowness=SLOWNESS,
    )
    centre = steady_centre((line,), agents, SLOT_S)
    aht_by_level_s = [AHT_S * slowness for slowness in SLOWNESS]
    expected = chat_measures(
        agents, per_s, aht_by_level_s, within_s=30.0, patience_s=150.0, spread="uneven"
    )
    mean, error = mean_and_error(centre, [per_s], 150.0, (level, abandonment), seed=10)
    distance = np.abs(mean[:, 0] - [float(expected.sl_offered), float(expected.p_abandon)])
    assert np.all(distance < 4.0 * error[:, 0] + points)
    assert np.all(error < 0.005)
