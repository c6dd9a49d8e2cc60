"""
How the solver's inner loops are compiled: without the interpreter's lock, kept on disk.

numba counts who holds an array, with atomic steps at every call, slice and field of a tuple: in
small functions that hand on many arrays this took four fifths of the time. Loops are compiled
without (`_nrt`, a switch that numba does not document): Python holds their arrays while they run.
They may look at arrays and slices and write single numbers, but make no array: numba refuses to
compile that. What makes arrays is `allocating`, and so is whoever calls a function that returns
one, for it would never be given back.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

F = TypeVar("F", bound=Callable[..., Any])
LOOP: Any = {"cache": True, "nogil": True, "_nrt": False}
INNER: Any = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def compiled(function: F) -> F:
    """Compile a function that Python calls."""
    found: F = njit(function, **LOOP)
    return found


def inner(function: F) -> F:
    """Compile a function that only compiled code calls, which spares its wrappers."""
    found: F = njit(function, **LOOP | INNER)
    return found


def inlined(function: F) -> F:
    """Compile a small function into its callers."""
    found: F = njit(function, **LOOP | {"inline": "always"})
    return found


def allocating(function: F) -> F:
    """Compile a function that makes arrays, whoever calls it."""
    found: F = njit(function, **LOOP | {"_nrt": True})
    return found
