"""The highest point of the modified offered load within each slot."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.staffing.load.handling_time import (
    DeterministicTime,
    EmpiricalTime,
    ExponentialTime,
    HandlingTime,
)
from planner.staffing.load.load_lags import Floats, Lags, lags_of, load_at, reach_of, weighted
from planner.staffing.load.modified_load import modified_load

_NEGLIGIBLE_SLOPE = 1e-7
_NEGLIGIBLE_STEP = 1e-11
_PHASES = 8
_HALVINGS = 20
_CHUNK = 1 << 20


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
    slot; fixed and measured times there or where a time since an arrival slot began is over, and
    all these places are tried. Log-normal times are searched at nine points of the slot, and
    around the best of them to the root of the slope. For a year of quarter-hours and a coefficient
    of variation of 1 that takes some tenths of a second, for 2.5 ten seconds; as much for
    thousands of measured times.

    Examples
    --------
    >>> from planner.staffing.load.handling_time import DeterministicTime
    >>> peak_load([30.0, 60.0, 0.0], DeterministicTime(2700), 1800).tolist()
    [30.0, 75.0, 75.0]
    """
    ends = modified_load(contacts, time, slot_s, start_load=start_load, cyclic=cyclic)
    highest = np.maximum(ends.start, ends.end)
    if isinstance(time, ExponentialTime):
        return highest
    lags = lags_of(contacts, time, slot_s, start_load, cyclic)
    if isinstance(time, DeterministicTime | EmpiricalTime):
        leaving = [time.mean_s] if isinstance(time, DeterministicTime) else time.times_s
        for phase_s in np.unique(np.fmod(leaving, slot_s)).tolist():
            np.maximum(highest, load_at(lags, phase_s), out=highest)
        return highest
    inner = [load_at(lags, slot_s * phase / _PHASES) for phase in range(1, _PHASES)]
    at = np.stack([ends.start, *inner, ends.end])
    best = at.argmax(axis=0)
    slots = np.flatnonzero(_may_peak_inside(lags) | ((best > 0) & (best < _PHASES)))
    highest = np.asarray(at.max(axis=0))
    highest[slots] += _gain_around(lags, slots, best[slots] * slot_s / _PHASES)
    return highest


def _may_peak_inside(lags: Lags) -> NDArray[np.bool_]:
    """Whether the load of a slot rises at its start and falls at its end."""
    changes = np.diff(lags.rates, prepend=lags.rates[0])
    rises, falls = (
        weighted(lags, changes, lags.time.survival(lags.starts() + phase_s))
        for phase_s in (0.0, lags.slot_s)
    )
    return (rises > 0) & (falls < 0)


def _gain_around(lags: Lags, slots: NDArray[np.intp], phase_s: Floats) -> Floats:
    """What the load at the root of its slope exceeds that at a phase of the grid near it."""
    ages = lags.starts()[: reach_of(lags.time, lags.slot_s, _NEGLIGIBLE_STEP)]
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


def _root_of_slope(lags: Lags, changes: Floats, phase_s: Floats) -> Floats:
    """Where the load stops rising, at most one step of the grid to either side of a phase."""
    n_lags = min(reach_of(lags.time, lags.slot_s, _NEGLIGIBLE_SLOPE), changes.shape[1])
    changes, ages = changes[:, :n_lags], lags.starts()[:n_lags]
    low = np.maximum(phase_s - lags.slot_s / _PHASES, 0.0)
    high = np.minimum(phase_s + lags.slot_s / _PHASES, lags.slot_s)
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        rises = np.sum(changes * lags.time.survival(ages + middle[:, None]), axis=1) > 0
        low, high = np.where(rises, middle, low), np.where(rises, high, middle)
    return np.asarray(high)
