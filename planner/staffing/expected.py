"""
The service level a schedule can expect: Erlang C per slot, weighted by volume over many slots.

Where nothing is offered there is no service level. Such entries are masked, which prints as
``--`` and becomes ``None`` by ``tolist()``: never NaN, never 100 %.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.staffing.checks import checked
from planner.staffing.live.erlang import service_level

MaskedLevels = np.ma.MaskedArray[Any, np.dtype[np.float64]]


def expected_service_level(
    productive_agents: ArrayLike,
    calls: ArrayLike,
    aht_s: ArrayLike,
    within_s: ArrayLike,
    slot_s: float,
) -> MaskedLevels:
    """
    Share of the contacts of each slot answered in time, in steady state.

    Parameters
    ----------
    productive_agents
        Agents answering in each slot after shrinkage; may be real-valued.
    calls
        Contacts offered in each slot.
    aht_s, within_s
        Mean handling time and answer-time threshold in seconds.
    slot_s
        Length of a slot in seconds.

    Returns
    -------
    MaskedArray
        In ``[0, 1]``, masked where `calls` is 0; 0 where the load is at or above the agents.

    Examples
    --------
    >>> expected_service_level([14, 0], [100, 0], 180, 20, 1800).round(3).tolist()
    [0.888, None]
    """
    offered = checked("calls", calls)
    slot = checked("slot_s", slot_s, least_allowed=False)
    load = offered * checked("aht_s", aht_s) / slot
    level = service_level(productive_agents, load, aht_s, within_s)
    return np.ma.masked_array(level, mask=np.broadcast_to(offered, level.shape) == 0)


def share_by_group(
    achieved: ArrayLike, total: ArrayLike, group: ArrayLike, n_groups: int
) -> MaskedLevels:
    """
    Sum of `achieved` over sum of `total` within each group, e.g. each day; masked where empty.

    Parameters
    ----------
    achieved, total
        Contacts or seconds of work of each slot that made the target, and all of them.
    group
        Number of the group of each slot, ``0 .. n_groups - 1``; of the same shape.
    n_groups
        Length of the answer.

    Examples
    --------
    >>> share_by_group([90, 10, 0], [100, 100, 0], [0, 0, 1], n_groups=2).tolist()
    [0.5, None]
    """
    part, whole = checked("achieved", achieved), checked("total", total)
    labels = checked("group", group, most=n_groups - 1).astype(np.int64)
    part, whole, labels = (array.ravel() for array in np.broadcast_arrays(part, whole, labels))
    made = np.bincount(labels, weights=part, minlength=n_groups)
    offered = np.bincount(labels, weights=whole, minlength=n_groups)
    share = made / np.where(offered > 0, offered, 1.0)
    return np.ma.masked_array(share, mask=offered == 0)


def service_level_by_group(
    level: MaskedLevels | NDArray[np.float64],
    calls: ArrayLike,
    group: ArrayLike,
    n_groups: int,
) -> MaskedLevels:
    """
    Volume-weighted service level of each group of slots; masked where a group has no contacts.

    Takes the answer of `expected_service_level`, or a plain array of shares.

    Examples
    --------
    >>> levels = np.ma.masked_array([0.9, 0.5, 0.0], mask=[False, False, True])
    >>> service_level_by_group(levels, [300, 100, 0], [0, 0, 1], n_groups=2).tolist()
    [0.8, None]
    """
    offered: NDArray[np.float64] = checked("calls", calls)
    share = checked("level", np.ma.filled(level, 0.0), most=1.0)
    return share_by_group(share * offered, offered, group, n_groups)
