"""Shifts of a roster file that do not begin in the weeks it is held against, told with a remedy."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from planner.errors import Problem
from planner.local_time import zone
from planner.readers.reading import Findings, Reading
from planner.roster import Assignment
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs

WEEK: Final = 7
MOST_WEEKS: Final = 13
CODE: Final = "other_week"


def other_week(
    file: str, reading: Reading[Assignment], inputs: Inputs, grid: TimeGrid
) -> tuple[Problem, ...]:
    """A problem for each such shift; a single one where all are, or where weeks were forgotten."""
    findings, clock = Findings(file), zone(inputs.settings.zone)
    first, weeks = grid.start.astimezone(clock).date(), inputs.settings.weeks
    span = f"the {'week that begins' if weeks == 1 else f'{weeks} weeks that begin'} on {first}"
    outside = [
        (made, made.shift.interval.start.astimezone(clock), line)
        for made, line in zip(reading.items, reading.lines, strict=True)
        if not grid.start <= made.shift.interval.start < grid.end
    ]
    starts = [start for _, start, _ in outside]
    if starts and len(starts) == len(reading.items):
        findings.add(
            f"holds shifts that begin on {starts[0].date()} by the plan's clock ({clock.key}), not "
            f"in {span}; use week {starts[0].date()} or another roster",
            code=CODE,
        )
    elif n_weeks := _weeks_forgotten(starts, len(reading.items), grid.start.astimezone(clock)):
        findings.add(
            f"holds {len(starts)} shifts that begin after {span}, up to {max(starts).date()}; use "
            f"weeks {n_weeks}, or take them out",
            code=CODE,
        )
    else:
        for made, start, line in outside:
            findings.add(
                f"the shift of {made.agent} on {made.shift.day} begins at {start:%Y-%m-%d %H:%M} "
                f"by the plan's clock ({clock.key}), not in {span}; take it out",
                line=line,
                field="day",
                value=str(made.shift.day),
                code=CODE,
            )
    return findings.found()


def _weeks_forgotten(starts: Sequence[datetime], n_shifts: int, begin: datetime) -> int:
    """Weeks to ask for where many shifts lie behind the last; 0 where a few were moved."""
    if len(starts) < max(2, n_shifts // 10) or min(starts) < begin:
        return 0
    n_weeks = (max(starts).date() - begin.date()).days // WEEK + 1
    return n_weeks if n_weeks <= MOST_WEEKS else 0
