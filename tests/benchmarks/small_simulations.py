"""Two small simulations that share nothing with the formulas they judge: chat, and priorities."""

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True, error_model="numpy")
def simulated_level(
    agents: int,
    rate: float,
    levels: NDArray[np.float64],
    patience: float,
    within_s: float,
    n_chats: int,
    draw: np.random.Generator,
) -> float:
    """Share of chats answered in time, each routed to the least loaded agent, first come first."""
    held = np.zeros(agents, np.int64)
    queue = np.empty(100_000)
    waiting, offered, in_time, now = 0, 0, 0, 0.0
    ends = np.zeros(levels.size + 1)
    ends[1:] = np.arange(1, levels.size + 1) / levels
    while offered < n_chats:
        total = rate + waiting / patience
        for agent in range(agents):
            total += ends[held[agent]]
        now += draw.exponential(1.0 / total)
        pick = draw.random() * total - rate
        if pick < 0.0:
            offered += 1
            least = int(np.argmin(held))
            if held[least] < levels.size:
                held[least] += 1
                in_time += 1
            else:
                queue[waiting] = now
                waiting += 1
            continue
        if pick < waiting / patience:
            gone = min(int(pick * patience), waiting - 1)
            waiting -= 1
            queue[gone:waiting] = queue[gone + 1 : waiting + 1].copy()
            continue
        pick -= waiting / patience
        agent = 0
        while agent < agents - 1 and (pick >= ends[held[agent]] or held[agent] == 0):
            pick -= ends[held[agent]]
            agent += 1
        held[agent] -= 1
        if waiting > 0:
            held[agent] += 1
            in_time += now - queue[0] <= within_s
            waiting -= 1
            queue[:waiting] = queue[1 : waiting + 1].copy()
    return in_time / offered


@njit(cache=True, error_model="numpy")
def simulated_mean_waits(
    agents: int,
    loads: NDArray[np.float64],
    aht_s: NDArray[np.float64],
    n_contacts: int,
    draw: np.random.Generator,
) -> NDArray[np.float64]:
    """Mean waits by class, the first class first, each served in order of arrival."""
    rates = loads / aht_s
    up_to = np.cumsum(rates)
    arrivals = np.empty((rates.size, n_contacts))
    n_arrived, n_served = np.zeros(rates.size, np.int64), np.zeros(rates.size, np.int64)
    waits, free_at, now = np.zeros(rates.size), np.zeros(agents), 0.0
    for _ in range(n_contacts):
        now += draw.exponential(1.0 / up_to[-1])
        agent = int(np.argmin(free_at))
        while free_at[agent] <= now:
            first = 0
            while first < rates.size and n_served[first] == n_arrived[first]:
                first += 1
            if first == rates.size:
                break
            waits[first] += free_at[agent] - arrivals[first, n_served[first]]
            n_served[first] += 1
            free_at[agent] += draw.exponential(aht_s[first])
            agent = int(np.argmin(free_at))
        which = min(int(np.searchsorted(up_to, draw.random() * up_to[-1])), rates.size - 1)
        arrivals[which, n_arrived[which]] = now
        n_arrived[which] += 1
        if free_at[agent] <= now:
            n_served[which] += 1
            free_at[agent] = now + draw.exponential(aht_s[which])
    return waits / np.maximum(n_served, 1)
