"""
Quadrature over an uncertain load: where to evaluate a queue, and what each place weighs.

The load is gamma-distributed. Nodes are weighted by the contacts they bring, so sums over them
are means over contacts.
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.staffing.checks import LARGEST_LOAD

Row = NDArray[np.float64]

LEAST_CV = 1e-7
_LOG_TAIL = 40.0
_HALVINGS = 6
_FINEST = 1.0 / 400.0  # bounds the panels beyond 160,000 agents
_STIRLING_FROM = 100.0
_LOG_TWO_PI = math.log(2.0 * math.pi)
NODES, WEIGHTS = np.polynomial.legendre.leggauss(16)


def load_nodes(agents: Row, load: Row, cv: Row) -> tuple[Row, Row, NDArray[np.int64]]:
    """
    Loads and weights for each row, one row after the other, and where each row begins.

    Parameters
    ----------
    agents, load, cv
        Agents, mean load in erlangs and coefficient of variation, shape ``(n_rows,)``.

    Returns
    -------
    Row, Row, NDArray
        Loads in erlangs; weights, which sum to 1 within each row; and the first place of each row
        with the total length at the end, shape ``(n_rows + 1,)``.

    Notes
    -----
    With shape ``k = 1 / cv^2 + 1`` and ``L = A (1 + cv^2) e^z``, the density of contacts over z is
    ``sqrt(k / 2 pi) exp(-k (e^z - 1 - z) - s(k))`` with Stirling's remainder s. It is cut where it
    has fallen by ``e^-40`` and split at ``L = N`` into panels of 16 Gauss-Legendre nodes, no wider
    than ``1 / sqrt(N)`` (or 1/400, if that is more) and halved six times towards the split.
    """
    first = np.zeros(agents.size + 1, np.int64)
    np.cumsum(_sizes(agents, load, cv), out=first[1:])
    loads, weights = np.empty(first[-1]), np.empty(first[-1])
    _fill(agents, load, cv, first, loads, weights)
    return loads, weights, first


@njit(cache=True, error_model="numpy")
def _sizes(agents: Row, load: Row, cv: Row) -> NDArray[np.int64]:
    sizes = np.empty(agents.size, np.int64)
    for i in range(agents.size):
        sizes[i] = max(1, (panel_edges(agents[i], load[i], cv[i]).size - 1) * NODES.size)
    return sizes


@njit(cache=True, error_model="numpy")
def _fill(
    agents: Row, load: Row, cv: Row, first: NDArray[np.int64], loads: Row, weights: Row
) -> None:
    for i in range(agents.size):
        edges = panel_edges(agents[i], load[i], cv[i])
        at = first[i]
        if edges.size < 2:
            loads[at], weights[at] = load[i], 1.0
        k = 1.0 + 1.0 / max(cv[i], LEAST_CV) ** 2
        peak = gamma_peak(k)
        for j in range(edges.size - 1):
            half = 0.5 * (edges[j + 1] - edges[j])
            for m in range(NODES.size):
                z = edges[j] + half * (1.0 + NODES[m])
                loads[at] = min(load[i] * (1.0 + cv[i] ** 2) * math.exp(z), LARGEST_LOAD)
                weights[at] = half * WEIGHTS[m] * peak * math.exp(-k * (math.expm1(z) - z))
                at += 1


@njit(cache=True, error_model="numpy")
def panel_edges(n: float, a: float, cv: float) -> Row:
    """Ends of the panels along z; empty where the load is known."""
    if cv < LEAST_CV or a == 0.0:
        return np.empty(0)
    tail = _LOG_TAIL / (1.0 + 1.0 / cv**2)
    low = -0.5 * (tail + math.sqrt(tail * tail + 8.0 * tail))
    high = math.sqrt(2.0 * tail)
    scale = max(1.0 / math.sqrt(max(n, 1.0)), _FINEST)
    widest = min(scale, 4.0 / math.sqrt(1.0 + 1.0 / cv**2))
    split = math.log(n / (a * (1.0 + cv * cv))) if n > 0.0 else low
    split = min(max(split, low), high)
    below, above = _side(split - low, widest), _side(high - split, widest)
    return np.concatenate((split - below[::-1], split + above[1:]))


@njit(cache=True, error_model="numpy")
def _side(length: float, widest: float) -> Row:
    """Distances from the split, from 0 to `length`, finer towards 0."""
    if length <= 0.0:
        return np.zeros(1)
    panels = math.ceil(length / widest)
    width = length / panels
    distance = np.zeros(panels + _HALVINGS + 1)
    for j in range(_HALVINGS):
        distance[j + 1] = width * 0.5 ** (_HALVINGS - j)
    for j in range(panels):
        distance[_HALVINGS + 1 + j] = width * (j + 1)
    return distance


@njit(cache=True, error_model="numpy")
def gamma_peak(k: float) -> float:
    """Density of contacts over z at 0: ``sqrt(k / 2 pi) exp(-s(k))`` with Stirling's remainder."""
    if k < _STIRLING_FROM:
        remainder = math.lgamma(k) - (k - 0.5) * math.log(k) + k - 0.5 * _LOG_TWO_PI
    else:
        square = k * k
        remainder = (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / k
    return math.sqrt(k / (2.0 * math.pi)) * math.exp(-remainder)
