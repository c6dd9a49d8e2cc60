"""Random numbers for compiled loops: xorshift on one word, the same on every machine."""

import numpy as np
from numpy.typing import NDArray

from solver.compiled import inlined

Words = NDArray[np.uint64]
"""One word, the state."""


@inlined
def uniform(random: Words) -> float:
    """A random number above 0 and at most 1."""
    x = random[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    random[0] = x
    return float((x >> np.uint64(11)) + np.uint64(1)) * 2.0**-53


@inlined
def below(random: Words, n: int) -> int:
    """A random whole number from 0 to n - 1."""
    return min(int(uniform(random) * n), n - 1)
