"""
The cheapest mix of schedules by an interior point: shares of columns, and prices.

Mehrotra's predictor and corrector with dense normal equations. A master has a few hundred rows and
thousands of columns that cover a few rows each, or many rows and few columns, so a factorisation
takes milliseconds, while simplex steps are many and mostly degenerate. Its prices lie in the middle
of the best ones, which asks for better schedules than those of a vertex.

Mehrotra, On the implementation of a primal-dual interior point method, SIAM J. Optim. 2 (1992).
"""

from typing import NamedTuple

import numpy as np
from scipy.linalg import LinAlgError

from solver.compiled import compiled
from solver.schedules.normal import Normal
from solver.schedules.path import Floats
from solver.schedules.programme import Point, Programme

MOST_STEPS = 80
CLOSE, FEASIBLE = 1e-5, 1e-7
"""Distance of the two prices, and of the rows, as parts, at which a mix is taken."""
BACK = 0.99
"""Part of the way to the border that a step goes."""
ROOM = 0.5
"""Least agents missing and too many, and part of a price's range kept clear of, at the start."""


class _State(NamedTuple):
    """Shares and their reduced prices, room up to the most and its prices, prices of rows."""

    x: Floats
    z: Floats
    w: Floats
    s: Floats
    y: Floats


@compiled
def _sums(g: Programme, x: Floats, found: Floats) -> None:
    """``A x``."""
    found[:] = 0
    n_rows, n = g.need.size, g.person.size
    for j in range(n):
        for a in range(g.first[j], g.first[j + 1]):
            found[g.rows[a]] += x[j]
        found[n_rows + g.person[j]] += x[j]
    for i in range(g.slack_row.size):
        found[g.slack_row[i]] += g.slack_sign[i] * x[n + i]


@compiled
def _paid(g: Programme, y: Floats, found: Floats) -> None:
    """``A' y``."""
    n_rows, n = g.need.size, g.person.size
    for j in range(n):
        found[j] = y[n_rows + g.person[j]]
        for a in range(g.first[j], g.first[j + 1]):
            found[j] += y[g.rows[a]]
    for i in range(g.slack_row.size):
        found[n + i] = g.slack_sign[i] * y[g.slack_row[i]]


def cheapest_mix(programme: Programme, prices: Floats, close: float = CLOSE) -> Point:
    """
    Solve a programme in which each person has a column.

    Parameters
    ----------
    prices
        Of the rows of cover, cents, to begin near to.
    """
    return _Search(programme).run(prices, close)


class _Search:
    def __init__(self, programme: Programme) -> None:
        self._g = programme
        self._n = programme.person.size
        self._normal = Normal(programme)
        self._b = np.concatenate((programme.need, np.ones(programme.size - programme.need.size)))
        self._capped = np.isfinite(programme.most)
        self._most = np.where(self._capped, programme.most, 0.0)

    def run(self, prices: Floats, close: float) -> Point:
        g, here = self._g, self._start(prices)
        for _ in range(MOST_STEPS):
            left = self._b - self._sum(here.x)
            dual = g.cents - self._pay(here.y) - here.z + here.s
            cents = float(g.cents @ here.x)
            gap = cents - float(self._b @ here.y) + float(self._most @ here.s)
            scale = close * (1 + abs(cents))
            is_met = np.abs(left).max() <= FEASIBLE * (1 + np.abs(self._b).max())
            if is_met and gap <= scale:
                break
            try:
                here = self._step(here, left, dual)
            except LinAlgError:  # rounding: so near to the border that there is little left to gain
                break
        return Point(here.x[: self._n], here.y, float(g.cents @ here.x))

    def _start(self, prices: Floats) -> _State:
        """Rows met and prices allowed, both clear of their borders."""
        g = self._g
        y = np.concatenate((prices, np.zeros(self._b.size - prices.size)))
        counts = np.bincount(g.person)
        x = np.concatenate((1 / counts[g.person], np.zeros(g.slack_row.size)))
        left = self._b - self._sum(x)
        fills = g.slack_sign > 0
        x[self._n :] = np.maximum(np.where(fills, 1, -1) * left[g.slack_row], 0) + ROOM
        x = np.where(self._capped, np.minimum(x, self._most / 2), x)
        low, high = self._range()
        y[: prices.size] = np.clip(
            prices, low + (high - low) * ROOM / 10, high - (high - low) * ROOM / 10
        )
        reduced = g.cents - self._pay(y)
        least = np.full(counts.size, np.inf)
        np.minimum.at(least, g.person, reduced[: self._n])
        spread = max(float(np.mean(reduced[: self._n] - least[g.person])), 1.0)
        y[prices.size :] = least - spread
        z = g.cents - self._pay(y)
        s = np.where(self._capped, np.maximum(-z, 0) + spread, 0.0)
        z = z + s
        return _State(x, z, np.where(self._capped, self._most - x, 1.0), s, y)

    def _range(self) -> tuple[Floats, Floats]:
        """Least and most price of each row of cover that its slacks allow."""
        g, n_rows = self._g, self._g.need.size
        low, high = np.full(n_rows, -np.inf), np.full(n_rows, np.inf)
        cents = g.cents[self._n :]
        plain = ~self._capped[self._n :]
        for sign, bound in ((1.0, high), (-1.0, low)):
            mine = plain & (g.slack_sign == sign)
            bound[g.slack_row[mine]] = sign * cents[mine]
        return low, high

    def _step(self, here: _State, left: Floats, dual: Floats) -> _State:
        x, z, w, s, y = here
        capped = self._capped
        n_pairs = x.size + np.count_nonzero(capped)
        room = np.where(capped, self._most - x - w, 0.0)
        theta = 1 / (z / x + np.where(capped, s / w, 0.0))
        solved = self._normal.at(theta)

        def way(pull: Floats, pull_w: Floats) -> _State:
            q = pull / x - np.where(capped, (pull_w - s * room) / w, 0.0) - dual
            dy = solved(left + -self._sum(theta * q))
            dx = theta * (self._pay(dy) + q)
            dw = np.where(capped, room - dx, 0.0)
            ds = np.where(capped, (pull_w - s * dw) / w, 0.0)
            return _State(dx, (pull - z * dx) / x, dw, ds, dy)

        d = way(-x * z, -w * s)
        a, b = _lengths(here, d, 1.0)
        product = float(x @ z + w @ s)
        after = float((x + a * d.x) @ (z + b * d.z) + (w + a * d.w) @ (s + b * d.s))
        centre = (after / product) ** 3 * product / n_pairs
        d = way(centre - x * z - d.x * d.z, np.where(capped, centre, 0.0) - w * s - d.w * d.s)
        a, b = _lengths(here, d, BACK)
        return _State(x + a * d.x, z + b * d.z, w + a * d.w, s + b * d.s, y + b * d.y)

    def _sum(self, x: Floats) -> Floats:
        found = np.empty(self._b.size)
        _sums(self._g, x, found)
        return found

    def _pay(self, y: Floats) -> Floats:
        found = np.empty(self._g.cents.size)
        _paid(self._g, y, found)
        return found


def _lengths(here: _State, way: _State, part: float) -> tuple[float, float]:
    """How far shares and prices can go, part of the way to the border and at most 1."""
    shares = min(_border(here.x, way.x), _border(here.w, way.w))
    return min(1.0, part * shares), min(
        1.0, part * min(_border(here.z, way.z), _border(here.s, way.s))
    )


def _border(at: Floats, way: Floats) -> float:
    falling = way < 0
    return float((at[falling] / -way[falling]).min(initial=np.inf))
