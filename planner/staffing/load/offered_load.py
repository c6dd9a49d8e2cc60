"""
The load to staff each slot for, by a method that suits the handling time.

Erlang's formulas know nothing of the slots around: they take the load as it stands for ever. With
calls of minutes that is nearly so; with contacts of 20 to 45 minutes the work arrives in one slot
and is done in the next. Each method gives erlangs for each slot, to be staffed as if they were
steady.
"""

import math
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.errors import InputError, Problem
from planner.staffing.checks import checked
from planner.staffing.load.handling_time import HandlingTime, Shape, handling_time
from planner.staffing.load.modified_load import modified_load
from planner.staffing.load.peak_load import peak_load

Floats = NDArray[np.float64]
LoadMethod = Literal["auto", "stationary", "lagged", "lagged_max", "modified", "modified_max"]
METHODS: Final[tuple[LoadMethod, ...]] = get_args(LoadMethod)
SHORT_IN_SLOTS: Final = 1 / 3
SMALL_IN_ROOTS: Final = 0.05

_Stream = tuple[Floats, HandlingTime]


def offered_load(
    contacts: ArrayLike,
    aht_s: ArrayLike,
    slot_s: float,
    *,
    method: LoadMethod = "auto",
    shape: Shape = "exponential",
    cv: float | None = None,
    times_s: ArrayLike | None = None,
    start_load: float = 0.0,
    cyclic: bool = False,
) -> Floats:
    """
    Erlangs to staff each slot for.

    Parameters
    ----------
    contacts
        Contacts that arrive in each slot, shape ``(n_slots,)``, at least 0.
    aht_s
        Mean handling time in seconds of the contacts that arrive in a slot, one number or one a
        slot; above 0 wherever contacts arrive.
    slot_s
        Length of a slot in seconds, above 0.
    method
        One of `METHODS`, see the notes.
    shape, cv, times_s
        Distribution of handling time, see `handling_time`.
    start_load
        Erlangs in service when the first slot starts, at least 0; not with several handling times.
    cyclic
        The horizon repeats, as a week of a queue that never closes; not with a `start_load`.

    Returns
    -------
    NDArray
        Shape ``(n_slots,)``. Slots after the last contact may have load: somebody has to finish.

    Raises
    ------
    InputError
        Naming the field that is unknown, missing or outside its range.

    Notes
    -----
    "stationary" (SIPP) is the load of the slot by itself, ``contacts aht_s / slot_s``. "lagged" is
    that of the arrivals one mean residual handling time ``E[S^2] / (2 E[S])`` earlier, "lagged_max"
    that of their highest rate (L. V. Green, P. J. Kolesar, J. Soares, *Improving the SIPP approach
    for staffing service systems that have cyclic demands*, Operations Research 49(4), 2001).
    "modified" is the mean over the slot of the number in service if nobody waits, "modified_max"
    its peak in the slot (O. B. Jennings, A. Mandelbaum, W. A. Massey, W. Whitt, *Server staffing
    to meet time-varying demand*, Management Science 42(10), 1996). "auto" is "stationary" for
    handling times up to a third of the slot if in no slot the modified load m lies more than
    ``0.05 sqrt(max(m, 1))`` away, else "modified". Such an error of the load moves a service level
    of 80 % within 20 s by about two points at 10 to 50 erlangs, three at 200, five at 1000.

    Examples
    --------
    >>> offered_load([10, 40, 40], 180, 1800, method="stationary").tolist()
    [1.0, 4.0, 4.0]
    >>> offered_load([10, 40, 40], 1800, 1800).round(2).tolist()
    [3.68, 18.71, 32.17]
    """
    streams = _streams(contacts, aht_s, slot_s, shape, cv, times_s)
    horizon = _Horizon(slot_s, start_load, cyclic)
    if method == "auto":
        method = _method_for(streams, horizon)
    elif method not in METHODS:
        raise _refusal("method", f"method is {method!r}; use one of {', '.join(METHODS)}")
    return _load_by(method, streams, horizon)


def chosen_method(
    contacts: ArrayLike,
    aht_s: ArrayLike,
    slot_s: float,
    *,
    shape: Shape = "exponential",
    cv: float | None = None,
    times_s: ArrayLike | None = None,
    start_load: float = 0.0,
    cyclic: bool = False,
) -> LoadMethod:
    """
    What "auto" stands for: "stationary" or "modified", by the rule of `offered_load`.

    Takes the arguments of `offered_load`; with several handling times all must allow "stationary".

    Examples
    --------
    >>> chosen_method([100, 110], 180, 1800, start_load=10), chosen_method([100, 110], 1800, 1800)
    ('stationary', 'modified')
    """
    streams = _streams(contacts, aht_s, slot_s, shape, cv, times_s)
    return _method_for(streams, _Horizon(slot_s, start_load, cyclic))


@dataclass(frozen=True, slots=True)
class _Horizon:
    slot_s: float
    start_load: float
    cyclic: bool


def _streams(
    contacts: ArrayLike,
    aht_s: ArrayLike,
    slot_s: float,
    shape: Shape,
    cv: float | None,
    times_s: ArrayLike | None,
) -> list[_Stream]:
    """Contacts of one mean handling time each; with none at all the first time stands for all."""
    volume = checked("contacts", contacts)
    if volume.ndim != 1 or not volume.size:
        raise _refusal("contacts", f"contacts has shape {volume.shape}; use one number a slot")
    checked("slot_s", slot_s, least_allowed=False)
    aht = checked("aht_s", aht_s)
    if aht.shape not in ((), volume.shape):
        would_do = f"use one number or {volume.size} of them"
        raise _refusal("aht_s", f"aht_s has shape {aht.shape}; {would_do}")
    aht = np.broadcast_to(aht, volume.shape)
    means = np.unique(aht[volume > 0]) if np.any(volume > 0) else np.maximum(aht[:1], 1.0)
    return [
        (np.where(aht == mean_s, volume, 0.0), handling_time(mean_s, shape, cv=cv, times_s=times_s))
        for mean_s in means.tolist()
    ]


def _method_for(streams: list[_Stream], horizon: _Horizon) -> LoadMethod:
    if any(time.mean_s > SHORT_IN_SLOTS * horizon.slot_s for _, time in streams):
        return "modified"
    modified = _load_by("modified", streams, horizon)
    distance = np.abs(modified - _load_by("stationary", streams, horizon))
    near = distance <= SMALL_IN_ROOTS * np.sqrt(np.maximum(modified, 1.0))
    return "stationary" if near.all() else "modified"


def _load_by(method: LoadMethod, streams: list[_Stream], horizon: _Horizon) -> Floats:
    """Sum over the streams; each keeps its own handling time."""
    if method == "modified_max" and len(streams) > 1:
        raise _refusal("aht_s", "aht_s varies by slot; modified_max needs one, modified does not")
    if horizon.start_load > 0 and len(streams) > 1:
        raise _refusal("aht_s", "aht_s varies by slot; a start_load needs one, a cyclic week not")
    loads = [_stream_load(method, *stream, horizon) for stream in streams]
    return np.asarray(np.sum(loads, axis=0))


def _stream_load(
    method: LoadMethod, contacts: Floats, time: HandlingTime, horizon: _Horizon
) -> Floats:
    slot_s, start_load, cyclic = horizon.slot_s, horizon.start_load, horizon.cyclic
    if method == "modified":
        return modified_load(contacts, time, slot_s, start_load=start_load, cyclic=cyclic).mean
    if method == "modified_max":
        return peak_load(contacts, time, slot_s, start_load=start_load, cyclic=cyclic)
    steady = contacts * (time.mean_s / slot_s)
    if method == "stationary":
        return steady
    lag = float(time.square_excess(np.array(0.0))) / time.mean_s / slot_s
    n_back, share = math.floor(lag), lag % 1.0
    past = np.full(n_back + 1, start_load)
    if cyclic:
        past = np.resize(steady[::-1], n_back + 1)[::-1]
    known = np.concatenate([past, steady])
    later, earlier = known[1 : steady.size + 1], known[: steady.size]
    if method == "lagged":
        return (1.0 - share) * later + share * earlier
    return np.maximum(later, earlier) if share > 0 else later


def _refusal(field: str, message: str) -> InputError:
    return InputError(message, (Problem(message, field=field),))
