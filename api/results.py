"""The files that a finished job has left, read back for programs."""

import csv
import json
from pathlib import Path
from typing import Any

from api.errors import NotFoundError, NotReadyError
from api.jobs.job import Job

Row = dict[str, str | None]

FILES = (
    "report.html",
    "forecast.csv",
    "requirement.csv",
    "roster.csv",
    "coverage.csv",
    "simulation.csv",
    "simulation_days.csv",
    "hours.csv",
    "past_weeks.csv",
    "changes.csv",
    "sick_calls.csv",
    "placed_work.csv",
    "explanations.csv",
    "team.ics",
    "plan.json",
)
"""Files of a job that may be downloaded under their own name; calendars come beside them."""


def results(job: Job) -> Path:
    """
    Folder of a job's files.

    Raises
    ------
    NotReadyError
        If the job has none, yet or ever.
    """
    if job.result is None:
        word = "ended without a roster" if job.state.is_terminal else "has no roster yet"
        raise NotReadyError(f"job {job.id} {word} ({job.state})")
    return job.out


def table(job: Job, name: str) -> list[Row]:
    """Rows of a table by column; empty cells are None, text is as it was before the export."""
    return rows_of(file(job, name))


def rows_of(path: Path) -> list[Row]:
    """Rows of one of our own tables."""
    from planner.exports.cells import plain  # heavy: the service answers before

    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [
            {column: plain(cell) or None for column, cell in row.items()}
            for row in csv.DictReader(lines)
        ]


def summary(job: Job) -> dict[str, Any]:
    """What ``plan.json`` says."""
    found: dict[str, Any] = json.loads(file(job, "plan.json").read_text("utf-8"))
    return found


def file(job: Job, name: str) -> Path:
    """One of `FILES`; `NotFoundError` if the job did not write it."""
    path = results(job) / name
    if name not in FILES or not path.is_file():
        raise NotFoundError("this job has no such file")
    return path


def calendars(job: Job) -> dict[str, Path]:
    """Calendars of single agents by file name, in order."""
    folder = results(job) / "calendars"
    return {path.name: path for path in sorted(folder.glob("*.ics"))}


def calendar(job: Job, name: str) -> Path:
    """A calendar by file name; the name is looked up, never joined to a path."""
    try:
        return calendars(job)[name]
    except KeyError:
        raise NotFoundError("this job has no such calendar") from None
