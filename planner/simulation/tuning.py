"""
The loop of simulation and correction where agents per slot may be chosen freely.

With a roster between the two, use the steps of `correction` and solve it anew each round.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from planner.arrays import FloatArray, IntArray
from planner.errors import InputError
from planner.simulation.correction import Accept, is_short, next_requirement
from planner.simulation.intervals import Estimate

VERIFICATION: Final = 1_000_000_007
"""Seeds of the weeks that verify lie this far behind those of the rounds."""
VERIFIED_BY: Final[dict[Accept, Accept]] = {"low": "low", "mean": "high", "high": "high"}

Evaluate = Callable[[IntArray, int], Estimate]


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
        holds = not is_short(verified, fraction, VERIFIED_BY[accept]).any()
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
        misses = is_short(measured, self.fraction, accept)
        self.least[misses] = np.maximum(self.least, self.agents + 1)[misses]
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
