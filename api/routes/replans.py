"""Re-plans: mend a published roster after a change, as a job like any other."""

from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool

from api.jobs.job import Job, JobRequest
from api.routes.jobs import KNOWN, Key, told
from api.routes.parts import Jobs, Readings
from api.schemas.jobs import JobView
from api.schemas.replans import ReplanOrder
from api.strict import StrictRoute

router = APIRouter(prefix="/api/v1/replans", tags=["jobs"], route_class=StrictRoute)


@router.post(
    "",
    status_code=202,
    summary="Mend a published roster",
    response_description="Taken; it waits its turn among the jobs",
    responses=KNOWN,
)
async def start_replan(
    order: ReplanOrder, jobs: Jobs, readings: Readings, response: Response, key: Key = None
) -> JobView:
    """Queue a re-plan: the fewest changed shifts after sick calls, changed demand or an edit."""
    job = jobs.get(order.published) if order.published else None
    request = await run_in_threadpool(_checked, order, job, readings)
    return told(*jobs.submit(request, key), jobs, response)


def _checked(order: ReplanOrder, job: Job | None, readings: Readings) -> JobRequest:
    """What was ordered, held against the roster and the workspace."""
    from api.replans import looked_through, with_base  # heavy: the service answers before

    return looked_through(with_base(order.request(), job, readings.folder), readings.inputs())
