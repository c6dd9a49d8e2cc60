"""
CSV text that opens safely in a spreadsheet.

Text that a spreadsheet could take for a formula gets a leading apostrophe; `plain` takes it off
again, so that a table survives the way out and back in. Numbers stay numbers, minus five included.
"""

import csv
import io
import math
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

Cell = str | float | bool | np.generic | None
"""Text, a number, yes or no, or nothing."""

BOM: Final = "\ufeff"
"""Opens every table: without it spreadsheets read UTF-8 names as gibberish."""

_FORMULA: Final = frozenset("=+-@\t\r\n＝＋－＠﹦﹢﹣﹫")
_INVISIBLE: Final = " \u00a0\u200b\u200c\u200d\u200e\u200f\u2060\u3000\ufeff"


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """
    A table: header, then a line per row, comma-separated, UTF-8 with a byte-order mark.

    Floats keep four decimals; NaN and None leave the cell empty; booleans read yes and no.
    """
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([safe(name) for name in columns])
    writer.writerows([shown(cell) for cell in row] for row in rows)
    return out.getvalue()


def shown(cell: Cell) -> str | int | float:
    """What is written for a cell."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return safe(cell)
    if isinstance(cell, bool | np.bool_):
        return "yes" if cell else "no"
    return _number(float(cell))


def _number(value: float) -> str | int | float:
    if math.isnan(value):
        return ""
    rounded = round(value, 4)
    return int(rounded) if rounded.is_integer() else rounded


def safe(text: str) -> str:
    """
    Text that no spreadsheet takes for a formula.

    Examples
    --------
    >>> safe("=HYPERLINK(1)"), safe("Anna"), safe("'=1")
    ("'=HYPERLINK(1)", 'Anna', "''=1")
    """
    return f"'{text}" if _is_risky(text) else text


def plain(text: str) -> str:
    """Text as it was before `safe`; for readers of our own tables."""
    return text[1:] if text.startswith("'") and _is_risky(text[1:]) else text


def _is_risky(text: str) -> bool:
    if text[:1] in ("\t", "\r", "\n"):
        return True
    bare = text.lstrip("'").lstrip(_INVISIBLE)
    return bare[:1] in _FORMULA if bare else False
