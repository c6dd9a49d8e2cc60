"""What a re-plan has changed, as clients see it."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.jobs.job import Job
from api.results import table


class ChangeView(BaseModel):
    """A person's day that is no longer as published."""

    agent: str
    name: str | None
    site: str
    day: date
    kind: Literal["away", "shift", "skill or breaks"]
    before: str = Field(description="on the clock of the site; off is no shift")
    after: str
    notice_hours: float = Field(description="until the earlier of both shifts begins")
    why: str


class ChangesView(BaseModel):
    """Who is away first, then every other change by day."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "changes": [
                    {
                        "agent": "lon-03",
                        "name": "Oliver Hughes",
                        "site": "london",
                        "day": "2003-10-21",
                        "kind": "away",
                        "before": "lon-mid 09:00-17:30 phone",
                        "after": "off",
                        "notice_hours": 17.0,
                        "why": "away (sick)",
                    }
                ]
            }
        }
    )

    changes: tuple[ChangeView, ...]


def changes_view(job: Job) -> ChangesView:
    """Rows of ``changes.csv``."""
    return ChangesView.model_validate({"changes": table(job, "changes.csv")})
