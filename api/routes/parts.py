"""What handlers ask for: the job service, the job of the path, the workspace."""

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Path, Request

from api.jobs.job import Job
from api.jobs.service import JobService
from api.workspace import WorkspaceReader

if TYPE_CHECKING:
    from api.readings import InputsReader


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


Jobs = Annotated[JobService, Depends(_jobs)]
Workspace = Annotated[WorkspaceReader, Depends(_workspace)]
Readings = Annotated["InputsReader", Depends(_readings)]
JobId = Annotated[str, Path(description="id of a job", examples=["5f0c2d8e91ab"])]


async def _job(job_id: JobId, jobs: Jobs) -> Job:
    return jobs.get(job_id)


TheJob = Annotated[Job, Depends(_job)]
