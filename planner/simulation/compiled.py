"""
How the steps of the kernel are compiled.

Each step is handed the whole hall, some twenty arrays. Without reference counting (`_nrt`: the
steps create no arrays) and grown into their callers they cost a fifth of what they would as
ordinary compiled functions. They hold no interpreter lock, so that weeks run in threads.
"""

from collections.abc import Callable
from typing import Any, Final, ParamSpec, TypeVar, cast

from numba import njit

P = ParamSpec("P")
R = TypeVar("R")

OPTIONS: Final[dict[str, Any]] = {
    "cache": True,
    "error_model": "numpy",
    "nogil": True,
    "_nrt": False,
    "forceinline": True,
}
INNER_OPTIONS: Final[dict[str, Any]] = OPTIONS | {
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
}


def entry(function: Callable[P, R]) -> Callable[P, R]:
    """Compile what Python calls, when it is first needed."""
    return cast(Callable[P, R], njit(**OPTIONS)(function))


def step(function: Callable[P, R]) -> Callable[P, R]:
    """Compile what other compiled functions alone call, in half the time."""
    return cast(Callable[P, R], njit(**INNER_OPTIONS)(function))
