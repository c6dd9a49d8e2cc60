"""Forecasts that were kept, as clients see them."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from api.schemas.results import ForecastSlot

EXAMPLE: JsonDict = {
    "version": "2003-10-20-1f0c2d8e",
    "made_at": "2003-10-16T09:00:00Z",
    "made_by": "forecast",
    "author": "Ana",
    "note": "for the budget",
    "as_of": "2003-10-20",
    "zone": "America/New_York",
    "first_day": "2003-10-20",
    "weeks": 1,
    "models": ["day_level"],
}
TOTAL_EXAMPLE: JsonDict = {
    "span": "day",
    "first_day": "2003-10-20",
    "of": "series",
    "queue": "phone",
    "priority": None,
    "mean": 1204.0,
    "q10": 1080.0,
    "q50": 1203.0,
    "q90": 1330.0,
}


class VersionView(BaseModel):
    """A kept forecast in short; nothing was known from `as_of` on when it was made."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": EXAMPLE})

    version: str
    made_at: datetime
    made_by: str = Field(description="the command that made it: forecast or plan")
    author: str
    note: str
    as_of: date
    zone: str
    first_day: date
    weeks: int
    models: tuple[str, ...]


class VersionsView(BaseModel):
    """Every kept forecast, the newest first, and what of them cannot be read."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={"example": {"forecasts": [EXAMPLE], "unreadable": []}},
    )

    forecasts: tuple[VersionView, ...]
    unreadable: tuple[str, ...]


class TotalView(BaseModel):
    """Contacts of a local day or week of a series, of a queue of several, or of all queues."""

    span: str = Field(description="day or week")
    first_day: date
    of: str = Field(description="series, queue or total")
    queue: str | None
    priority: str | None
    mean: float
    q10: float
    q50: float
    q90: float


class KeptForecastView(BaseModel):
    """A kept forecast with its numbers: days and weeks, and every interval."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "example": {"forecast": EXAMPLE, "totals": [TOTAL_EXAMPLE], "slots": []}
        },
    )

    forecast: VersionView
    totals: tuple[TotalView, ...]
    slots: tuple[ForecastSlot, ...]
