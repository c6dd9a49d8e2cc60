"""
Agents who would be busy if there were always enough of them: load that outlasts its slot.

Arrivals come at a constant rate within each slot and stay for their handling time, so that work
reaches into later slots. Nobody waits here; the mean number in service is exact, its use as the
load of a queue with few agents is the modified-offered-load approximation.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from planner.errors import InputError, Problem
from planner.staffing.checks import LARGEST_LOAD, checked
from planner.staffing.handling_time import DeterministicTime, ExponentialTime, HandlingTime

Floats = NDArray[np.float64]

NEGLIGIBLE: Final = 1e-15
MOST_CONTACTS: Final = 1e9
MOST_SLOTS: Final = 100_000
_NEGLIGIBLE_SLOPE = 1e-7
_NEGLIGIBLE_STEP = 1e-11
_MOST_LAGS = 1 << 17
_DIRECT_LAGS = 512
_PHASES = 8
_HALVINGS = 30
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class ModifiedLoad:
    """Mean number in service, in erlangs, of each slot: arrays of one value a slot."""

    start: Floats
    mean: Floats
    end: Floats


@dataclass(frozen=True, slots=True)
class _Lags:
    """Arrivals per second of each slot, of as many before as still matter, and before these."""

    rates: Floats
    n_past: int
    older_rate: float
    slot_s: float
    time: HandlingTime

    @property
    def n_slots(self) -> int:
        return self.rates.size - self.n_past

    def starts(self) -> Floats:
        """Ages, at the start of a slot, of the starts of the slots up to it, latest first."""
        return np.arange(self.n_past + 1, dtype=np.float64) * self.slot_s


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
    >>> from planner.staffing.handling_time import DeterministicTime
    >>> load = modified_load([30.0, 0.0, 0.0], DeterministicTime(2700), 1800)
    >>> load.mean.tolist(), load.end.tolist()
    ([15.0, 26.25, 3.75], [30.0, 15.0, 0.0])
    """
    lags = _lags(contacts, time, slot_s, start_load, cyclic)
    if isinstance(time, ExponentialTime):
        return _exponential_load(lags, start_load, cyclic)
    ages = np.arange(lags.n_past + 3, dtype=np.float64) * slot_s
    edge, area = time.excess(ages), time.square_excess(ages)
    first = time.mean_s - (area[0] - area[1]) / slot_s
    later = (area[:-2] - 2.0 * area[1:-1] + area[2:]) / slot_s
    mean = _load(lags, np.append(first, later[: lags.n_past]))
    end = _load(lags, (edge[:-1] - edge[1:])[: lags.n_past + 1])
    start = float(lags.rates[: lags.n_past][::-1] @ (edge[:-1] - edge[1:])[: lags.n_past])
    return ModifiedLoad(np.append(start, end[:-1]), mean, end)


def peak_load(
    contacts: ArrayLike,
    time: HandlingTime,
    slot_s: float,
    *,
    start_load: float = 0.0,
    cyclic: bool = False,
) -> Floats:
    """
    Highest mean number of contacts in service within each slot, in erlangs.

    Takes the arguments of `modified_load`. Exponential times have their peak at an end of the
    slot; fixed times there or where the departures change pace. Other times are searched at nine
    points of the slot, and around the best of them to the root of the slope. That needs far more
    work than the mean: seconds for a year of quarter-hours, where the others need milliseconds.

    Examples
    --------
    >>> from planner.staffing.handling_time import DeterministicTime
    >>> peak_load([30.0, 60.0, 0.0], DeterministicTime(2700), 1800).tolist()
    [30.0, 75.0, 75.0]
    """
    ends = modified_load(contacts, time, slot_s, start_load=start_load, cyclic=cyclic)
    highest = np.maximum(ends.start, ends.end)
    if isinstance(time, ExponentialTime):
        return highest
    lags = _lags(contacts, time, slot_s, start_load, cyclic)
    if isinstance(time, DeterministicTime):
        return np.maximum(highest, _load_at(lags, math.fmod(time.mean_s, slot_s)))
    inner = [_load_at(lags, slot_s * phase / _PHASES) for phase in range(1, _PHASES)]
    at = np.stack([ends.start, *inner, ends.end])
    slots = np.flatnonzero(_may_peak_inside(lags))
    highest = np.asarray(at.max(axis=0))
    highest[slots] += _gain_around(lags, slots, at.argmax(axis=0)[slots] * slot_s / _PHASES)
    return highest


def _lags(
    contacts: ArrayLike, time: HandlingTime, slot_s: float, start_load: float, cyclic: bool
) -> _Lags:
    rates = checked("contacts", contacts, most=MOST_CONTACTS)
    if rates.ndim != 1 or not rates.size:
        raise _refusal("contacts", f"contacts has shape {rates.shape}; use one number a slot")
    checked("slot_s", slot_s, least_allowed=False)
    checked("aht_s", time.mean_s, most=MOST_SLOTS * slot_s)
    checked("start_load", start_load, most=LARGEST_LOAD)
    if cyclic and start_load > 0:
        raise _refusal("start_load", "start_load is given for a cyclic horizon; use one of them")
    rates = rates / slot_s
    if isinstance(time, ExponentialTime):
        return _Lags(rates, 0, 0.0, slot_s, time)
    reach = _reach(time, slot_s, NEGLIGIBLE)
    older_rate = float(rates.mean()) if cyclic else start_load / time.mean_s
    past = np.full(reach if older_rate > 0 else min(reach, rates.size), older_rate)
    if cyclic:
        past = np.resize(rates[::-1], past.size)[::-1]
    return _Lags(np.concatenate([past, rates]), past.size, older_rate, slot_s, time)


def _reach(time: HandlingTime, slot_s: float, share: float) -> int:
    """Slots after which no more than a share of a contact is left, on average."""
    n_slots = 1
    while n_slots < _MOST_LAGS and time.excess(np.array(n_slots * slot_s)) > share * time.mean_s:
        n_slots *= 2
    ages = np.arange(n_slots + 1, dtype=np.float64) * slot_s
    return int(np.searchsorted(-time.excess(ages), -share * time.mean_s)) + 1


def _load(lags: _Lags, weights: Floats) -> Floats:
    """Loads from the seconds of work that each lag contributes; rounding leaves none below 0."""
    older = lags.older_rate * lags.time.excess(lags.starts()[-1:])
    return older + np.maximum(_weighted(lags, lags.rates, np.maximum(weights, 0.0)), 0.0)


def _load_at(lags: _Lags, phase_s: float) -> Floats:
    """Mean number in service some seconds after the start of each slot."""
    left = lags.time.excess(lags.starts() + phase_s)
    return _load(lags, np.append(lags.time.mean_s - left[0], left[:-1] - left[1:]))


def _weighted(lags: _Lags, values: Floats, weights: Floats) -> Floats:
    """
    Sum over the lags of weight times value, for each slot.

    The first lags are summed one by one, which keeps zeros zero; the long tail, whose weights are
    small, goes through a Fourier transform.
    """
    head = min(weights.size, _DIRECT_LAGS)
    total = np.convolve(values[lags.n_past - head + 1 :], weights[:head], mode="valid")
    if weights.size > head:
        older = values[lags.n_past - weights.size + 1 : values.size - head]
        size = 1 << (older.size + weights.size - head).bit_length()
        product = np.fft.rfft(older, size) * np.fft.rfft(weights[head:], size)
        total += np.fft.irfft(product, size)[weights.size - head - 1 :][: lags.n_slots]
    return np.asarray(total)


def _may_peak_inside(lags: _Lags) -> NDArray[np.bool_]:
    """Whether the load of a slot rises at its start and falls at its end."""
    changes = np.diff(lags.rates, prepend=lags.rates[0])
    rises, falls = (
        _weighted(lags, changes, lags.time.survival(lags.starts() + phase_s))
        for phase_s in (0.0, lags.slot_s)
    )
    return (rises > 0) & (falls < 0)


def _gain_around(lags: _Lags, slots: NDArray[np.intp], phase_s: Floats) -> Floats:
    """What the load at the root of its slope exceeds that at a phase of the grid near it."""
    ages = lags.starts()[: _reach(lags.time, lags.slot_s, _NEGLIGIBLE_STEP)]
    gain = np.zeros(slots.size)
    step = max(1, _CHUNK // ages.size)
    for first in range(0, slots.size, step):
        chunk = slice(first, first + step)
        place = slots[chunk, None] + lags.n_past - np.arange(ages.size)
        changes = lags.rates[place] - lags.rates[np.maximum(place - 1, 0)]
        peak_s = _root_of_slope(lags, changes, phase_s[chunk])
        stays = lags.time.excess(ages + phase_s[chunk, None])
        stays -= lags.time.excess(ages + peak_s[:, None])
        gain[chunk] = np.sum(changes * stays, axis=1)
    return np.maximum(gain, 0.0)


def _root_of_slope(lags: _Lags, changes: Floats, phase_s: Floats) -> Floats:
    """Where the load stops rising, at most one step of the grid to either side of a phase."""
    n_lags = min(_reach(lags.time, lags.slot_s, _NEGLIGIBLE_SLOPE), changes.shape[1])
    changes, ages = changes[:, :n_lags], lags.starts()[:n_lags]
    low = np.maximum(phase_s - lags.slot_s / _PHASES, 0.0)
    high = np.minimum(phase_s + lags.slot_s / _PHASES, lags.slot_s)
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        rises = np.sum(changes * lags.time.survival(ages + middle[:, None]), axis=1) > 0
        low, high = np.where(rises, middle, low), np.where(rises, high, middle)
    return np.asarray(high)


def _exponential_load(lags: _Lags, start_load: float, cyclic: bool) -> ModifiedLoad:
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


def _refusal(field: str, message: str) -> InputError:
    return InputError(message, (Problem(message, field=field),))
