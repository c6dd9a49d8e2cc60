"""Re-plans: mend a published roster after a change, as a job like any other."""

from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool

from api.jobs.job import JobRequest
from api.routes.jobs import Key, told
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
    responses={200: {"model": JobView, "description": "Known by its Idempotency-Key"}},
)
async def start_replan(
    order: ReplanOrder, jobs: Jobs, readings: Readings, response: Response, key: Key = None
) -> JobView:
    """Queue a re-plan: the fewest changed shifts after sick calls, changed demand or an edit."""
    job = jobs.get(order.published) if order.published else None

    def checked() -> JobRequest:
        from api.replans import looked_through, with_base  # heavy: the service answers before

        return looked_through(with_base(order.request(), job, readings.folder), readings.inputs())

    return told(*jobs.submit(await run_in_threadpool(checked), key), jobs, response)
