"""Calendars of a finished job."""

from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.responses import FileResponse

from api.results import calendar, file
from api.routes.parts import TheJob
from api.schemas.results import CalendarsView, calendars_view

router = APIRouter(prefix="/api/v1/jobs/{job_id}", tags=["results"])

CALENDAR = "text/calendar; charset=utf-8"
ICS: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/calendar": {"example": "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n…"}}}
}
FileName = Annotated[str, Path(description="as the list of calendars says", examples=["a017.ics"])]


@router.get("/calendars", summary="Calendars of single agents")
def list_calendars(job: TheJob) -> CalendarsView:
    """List them by file name; 409 while there are none."""
    return calendars_view(job)


@router.get(
    "/calendars/{name}",
    summary="Calendar of one agent",
    response_class=FileResponse,
    responses=ICS,
)
def read_calendar(job: TheJob, name: FileName) -> FileResponse:
    """Download one calendar."""
    return FileResponse(calendar(job, name), media_type=CALENDAR, filename=name)


@router.get(
    "/team.ics",
    summary="Calendar of the whole team",
    response_class=FileResponse,
    responses=ICS,
)
def read_team_calendar(job: TheJob) -> FileResponse:
    """Download the calendar of all shifts."""
    return FileResponse(file(job, "team.ics"), media_type=CALENDAR, filename="team.ics")
