"""
Closing the loop: agents raised where simulated levels miss a target, lowered where far above.

A plan tuned on the weeks that judge it flatters itself. So every round is to meet new weeks, what
counts is the lower end of an interval, and what is told must come from weeks no round has seen.
"""

from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from planner.arrays import BoolArray, FloatArray, IntArray
from planner.errors import InputError
from planner.simulation.intervals import Estimate
from planner.staffing.checks import checked
from planner.staffing.live.live_level import live_service_level

LARGEST_STEP: Final = 0.15
LEAST_GAIN: Final = 0.1
CLEARLY: Final = 1.5

Accept = Literal["low", "mean", "high"]


def gain_of_agent(
    agents: ArrayLike,
    load: ArrayLike,
    aht_s: ArrayLike,
    within_s: ArrayLike,
    patience_s: ArrayLike | None = None,
) -> FloatArray:
    """
    Service level that one more agent adds, by the staffing formula.

    Takes the arguments of `live_service_level`. At least ``0.1 / sqrt(agents)``, a quarter of what
    an agent adds where it matters most: in overload and next to 1 the formula sees no gain.

    Examples
    --------
    >>> gain_of_agent([13, 14], 10.0, 180, 20).round(3).tolist()
    [0.093, 0.053]
    """
    n = checked("agents", agents)
    more, now = (live_service_level(x, load, aht_s, within_s, patience_s) for x in (n + 1, n))
    return np.maximum(more - now, LEAST_GAIN / np.sqrt(np.maximum(n, 1.0)))


def next_requirement(
    required: IntArray,
    measured: Estimate,
    fraction: ArrayLike,
    *,
    gain: ArrayLike | None = None,
    least: ArrayLike = 0,
    may_lower: bool = True,
    accept: Accept = "low",
) -> IntArray:
    """
    Agents to try next, in each slot by itself.

    Parameters
    ----------
    required
        Agents that were simulated, any shape.
    measured
        Share in time that came of them, of the same shape; masked where nothing was offered, which
        stays as it is.
    fraction
        Share wanted.
    gain
        Share that a further agent adds, above 0; None steps by one agent and never lowers.
    least
        Fewest agents to go down to, such as one more than is known to be too few.
    may_lower
        Whether to take agents away where the target is clearly exceeded.
    accept
        What must reach the target: the lower end of the interval, the mean where the interval is
        wide next to the worth of an agent, as in slots with few contacts, or the upper end.

    Returns
    -------
    IntArray
        More than `required` exactly where that misses the target.

    Notes
    -----
    Where it misses, as many agents as the formula's slope says the mean is short, at least 1 and at
    most 15 %. Where the lower end would stay above the target without one agent, whose worth is
    taken as half as much again as that of a further one, one agent less.

    Examples
    --------
    >>> level = np.ma.masked_array([0.70, 0.805, 0.95], False)
    >>> measured = Estimate(level, level - 0.01, level + 0.01)
    >>> next_requirement(np.array([20, 20, 20]), measured, 0.8, gain=0.05).tolist()
    [22, 21, 19]
    """
    if measured.mean.shape != required.shape:
        raise InputError(
            f"measured has shape {measured.mean.shape}; give {required.shape} as required has"
        )
    wanted = np.broadcast_to(checked("fraction", fraction, most=1.0), required.shape)
    counted = ~np.ma.getmaskarray(measured.mean)
    misses = is_short(measured, wanted, accept)
    step = np.where(misses, _steps_up(required, wanted - measured.mean.filled(1.0), gain), 0)
    if gain is not None and may_lower:
        worth = CLEARLY * checked("gain", gain, least_allowed=False)
        spare = counted & (measured.low.filled(0.0) - worth >= wanted)
        step = np.where(spare & (required > np.asarray(least)), -1, step)
    return required + step


def _steps_up(required: IntArray, short: FloatArray, gain: ArrayLike | None) -> IntArray:
    """Agents that make up for what the mean is short of, at least 1."""
    if gain is None:
        return np.ones(required.shape, np.int64)
    steps = np.ceil(short / checked("gain", gain, least_allowed=False) - 1e-9)
    most = np.maximum(np.ceil(LARGEST_STEP * required), 1.0)
    return np.clip(steps, 1.0, most).astype(np.int64)


def raised_over_periods(
    required: IntArray,
    measured: Estimate,
    fraction: float,
    *,
    period: IntArray,
    contacts: FloatArray,
    gain: FloatArray,
) -> IntArray:
    """
    Agents to try next where a target need only hold over periods such as days, or the week.

    Parameters
    ----------
    required, contacts, gain
        Of each slot, ``(n_slots,)``: agents, expected contacts, share that a further agent adds.
    measured
        Share in time of each period, ``(n_periods,)``.
    period
        Number of the period of each slot; slots below 0 are left as they are.

    Returns
    -------
    IntArray
        Raised by at least one agent in each period whose lower end misses the target.

    Notes
    -----
    Each agent goes where it brings the most contacts in time, ``contacts * gain``, until the mean
    is made up for; every further agent of a slot is taken to gain half as much.

    Examples
    --------
    >>> level = np.ma.masked_array([0.75], False)
    >>> raised_over_periods(
    ...     np.array([10, 10]), Estimate(level, level, level), 0.8,
    ...     period=np.array([0, 0]), contacts=np.array([300.0, 100.0]), gain=np.array([0.06, 0.06]),
    ... ).tolist()
    [12, 10]
    """
    agents = required.copy()
    for number in np.flatnonzero((measured.low < fraction).filled(False)):
        slots = np.flatnonzero((period == number) & (contacts > 0))
        worth = contacts[slots] * gain[slots]
        short = max(fraction - float(measured.mean[number]), 0.0) * contacts[slots].sum()
        most = slots.size + int(LARGEST_STEP * required[slots].sum())
        for _ in range(most):
            best = int(np.argmax(worth))
            agents[slots[best]] += 1
            short -= float(worth[best])
            worth[best] /= 2.0
            if short <= 1e-9:
                break
    return agents


def is_short(measured: Estimate, fraction: ArrayLike, accept: Accept) -> BoolArray:
    """Where the target is missed."""
    reached = {"low": measured.low, "mean": measured.mean, "high": measured.high}[accept]
    return np.asarray((reached < np.asarray(fraction)).filled(False), dtype=np.bool_)
