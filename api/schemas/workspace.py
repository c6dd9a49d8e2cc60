"""The workspace as clients see it."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from api.errors import data_errors
from api.schemas.problem import DataError
from api.workspace import QueueSummary, WorkspaceSummary


class QueueView(BaseModel):
    """A queue and what it promises."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    title: str
    channel: str
    promise: str = Field(description="the target in words")


class WorkspaceView(BaseModel):
    """The workspace in short, and what is wrong with it."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "name": "Northwind Cloud support",
                "inputs_ok": True,
                "errors": [],
                "warnings": [],
                "first_day": "2003-10-20",
                "last_day": "2003-10-26",
                "zone": "America/New_York",
                "currency": "USD",
                "interval_minutes": 30,
                "time_limit_s": 60,
                "seed": 1,
                "weeks": 1,
                "queues": [
                    {
                        "id": "phone",
                        "title": "Phone",
                        "channel": "phone",
                        "promise": "80% within 20 s",
                    }
                ],
                "n_agents": 100,
                "n_sites": 5,
                "n_shifts": 17,
                "history_from": "2003-03-03",
                "history_to": "2003-10-24",
            }
        }
    )

    name: str
    inputs_ok: bool = Field(description="whether it can be planned")
    errors: tuple[DataError, ...]
    warnings: tuple[DataError, ...]
    first_day: date | None
    last_day: date | None
    zone: str
    currency: str
    interval_minutes: int
    time_limit_s: float
    seed: int
    weeks: int = Field(description="weeks that are planned at once")
    queues: tuple[QueueView, ...]
    n_agents: int
    n_sites: int
    n_shifts: int
    history_from: date | None
    history_to: date | None


def workspace_view(summary: WorkspaceSummary) -> WorkspaceView:
    """A summary as clients see it."""
    problems = summary.problems
    return WorkspaceView(
        name=summary.name,
        inputs_ok=summary.inputs_ok,
        errors=data_errors(tuple(p for p in problems if not p.warning)),
        warnings=data_errors(tuple(p for p in problems if p.warning)),
        first_day=summary.first_day,
        last_day=summary.last_day,
        zone=summary.zone,
        currency=summary.currency,
        interval_minutes=summary.interval_minutes,
        time_limit_s=summary.time_limit_s,
        seed=summary.seed,
        weeks=summary.weeks,
        queues=tuple(_queue(queue) for queue in summary.queues),
        n_agents=summary.n_agents,
        n_sites=summary.n_sites,
        n_shifts=summary.n_shifts,
        history_from=summary.history_from,
        history_to=summary.history_to,
    )


def _queue(queue: QueueSummary) -> QueueView:
    return QueueView.model_validate(queue)
