"""What a job has left, as clients see it."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.jobs.job import Job
from api.results import Row, calendars, summary, table


class ShiftView(BaseModel):
    """One agent's shift; times with the offset of the agent's site, and in UTC."""

    agent: str
    name: str | None
    site: str
    shift: str = Field(description="id of the shift template")
    day: date = Field(description="local day on which it begins")
    skill: str
    zone: str
    start_local: datetime
    end_local: datetime
    start_utc: datetime
    end_utc: datetime
    breaks: str | None = Field(description="for a person")
    breaks_utc: str | None = Field(description="for programs: start/end/pay/name, joined by ;")
    paid_hours: float


class RosterView(BaseModel):
    """All shifts of the week."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "shifts": [
                    {
                        "agent": "a017",
                        "name": "Maya Gurung",
                        "site": "kathmandu",
                        "shift": "early",
                        "day": "2003-10-20",
                        "skill": "tickets",
                        "zone": "Asia/Kathmandu",
                        "start_local": "2003-10-20T06:15:00+05:45",
                        "end_local": "2003-10-20T14:45:00+05:45",
                        "start_utc": "2003-10-20T00:30:00Z",
                        "end_utc": "2003-10-20T09:00:00Z",
                        "breaks": "10:15-10:45 lunch (unpaid)",
                        "breaks_utc": "2003-10-20T04:30:00Z/2003-10-20T05:00:00Z/unpaid/lunch",
                        "paid_hours": 8.0,
                    }
                ]
            }
        }
    )

    shifts: tuple[ShiftView, ...]


class CoverageSlot(BaseModel):
    """Required against scheduled agents of a queue in one interval."""

    queue: str
    start_local: datetime
    start_utc: datetime
    required: float
    scheduled: float
    short: float
    over: float
    contacts: float | None
    service_level: float | None = Field(description="share answered in time, 0 to 1")


class CoverageView(BaseModel):
    """Every queue and interval of the week."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "slots": [
                    {
                        "queue": "phone",
                        "start_local": "2003-10-20T07:00:00-04:00",
                        "start_utc": "2003-10-20T11:00:00Z",
                        "required": 12,
                        "scheduled": 13,
                        "short": 0,
                        "over": 1,
                        "contacts": 96.4,
                        "service_level": 0.84,
                    }
                ]
            }
        }
    )

    slots: tuple[CoverageSlot, ...]


class ForecastSlot(BaseModel):
    """Contacts expected of a queue and priority in one interval, with quantiles."""

    queue: str
    priority: str | None
    start_local: datetime
    start_utc: datetime
    mean: float
    q10: float | None
    q50: float | None
    q80: float | None
    q90: float | None
    q95: float | None
    aht_s: float | None = None


class ForecastView(BaseModel):
    """Every queue and interval of the week."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "slots": [
                    {
                        "queue": "phone",
                        "priority": None,
                        "start_local": "2003-10-20T07:00:00-04:00",
                        "start_utc": "2003-10-20T11:00:00Z",
                        "mean": 96.4,
                        "q10": 84.0,
                        "q50": 96.0,
                        "q80": 105.0,
                        "q90": 109.0,
                        "q95": 113.0,
                        "aht_s": 251.5,
                    }
                ]
            }
        }
    )

    slots: tuple[ForecastSlot, ...]


class FiguresView(BaseModel):
    """The plan in brief, as in ``plan.json``; hours are agent-hours, shares 0 to 1."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "example": {
                "format": 1,
                "name": "Northwind Cloud support",
                "week": {"first_day": "2003-10-20", "weeks": 1, "hours": 169.0},
                "currency": "USD",
                "figures": {"agents": 98, "paid_hours": 3712.5, "cost": 61204.0, "covered": 0.984},
                "solve": {"quality": "time_limit", "objective": 61204.0, "gap": 0.021},
                "service": [
                    {"queue": "phone", "day": "2003-10-20", "achieved": 0.84, "target": 0.8}
                ],
                "simulation": {
                    "weeks": 200,
                    "confidence": 0.95,
                    "certainty": None,
                    "rounds": 1,
                    "raised_hours": 12.5,
                    "queues": [
                        {
                            "queue": "phone",
                            "target": 0.8,
                            "in_time": {"mean": 0.813, "low": 0.804, "high": 0.821},
                            "formula": 0.84,
                            "weeks_met": {"mean": 0.71, "low": 0.64, "high": 0.77},
                            "verdict": "held",
                            "reason": "",
                        }
                    ],
                    "groups": [
                        {
                            "group": "phone",
                            "occupancy": {"mean": 0.74, "low": 0.735, "high": 0.745},
                            "overtime_hours": 3.2,
                        }
                    ],
                },
                "shortfalls": [
                    {"queue": "phone", "hours": 4.5, "message": "Monday 09:00 to 11:00"}
                ],
                "notes": ["the clock changes in Europe/London this week"],
            }
        },
    )

    format: int = Field(description="rises when a key changes its meaning")
    name: str
    week: dict[str, Any]
    currency: str
    figures: dict[str, float | None]
    solve: dict[str, Any]
    service: tuple[dict[str, Any], ...] = Field(description="expected by queue and day")
    simulation: dict[str, Any] | None = Field(
        default=None,
        description="what simulated weeks say, by queue: `in_time` with the ends of its interval, "
        "`verdict` held, missed, unsure or none; null where nothing was simulated",
    )
    shortfalls: tuple[dict[str, Any], ...]
    floor_gaps: tuple[dict[str, Any], ...] = Field(
        default=(),
        description="times at which too few are on duty of those whom a `[[floor]]` asks for; "
        "no part of what is required or covered; `never` marks a price of `never`, which only "
        "re-plans may miss",
    )
    unkept_terms: tuple[dict[str, Any], ...] = Field(
        default=(),
        description="what contracts, turns and successions ask for at a price and the roster does "
        "not keep, the dearest first: `agent`, local `day` or null, `term`, `message`, `money`",
    )
    explanations: tuple[dict[str, Any], ...] = Field(
        default=(),
        description="why demand is uncovered, what one more agent, skill or step of a rule "
        "would save, and terms at a price that are not kept; people are counted, "
        "`explanations.csv` names them",
    )
    notes: tuple[str, ...]


class CalendarsView(BaseModel):
    """Calendars of single agents."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "calendars": [
                    {"name": "a017.ics", "href": "/api/v1/jobs/5f0c2d8e91ab/calendars/a017.ics"}
                ],
                "team": "/api/v1/jobs/5f0c2d8e91ab/team.ics",
            }
        }
    )

    calendars: tuple[dict[str, str], ...]
    team: str = Field(description="calendar of the whole team")


def roster_view(job: Job) -> RosterView:
    """Shifts of ``roster.csv``."""
    return RosterView.model_validate({"shifts": table(job, "roster.csv")})


def coverage_view(job: Job) -> CoverageView:
    """Intervals of ``coverage.csv``."""
    return CoverageView.model_validate({"slots": table(job, "coverage.csv")})


def forecast_view(job: Job) -> ForecastView:
    """Intervals of ``forecast.csv``."""
    rows: list[Row] = table(job, "forecast.csv")
    return ForecastView.model_validate({"slots": rows})


def figures_view(job: Job) -> FiguresView:
    """What ``plan.json`` says."""
    return FiguresView.model_validate(summary(job))


def calendars_view(job: Job) -> CalendarsView:
    """Calendars of a job and where they are."""
    own = f"/api/v1/jobs/{job.id}"
    found = tuple({"name": n, "href": f"{own}/calendars/{n}"} for n in calendars(job))
    return CalendarsView(calendars=found, team=f"{own}/team.ics")
