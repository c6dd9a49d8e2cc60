"""How days and shares are written in lines for people: one style, whatever tells them."""

import math
import unicodedata
from datetime import date


def short_day(day: date) -> str:
    """
    A day among others of a plan, without its year.

    Examples
    --------
    >>> short_day(date(2003, 10, 1))
    'Wed 1 Oct'
    """
    return f"{day:%a} {day.day} {day:%b}"


def per_cent(share: float | None, digits: int = 1) -> str:
    """
    Share as per cent, never rounded up to all of it; ``n/a`` for none.

    Examples
    --------
    >>> per_cent(0.8129), per_cent(0.9999), per_cent(0.996, 0), per_cent(0.99999, 3)
    ('81.3 %', '99.9 %', '99.6 %', '99.999 %')
    """
    if share is None or math.isnan(share):
        return "n/a"
    text = f"{share * 100:.{digits}f}"
    if share < 1 and float(text) >= 100:
        digits = max(digits, 1)
        text = f"{min(share * 100, 100 - 10**-digits):.{digits}f}"
    return f"{text} %"


def plain_per_cent(share: float) -> str:
    """
    A share that somebody set, with the decimals it was given.

    Examples
    --------
    >>> plain_per_cent(0.8), plain_per_cent(0.995)
    ('80 %', '99.5 %')
    """
    return f"{round(share * 100, 6):g} %"


def change_per_cent(change: float) -> str:
    """
    A relative change with its sign; ``n/a`` for none.

    Examples
    --------
    >>> change_per_cent(0.031), change_per_cent(-0.5)
    ('+3.1 %', '-50.0 %')
    """
    return "n/a" if math.isnan(change) else f"{change * 100:+.1f} %"


def isolated(name: str) -> str:
    r"""
    A name in the midst of a line: one with right-to-left letters leaves what is beside it in place.

    Examples
    --------
    >>> isolated("phone"), isolated("\u05d3\u05d5\u05d0\u05e8")
    ('phone', '\u2068\u05d3\u05d5\u05d0\u05e8\u2069')
    """
    turns = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in name)
    return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}" if turns else name
