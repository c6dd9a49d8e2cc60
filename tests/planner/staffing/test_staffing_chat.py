"""Chat against tables, exact fractions, a simulation, Erlang A and C, and its edges."""

import heapq
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

from planner.errors import InputError
from planner.staffing import erlang_c, required_agents, service_level
from planner.staffing.chat.chat_requirement import CHAT_SERVICE_LEVELS, required_chat_agents
from planner.staffing.chat.measures import ChatMeasures, chat_measures, chat_service_level
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


@settings(max_examples=40)
@given(
    st.floats(0.001, 0.5),
    durations,
    st.one_of(patiences, st.just(math.inf)),
    thresholds,
    st.floats(0.05, 0.99),
    st.sampled_from(CHAT_SERVICE_LEVELS),
)
def test_requirement_is_the_first_number_that_meets_the_level(
    rate: float, levels: list[float], patience: float, within: float, share: float, which: str
) -> None:
    needed = int(
        required_chat_agents(
            rate, levels, patience_s=patience, within_s=within, fraction=share, definition=which
        )
    )
    every = np.arange(1, needed + 1)
    found = chat_measures(every, rate, levels, within_s=within, patience_s=patience)
    assert [n for n, x in zip(every, getattr(found, f"sl_{which}"), strict=True) if x >= share] == [
        needed
    ]


def test_requirement_meets_each_kind_of_target() -> None:
    levels = [300, 360, 450]
    wanted: list[tuple[dict[str, Any], str, float]] = [
        ({"max_asa_s": 5.0}, "asa_answered_s", 5.0),
        ({"max_abandonment": 0.03}, "p_abandon", 0.03),
        ({"max_occupancy": 0.7}, "occupancy", 0.7),
    ]
    alone = []
    for target, measure, limit in wanted:
        needed = int(required_chat_agents(0.3, levels, patience_s=120, **target))
        found = chat_measures([needed - 1, needed], 0.3, levels, patience_s=120)
        assert getattr(found, measure)[0] > limit >= getattr(found, measure)[1]
        alone.append(needed)
    together = required_chat_agents(
        0.3, levels, patience_s=120, max_asa_s=5, max_abandonment=0.03, max_occupancy=0.7
    )
    assert int(together) == max(alone)


def test_requirement_of_one_conversation_each_is_that_of_erlang_c() -> None:
    loads = np.geomspace(0.01, 800, 300)
    chat = required_chat_agents(loads / 240, [240], within_s=20, fraction=0.8)
    phone = required_agents(loads, 240, within_s=20, fraction=0.8)
    assert chat.tolist() == phone.tolist()


def test_requirement_does_not_depend_on_the_neighbouring_intervals() -> None:
    rates = np.random.default_rng(7).gamma(0.5, 0.4, 200)
    targets: dict[str, Any] = {"patience_s": 90, "within_s": 30, "fraction": 0.8}
    together = required_chat_agents(rates, [300, 330, 420], **targets)
    alone = [int(required_chat_agents(rate, [300, 330, 420], **targets)) for rate in rates]
    assert together.tolist() == alone


def test_nothing_offered_needs_nobody_and_waits_for_nobody() -> None:
    assert required_chat_agents([0.0, 0.1], [300], within_s=0, fraction=0.5).tolist()[0] == 0
    found = chat_measures([0, 3], 0.0, [300, 400], patience_s=60)
    assert found.p_wait.tolist() == [1.0, 0.0]
    assert found.sl_offered.tolist() == [0.0, 1.0]
    assert found.occupancy.tolist() == [0.0, 0.0]


def test_patient_customers_of_a_team_that_cannot_keep_up_wait_for_ever() -> None:
    found = chat_measures(2, [0.009, 0.01, 0.02], [300, 400], within_s=60)
    assert found.sl_offered[0] > 0.0
    assert found.sl_offered[1:].tolist() == [0.0, 0.0]
    assert found.mean_wait_all_s[1:].tolist() == [math.inf, math.inf]
    assert found.p_abandon.tolist() == [0.0, 0.0, 0.0]
    assert found.conversations[1:].tolist() == [2.0, 2.0]


def test_no_agents_lose_everybody() -> None:
    found = chat_measures(0, 0.1, [300, 400], within_s=60, patience_s=90)
    assert (float(found.p_abandon), float(found.mean_wait_all_s)) == (1.0, 90.0)
    assert float(found.asa_answered_s) == math.inf
    assert float(found.sl_answered) == 0.0


@pytest.mark.parametrize("rate", [1e-29, 1e-6, 0.3, 3.0, 40.0])
@pytest.mark.parametrize("levels", [[300.0, 360, 450], [300, 900, 2700], [1, 1e4], [1e4] * 6])
def test_no_number_is_ever_missing(rate: float, levels: list[float]) -> None:
    found = chat_measures(
        [1, 30, 2000], rate, levels, within_s=45, patience_s=[[1.0], [1e4], [math.inf]]
    )
    for column in ChatMeasures.__slots__:
        numbers = getattr(found, column)
        assert numbers.shape == (3, 3)
        assert not np.isnan(numbers).any(), column
        assert np.all(numbers >= 0.0), column
        if column.startswith(("p_", "sl_", "occ", "agents")):
            assert np.all(numbers <= 1.0 + 1e-12), column


def test_a_level_that_does_less_can_settle_at_two_ends() -> None:
    """With falling throughput both an easy and a jammed team are likely; neither is lost."""
    chain = exact_chain(4, Fraction(1, 30), [Fraction(60), Fraction(300)], Fraction(1, 1000), 120)
    found = chat_measures(4, 1 / 30, [60, 300], patience_s=1000)
    assert float(found.p_wait) == pytest.approx(float(sum(chain[8:])), rel=1e-12)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"agents": 2.5}, "agents"),
        ({"agents": -1}, "agents"),
        ({"rate_per_s": math.nan}, "rate_per_s"),
        ({"aht_by_level_s": []}, "aht_by_level_s"),
        ({"aht_by_level_s": [300, 0]}, "aht_by_level_s"),
        ({"aht_by_level_s": [[300, 400]]}, "aht_by_level_s"),
        ({"within_s": -1}, "within_s"),
        ({"patience_s": 0}, "patience_s"),
        ({"patience_s": math.nan}, "patience_s"),
        ({"patience_s": 1e8}, "patience_s"),
    ],
)
def test_bad_numbers_are_refused_by_name(change: dict[str, Any], field: str) -> None:
    good: dict[str, Any] = {"agents": 3, "rate_per_s": 0.01, "aht_by_level_s": [300, 400]}
    with pytest.raises(InputError, match=field) as refusal:
        chat_measures(**{**good, **change})
    assert refusal.value.problems[0].field == field


@pytest.mark.parametrize(
    ("targets", "field"),
    [
        ({}, "fraction"),
        ({"fraction": 0.8}, "within_s"),
        ({"within_s": 20}, "fraction"),
        ({"within_s": 20, "fraction": 1.0}, "fraction"),
        ({"within_s": 20, "fraction": 0.8, "definition": "served"}, "definition"),
        ({"max_asa_s": 0}, "max_asa_s"),
        ({"max_abandonment": 0}, "max_abandonment"),
        ({"max_occupancy": 1.1}, "max_occupancy"),
        ({"max_asa_s": 9, "aht_by_level_s": [300, 200]}, "aht_by_level_s"),
        ({"max_asa_s": 9, "rate_per_s": 1e5}, "rate_per_s"),
    ],
)
def test_bad_targets_are_refused_by_name(targets: dict[str, Any], field: str) -> None:
    good: dict[str, Any] = {"rate_per_s": 0.01, "aht_by_level_s": [300, 400]}
    with pytest.raises(InputError) as refusal:
        required_chat_agents(**{**good, **targets})
    assert refusal.value.problems[0].field == field


def simulated_shares(
    agents: int, rate: float, levels: list[float], patience: float, within: float, seed: int
) -> tuple[float, float]:
    """Answered in time and abandoned, of one run from empty; agents need not stay balanced."""
    draw = np.random.default_rng(seed)
    held = [0] * agents
    queue: list[tuple[float, float, int]] = []  # arrival, hang-up, number
    hang_ups: list[tuple[float, int]] = []
    answered: set[int] = set()
    now, offered, in_time, lost = 0.0, 0, 0, 0
    while offered < 12_000:
        rates = [h / levels[h - 1] if h else 0.0 for h in held]
        total = rate + sum(rates)
        later = now + draw.exponential(1 / total)
        if hang_ups and hang_ups[0][0] < later:  # the exponential clocks forget, so start again
            now, number = heapq.heappop(hang_ups)
            if number not in answered:
                lost += 1
                queue = [entry for entry in queue if entry[2] != number]
            continue
        now = later
        pick = draw.uniform(0, total)
        if pick < rate:
            offered += 1
            least = min(held)
            if least < len(levels):
                held[held.index(least)] += 1
                in_time += 1
            else:
                gives_up = now + draw.exponential(patience)
                queue.append((now, gives_up, offered))
                heapq.heappush(hang_ups, (gives_up, offered))
            continue
        agent = int(np.searchsorted(np.cumsum(rates), pick - rate, side="right"))
        held[min(agent, agents - 1)] -= 1
        if queue:
            arrival, _, number = queue.pop(0)
            held[min(agent, agents - 1)] += 1
            answered.add(number)
            in_time += now - arrival <= within
    return in_time / offered, lost / offered


def test_shares_lie_within_a_point_of_a_simulation() -> None:
    agents, rate, levels, patience, within = 6, 0.036, [300.0, 360.0, 450.0], 120.0, 30.0
    runs = [simulated_shares(agents, rate, levels, patience, within, seed) for seed in range(8)]
    found = chat_measures(agents, rate, levels, within_s=within, patience_s=patience)
    means, errors = np.mean(runs, axis=0), np.std(runs, axis=0, ddof=1) / math.sqrt(len(runs))
    exact = np.array([float(found.sl_offered), float(found.p_abandon)])
    assert np.all(np.abs(means - exact) <= 2.36 * errors + 0.01)  # Student's t of 7, 95 %
    assert np.all(errors < 0.01)


def test_service_level_is_the_share_of_those_offered() -> None:
    found = chat_service_level([5, 6], 0.04, [300, 400], 20, patience_s=100)
    same = chat_measures([5, 6], 0.04, [300, 400], within_s=20, patience_s=100).sl_offered
    assert found.tolist() == same.tolist()


def test_a_slot_next_to_empty_does_not_send_the_next_one_far() -> None:
    rates = np.array([1e-12, 0.05, 1e-25, 0.05])
    found = required_chat_agents(rates, [300.0, 360.0], patience_s=120.0, within_s=30, fraction=0.8)
    assert found[1] == found[3] > found[0] == 1
