"""What a re-plan is asked for, and the moment from which shifts may change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from planner.errors import InputError
from planner.local_time import to_utc, zone
from planner.roster import Assignment
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs


@dataclass(frozen=True, slots=True)
class ReplanOrder:
    """
    What a re-plan is asked for.

    Parameters
    ----------
    now
        Moment from which shifts may change, aware.
    most_changes
        Shifts that may change at most, those that fall away left out; None for any number.
    time_limit_s
        For the search.
    """

    now: datetime
    week: date | None = None
    seed: int | None = None
    time_limit_s: float = 10.0
    most_changes: int | None = None


def moment_of(text: str, inputs: Inputs) -> datetime:
    """
    Moment written as ``2003-10-20T08:00`` on the plan's clock, or with an offset; in UTC.

    Raises
    ------
    InputError
        For what is no moment, or none that the clock shows.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(
            f"now {text}: is no moment; write it as 2003-10-20T08:00, on the plan's clock"
        ) from None
    if found.tzinfo is None:
        return to_utc(found, zone(inputs.settings.zone), fold=0)
    return found.astimezone(UTC)


def require_time_left(grid: TimeGrid, now: datetime, inputs: Inputs) -> None:
    """Refuse to re-plan a week that is over at `now`, with an `InputError`."""
    if now >= grid.end:
        first = grid.start.astimezone(zone(inputs.settings.zone))
        raise InputError(
            f"the week of {first:%Y-%m-%d} is over, and nothing in it can change; say from which "
            f"moment on with now, such as {first:%Y-%m-%d}T08:00, or another week"
        )


def require_same_skills(before: Inputs, after: Inputs) -> None:
    """Refuse a change of what shifts can be for, with an `InputError`: published ones are fixed."""
    gone = [skill for skill in before.skills if skill not in after.skills]
    if gone:
        raise InputError(
            f"no queue would need {' or '.join(gone)} any more, for which shifts are published; a "
            "re-plan keeps the levels of queues: compare or plan anew instead"
        )


def require_one_a_day(published: Iterable[Assignment]) -> None:
    """Refuse two shifts of a person on a day, with an `InputError`; no re-plan tells them apart."""
    seen: dict[tuple[str, date], str] = {}
    for one in published:
        key = one.agent, one.shift.day
        if key in seen:
            raise InputError(
                f"the roster has two shifts of {one.agent} on {one.shift.day}, {seen[key]} and "
                f"{one.shift.template}; keep one of them"
            )
        seen[key] = one.shift.template
