"""File names made of ids that people chose: any script, slashes, dots, letters in two cases."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
)


def file_names(ids: Iterable[str]) -> dict[str, str]:
    """
    A file name, without ending, for every id: safe on all systems, different for different ids.

    An id of plain letters, digits, ``-`` and ``_`` is its own name. Any other, and any that would
    meet a neighbour where case does not count, gets a short digest of the id behind.
    """
    known = list(dict.fromkeys(ids))
    folded = Counter(one.casefold() for one in known)
    return {one: one if _may_stay(one, folded) else _with_digest(one) for one in known}


def _may_stay(one: str, folded: Counter[str]) -> bool:
    is_plain = _PLAIN.fullmatch(one) is not None
    is_free = folded[one.casefold()] == 1 and one.casefold() not in _RESERVED
    return is_plain and is_free and not re.search(r"-[0-9a-f]{10}$", one)


def _with_digest(one: str) -> str:
    readable = re.sub(r"[^A-Za-z0-9]+", "-", one).strip("-")[:40] or "agent"
    digest = hashlib.sha256(one.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{readable}-{digest}"
