"""Re-plans that clients ask for, looked through before they wait among the jobs."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from api.errors import NotReadyError
from api.jobs.job import Job, JobRequest, ReplanRequest
from api.results import results
from api.validation import assignments_of
from planner.roster import Assignment
from scenarios.changes import parse_change
from scenarios.inputs import Inputs
from scenarios.judge_roster import read_assignments
from scenarios.replanning.order import (
    moment_of,
    require_one_a_day,
    require_same_skills,
    require_time_left,
)


def with_base(request: JobRequest, job: Job | None, folder: Path) -> JobRequest:
    """
    The request around the roster of a job, or the one in the folder's own ``out/``.

    Week and number of weeks are those of the roster where the request names none.

    Raises
    ------
    NotReadyError
        Where there is no roster.
    """
    asked = request.replan
    assert asked is not None
    base = folder / "out" if job is None else results(job)
    if not (base / "roster.csv").is_file():
        raise NotReadyError("the folder has no out/roster.csv yet; plan the week first")
    so_far = () if job is None else job.request.all_changes
    first, weeks = _weeks_of(base)
    return replace(
        request,
        week=request.week or first,
        weeks=request.weeks or weeks,
        replan=replace(asked, base=base, so_far=so_far),
    )


def _weeks_of(base: Path) -> tuple[date | None, int | None]:
    """First day and number of weeks of the plan in a folder, None where it does not say."""
    try:
        told = json.loads((base / "plan.json").read_text("utf-8"))["week"]
        weeks = told.get("weeks")
        return date.fromisoformat(told["first_day"]), weeks if isinstance(weeks, int) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None, None


def looked_through(request: JobRequest, inputs: Inputs) -> JobRequest:
    """
    The request, once everything in it has been read against the workspace.

    Raises
    ------
    InputError
        For agents, days, changes, a moment or a roster that cannot be used.
    """
    asked = request.replan
    assert asked is not None
    inputs = changed(inputs.over_weeks(request.weeks), asked.so_far)
    moment = moment_of(asked.now, inputs) if asked.now else datetime.now(UTC)
    require_time_left(inputs.week_grid(request.week), moment, inputs)
    published_shifts(asked, inputs, request.week)
    after = changed(inputs, tuple(f"sick.{one}" for one in asked.sick) + request.changes)
    require_same_skills(inputs, after)
    return request


def published_shifts(
    asked: ReplanRequest, inputs: Inputs, week: date | None
) -> tuple[Assignment, ...]:
    """Shifts of the roster to be mended, as published or as edited."""
    if asked.edited is None:
        shifts = read_assignments(asked.base / "roster.csv", inputs, week, as_it_is=True)
    else:
        shifts = assignments_of(asked.edited, inputs, week)
    require_one_a_day(shifts)
    return shifts


def changed(inputs: Inputs, changes: tuple[str, ...]) -> Inputs:
    """The inputs after changes, written as for `rotacast compare`."""
    for change in changes:
        inputs = parse_change(change, inputs).apply(inputs)
    return inputs
