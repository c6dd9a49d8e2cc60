"""Where a kept forecast is looked for: in the results of a run, then in the workspace's own."""

import os
from pathlib import Path
from typing import Final

from planner.errors import InputError
from scenarios.forecasts.document import DOCUMENT
from scenarios.forecasts.versions import FOLDER, KeptForecast, find_version, read_version

_NOT_HERE: Final = frozenset({"no_version", "unknown_version"})


def find_kept(name: str, out: Path, own: Path) -> KeptForecast:
    """
    A kept forecast by its name, or by the path of its folder.

    Parameters
    ----------
    name
        An id, a beginning of it, ``latest``, or a path with a separator in it such as
        ``elsewhere/forecasts/2026-03-16-0a1b2c3d``.
    out
        Folder of results that is looked through first.
    own
        The workspace's own results, looked through where `out` does not have it.

    Raises
    ------
    InputError
        If it is in neither, fits several, or is damaged.
    """
    if os.sep in name or "/" in name:
        return _at(Path(name))
    try:
        return read_version(out, find_version(out, name))
    except InputError as error:
        if own.absolute() == out.absolute() or error.problems[0].code not in _NOT_HERE:
            raise
        return _among_own(name, out, own, error)


def _among_own(name: str, out: Path, own: Path, first: InputError) -> KeptForecast:
    try:
        return read_version(own, find_version(own, name))
    except InputError as error:
        code = error.problems[0].code
        if code == "no_version":
            raise first from error
        if code == "unknown_version" and first.problems[0].code == "unknown_version":
            raise InputError(f"{first}; nor is it in {own / FOLDER}", code=code) from error
        raise


def _at(folder: Path) -> KeptForecast:
    """The version whose folder or ``forecast.json`` a path names."""
    place = folder.parent if folder.name == DOCUMENT else folder
    if not (place / DOCUMENT).is_file() or place.parent.name != FOLDER:
        raise InputError(
            f"{folder} is no kept forecast; name a folder below a {FOLDER}/ folder, or a version",
            code="no_version",
        )
    out = place.parent.parent
    return read_version(out, find_version(out, place.name))
