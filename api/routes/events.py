"""What happens to a job, as server-sent events."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.routes.parts import Jobs, TheJob

router = APIRouter(prefix="/api/v1/jobs", tags=["jobs"])

RETRY_MS = 1_000

LastEventId = Annotated[
    int, Header(alias="Last-Event-ID", ge=0, description="go on after this event")
]

EXAMPLE = (
    'event: state\ndata: {"state":"running","at":"2003-10-16T09:00:00.000+00:00"}\nid: 2\n\n'
    'event: progress\ndata: {"stage":"roster","done":0.4,"text":"objective 61,204",'
    '"objective":61204.0,"bound":59919.0,"at":"2003-10-16T09:00:24.100+00:00"}\nid: 3\n\n'
)


@router.get(
    "/{job_id}/events",
    summary="Follow a job",
    response_class=EventSourceResponse,
    responses={200: {"content": {"text/event-stream": {"example": EXAMPLE}}}},
)
async def follow_job(
    job: TheJob, jobs: Jobs, last_event_id: LastEventId = 0
) -> AsyncIterator[ServerSentEvent]:
    """Tell events from the first, or after `Last-Event-ID`, until the job has ended."""
    async for event in jobs.feed(job.id).after(last_event_id):
        yield ServerSentEvent(
            data=event.data, event=event.name, id=str(event.number), retry=RETRY_MS
        )
