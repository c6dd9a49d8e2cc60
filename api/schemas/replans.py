"""Re-plans as clients ask for them."""

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.jobs.job import JobRequest, ReplanRequest
from api.schemas.jobs import MAX_TIME_LIMIT_S, Weeks
from api.schemas.text import Text

MAX_SICK = 200


class SickOrder(BaseModel):
    """Somebody who cannot work, from a day to another, on the clock of the own site."""

    model_config = ConfigDict(extra="forbid")

    agent: Text = Field(description="id of the agent")
    first: date
    last: date | None = Field(default=None, description="the first day where it is left out")

    def text(self) -> str:
        """The same as `rotacast replan --sick` takes it."""
        return f"{self.agent}={self.first}..{self.last or self.first}"


class ReplanOrder(BaseModel):
    """What happened to a published roster; what is left out is as the workspace says."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "published": "5f0c2d8e91ab",
                    "sick": [{"agent": "lon-03", "first": "2003-10-21", "last": "2003-10-22"}],
                    "now": "2003-10-20T16:00",
                }
            ]
        },
    )

    published: Text | None = Field(
        default=None, description="job whose roster people know; by default `out/roster.csv`"
    )
    roster: Annotated[str, Field(min_length=1)] | None = Field(
        default=None, description="text of a table like roster.csv, in place of the published one"
    )
    sick: tuple[SickOrder, ...] = Field(default=(), max_length=MAX_SICK)
    changes: tuple[Text, ...] = Field(
        default=(), max_length=50, description="changed demand, written as for `rotacast compare`"
    )
    now: Text | None = Field(
        default=None,
        description="shifts that have begun by then stay; on the plan's clock, this moment by "
        "default",
    )
    most_changes: Annotated[int, Field(ge=0, le=100_000)] | None = Field(
        default=None, description="shifts that may change at most"
    )
    week: date | None = Field(default=None, description="by default that of the roster")
    weeks: Weeks | None = Field(default=None, description="by default those of the roster")
    seed: Annotated[int, Field(ge=0)] | None = None
    time_limit_s: Annotated[float, Field(ge=1, le=MAX_TIME_LIMIT_S, allow_inf_nan=False)] = Field(
        default=10.0, description="seconds for the search"
    )

    def request(self) -> JobRequest:
        """The same as the job service takes it, its roster not yet looked up."""
        replan = ReplanRequest(
            base=Path(),
            published=self.published,
            sick=tuple(one.text() for one in self.sick),
            now=self.now,
            most_changes=self.most_changes,
            digest=sha256(self.roster.encode("utf-8", "surrogatepass")).hexdigest()
            if self.roster
            else None,
            edited=self.roster,
        )
        return JobRequest(self.week, self.seed, self.time_limit_s, self.changes, replan, self.weeks)
