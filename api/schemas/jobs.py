"""Jobs as clients ask for them and see them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.errors import data_errors
from api.jobs.job import Job, JobError, JobRequest, JobState, ReplanRequest
from api.schemas.problem import DataError
from api.schemas.text import Text
from scenarios.progress import STAGES

MAX_TIME_LIMIT_S = 3_600
MAX_WEEKS = 13

Weeks = Annotated[int, Field(ge=1, le=MAX_WEEKS)]


class JobOrder(BaseModel):
    """A plan to start; what is left out is as the workspace says."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"week": "2003-10-20", "seed": 1, "time_limit_s": 60},
                {"week": "2003-10-20", "weeks": 4},
                {"week": "2003-10-20", "changes": ["volume=+10%", "sla.phone=90/10"]},
            ]
        },
    )

    week: date | None = Field(default=None, description="any day of the week to plan")
    weeks: Weeks | None = Field(
        default=None, description="weeks to roster at once, from that week on"
    )
    seed: Annotated[int, Field(ge=0)] | None = Field(
        default=None, description="seed of the roster's search"
    )
    time_limit_s: Annotated[float, Field(gt=0, le=MAX_TIME_LIMIT_S, allow_inf_nan=False)] | None = (
        Field(default=None, description="seconds for the roster")
    )
    changes: tuple[Text, ...] = Field(
        default=(), max_length=50, description="what-ifs, written as for `rotacast compare`"
    )

    def request(self) -> JobRequest:
        """The same as the job service takes it."""
        return JobRequest(self.week, self.seed, self.time_limit_s, self.changes, weeks=self.weeks)


class ReplanView(BaseModel):
    """What a re-plan was asked for."""

    published: str | None = Field(description="job of the roster; null is the folder's own")
    edited: bool = Field(description="whether an edited roster took the place of the published")
    sick: tuple[str, ...] = Field(description="agent=first..last")
    now: str | None
    most_changes: int | None


class StageView(BaseModel):
    """A stage of a run: share done, 0 to 1, and a line for a person."""

    stage: str
    done: float
    text: str = ""


class JobErrorView(BaseModel):
    """Why a job left no roster."""

    code: str = Field(description="stable word for programs, see the reference")
    message: str
    problems: tuple[DataError, ...] = Field(
        default=(), description="what is wrong with the workspace"
    )
    reasons: tuple[str, ...] = Field(default=(), description="rules that leave no roster together")


class JobView(BaseModel):
    """A job at this moment."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": "5f0c2d8e91ab",
                "state": "running",
                "created": "2003-10-16T09:00:00Z",
                "started": "2003-10-16T09:00:00Z",
                "request": {
                    "week": "2003-10-20",
                    "weeks": None,
                    "seed": 1,
                    "time_limit_s": 60,
                    "changes": [],
                },
                "stages": [
                    {"stage": "read", "done": 1.0, "text": ""},
                    {"stage": "forecast", "done": 1.0, "text": ""},
                    {"stage": "staffing", "done": 1.0, "text": ""},
                    {
                        "stage": "roster",
                        "done": 0.4,
                        "text": "objective 61,204, within 2.1% of the best possible",
                    },
                    {"stage": "judge", "done": 0.0, "text": ""},
                    {"stage": "write", "done": 0.0, "text": ""},
                ],
                "objective": 61204.0,
                "bound": 59919.0,
                "gap": 0.021,
                "kept_best": False,
                "cancel_asked": False,
                "starts": 1,
                "links": {"self": "/api/v1/jobs/5f0c2d8e91ab"},
            }
        }
    )

    id: str
    state: JobState
    created: datetime
    started: datetime | None = None
    finished: datetime | None = None
    position: int | None = Field(default=None, description="place in the queue, 1 is next")
    request: JobOrder
    replan: ReplanView | None = Field(
        default=None, description="set where a published roster is mended"
    )
    stages: tuple[StageView, ...]
    quality: str | None = Field(
        default=None,
        description="optimal, time_limit or cancelled; there is a roster exactly if it is set",
    )
    objective: float | None = Field(
        default=None, description="price of the best roster so far, money"
    )
    bound: float | None = Field(default=None, description="no roster can be cheaper than this")
    gap: float | None = Field(
        default=None, description="part of the objective above a positive bound, 0 to 1"
    )
    runtime_s: float | None = None
    kept_best: bool = Field(description="cancelled, and the best roster so far was kept")
    cancel_asked: bool
    starts: int = Field(description="processes it has had; 2 after a crash")
    error: JobErrorView | None = None
    links: dict[str, str]


class JobList(BaseModel):
    """Jobs the service remembers, newest first."""

    jobs: tuple[JobView, ...]


def job_view(job: Job, position: int | None = None) -> JobView:
    """A job as clients see it."""
    objective, bound, gap = _money(job)
    return JobView(
        id=job.id,
        state=job.state,
        created=job.created,
        started=job.started,
        finished=job.finished,
        position=position,
        request=JobOrder.model_construct(
            week=job.request.week,
            weeks=job.request.weeks,
            seed=job.request.seed,
            time_limit_s=job.request.time_limit_s,
            changes=job.request.changes,
        ),
        replan=_replan(job.request.replan) if job.request.replan else None,
        stages=tuple(_stage(job, name) for name in STAGES),
        quality=job.result.quality if job.result else None,
        objective=objective,
        bound=bound,
        gap=gap,
        runtime_s=job.result.runtime_s if job.result else None,
        kept_best=job.kept_best,
        cancel_asked=job.cancel_asked,
        starts=job.starts,
        error=_error(job.error) if job.error else None,
        links=_links(job),
    )


def job_list(jobs: tuple[Job, ...], position: Callable[[Job], int | None]) -> JobList:
    """Jobs as clients see them."""
    return JobList(jobs=tuple(job_view(job, position(job)) for job in jobs))


def _replan(asked: ReplanRequest) -> ReplanView:
    return ReplanView(
        published=asked.published,
        edited=asked.digest is not None,
        sick=asked.sick,
        now=asked.now,
        most_changes=asked.most_changes,
    )


def _stage(job: Job, name: str) -> StageView:
    moment = job.stages.get(name)
    if moment is None:
        return StageView(stage=name, done=0.0)
    return StageView(stage=name, done=moment.done, text=moment.text)


def _money(job: Job) -> tuple[float | None, float | None, float | None]:
    known = job.result or job.stages.get("roster")
    if known is None or known.objective is None:
        return None, None, None
    if known.bound is None or not 0 < known.bound <= known.objective:
        return known.objective, known.bound, None
    return known.objective, known.bound, (known.objective - known.bound) / known.objective


def _error(error: JobError) -> JobErrorView:
    return JobErrorView(
        code=error.code,
        message=error.message,
        problems=data_errors(error.problems),
        reasons=error.reasons,
    )


def _links(job: Job) -> dict[str, str]:
    own = f"/api/v1/jobs/{job.id}"
    links = {"self": own, "events": f"{own}/events"}
    if not job.state.is_terminal:
        return {**links, "cancel": f"{own}/cancel"}
    if job.result is None:
        return links
    parts: tuple[str, ...] = (
        "report",
        "roster",
        "coverage",
        "forecast",
        "figures",
        "calendars",
        "files",
    )
    if job.request.replan is not None:
        parts = (*parts, "changes")
    return {**links, **{part: f"{own}/{part}" for part in parts}, "team": f"{own}/team.ics"}
