"""The sum of independent variables that are each a mixture of normals, such as days' results."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Row = NDArray[np.float64]

_REACH = 7.0
_MOST_STEPS = 50_000


def chance_of_no_loss(mean: Row, variance: Row, weight: Row) -> float:
    """
    Probability that the sum over days is at least 0.

    Parameters
    ----------
    mean, variance
        Of each day in each of its cases, shape ``(n_days, n_cases)``.
    weight
        Probability of each case, the same for all days, shape ``(n_cases,)``.

    Notes
    -----
    ``1/2 + 1/pi`` times the integral of ``Im phi(t) / t`` over t > 0 with the characteristic
    function phi of the sum (J. Gil-Pelaez, Note on the inversion theorem, Biometrika 38, 1951), by
    the midpoint rule. The step is fine enough for the largest sum there can be; the end is where
    phi has fallen by ``exp(-24)``.

    Examples
    --------
    Two days, each lost by 1 in a third of the cases and else won by 2.

    >>> days = np.array([[-1.0, 2.0], [-1.0, 2.0]])
    >>> round(chance_of_no_loss(days, np.full((2, 2), 1e-4), np.array([1 / 3, 2 / 3])), 6)
    0.888889
    """
    scatter = math.sqrt(float(variance.min(axis=1).sum()))
    widest = float(np.abs(mean).max(axis=1).sum())
    widest += _REACH * math.sqrt(float(variance.max(axis=1).sum()))
    if scatter * _MOST_STEPS <= widest:  # as good as certain in each case
        scatter = widest / _MOST_STEPS
    if widest == 0.0:
        return 1.0
    step = math.pi / widest
    place = np.arange(math.ceil(_REACH / scatter / step)) + 0.5
    _, sine = _characteristic_function(step, place.size, mean, variance, weight)
    return float(np.clip(0.5 + (sine / place).sum() / math.pi, 0.0, 1.0))


@njit(cache=True, error_model="numpy")
def _characteristic_function(
    step: float, n_steps: int, mean: Row, variance: Row, weight: Row
) -> tuple[Row, Row]:
    """Real and imaginary part at ``step / 2, 3 step / 2, ...``; turned step by step."""
    real, imaginary = np.ones(n_steps), np.zeros(n_steps)
    for d in range(mean.shape[0]):
        x_of_day, y_of_day = np.zeros(n_steps), np.zeros(n_steps)
        for j in range(weight.size):
            angle = step * mean[d, j]
            fall = step * step * variance[d, j]
            shrinks = math.exp(-fall)
            factor, size = shrinks, weight[j] * math.exp(-fall / 8.0)
            x, y = math.cos(0.5 * angle), math.sin(0.5 * angle)
            turn_x, turn_y = math.cos(angle), math.sin(angle)
            for i in range(n_steps):
                x_of_day[i] += size * x
                y_of_day[i] += size * y
                x, y = x * turn_x - y * turn_y, x * turn_y + y * turn_x
                size *= factor
                factor *= shrinks
                if size < 1e-18:
                    break
        for i in range(n_steps):
            x, y = real[i], imaginary[i]
            real[i] = x * x_of_day[i] - y * y_of_day[i]
            imaginary[i] = x * y_of_day[i] + y * x_of_day[i]
    return real, imaginary
