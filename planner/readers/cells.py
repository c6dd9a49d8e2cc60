"""
Numbers as they stand in a cell, read strictly: what could mean two things is refused.

Every parser takes the text of one cell and raises `InputError` with a message that continues the
name of the column: ``offered`` ``is '3.7'; contacts are whole``.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import numpy as np
import pandas as pd

from planner.arrays import FloatArray, IntArray
from planner.errors import InputError
from planner.readers.reading import Findings, shown

Value = TypeVar("Value")

MAX_COUNT = 1_000_000
MAX_HANDLE_S = 86_400.0

WHOLE = re.compile(r"([0-9]{1,15})(?:[.,]0{1,2})?")
DECIMAL = re.compile(r"([0-9]{1,15})(?:([.,])([0-9]+))?")
THOUSANDS = re.compile(r"[0-9]{1,3}(?:[.,'’ \u00a0\u202f][0-9]{3})+(?:[.,][0-9]+)?")
NEGATIVE = re.compile(r"[-−](?=[0-9.,]*[1-9])[0-9][0-9.,]*")
FRACTION = re.compile(r"[0-9]+[.,][0-9]+")
POWER = re.compile(r"[0-9]+(?:\.[0-9]+)?[eE]\+?[0-9]{1,2}|[0-9]{16,}")

YES = frozenset({"yes", "true", "1", "y", "paid"})
NO = frozenset({"no", "false", "0", "n", "unpaid"})


def count(text: str) -> float:
    """
    Number of contacts, whole, 0 to `MAX_COUNT`; ``12.0`` is whole.

    Raises
    ------
    InputError
        ``not_a_count``, ``negative``, ``fractional``, ``ambiguous_number`` or ``out_of_range``.
    """
    raw = text.strip()
    found = WHOLE.fullmatch(raw)
    if not found:
        raise _not_a_number(raw, "a whole number such as 12", "not_a_count", whole=True)
    value = int(found[1])
    if value > MAX_COUNT:
        raise _too_large(raw, f"{MAX_COUNT}")
    return float(value)


def seconds_parser(texts: Iterable[str]) -> Callable[[str], float]:
    """
    Parser of handling times in seconds for a column that holds `texts`.

    Whether the point or the comma is the decimal mark is settled by the whole column: ``1.234``
    is one and a bit only where another cell, such as ``305.5``, shows that points are decimal.
    An empty cell is missing, NaN.
    """
    settled = {mark for text in texts for mark in _decimal_marks(text)}

    def parse(text: str) -> float:
        raw = text.strip()
        found = DECIMAL.fullmatch(raw)
        if not raw:
            return np.nan
        if not found:
            raise _not_a_number(raw, "seconds such as 240 or 240.5", "not_a_number", whole=False)
        if found[2] and found[2] not in settled:
            raise _ambiguous(raw)
        value = float(raw.replace(",", "."))
        if value > MAX_HANDLE_S:
            raise _too_large(raw, f"{MAX_HANDLE_S:.0f} seconds, one day")
        return value

    return parse


def optional_count(text: str) -> float:
    """Like `count`, an empty cell being missing, NaN."""
    return count(text) if text.strip() else np.nan


def decimal(text: str) -> float | None:
    """
    Number of 0 or more with a decimal point, such as 37.5; None where the cell is empty.

    Raises
    ------
    InputError
        ``not_a_number``.
    """
    raw = text.strip()
    if not raw:
        return None
    if not re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,4})?", raw):
        raise InputError(f"is {shown(raw)}; use a number such as 37.5", code="not_a_number")
    return float(raw)


def whole(text: str) -> int:
    """
    Whole number with its sign, such as a weight.

    Raises
    ------
    InputError
        ``not_a_number``.
    """
    raw = text.strip()
    if not re.fullmatch(r"[+-]?[0-9]{1,9}", raw):
        raise InputError(
            f"is {shown(raw)}; use a whole number such as 5 or -5", code="not_a_number"
        )
    return int(raw)


def claim(text: str) -> bool:
    """
    Yes or no.

    Raises
    ------
    InputError
        ``not_a_claim`` for anything but yes, no, true, false, 1 or 0.
    """
    raw = text.strip().casefold()
    if raw not in YES | NO:
        raise InputError(f"is {shown(text)}; use yes or no", code="not_a_claim")
    return raw in YES


def named(column: str, read: Callable[[], Value]) -> Value:
    """What `read` gives; its refusal begins with the name of the column."""
    try:
        return read()
    except InputError as error:
        raise InputError(f"{column} {error}", code=error.problems[0].code) from error


def _decimal_marks(text: str) -> str:
    """Mark that can only be a decimal one in this cell, if there is one."""
    found = DECIMAL.fullmatch(text.strip())
    if not found or not found[2]:
        return ""
    could_be_thousands = len(found[3]) == 3 and len(found[1]) <= 3 and found[1][0] != "0"
    return "" if could_be_thousands else found[2]


def _not_a_number(raw: str, wanted: str, code: str, *, whole: bool) -> InputError:
    if THOUSANDS.fullmatch(raw):
        return _ambiguous(raw)
    if NEGATIVE.fullmatch(raw):
        return InputError(f"is {shown(raw)}; use 0 or more", code="negative")
    if whole and FRACTION.fullmatch(raw):
        return InputError(
            f"is {shown(raw)}; contacts are whole, so use a whole number", code="fractional"
        )
    if POWER.fullmatch(raw):
        return _too_large(raw, f"{MAX_COUNT if whole else MAX_HANDLE_S:.0f}, written out")
    found = f"is {shown(raw)}" if raw else "is empty"
    remedy = f"use {wanted}, or leave the row out where it is not known"
    return InputError(f"{found}; {remedy}", code=code)


def _ambiguous(raw: str) -> InputError:
    bare = re.sub(r"[^0-9]", "", raw)
    if re.fullmatch(r"[0-9]{1,3}[.,][0-9]{3}", raw):
        mark = raw[-4]
        message = (
            f"is {shown(raw)}, which may be {bare} or a decimal; write {bare}, or "
            f"{raw.replace(mark, '.')}0 for the decimal"
        )
    else:
        message = f"is {shown(raw)}; write it without marks between the thousands"
    return InputError(message, code="ambiguous_number")


def _too_large(raw: str, limit: str) -> InputError:
    return InputError(f"is {shown(raw)}; use at most {limit}", code="out_of_range")


def factorized(texts: Sequence[str]) -> tuple[IntArray, list[str]]:
    """Codes ``(n,)`` and the distinct texts they stand for, in order of appearance."""
    codes, distinct = pd.factorize(np.asarray(texts, dtype=object))
    return codes.astype(np.int64), [str(text) for text in distinct]


def number_column(
    name: str,
    texts: Sequence[str],
    lines: Sequence[int],
    findings: Findings,
    parse: Callable[[str], float],
) -> FloatArray:
    """
    Numbers of a whole column ``(n,)``, each distinct text parsed once; NaN where refused.

    Every row that `parse` refuses goes to `findings`.
    """
    codes, distinct = factorized(texts)
    values = np.full(len(distinct), np.nan)
    refused: dict[int, InputError] = {}
    for i, text in enumerate(distinct):
        try:
            values[i] = parse(text)
        except InputError as error:
            refused[i] = error
    tell_refused(name, (codes, distinct), lines, findings, refused)
    numbers: FloatArray = values[codes]
    return numbers


def tell_refused(
    name: str,
    column: tuple[IntArray, list[str]],
    lines: Sequence[int],
    findings: Findings,
    refused: dict[int, InputError],
) -> None:
    """Note each row whose distinct text was refused."""
    codes, distinct = column
    if not refused:
        return
    for row in np.flatnonzero(np.isin(codes, list(refused))):
        error = refused[int(codes[row])]
        findings.add(
            f"{name} {error}",
            line=lines[int(row)],
            field=name,
            value=distinct[codes[row]],
            code=error.problems[0].code,
        )
