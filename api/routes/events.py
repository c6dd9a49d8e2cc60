"""What happens to a job, as server-sent events."""

import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header
from fastapi.responses import StreamingResponse

from api.jobs.feed import Event
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


class EventStream(StreamingResponse):
    """Events as a browser's EventSource reads them, with a comment when all is quiet."""

    media_type = "text/event-stream"

    def __init__(self, events: AsyncIterator[Event | None]) -> None:
        super().__init__(_lines(events), headers={"X-Accel-Buffering": "no"})


async def _lines(events: AsyncIterator[Event | None]) -> AsyncIterator[str]:
    yield f"retry: {RETRY_MS}\n\n"
    async for event in events:
        if event is None:
            yield ": quiet\n\n"
        else:
            data = json.dumps(event.data, allow_nan=False)
            yield f"event: {event.name}\ndata: {data}\nid: {event.number}\n\n"


@router.get(
    "/{job_id}/events",
    summary="Follow a job",
    status_code=200,
    response_class=EventStream,
    responses={200: {"content": {"text/event-stream": {"example": EXAMPLE}}}},
)
async def follow_job(job: TheJob, jobs: Jobs, last_event_id: LastEventId = 0) -> EventStream:
    """Tell events from the first, or after `Last-Event-ID`, until the job has ended."""
    return EventStream(jobs.feed(job.id).after(last_event_id))
