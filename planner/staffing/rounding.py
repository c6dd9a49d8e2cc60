"""Whole agents from real ones, so that 21 / 0.7 needs 30 of them and not 31."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

RELATIVE_TOLERANCE = 1e-12
MOST_AGENTS = 1e17
_EPSILON = float(np.finfo(np.float64).eps)


def whole_agents(dividend: ArrayLike, divisor: ArrayLike) -> NDArray[np.int64]:
    """
    Ceiling of `dividend` over `divisor` as if both were the decimals that were typed.

    A quotient that lies above a whole number by less than 1e-12 of itself is that whole number:
    binary fractions put 21 / 0.7 at 30.000000000000004. The divisor may have been subtracted from
    1, as in 1 - 0.35, and is trusted to one rounding of 1 rather than of itself. Quotients beyond
    1e17 count as 1e17.

    Examples
    --------
    >>> whole_agents([21, 21.001], 0.7).tolist()
    [30, 31]
    """
    below = np.asarray(divisor, dtype=np.float64)
    with np.errstate(over="ignore"):
        quotient = np.minimum(np.asarray(dividend, dtype=np.float64) / below, MOST_AGENTS)
        slack = quotient * (RELATIVE_TOLERANCE + 2.0 * _EPSILON / below)
    nearest = np.rint(quotient)
    return np.where(quotient - nearest <= slack, nearest, np.ceil(quotient)).astype(np.int64)
