"""How the solver's inner loops are compiled: without the interpreter's lock, kept on disk."""

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile a function that Python calls."""
    found: F = njit(function, cache=True, nogil=True)
    return found


def inner(function: F) -> F:
    """Compile a function that only compiled code calls, which spares its wrappers."""
    wrappers: Any = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    found: F = njit(function, cache=True, nogil=True, **wrappers)
    return found


def inlined(function: F) -> F:
    """Compile a small function into its callers: calls are dear where many arrays are handed on."""
    found: F = njit(function, cache=True, nogil=True, inline="always")
    return found
