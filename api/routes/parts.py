"""What handlers ask for: the job service, the job of the path, the workspace."""

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Path, Request

from api.jobs.job import Job
from api.jobs.service import JobService
from api.workspace import WorkspaceReader

if TYPE_CHECKING:
    from api.validation import RosterValidator


async def _jobs(request: Request) -> JobService:
    jobs: JobService = request.app.state.jobs
    return jobs


async def _workspace(request: Request) -> WorkspaceReader:
    workspace: WorkspaceReader = request.app.state.workspace
    return workspace


def _validator(request: Request) -> "RosterValidator":
    from api.validation import RosterValidator  # heavy: the service answers before

    state = request.app.state
    if not hasattr(state, "validator"):
        state.validator = RosterValidator(state.jobs.folder)
    found: RosterValidator = state.validator
    return found


Jobs = Annotated[JobService, Depends(_jobs)]
Workspace = Annotated[WorkspaceReader, Depends(_workspace)]
Validator = Annotated["RosterValidator", Depends(_validator)]
JobId = Annotated[str, Path(description="id of a job", examples=["5f0c2d8e91ab"])]


async def _job(job_id: JobId, jobs: Jobs) -> Job:
    return jobs.get(job_id)


TheJob = Annotated[Job, Depends(_job)]
