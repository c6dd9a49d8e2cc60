"""
Live contacts whose load is uncertain: a Poisson mixture with a gamma-distributed load.

The load of an interval is gamma-distributed with a known mean and coefficient of variation `cv`;
given the load, the queue is Erlang's (C, or A with patience). All answers are means over
contacts, so busy intervals weigh more: they say what the average contact meets over many
intervals, not in how many intervals a target is met (`at_risk.py` says that).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.staffing.checks import checked, checked_aht, together
from planner.staffing.live.erlang_a import checked_patience, erlang_a
from planner.staffing.live.live_level import live_service_level
from planner.staffing.uncertain.load_nodes import Row, load_nodes

LARGEST_CV = 2.0
LARGEST_MEAN_LOAD = 1e7
_ROWS_AT_ONCE = 200


def mixture_service_level(
    agents: ArrayLike,
    load: ArrayLike,
    cv: ArrayLike,
    aht_s: ArrayLike,
    within_s: ArrayLike,
    patience_s: ArrayLike | None = None,
    definition: str = "offered",
) -> NDArray[np.float64]:
    """
    Share of contacts answered in time when the load itself is uncertain.

    Parameters
    ----------
    agents
        Agents on duty, at least 0; real values are allowed.
    load
        Mean offered load in erlangs, 0 to 1e7.
    cv
        Coefficient of variation of the load, 0 to 2; 0 is a load that is known.
    aht_s, within_s
        Mean handling time and answer-time threshold in seconds.
    patience_s
        Mean patience in seconds; then Erlang A, otherwise Erlang C.
    definition
        Service level with abandons, see `live_service_level`; its mean over offered contacts.

    Returns
    -------
    NDArray
        In ``[0, 1]``, of the broadcast shape.

    Notes
    -----
    ``E[L SL(N, L)] / E[L]`` for a gamma-distributed load L, where Erlang C counts 0 from ``L = N``
    on. Weighting by L turns the gamma density of shape ``1 / cv^2`` into that of shape
    ``1 / cv^2 + 1``; `load_nodes` integrates over it.

    Examples
    --------
    A load uncertain by 10 % costs 14 agents three points.

    >>> mixture_service_level(14, 10.0, [0.0, 0.1], 180, 20).round(4).tolist()
    [0.8884, 0.8558]
    """
    a = checked("load", load, most=LARGEST_MEAN_LOAD)
    impatient = patience_s is not None
    patience = checked_patience(patience_s) if patience_s is not None else np.zeros(())

    def level(n: Row, a: Row, aht: Row, within: Row, patience: Row) -> Row:
        known = patience if impatient else None
        return live_service_level(n, a, aht, within, patience_s=known, definition=definition)

    rest = (checked_aht(aht_s, a), checked("within_s", within_s), patience)
    return _mean_over_load(level, checked("agents", agents), a, cv, rest)


def mixture_abandonment(
    agents: ArrayLike,
    load: ArrayLike,
    cv: ArrayLike,
    aht_s: ArrayLike,
    patience_s: ArrayLike,
) -> NDArray[np.float64]:
    """
    Share of contacts that hang up when the load itself is uncertain, by Erlang A.

    Takes its arguments as `mixture_service_level` does; ``E[L P(N, L)] / E[L]``.

    Examples
    --------
    >>> mixture_abandonment(10, 10.0, [0.0, 0.2], 180, 180).round(4).tolist()
    [0.1251, 0.1479]
    """
    a = checked("load", load, most=LARGEST_MEAN_LOAD)
    rest = (checked_aht(aht_s, a), checked_patience(patience_s))

    def gone(n: Row, a: Row, aht: Row, patience: Row) -> Row:
        return erlang_a(n, a, aht, patience).p_abandon

    return _mean_over_load(gone, checked("agents", agents), a, cv, rest)


def _mean_over_load(
    measure: Callable[..., Row], agents: Row, load: Row, cv: ArrayLike, rest: tuple[Row, ...]
) -> NDArray[np.float64]:
    spread = together(agents, load, checked("cv", cv, most=LARGEST_CV), *rest)
    n, a, cv_of_row, *others = (array.flatten() for array in spread)
    result = np.empty(n.size)
    for start in range(0, n.size, _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        loads, weights, first = load_nodes(n[rows], a[rows], cv_of_row[rows])
        sizes = np.diff(first)
        known = (np.repeat(array[rows], sizes) for array in others)
        values = measure(np.repeat(n[rows], sizes), loads, *known)
        result[rows] = np.add.reduceat(weights * values, first[:-1])
    return np.clip(result, 0.0, 1.0).reshape(spread[0].shape)
