"""
Compiled functions kept on disk, dropped where the sources they were made from have changed.

A cached function of numba knows the time of its own file alone, yet holds what it calls and the
constants of other files. After an update in place, of a checkout, it would go on with the old ones:
other numbers, or memory read as what it is not.
"""

from contextlib import suppress
from pathlib import Path

KEPT = ("*.nbi", "*.nbc")


def drop_outdated(package: Path) -> None:
    """
    Delete the compiled functions below a package's folder that are older than any source in it.

    To be called before one of them is loaded. What cannot be deleted, in a folder that may only be
    read, stays; so does what is kept in another folder by ``NUMBA_CACHE_DIR``.
    """
    newest = max((path.stat().st_mtime_ns for path in package.rglob("*.py")), default=0)
    for kept in KEPT:
        for path in package.rglob(kept):
            with suppress(OSError):
                if path.stat().st_mtime_ns < newest:
                    path.unlink()
