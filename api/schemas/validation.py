"""A roster to be held against the rules, and what it breaks, as clients send and see them."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.jobs import Weeks
from scenarios.broken_rules import BrokenRule

EXAMPLE_ROW = (
    "agent,shift,day,skill,start_utc,end_utc,breaks_utc\n"
    "lon-01,lon-mid,2003-10-20,phone,2003-10-20T11:00:00Z,2003-10-20T19:30:00Z,\n"
)


class RosterOrder(BaseModel):
    """A roster as `roster.csv` holds it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"week": "2003-10-20", "roster": EXAMPLE_ROW}]},
    )

    roster: str = Field(min_length=1, description="text of a table like roster.csv")
    week: date | None = Field(default=None, description="any day of its first week")
    weeks: Weeks | None = Field(
        default=None, description="weeks that it holds; by default those of the workspace"
    )


class BrokenRuleView(BaseModel):
    """A rule that a person's week breaks; without `agent` and `name` a floor that is missed."""

    agent: str
    name: str
    day: date | None = Field(description="local day of the person; null is the whole week")
    rule: str = Field(description="stable word for programs, see the reference")
    message: str


class ValidationView(BaseModel):
    """Everything in a roster that breaks a rule, in the order of the team."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "shifts": 1,
                "violations": [
                    {
                        "agent": "lon-01",
                        "name": "Imogen Ashworth",
                        "day": None,
                        "rule": "weekly_hours",
                        "message": "8 paid hours, contract 37.5 to 40",
                    }
                ],
            }
        }
    )

    shifts: int
    violations: tuple[BrokenRuleView, ...]


def validation_view(n_shifts: int, found: tuple[BrokenRule, ...]) -> ValidationView:
    """What clients see of broken rules."""
    return ValidationView(
        shifts=n_shifts,
        violations=tuple(
            BrokenRuleView(
                agent=one.agent, name=one.name, day=one.day, rule=one.rule, message=one.message
            )
            for one in found
        ),
    )
