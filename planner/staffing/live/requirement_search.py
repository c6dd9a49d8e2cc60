"""
The fewest agents that meet one target of a queue with abandonment: the compiled search.

Each measure gets better with every agent added: the virtual wait with one agent more is smaller
in likelihood ratio, and so is that wait among the answered. Hence the first number that meets a
target is found by a bracket, opened from a guess and closed by false position on the logarithm of
the measure over its target, with halving in between.
"""

import math
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.staffing.live.erlang_a_core import (
    OFFERED,
    hang_up_rate,
    level_and_rest,
    mean_waits,
    threshold_in_aht,
    waiting,
)
from planner.staffing.live.redial import total_load
from planner.staffing.rounding import MOST_AGENTS, RELATIVE_TOLERANCE

ASA: Final = 10
ABANDONMENT: Final = 11
OCCUPANCY: Final = 12

_ROUNDING = 2.3e-16
Flat = NDArray[np.float64]


@njit(cache=True, error_model="numpy")
def fewest_of_each(
    measure: int,
    load: Flat,
    aht_s: Flat,
    patience_s: Flat,
    within_s: Flat,
    most: Flat,
    redial_share: Flat,
) -> NDArray[np.int64]:
    """
    Fewest agents of each interval, at least 1 where there is load and 0 where there is none.

    `most` bounds the measure: the share not served in time by a definition of service level, the
    mean wait of the answered in handling times, the abandoned share, or the occupancy.
    """
    result = np.zeros(load.size, np.int64)
    for i in range(load.size):
        if load[i] > 0.0:
            theta = hang_up_rate(aht_s[i], patience_s[i])
            t = threshold_in_aht(within_s[i], aht_s[i])
            result[i] = _fewest(load[i], theta, t, most[i], redial_share[i], measure)
    return result


@njit(cache=True, error_model="numpy")
def _fewest(
    a: float, theta: float, t: float, most: float, redial_share: float, measure: int
) -> float:
    step = max(1.0, math.floor(0.5 * math.sqrt(a)))
    low, gap_low = math.floor(a) if theta == 0.0 else 0.0, np.inf
    n = max(_guess(a, theta, t, most, measure), low + 1.0)
    gap = _gap(n, a, theta, t, most, redial_share, measure)
    while gap > 0.0 and n < MOST_AGENTS:
        low, gap_low = n, gap
        n += step
        step *= 2.0
        gap = _gap(n, a, theta, t, most, redial_share, measure)
    high, gap_high = n, gap
    while high - low > 1.0 and gap_low == np.inf:
        n = max(high - step, low + 1.0)
        step *= 2.0
        gap = _gap(n, a, theta, t, most, redial_share, measure)
        if gap > 0.0:
            low, gap_low = n, gap
        else:
            high, gap_high = n, gap
    return _closed(low, gap_low, high, gap_high, a, theta, t, most, redial_share, measure)


@njit(cache=True, error_model="numpy")
def _closed(
    low: float,
    gap_low: float,
    high: float,
    gap_high: float,
    a: float,
    theta: float,
    t: float,
    most: float,
    redial_share: float,
    measure: int,
) -> float:
    """First number above `low`, which misses the target, up to `high`, which meets it."""
    n, tries = high, 0
    while high - low > 1.0:
        tries += 1
        n = math.floor(0.5 * (low + high))
        share = gap_low / (gap_low - gap_high)
        if tries % 4 > 0 and 0.0 <= share <= 1.0:
            n = min(max(math.ceil(low + share * (high - low)), low + 1.0), high - 1.0)
        gap = _gap(n, a, theta, t, most, redial_share, measure)
        if gap > 0.0:
            low, gap_low = n, gap
        else:
            high, gap_high = n, gap
    return high


@njit(cache=True, error_model="numpy")
def _guess(a: float, theta: float, t: float, most: float, measure: int) -> float:
    """Where the fluid limit meets the target, and a little of the root of the load above it."""
    if measure == ABANDONMENT:
        return math.floor(a * (1.0 - min(most, 1.0)))
    if measure == OCCUPANCY:
        return math.floor(min(a, a / most))
    if measure == ASA:
        return math.floor(a * math.exp(-theta * most))
    enough = a * math.exp(-theta * t)
    if measure == OFFERED:
        enough = max(enough, a * (1.0 - most))
    return math.floor(enough + (0.2 - 0.2 * math.log(most)) * math.sqrt(a))


@njit(cache=True, error_model="numpy")
def _gap(
    n: float, a: float, theta: float, t: float, most: float, redial_share: float, measure: int
) -> float:
    """Logarithm of the measure over what is allowed; at most 0 where the target is met."""
    if theta == 0.0 and n <= a:
        return np.inf
    bound = most * (1.0 + RELATIVE_TOLERANCE)
    a = total_load(n, a, theta, redial_share)
    if measure == ASA:
        found = mean_waits(n, a, theta)[1]
    elif measure == ABANDONMENT:
        waits, _, gone, _, _ = waiting(n, a, theta)
        found = waits * gone
    elif measure == OCCUPANCY:
        waits, at_once, _, answered, _ = waiting(n, a, theta)
        found = a / n * (at_once + waits * answered)
    else:
        found = level_and_rest(n, a, theta, t, measure)[1]
        bound += _ROUNDING
    return math.log(found / bound)
