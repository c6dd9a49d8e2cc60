"""Factors and amounts that a person writes into a cell: ``1.3``, ``+30%``, ``-100%``, ``1200``."""

import re

from planner.errors import InputError
from planner.exports.cells import plain
from planner.readers.reading import shown

CHANGE = re.compile(r"([+-])([0-9]{1,5})(?:[.,]([0-9]{1,6}))?\s*%")
NUMBER = re.compile(r"([0-9]{1,9})(?:([.,])([0-9]{1,6}))?")
BARE_PERCENT = re.compile(r"[0-9]+(?:[.,][0-9]+)?\s*%")


def factor(text: str, most: float) -> float:
    """
    A factor from 0 to `most`, as itself or as a change in per cent with its sign.

    Parameters
    ----------
    most
        Largest factor, below 1000; so ``1.234`` and ``1,234`` can only be decimals.

    Raises
    ------
    InputError
        ``ambiguous_number`` for ``30%``, which may mean 30 % more or 30 % of it; ``negative``,
        ``out_of_range`` and ``not_a_number``; messages continue the name of the column.
    """
    raw = _written(text)
    change = CHANGE.fullmatch(raw)
    number = NUMBER.fullmatch(raw)
    if change:
        sign, whole, part = change.groups()
        value = 1 + float(f"{sign}{whole}.{part or 0}") / 100
    elif number:
        value = float(f"{number[1]}.{number[3] or 0}")
    else:
        raise _no_factor(raw)
    if not 0 <= value <= most:
        raise InputError(
            f"is {shown(raw)}; use a factor from 0 to {most:g}, or -100% to +{(most - 1) * 100:g}%",
            code="out_of_range",
        )
    return value


def amount(text: str, most: float) -> float:
    """
    Contacts that somebody expects, 0 to `most`, fractions allowed.

    Raises
    ------
    InputError
        ``ambiguous_number`` for ``1.234`` and ``1,234``; ``negative``, ``out_of_range`` and
        ``not_a_number``; messages continue the name of the column.
    """
    raw = _written(text)
    found = NUMBER.fullmatch(raw)
    if not found:
        raise _no_amount(raw)
    if found[2] and len(found[3]) == 3 and 0 < len(found[1].lstrip("0")) <= 3:
        bare = f"{found[1]}{found[3]}"
        raise InputError(
            f"is {shown(raw)}, which may be {bare} or a decimal; write {bare}, or "
            f"{found[1]}.{found[3]}0 for the decimal",
            code="ambiguous_number",
        )
    value = float(f"{found[1]}.{found[3] or 0}")
    if value > most:
        raise InputError(f"is {shown(raw)}; use at most {most:g}", code="out_of_range")
    return value


def _written(text: str) -> str:
    """Text without the apostrophe that spreadsheets need before a sign, the minus a plain one."""
    return plain(text.strip()).replace("\u2212", "-")


def _no_factor(raw: str) -> InputError:
    if BARE_PERCENT.fullmatch(raw):
        per_cent = raw.rstrip("% ").replace(",", ".")
        return InputError(
            f"is {shown(raw)}, which may be {per_cent} % more or {per_cent} % of it; write "
            f"+{per_cent}% for more, or {float(per_cent) / 100:g} for that part of it",
            code="ambiguous_number",
        )
    found = f"is {shown(raw)}" if raw else "is empty"
    code = "negative" if re.fullmatch(r"-[0-9.,]+", raw) else "not_a_number"
    return InputError(f"{found}; use a factor such as 1.3 or a change such as +30%", code=code)


def _no_amount(raw: str) -> InputError:
    if re.fullmatch(r"-[0-9][0-9.,]*", raw):
        return InputError(f"is {shown(raw)}; use 0 or more", code="negative")
    found = f"is {shown(raw)}" if raw else "is empty"
    return InputError(f"{found}; use contacts such as 120 or 37.5", code="not_a_number")
