"""
Staffing at a chosen certainty: the target is met in 90 % of weeks, and what more of it costs.

Certainty is the share of weeks (or of whatever period is passed) that meet the target; the mean
service level over many weeks is another promise, see `service_promise.py`.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.errors import InfeasibleError
from planner.staffing.checks import checked
from planner.staffing.live.over_horizon import agents_over_horizon
from planner.staffing.uncertain.day_margins import Workload
from planner.staffing.uncertain.service_promise import (
    DemandUncertainty,
    certainty_of_workload,
    checked_workload,
    promise_of_workload,
)

CERTAINTIES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
_MOST_INFLATION = 64.0
_FINEST_INFLATION = 1e-3
_STRIDE = 1.25

Agents = NDArray[np.int64]
Path = Callable[[float], Agents]


@dataclass(frozen=True, slots=True)
class CertaintyCost:
    """
    One point of the curve: what a certainty costs and what comes with it.

    ``wanted`` is the certainty asked for, ``certainty`` the one reached with whole agents;
    ``agent_hours`` are productive hours over the horizon, before shrinkage.
    """

    wanted: float
    certainty: float
    agent_hours: float
    mean_service_level: float


def agents_at_risk(
    load: ArrayLike,
    contacts: ArrayLike,
    aht_s: ArrayLike,
    *,
    within_s: ArrayLike,
    fraction: float,
    certainty: float,
    uncertainty: DemandUncertainty,
    day: ArrayLike = 0,
    patience_s: ArrayLike | None = None,
    min_agents: ArrayLike = 0,
    over_horizon: bool = False,
) -> Agents:
    """
    Agents with which the horizon's service level reaches its target as often as wanted.

    Parameters
    ----------
    load, contacts, aht_s, within_s, fraction, uncertainty, day, patience_s
        As in `service_promise`.
    certainty
        Share of horizons, such as weeks, that have to meet the target; above 0 and below 1.
    min_agents
        Fewest agents of each slot.
    over_horizon
        Whether agents may be moved between the slots of the horizon to where they gain most
        (`agents_over_horizon`); otherwise every slot holds the level at the same demand.

    Returns
    -------
    NDArray
        Whole agents, shape ``(n_slots,)``. The certainty is reached; one agent fewer in the last
        slot added would miss it.

    Raises
    ------
    InputError
        Naming the field that lies outside its range.
    InfeasibleError
        When 64 times the forecast would not do.

    Notes
    -----
    The forecast is inflated by a common factor, a quantile of how demand may turn out, until the
    certainty is reached; then the last step is taken slot by slot, where it gains most first. To
    staff to a quantile of the distributional forecast rather than to its mean is the newsvendor
    rule of S. Ding and G. Koole, Optimal call center forecasting and staffing, Probability in the
    Engineering and Informational Sciences, 2022; there the quantile follows from the costs of
    changing the staffing later, here from the certainty that is asked for.

    Examples
    --------
    >>> day = dict(load=[11.0] * 24, contacts=[110.0] * 24, aht_s=180, within_s=20, fraction=0.8)
    >>> doubt = DemandUncertainty(day_cv=0.1)
    >>> [int(agents_at_risk(**day, certainty=c, uncertainty=doubt).sum()) for c in (0.5, 0.9)]
    [339, 380]
    """
    work = checked_workload(load, contacts, aht_s, within_s, fraction, day, patience_s)
    path = _path(work, min_agents, over_horizon)
    return _Search(work, uncertainty, path).agents(_checked_certainty(certainty))


def agents_by_certainty(
    load: ArrayLike,
    contacts: ArrayLike,
    aht_s: ArrayLike,
    *,
    within_s: ArrayLike,
    fraction: float,
    certainties: Sequence[float],
    uncertainty: DemandUncertainty,
    day: ArrayLike = 0,
    patience_s: ArrayLike | None = None,
    min_agents: ArrayLike = 0,
    over_horizon: bool = False,
) -> list[Agents | None]:
    """
    The agents of `agents_at_risk` for each of several certainties, worked out together.

    None for a certainty that is out of reach.

    Examples
    --------
    >>> day = dict(load=[11.0] * 24, contacts=[110.0] * 24, aht_s=180, within_s=20, fraction=0.8)
    >>> found = agents_by_certainty(
    ...     **day, uncertainty=DemandUncertainty(day_cv=0.1), certainties=[0.5, 0.9]
    ... )
    >>> [int(agents.sum()) for agents in found if agents is not None]
    [339, 380]
    """
    work = checked_workload(load, contacts, aht_s, within_s, fraction, day, patience_s)
    search = _Search(work, uncertainty, _path(work, min_agents, over_horizon))

    def agents(wanted: float) -> Agents | None:
        try:
            return search.agents(wanted)
        except InfeasibleError:
            return None

    return [agents(_checked_certainty(wanted)) for wanted in certainties]


def cost_of_certainty(
    load: ArrayLike,
    contacts: ArrayLike,
    aht_s: ArrayLike,
    *,
    within_s: ArrayLike,
    fraction: float,
    uncertainty: DemandUncertainty,
    slot_s: float,
    certainties: Sequence[float] = CERTAINTIES,
    day: ArrayLike = 0,
    patience_s: ArrayLike | None = None,
    min_agents: ArrayLike = 0,
    over_horizon: bool = False,
) -> list[CertaintyCost]:
    """
    The curve of what certainty costs: agent-hours for each share of weeks that meet the target.

    Takes the arguments of `agents_at_risk`, the length of a slot in seconds and the certainties
    of the points, each above 0 and below 1.

    Examples
    --------
    >>> day = dict(load=[11.0] * 24, contacts=[110.0] * 24, aht_s=180, within_s=20, fraction=0.8)
    >>> curve = cost_of_certainty(
    ...     **day, uncertainty=DemandUncertainty(day_cv=0.1), slot_s=1800, certainties=[0.5, 0.9]
    ... )
    >>> [(point.agent_hours, round(point.mean_service_level, 3)) for point in curve]
    [(169.5, 0.742), (190.0, 0.897)]
    """
    work = checked_workload(load, contacts, aht_s, within_s, fraction, day, patience_s)
    length_s = float(checked("slot_s", slot_s, least_allowed=False))
    search = _Search(work, uncertainty, _path(work, min_agents, over_horizon))
    return [search.point(_checked_certainty(wanted), length_s) for wanted in certainties]


class _Search:
    """Bisects the inflation of demand; remembers what it has evaluated, for the next certainty."""

    def __init__(self, work: Workload, uncertainty: DemandUncertainty, path: Path) -> None:
        self._work = work
        self._uncertainty = uncertainty
        self._path = path
        self._known: dict[float, tuple[Agents, float]] = {}

    def point(self, wanted: float, slot_s: float) -> CertaintyCost:
        agents = self.agents(wanted)
        promise = promise_of_workload(agents, self._work, self._uncertainty)
        hours = float(agents.sum()) * slot_s / 3600.0
        return CertaintyCost(wanted, promise.certainty, hours, promise.mean_service_level)

    def agents(self, wanted: float) -> Agents:
        low, high = self._bracket(wanted)
        while math.log(high / low) > _FINEST_INFLATION:
            middle = math.sqrt(low * high)
            low, high = (low, middle) if self._at(middle)[1] >= wanted else (middle, high)
        return self._finish(self._at(low)[0], self._at(high)[0], wanted)

    def _bracket(self, wanted: float) -> tuple[float, float]:
        """Inflations that just miss and reach the certainty; the first may be as good as 0."""
        high = 1.0
        while self._at(high)[1] < wanted:
            high *= _STRIDE
            if high > _MOST_INFLATION:
                share = f"{100.0 * wanted:g} %"
                raise InfeasibleError(
                    f"certainty: {share} is out of reach at {_MOST_INFLATION:g} times the "
                    "forecast; use a lower certainty or fraction"
                )
        high = min(at for at, (_, certainty) in self._known.items() if certainty >= wanted)
        missing = [at for at in self._known if at < high]
        if missing:
            return max(missing), high
        low = high / _STRIDE
        while self._at(low)[1] >= wanted and low * _MOST_INFLATION > 1.0:
            low, high = low / _STRIDE, low
        return low, high

    def _finish(self, missing: Agents, reaching: Agents, wanted: float) -> Agents:
        """Fewest of the last added agents, in the order of contacts, that still reach it."""
        order = np.argsort(-self._work.contacts * (reaching > missing), kind="stable")
        fewest, most = 0, int(np.count_nonzero(reaching != missing))
        while fewest < most:
            middle = (fewest + most) // 2
            if self._certainty(_mixed(missing, reaching, order[:middle])) >= wanted:
                most = middle
            else:
                fewest = middle + 1
        return _mixed(missing, reaching, order[:most])

    def _at(self, inflation: float) -> tuple[Agents, float]:
        if inflation not in self._known:
            agents = self._path(inflation)
            self._known[inflation] = agents, self._certainty(agents)
        return self._known[inflation]

    def _certainty(self, agents: Agents) -> float:
        return certainty_of_workload(agents, self._work, self._uncertainty)


def _mixed(missing: Agents, reaching: Agents, raised: NDArray[np.int64]) -> Agents:
    agents = missing.copy()
    agents[raised] = reaching[raised]
    return agents


def _path(work: Workload, min_agents: ArrayLike, over_horizon: bool) -> Path:
    """Agents by inflation of the forecast."""
    slots = np.arange(work.load.size)
    group = np.zeros_like(slots) if over_horizon else slots
    impatient = not np.isposinf(work.patience_s).all()

    def agents(inflation: float) -> Agents:
        return agents_over_horizon(
            work.load * inflation,
            work.contacts,
            work.aht_s,
            within_s=work.within_s,
            fraction=work.fraction,
            group=group,
            min_agents=min_agents,
            patience_s=work.patience_s if impatient else None,
        )

    return agents


def _checked_certainty(certainty: float) -> float:
    return float(checked("certainty", certainty, most=1.0, least_allowed=False, most_allowed=False))
