"""Chat against a simulation in which agents need not hold like numbers of chats."""

import heapq
import math

import numpy as np

from planner.staffing.chat.measures import chat_measures


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
