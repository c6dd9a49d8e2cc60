"""Jobs: start a plan, look at it, cancel it."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Response
from fastapi.concurrency import run_in_threadpool

from api.jobs.job import Job
from api.jobs.service import JobService
from api.routes.parts import Changes, JobId, Jobs, TheJob
from api.schemas.jobs import JobList, JobOrder, JobView, job_list, job_view
from api.strict import StrictRoute

router = APIRouter(prefix="/api/v1/jobs", tags=["jobs"], route_class=StrictRoute)

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern="^[!-~]{1,128}$",
        description="the same key gives the same job, so that a request may be sent again",
        examples=["3f8e2a1c"],
    ),
]
KNOWN: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": JobView, "description": "Known by its Idempotency-Key"}
}


@router.post(
    "",
    status_code=202,
    summary="Start a plan",
    response_description="Taken; it waits its turn",
    responses=KNOWN,
)
async def start_job(
    order: JobOrder, jobs: Jobs, changes: Changes, response: Response, key: Key = None
) -> JobView:
    """Queue a plan; one runs at a time. Follow it by its events."""
    await run_in_threadpool(changes, order.changes)
    return told(*jobs.submit(order.request(), key), jobs, response)


def told(job: Job, is_new: bool, jobs: JobService, response: Response) -> JobView:
    """Answer to an order: where the job is, and whether it is a new one."""
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    response.status_code = 202 if is_new else 200
    return job_view(job, jobs.position(job))


@router.get("", summary="Jobs the service remembers, newest first")
async def list_jobs(jobs: Jobs) -> JobList:
    """List jobs of this run of the service."""
    return job_list(jobs.all(), jobs.position)


@router.get("/{job_id}", summary="A job at this moment")
async def read_job(job: TheJob, jobs: Jobs) -> JobView:
    """Look at a job."""
    return job_view(job, jobs.position(job))


@router.post("/{job_id}/cancel", summary="Stop a job, keeping the best roster so far")
async def cancel_job(job_id: JobId, jobs: Jobs) -> JobView:
    """Ask a job to stop; asking again changes nothing, a job that has ended answers 409."""
    return job_view(jobs.cancel(job_id))
