"""The files of a workspace folder: which are there, which can be read, and what they hash to."""

from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Final

from planner.errors import Problem
from planner.readers import READERS
from scenarios.setup import FILE, FOR_ROSTERS, ONLY_FORECASTS

PEOPLE: Final = "agents.csv"
HISTORY: Final = "history.csv"
NEEDED: Final = (PEOPLE, HISTORY)
FILES: Final = (FILE, *READERS)


def folder_problem(folder: Path) -> Problem | None:
    """What keeps a folder from being looked into, if anything does."""
    name = str(folder)
    try:
        if folder.is_dir():
            next(folder.iterdir(), None)
            return None
        if folder.exists():
            message = "is a file, not a folder; name the folder that holds rotacast.toml"
            return Problem(message, name, code="not_a_folder")
    except OSError as error:
        return unreadable(name, error)
    message = "there is no such folder; create one with: rotacast init FOLDER"
    return Problem(message, name, code="missing_folder")


def is_there(folder: Path, file: str, problems: list[Problem]) -> bool:
    """Whether there is a file to read; a needed one that is missing is told."""
    path = folder / file
    try:
        if path.is_file():
            return True
        if path.exists() or path.is_symlink():
            problems.append(Problem("is not a file; replace it", file, code="not_a_file"))
        elif file == FILE:
            message = "is missing; create a workspace with: rotacast init FOLDER"
            problems.append(Problem(message, file, code="missing_file"))
        elif file in NEEDED:
            is_new = file == PEOPLE and not any(is_for_rosters(one) for one in problems)
            more = f"; {ONLY_FORECASTS}" if is_new else ""
            message = f"is missing; add it to the folder{more}"
            problems.append(Problem(message, file, value=file, code="missing_file"))
    except OSError as error:
        problems.append(unreadable(file, error))
    return False


def is_for_rosters(problem: Problem) -> bool:
    """Whether something is missing that no forecast needs: people, or tables about them."""
    if problem.file == PEOPLE:
        return problem.code in ("missing_file", "no_agents")
    return problem.code == "missing_table" and problem.field in FOR_ROSTERS


def with_forecasts_only(problems: list[Problem]) -> list[Problem]:
    """
    Problems; where nothing is there for rosters, one warning says what that is enough for.

    Without a history it is enough for nothing, and that alone is told.
    """
    missing = {problem.value for problem in problems if is_for_rosters(problem)}
    every = ", ".join(f"[[{name}]]" for name in FOR_ROSTERS)
    if missing != {every, PEOPLE}:
        return problems
    if any((problem.code, problem.file) == ("missing_file", HISTORY) for problem in problems):
        return without_rosters(problems)
    told = Problem(
        f"has no {every}, and there is no {PEOPLE}: enough for forecast, forecasts and backtest; "
        "for rosters add them all",
        FILE,
        code="forecasts_only",
        warning=True,
    )
    return [told, *without_rosters(problems)]


def without_rosters(problems: list[Problem]) -> list[Problem]:
    """Problems less those that matter for rosters alone."""
    return [problem for problem in problems if not is_for_rosters(problem)]


def unreadable(file: str, error: OSError) -> Problem:
    """Problem of a file that the system does not let us read."""
    reason = (error.strerror or "error").lower()
    return Problem(f"cannot be read: {reason}; check its permissions", file, code="unreadable")


def strange_files(folder: Path) -> list[Problem]:
    """Warnings for files whose name looks like one that would be read."""
    found = []
    names = sorted(path.name for path in folder.iterdir() if path.is_file())
    for name in names:
        near = get_close_matches(name.casefold(), FILES, n=1, cutoff=0.85)
        if name not in FILES and near and near[0] not in names:
            message = f"is not read; did you mean {near[0]}?"
            found.append(Problem(message, name, code="unknown_file", warning=True))
    return found


def digest(folder: Path) -> str:
    """SHA-256 over the input files in the order of their names, hexadecimal."""
    total = sha256()
    for file in sorted(FILES):
        path = folder / file
        if path.is_file():
            data = path.read_bytes()
            total.update(f"{file}\0{len(data)}\0".encode())
            total.update(data)
    return total.hexdigest()
