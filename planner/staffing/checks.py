"""What the staffing maths demands of its numbers, refused in one line that names the field."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.errors import InputError, Problem

LARGEST_LOAD = 1e9
_KINDS_OF_NUMBERS = "biufO"


def checked(
    field: str,
    value: ArrayLike,
    *,
    least: float = 0.0,
    most: float = np.inf,
    least_allowed: bool = True,
    most_allowed: bool = True,
) -> NDArray[np.float64]:
    """
    Copy-free float array of `value`, every element finite and between the bounds.

    Raises
    ------
    InputError
        Naming the field, the first bad value with its place, and the range that would do.
    """
    array = _numbers(field, value)
    above = array >= least if least_allowed else array > least
    below = array <= most if most_allowed else array < most
    good = above & below & np.isfinite(array)
    if not good.all():
        place = np.unravel_index(int(np.argmin(good)), array.shape)
        found = float(array[place])
        where = f" at {', '.join(str(int(i)) for i in place)}" if place else ""
        would_do = _range_in_words(least, most, least_allowed, most_allowed)
        raise _refusal(field, f"{field} is {found:g}{where}; use {would_do}", f"{found:g}")
    return array


def checked_or_endless(
    field: str, value: ArrayLike, *, most: float = np.inf, least_allowed: bool = True
) -> NDArray[np.float64]:
    """As `checked`, from 0 to `most`; infinity is allowed besides."""
    array = _numbers(field, value)
    endless = np.isposinf(array)
    filler = most if np.isfinite(most) else 1.0
    checked(field, np.where(endless, filler, array), most=most, least_allowed=least_allowed)
    return array


def together(*arrays: ArrayLike) -> tuple[NDArray[Any], ...]:
    """
    Arrays stretched to the shape they have together, views of what was given.

    Raises
    ------
    InputError
        Naming the shapes, where they do not go together.
    """
    given = [np.asarray(array) for array in arrays]
    try:
        return np.broadcast_arrays(*given)
    except ValueError as error:
        shapes = ", ".join(dict.fromkeys(str(a.shape) for a in given if a.ndim))
        message = f"arrays have the shapes {shapes}; use equal ones, or single numbers"
        raise InputError(message, (Problem(message),)) from error


def checked_load(load: ArrayLike) -> NDArray[np.float64]:
    """Offered load in erlangs, 0 to 1e9."""
    return checked("load", load, most=LARGEST_LOAD)


def checked_aht(aht_s: ArrayLike, load: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean handling time in seconds; 0 is accepted only where nothing is offered."""
    aht = checked("aht_s", aht_s)
    each_aht, each_load = together(aht, load)
    if np.any((each_aht == 0) & (each_load > 0)):
        raise _refusal("aht_s", "aht_s is 0 where the load is not; use seconds above 0", "0")
    return aht


def _numbers(field: str, value: ArrayLike) -> NDArray[np.float64]:
    """Float array of what is a number already: neither text, nor a date, nor complex."""
    try:
        given = np.asarray(value)
        if given.dtype.kind in _KINDS_OF_NUMBERS:
            return np.asarray(given, dtype=np.float64)
        reason = None
    except (TypeError, ValueError, OverflowError) as error:
        reason = error
    raise _refusal(field, f"{field} is {value!r}; use numbers", str(value)) from reason


def _refusal(field: str, message: str, value: str) -> InputError:
    return InputError(message, (Problem(message, field=field, value=value),))


def _range_in_words(least: float, most: float, least_allowed: bool, most_allowed: bool) -> str:
    lower = f"at least {least:g}" if least_allowed else f"more than {least:g}"
    if np.isinf(most):
        return f"a finite number, {lower}"
    upper = f"at most {most:g}" if most_allowed else f"less than {most:g}"
    return f"{lower} and {upper}"
