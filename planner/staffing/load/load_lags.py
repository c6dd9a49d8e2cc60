"""Work in service as a weighted sum over the slots it arrived in; shared by the offered loads."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.errors import InputError, Problem
from planner.staffing.checks import LARGEST_LOAD, checked
from planner.staffing.load.handling_time import ExponentialTime, HandlingTime

Floats = NDArray[np.float64]

NEGLIGIBLE: Final = 1e-15
MOST_CONTACTS: Final = 1e9
MOST_SLOTS: Final = 100_000
_MOST_LAGS = 1 << 17
_DIRECT_LAGS = 512


@dataclass(frozen=True, slots=True)
class Lags:
    """Arrivals per second of each slot, of as many before as still matter, and before these."""

    rates: Floats
    n_past: int
    older_rate: float
    slot_s: float
    time: HandlingTime

    @property
    def n_slots(self) -> int:
        """Slots of the horizon."""
        return self.rates.size - self.n_past

    def starts(self) -> Floats:
        """Ages, at the start of a slot, of the starts of the slots up to it, latest first."""
        return np.arange(self.n_past + 1, dtype=np.float64) * self.slot_s


def lags_of(
    contacts: ArrayLike, time: HandlingTime, slot_s: float, start_load: float, cyclic: bool
) -> Lags:
    """Checked arrivals with their past: repeated, steady, or empty as far back as the horizon."""
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
        return Lags(rates, 0, 0.0, slot_s, time)
    reach = reach_of(time, slot_s, NEGLIGIBLE)
    older_rate = float(rates.mean()) if cyclic else start_load / time.mean_s
    past = np.full(reach if older_rate > 0 else min(reach, rates.size), older_rate)
    if cyclic:
        past = np.resize(rates[::-1], past.size)[::-1]
    return Lags(np.concatenate([past, rates]), past.size, older_rate, slot_s, time)


def reach_of(time: HandlingTime, slot_s: float, share: float) -> int:
    """Slots after which no more than a share of a contact is left, on average."""
    n_slots = 1
    while n_slots < _MOST_LAGS and time.excess(np.array(n_slots * slot_s)) > share * time.mean_s:
        n_slots *= 2
    ages = np.arange(n_slots + 1, dtype=np.float64) * slot_s
    return int(np.searchsorted(-time.excess(ages), -share * time.mean_s)) + 1


def load_from(lags: Lags, weights: Floats) -> Floats:
    """Loads from the seconds of work that each lag contributes; rounding leaves none below 0."""
    older = lags.older_rate * lags.time.excess(lags.starts()[-1:])
    return older + np.maximum(weighted(lags, lags.rates, np.maximum(weights, 0.0)), 0.0)


def load_at(lags: Lags, phase_s: float) -> Floats:
    """Mean number in service some seconds after the start of each slot."""
    left = lags.time.excess(lags.starts() + phase_s)
    return load_from(lags, np.append(lags.time.mean_s - left[0], left[:-1] - left[1:]))


def weighted(lags: Lags, values: Floats, weights: Floats) -> Floats:
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


def _refusal(field: str, message: str) -> InputError:
    return InputError(message, (Problem(message, field=field),))
