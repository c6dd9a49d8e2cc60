"""A job: one plan that somebody asked for, and what has become of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from planner.errors import Problem
from scenarios.progress import StageProgress


class JobState(StrEnum):
    """Where a job stands: queued → running → one of the four others, which never changes again."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    TIMED_OUT = "timed_out"

    @property
    def is_terminal(self) -> bool:
        """Whether the job has ended."""
        return self not in (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class ReplanRequest:
    """
    A published roster that is to be mended.

    Parameters
    ----------
    base
        Folder of the plan that people know: its roster, what it required, its calendars.
    published
        Job that made it; None is the workspace's own ``out/``.
    so_far
        What had been changed already when it was made, as `JobRequest.changes`.
    sick
        Sick calls, ``a1=2003-10-21..2003-10-23``.
    now
        Moment from which shifts may change, on the plan's clock; None is when the job starts.
    digest, edited
        SHA-256 and text of a roster that takes the place of the published one; the text is
        dropped once the job has ended.
    """

    base: Path
    published: str | None = None
    so_far: tuple[str, ...] = ()
    sick: tuple[str, ...] = ()
    now: str | None = None
    most_changes: int | None = None
    digest: str | None = None
    edited: str | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class JobRequest:
    """
    What to plan; None leaves it to the workspace.

    `changes` are what-ifs, ``volume=+10%``; `weeks` are planned at once. With `replan` a published
    roster is mended instead of made anew.
    """

    week: date | None = None
    seed: int | None = None
    time_limit_s: float | None = None
    changes: tuple[str, ...] = ()
    replan: ReplanRequest | None = None
    weeks: int | None = None

    @property
    def all_changes(self) -> tuple[str, ...]:
        """Everything in which the plan differs from the workspace, in order."""
        if self.replan is None:
            return self.changes
        sick = tuple(f"sick.{one}" for one in self.replan.sick)
        return (*self.replan.so_far, *sick, *self.changes)

    def without_text(self) -> "JobRequest":
        """The same without the text of an edited roster, which may be large."""
        if self.replan is None or self.replan.edited is None:
            return self
        return replace(self, replan=replace(self.replan, edited=None))


@dataclass(frozen=True, slots=True)
class JobError:
    """Why a job has no roster: a stable word, a line for a person, and the problems found."""

    code: str
    message: str
    problems: tuple[Problem, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """How good the roster is known to be; money in the plan's currency, `gap` 0 to 1."""

    quality: str
    objective: float | None = None
    bound: float | None = None
    gap: float | None = None
    runtime_s: float | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """
    A job at one moment.

    `out` is the folder of its files. `stages` holds the last word of each stage reached.
    `result` is there exactly if the files are. `starts` counts the processes it has had.
    """

    id: str
    request: JobRequest
    out: Path
    created: datetime
    key: str | None = None
    state: JobState = JobState.QUEUED
    started: datetime | None = None
    finished: datetime | None = None
    cancel_asked: bool = False
    starts: int = 0
    stages: Mapping[str, StageProgress] = field(default_factory=dict)
    result: Result | None = None
    error: JobError | None = None

    @property
    def has_roster(self) -> bool:
        """Whether the solver has found a roster, as far as progress tells."""
        roster = self.stages.get("roster")
        return "write" in self.stages or (roster is not None and roster.objective is not None)

    @property
    def kept_best(self) -> bool:
        """Whether the job was cancelled and left the best roster it had."""
        return self.state is JobState.CANCELLED and self.result is not None
