"""Chat against tables, exact fractions, Erlang A and C."""

import itertools
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from planner.staffing import erlang_c, service_level
from planner.staffing.chat.chat_requirement import CHAT_SERVICE_LEVELS
from planner.staffing.chat.measures import ChatMeasures, chat_measures
from planner.staffing.live.erlang_a import erlang_a, service_level_with_abandonment

ReferenceTable = Callable[[str], list[dict[str, str]]]

COLUMNS = (
    "p_wait",
    "p_abandon",
    "mean_wait_all_s",
    "asa_answered_s",
    "sl_offered",
    "sl_answered",
    "sl_virtual",
)

# agents, chats per second, durations by level, patience, threshold, and the columns above: rows of
# the reference table open_chat_levels, computed at 45 digits
GOLDEN: tuple[tuple[Any, ...], ...] = (
    (
        10,
        0.09166666666666667,
        (480, 528, 576, 624, 672, 720),
        60,
        0,
        (
            0.376124937363558,
            0.125413378421854,
            7.52480270531121,
            6.13489100768330,
            0.623875062636442,
            0.713337075189524,
            0.623875062636442,
        ),
    ),
    (
        20,
        0.0376984126984127,
        (720, 1007.9999999999999),
        600,
        60,
        (
            0.273840517522745,
            0.0386986574964516,
            23.2191944978709,
            21.2659004294732,
            0.830410346694453,
            0.863839786733043,
            0.835503197606235,
        ),
    ),
    (
        1,
        0.0034920634920634925,
        (720, 900, 1080, 1260),
        600,
        20,
        (
            0.508727732961270,
            0.242522783172734,
            145.513669903640,
            108.595860365542,
            0.504791883460839,
            0.666411968897477,
            0.505018660657973,
        ),
    ),
)

durations = st.lists(st.floats(10, 2000), min_size=1, max_size=6).map(sorted)
teams = st.integers(1, 60)
busyness = st.floats(0.05, 1.6)
patiences = st.floats(5, 3000)
thresholds = st.floats(0, 300)


def values(measures: ChatMeasures) -> list[float]:
    return [float(getattr(measures, column)) for column in COLUMNS]


def capacity(agents: int, levels: list[float]) -> float:
    return agents * len(levels) / levels[-1]


@pytest.mark.parametrize("row", GOLDEN)
def test_measures_equal_golden_rows(row: tuple[Any, ...]) -> None:
    agents, rate, levels, patience, within, reference = row
    measures = chat_measures(agents, rate, levels, within_s=within, patience_s=patience)
    assert values(measures) == pytest.approx(reference, rel=1e-12)


def test_measures_equal_the_reference_table(reference_table: ReferenceTable) -> None:
    for row in reference_table("open_chat_levels"):
        measures = chat_measures(
            int(row["N"]),
            float(row["lam_per_s"]),
            [float(aht) for aht in row["aht_s_by_level"].split()],
            within_s=float(row["T_s"]),
            patience_s=float(row["patience_s"]),
        )
        reference = [float(row[column]) for column in COLUMNS]
        assert values(measures) == pytest.approx(reference, rel=1e-11, abs=1e-13), row


def exact_chain(
    agents: int, rate: Fraction, levels: list[Fraction], theta: Fraction, n_waiting: int
) -> list[Fraction]:
    """Stationary distribution, cut off after `n_waiting` customers in queue."""
    slots = agents * len(levels)
    weights = [Fraction(1)]
    for chats in range(1, slots + n_waiting + 1):
        held = [0] * agents
        for chat in range(min(chats, slots)):
            held[chat % agents] += 1
        ends = sum((Fraction(h) / levels[h - 1] for h in held if h), Fraction(0))
        weights.append(weights[-1] * rate / (ends + max(0, chats - slots) * theta))
    total = sum(weights)
    return [weight / total for weight in weights]


@pytest.mark.parametrize("levels", [[100, 130, 200], [100, 150, 400], [60, 60], [90]])
def test_waiting_abandonment_and_occupancy_equal_exact_fractions(levels: list[int]) -> None:
    agents, rate, theta = 3, Fraction(1, 12), Fraction(1, 50)
    chain = exact_chain(agents, rate, [Fraction(x) for x in levels], theta, 60)
    slots = agents * len(levels)
    waiting = sum((max(0, j - slots) * p for j, p in enumerate(chain)), Fraction(0))
    held = sum((min(j, slots) * p for j, p in enumerate(chain)), Fraction(0))
    busy = sum((min(j, agents) * p for j, p in enumerate(chain)), Fraction(0))
    found = chat_measures(agents, float(rate), levels, patience_s=50)
    assert float(found.p_wait) == pytest.approx(float(sum(chain[slots:])), rel=1e-13)
    assert float(found.mean_wait_all_s) == pytest.approx(float(waiting / rate), rel=1e-13)
    assert float(found.p_abandon) == pytest.approx(float(waiting * theta / rate), rel=1e-13)
    assert float(found.occupancy) == pytest.approx(float(held / slots), rel=1e-13)
    assert float(found.agents_busy) == pytest.approx(float(busy / agents), rel=1e-13)
    assert float(found.conversations) == pytest.approx(float(held / busy), rel=1e-13)


@settings(max_examples=40)
@given(teams, busyness, durations, patiences, thresholds)
def test_waits_equal_the_closed_density_of_the_virtual_wait(
    agents: int, busy: float, levels: list[float], patience: float, within: float
) -> None:
    """Those who wait have the density of exp(-D t + rate patience (1 - exp(-t / patience)))."""
    ends = capacity(agents, levels)
    rate = busy * ends
    found = chat_measures(agents, rate, levels, within_s=within, patience_s=patience)
    peak = patience * math.log(busy) if busy > 1 else 0.0

    def logarithm(t: float) -> float:
        return -ends * t - rate * patience * math.expm1(-t / patience)

    def density(t: float) -> float:
        return math.exp(logarithm(t) - logarithm(peak))

    def stays(t: float) -> float:
        return density(t) * math.exp(-t / patience)

    span = 50 / ends + 12 * math.sqrt(patience / ends)
    cuts = sorted({0.0, peak, max(0.0, peak - span), min(within, peak + span), peak + span})

    def integral(function: Callable[[float], float], until: float) -> float:
        parts = [(a, b) for a, b in itertools.pairwise(cuts) if b <= until]
        return sum(quad(function, a, b, epsabs=0, epsrel=1e-11, limit=200)[0] for a, b in parts)

    everybody = integral(density, cuts[-1])
    p_wait = float(found.p_wait)
    in_time = p_wait * integral(stays, within) / everybody
    in_virtual_time = p_wait * integral(density, within) / everybody
    assert float(found.sl_offered) == pytest.approx(1 - p_wait + in_time, abs=1e-9)
    assert float(found.sl_virtual) == pytest.approx(1 - p_wait + in_virtual_time, abs=1e-9)
    answered = 1 - p_wait + p_wait * integral(stays, cuts[-1]) / everybody
    assert 1 - float(found.p_abandon) == pytest.approx(answered, abs=1e-9)


def test_waits_of_an_overloaded_large_team_keep_their_digits() -> None:
    """3000 slots, twice the load: exp(-D T) alone is far below the smallest number."""
    ends, patience = 3000 / 450, 1200.0
    rate = 2 * ends
    within = patience * math.log(2.0)  # the middle of the fluid's wait
    found = chat_measures(1000, rate, [300, 360, 450], within_s=within, patience_s=patience)

    def density(t: float) -> float:
        early = -ends * (t - within) - rate * patience * math.exp(-t / patience)
        return math.exp(early + rate * patience / 2)

    below = quad(density, within - 300, within, epsabs=0, epsrel=1e-12)[0]
    beyond = quad(density, within, within + 300, epsabs=0, epsrel=1e-12)[0]
    assert float(found.sl_virtual) == pytest.approx(below / (below + beyond), rel=1e-10)
    assert float(found.p_abandon) == pytest.approx(0.5, abs=1e-6)


@settings(max_examples=60)
@given(teams, busyness, st.floats(10, 2000), patiences, thresholds)
def test_one_conversation_each_is_erlang_a(
    agents: int, busy: float, aht: float, patience: float, within: float
) -> None:
    load = busy * agents
    chat = chat_measures(agents, load / aht, [aht], within_s=within, patience_s=patience)
    phone = erlang_a(agents, load, aht, patience)
    assert float(chat.p_wait) == pytest.approx(float(phone.p_wait), rel=1e-9, abs=1e-13)
    assert float(chat.p_abandon) == pytest.approx(float(phone.p_abandon), rel=1e-9, abs=1e-13)
    assert float(chat.mean_wait_all_s) == pytest.approx(float(phone.mean_wait_s), rel=1e-9)
    assert float(chat.asa_answered_s) == pytest.approx(float(phone.asa_s), rel=1e-9)
    assert float(chat.occupancy) == pytest.approx(float(phone.occupancy), rel=1e-9)
    assert float(chat.agents_busy) == pytest.approx(float(phone.occupancy), rel=1e-9)
    for definition in CHAT_SERVICE_LEVELS:
        level = service_level_with_abandonment(agents, load, aht, patience, within, definition)
        found = getattr(chat, f"sl_{definition}")
        assert float(found) == pytest.approx(float(level), rel=1e-9, abs=1e-12)


@given(st.integers(1, 40), st.integers(1, 6), st.floats(0.05, 0.98), thresholds)
def test_chats_that_slow_nobody_down_are_erlang_c_on_all_slots(
    agents: int, k: int, busy: float, within: float
) -> None:
    load = busy * agents * k
    chat = chat_measures(agents, load / 300, [300.0] * k, within_s=within)
    assert float(chat.p_wait) == pytest.approx(float(erlang_c(agents * k, load)), rel=1e-10)
    level = float(service_level(agents * k, load, 300.0, within))
    assert float(chat.sl_offered) == pytest.approx(level, rel=1e-11)


@settings(max_examples=60)
@given(teams, busyness, durations, patiences, thresholds)
def test_measures_keep_their_order_and_their_sums(
    agents: int, busy: float, levels: list[float], patience: float, within: float
) -> None:
    rate = busy * capacity(agents, levels)
    found = chat_measures([agents, agents + 1], rate, levels, within_s=within, patience_s=patience)
    small = 1e-11
    assert np.all(found.sl_offered <= found.sl_virtual + small)
    assert np.all(found.sl_offered <= found.sl_answered + small)
    assert np.all(found.sl_offered >= 1 - found.p_wait - small)
    assert np.all(found.p_abandon <= found.p_wait)
    assert np.allclose(found.p_abandon * patience, found.mean_wait_all_s, rtol=1e-12)
    assert np.all(found.conversations <= len(levels) * (1 + small))
    held = found.occupancy * len(levels)
    assert np.allclose(found.agents_busy * found.conversations, held, rtol=1e-11)
    for better in (found.sl_offered, found.sl_answered, found.sl_virtual):
        assert better[1] >= better[0] - small
    for worse in (found.p_wait, found.p_abandon, found.asa_answered_s, found.mean_wait_all_s):
        assert worse[1] <= worse[0] * (1 + 1e-9)


def test_a_level_that_does_less_can_settle_at_two_ends() -> None:
    """With falling throughput both an easy and a jammed team are likely; neither is lost."""
    chain = exact_chain(4, Fraction(1, 30), [Fraction(60), Fraction(300)], Fraction(1, 1000), 120)
    found = chat_measures(4, 1 / 30, [60, 300], patience_s=1000)
    assert float(found.p_wait) == pytest.approx(float(sum(chain[8:])), rel=1e-12)
