"""
Closing the loop: agents raised where simulated levels miss a target, lowered where far above.

A plan tuned on the weeks that judge it flatters itself. So every round meets new weeks, what counts
is the lower end of an interval, and what is told comes from weeks that no round has seen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from planner.arrays import BoolArray, FloatArray, IntArray
from planner.errors import InputError
from planner.simulation.intervals import Estimate
from planner.staffing.checks import checked
from planner.staffing.live_level import live_service_level

LARGEST_STEP: Final = 0.15
LEAST_GAIN: Final = 0.1
CLEARLY: Final = 1.5
VERIFICATION: Final = 1_000_000_007
"""Seeds of the weeks that verify lie this far behind those of the rounds."""

Evaluate = Callable[[IntArray, int], Estimate]
Accept = Literal["low", "mean", "high"]
VERIFIED_BY: Final[dict[Accept, Accept]] = {"low": "low", "mean": "high", "high": "high"}


@dataclass(frozen=True, slots=True, eq=False)
class Corrected:
    """
    Agents that were corrected, and what weeks unseen by the correction say of them.

    `rounds` counts the evaluations before; `holds` tells whether the lower end of every interval
    reaches the target (with ``mean`` accepted, the upper end).
    """

    agents: IntArray
    verified: Estimate
    rounds: int
    holds: bool


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
    misses = _is_short(measured, wanted, accept)
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


def staff_by_simulation(
    required: IntArray,
    evaluate: Evaluate,
    fraction: ArrayLike,
    *,
    gain: Callable[[IntArray], ArrayLike] | None = None,
    accept: Accept = "low",
    seed: int = 0,
    rounds: int = 12,
    progress: Callable[[int, int], bool] | None = None,
) -> Corrected:
    """
    Agents per slot, freely chosen, such that the simulated level of every slot reaches its target.

    Parameters
    ----------
    required
        Agents to start from, by a formula.
    evaluate
        Simulated level of each slot for some agents and a seed, of the shape of `required`. What it
        measures is what is promised: the mean level, or the share of weeks that reach a level.
    fraction
        What must be reached.
    gain, accept
        See `next_requirement`; the gain for some agents. With ``mean`` the verification asks that
        no interval lies wholly below the target, else a slot on the edge fails every other time.
    seed
        Round i uses ``seed + i``; the weeks that verify have seeds far behind.
    rounds
        Most rounds, at least 1.
    progress
        Told the rounds done and allowed; False stops the correction, and what there is is verified.

    Returns
    -------
    Corrected
        Verified on weeks that no round has seen. What fails there is raised and goes back into the
        rounds, to be verified on other weeks; no plan is verified twice.

    Notes
    -----
    Rounds in which a slot keeps its agents are averaged, so that its interval narrows. Agents are
    taken away in the first half of the rounds alone, and never again from a slot that was short
    without them.
    """
    if rounds < 1:
        raise InputError(f"rounds is {rounds}; use at least 1")
    search = _Search(np.asarray(fraction), gain, required.copy())
    for done in range(1, rounds + 1):
        measured = search.pooled(evaluate(search.agents, seed + done))
        is_settled = search.step(measured, accept, may_lower=2 * done <= rounds)
        stops = done == rounds or (progress is not None and not progress(done, rounds))
        if not stops and not is_settled:
            continue
        agents = search.agents
        verified = evaluate(agents, seed + VERIFICATION + done)
        holds = not _is_short(verified, fraction, VERIFIED_BY[accept]).any()
        if holds or stops:
            break
        search.step(verified, VERIFIED_BY[accept], may_lower=False)
    return Corrected(agents, verified, done, holds)


class _Search:
    """Agents under correction, what was too few, and what was measured since they changed."""

    def __init__(
        self,
        fraction: FloatArray,
        gain: Callable[[IntArray], ArrayLike] | None,
        agents: IntArray,
    ) -> None:
        self.fraction, self.gain, self.agents = fraction, gain, agents
        self.least = np.zeros(agents.shape, np.int64)
        self.n, self.mean, self.below, self.above = (np.zeros(agents.shape) for _ in range(4))

    def step(self, measured: Estimate, accept: Accept, *, may_lower: bool) -> bool:
        """Change the agents by what was measured; tell whether they stay the same."""
        is_short = _is_short(measured, self.fraction, accept)
        self.least[is_short] = np.maximum(self.least, self.agents + 1)[is_short]
        following = next_requirement(
            self.agents,
            measured,
            self.fraction,
            gain=None if self.gain is None else self.gain(self.agents),
            least=self.least,
            may_lower=may_lower,
            accept=accept,
        )
        changes = following != self.agents
        for total in (self.n, self.mean, self.below, self.above):
            total[changes] = 0.0
        self.agents = following
        return not changes.any()

    def pooled(self, measured: Estimate) -> Estimate:
        """Average over the rounds since the agents changed; half widths add up in squares."""
        mean, low, high = (x.filled(0.0) for x in (measured.mean, measured.low, measured.high))
        self.n += 1
        self.mean += mean
        self.below += (mean - low) ** 2
        self.above += (high - mean) ** 2
        average = np.ma.masked_array(self.mean / self.n, np.ma.getmaskarray(measured.mean))
        return Estimate(
            average,
            average - np.sqrt(self.below) / self.n,
            average + np.sqrt(self.above) / self.n,
        )


def _is_short(measured: Estimate, fraction: ArrayLike, accept: Accept) -> BoolArray:
    """Where the target is missed."""
    reached = {"low": measured.low, "mean": measured.mean, "high": measured.high}[accept]
    return np.asarray((reached < np.asarray(fraction)).filled(False), dtype=np.bool_)
