"""Files of a workspace that is only just made: all of them or none, and none written over."""

import errno
from collections.abc import Mapping
from pathlib import Path

from planner.errors import ConflictError, InputError
from planner.exports.files import write_all


def write_new(folder: Path, contents: Mapping[str, bytes]) -> tuple[Path, ...]:
    """
    Write `contents`, bytes by name, into `folder`, which is made where it does not exist.

    Returns
    -------
    tuple[Path, ...]
        The files written, in the order given.

    Raises
    ------
    ConflictError
        If one of the files is there already; nothing is written then.
    InputError
        If `folder` is a file or cannot be made.
    OSError
        If the files cannot be laid down, as on a full disk; none is there then.
    """
    taken = [name for name in sorted(contents) if (folder / name).exists()]
    if taken:
        raise ConflictError(f"{folder / taken[0]} is there already; choose another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise ConflictError(f"{error.filename} is there already; choose another folder") from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        reason = (error.strerror or "error").lower()
        raise InputError(f"{folder} cannot be written: {reason}; choose another folder") from error
    return write_all(folder, contents)
