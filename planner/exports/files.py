"""
Writing files so that a reader finds the old one or the new one, never half of one.

Every text is laid down whole beside its place and synced to disk first; only then are the old
files replaced, one rename each, in the order given, and Ctrl-C waits until all are. Files that
would not change are left alone.
"""

import os
import secrets
import signal
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


def write_all(
    folder: Path, contents: Mapping[str, bytes], gone: Iterable[str] = ()
) -> tuple[Path, ...]:
    """
    Write files below `folder`, which is made where it is missing.

    Parameters
    ----------
    contents
        Bytes by path relative to `folder`, with ``/`` between the parts. The last is replaced
        last, so a file that seals the others belongs at the end.
    gone
        Files of an earlier writing that these replace, removed where they are there.

    Returns
    -------
    tuple
        Paths of all files, changed or not, in the order given.

    Raises
    ------
    OSError
        If a file cannot be laid down; then no earlier file was touched.
    """
    targets = {folder / name: content for name, content in contents.items()}
    for parent in {target.parent for target in targets}:
        parent.mkdir(parents=True, exist_ok=True)
    changed = {path: text for path, text in targets.items() if not _holds(path, text)}
    laid: dict[Path, Path] = {}
    try:
        for target, content in changed.items():
            laid[target] = _lay_down(target, content)
        with _uninterrupted():
            for target in changed:
                laid[target].replace(target)
                del laid[target]
            for name in gone:
                (folder / name).unlink(missing_ok=True)
    finally:
        for leftover in laid.values():
            leftover.unlink(missing_ok=True)
    _sync_folders({target.parent for target in changed})
    return tuple(targets)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold back Ctrl-C, which only the main thread hears, and pass it on afterwards."""
    before = signal.getsignal(signal.SIGINT)
    if before is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if pressed:
            signal.raise_signal(signal.SIGINT)


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content


def _lay_down(target: Path, content: bytes) -> Path:
    temporary = target.with_name(f".{secrets.token_hex(6)}.part")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _sync_folders(folders: Iterable[Path]) -> None:
    if os.name != "posix":  # elsewhere a folder cannot be opened to be synced
        return
    for folder in folders:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
