"""
Agents who would be busy if there were always enough of them: load that outlasts its slot.

Arrivals come at a constant rate within each slot and stay for their handling time, so that work
reaches into later slots. Nobody waits here; the mean number in service is exact, its use as the
load of a queue with few agents is the modified-offered-load approximation.
"""

import math
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import ArrayLike

from planner.staffing.checks import checked
from planner.staffing.load.handling_time import ExponentialTime, HandlingTime
from planner.staffing.load.load_lags import Floats, Lags, lags_of, load_at, load_from


@dataclass(frozen=True, slots=True)
class ModifiedLoad:
    """Mean number in service, in erlangs, of each slot: arrays of one value a slot."""

    start: Floats
    mean: Floats
    end: Floats


def modified_load(
    contacts: ArrayLike,
    time: HandlingTime,
    slot_s: float,
    *,
    start_load: float = 0.0,
    cyclic: bool = False,
) -> ModifiedLoad:
    """
    Mean number of contacts in service at the ends of each slot and on average over it.

    Parameters
    ----------
    contacts
        Contacts that arrive in each slot, shape ``(n_slots,)``, at least 0.
    time
        Their handling time, see `handling_time`.
    slot_s
        Length of a slot in seconds, above 0.
    start_load
        Erlangs in service when the first slot starts, as left by a steady past; at least 0.
    cyclic
        The horizon repeats, as a week does: what the end leaves over flows into the start. Not
        together with `start_load`.

    Returns
    -------
    ModifiedLoad
        Arrays of shape ``(n_slots,)``.

    Raises
    ------
    InputError
        Naming the field that lies outside its range.

    Notes
    -----
    ``m(t)`` is the integral over u > 0 of ``lambda(t - u) P(S > u)`` (S. G. Eick, W. A. Massey,
    W. Whitt, *The physics of the Mt/G/infinity queue*, Operations Research 41(4), 1993). With
    ``G(x) = E[(S - x)+]`` the arrivals of a slot of length h that ended x ago count with
    ``G(x) - G(x + h)``. Exponential times need one step a slot, others a convolution.

    Examples
    --------
    >>> from planner.staffing.load.handling_time import DeterministicTime
    >>> load = modified_load([30.0, 0.0, 0.0], DeterministicTime(2700), 1800)
    >>> load.mean.tolist(), load.end.tolist()
    ([15.0, 26.25, 3.75], [30.0, 15.0, 0.0])
    """
    lags = lags_of(contacts, time, slot_s, start_load, cyclic)
    if isinstance(time, ExponentialTime):
        return _exponential_load(lags, start_load, cyclic)
    ages = np.arange(lags.n_past + 3, dtype=np.float64) * slot_s
    edge, area = time.excess(ages), time.square_excess(ages)
    first = time.mean_s - (area[0] - area[1]) / slot_s
    later = (area[:-2] - 2.0 * area[1:-1] + area[2:]) / slot_s
    mean = load_from(lags, np.append(first, later[: lags.n_past]))
    end = load_from(lags, (edge[:-1] - edge[1:])[: lags.n_past + 1])
    start = float(lags.rates[: lags.n_past][::-1] @ (edge[:-1] - edge[1:])[: lags.n_past])
    return ModifiedLoad(np.append(start, end[:-1]), mean, end)


def load_course(
    contacts: ArrayLike,
    time: HandlingTime,
    slot_s: float,
    *,
    n_points: int = 8,
    start_load: float = 0.0,
    cyclic: bool = False,
) -> Floats:
    """
    Mean number of contacts in service in the middle of each of `n_points` equal parts of a slot.

    Takes the arguments of `modified_load`; shape ``(n_points, n_slots)``, in erlangs. It shows how
    the load moves within a slot, see `required_through_slot`.

    Examples
    --------
    >>> from planner.staffing.load.handling_time import DeterministicTime
    >>> load_course([30.0, 0.0], DeterministicTime(2700), 1800, n_points=2).tolist()
    [[7.5, 30.0], [22.5, 22.5]]
    """
    n_points = int(checked("n_points", n_points, least=1, most=1000))
    lags = lags_of(contacts, time, slot_s, start_load, cyclic)
    phases = [slot_s * (point + 0.5) / n_points for point in range(n_points)]
    if not isinstance(time, ExponentialTime):
        return np.stack([load_at(lags, phase_s) for phase_s in phases])
    start = _exponential_load(lags, start_load, cyclic).start
    steady = lags.rates * time.mean_s
    left = np.exp(-np.array(phases) / time.mean_s)[:, None]
    return np.asarray(start * left + steady * (1.0 - left))


def _exponential_load(lags: Lags, start_load: float, cyclic: bool) -> ModifiedLoad:
    x = lags.slot_s / lags.time.mean_s
    steady = lags.rates * lags.time.mean_s
    if cyclic:
        left_over = _ends(steady, 0.0, x)[-1]
        start_load = left_over / -math.expm1(-x * steady.size)
    end = _ends(steady, start_load, x)
    start = np.append(start_load, end[:-1])
    stays = -math.expm1(-x) / x
    comes = x * (0.5 - x * (1 / 6 - x * (1 / 24 - x / 120))) if x < 1e-3 else 1.0 - stays
    return ModifiedLoad(start, start * stays + steady * comes, end)


@njit(cache=True, error_model="numpy")
def _ends(steady: Floats, load: float, x: float) -> Floats:
    """Loads at the ends of slots in which the load decays towards its steady value."""
    result = np.empty(steady.size)
    stays, comes = math.exp(-x), -math.expm1(-x)
    for i in range(steady.size):
        load = load * stays + steady[i] * comes
        result[i] = load
    return result
