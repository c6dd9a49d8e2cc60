"""What handlers ask for: the job service, the job of the path, the workspace."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Path, Request

from api.jobs.job import Job
from api.jobs.service import JobService
from api.workspace import WorkspaceReader

if TYPE_CHECKING:
    from api.readings import InputsReader

ChangeCheck = Callable[[tuple[str, ...]], None]
"""Raises InputError for a change that is wrong."""


async def _jobs(request: Request) -> JobService:
    jobs: JobService = request.app.state.jobs
    return jobs


async def _workspace(request: Request) -> WorkspaceReader:
    workspace: WorkspaceReader = request.app.state.workspace
    return workspace


def _readings(request: Request) -> "InputsReader":
    from api.readings import InputsReader  # heavy: the service answers before

    state = request.app.state
    if not hasattr(state, "readings"):
        state.readings = InputsReader(state.jobs.folder)
    found: InputsReader = state.readings
    return found


def change_check(readings: Annotated["InputsReader", Depends(_readings)]) -> ChangeCheck:
    """What refuses changes that the workspace does not allow, before a job waits for them."""

    def check(changes: tuple[str, ...]) -> None:
        from api.replans import changed  # heavy: the service answers before

        if changes:
            changed(readings.inputs(), changes)

    return check


Jobs = Annotated[JobService, Depends(_jobs)]
Changes = Annotated[ChangeCheck, Depends(change_check)]
Workspace = Annotated[WorkspaceReader, Depends(_workspace)]
Readings = Annotated["InputsReader", Depends(_readings)]
JobId = Annotated[str, Path(description="id of a job", examples=["5f0c2d8e91ab"])]


async def _job(job_id: JobId, jobs: Jobs) -> Job:
    return jobs.get(job_id)


TheJob = Annotated[Job, Depends(_job)]
