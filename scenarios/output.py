"""What a run leaves behind: tables, calendars, the page and a summary for machines."""

import errno
import json
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from planner.certainty import CertaintyCurve
from planner.demand import Requirement
from planner.errors import InputError
from planner.explanations import Explanation
from planner.exports import (
    EXPORTS,
    certainty,
    changes,
    explanations,
    placed_work,
    requirement,
    simulation,
    simulation_days,
)
from planner.exports.file_names import file_names
from planner.exports.files import write_all
from planner.exports.ics import calendar, withdrawn
from planner.exports.ics_published import published_events
from planner.exports.ics_shifts import agent_shifts, team_shifts
from planner.exports.week import PublishedWeek
from planner.roster import Coverage
from planner.simulation.judgement import Judgement
from scenarios.inputs import PlanSettings
from scenarios.plan import Plan
from scenarios.replanning import sick_calls
from scenarios.report import render_report
from scenarios.rest_days import rest_day_names
from scenarios.setup import FILE
from scenarios.summary import summary


def write_plan(
    plan: Plan, out: Path, now: datetime, *, tables_only: bool = False
) -> tuple[Path, ...]:
    """
    Write everything that a plan leaves: tables, calendars, ``report.html``, ``plan.json``.

    All is worked out before the first file changes, and each file changes at once: a run that
    fails leaves the earlier files, a crash leaves whole ones. ``plan.json`` comes last.

    Parameters
    ----------
    out
        Folder, made where it is missing; the calendars in it are what was published before.
    now
        Moment of publishing, aware; stamps changed events.
    tables_only
        Leave calendars and page as they are: a roster to look at, not one to publish.

    Returns
    -------
    tuple
        Paths of all files of the plan.

    Raises
    ------
    InputError
        If an earlier calendar cannot be read; see `check_out`.
    OSError
        If the folder cannot be written.
    """
    week = published_week(plan)
    contents = {name: export(week).encode() for name, export in EXPORTS.items()}
    contents["explanations.csv"] = _explanations(plan)
    if not tables_only:
        contents |= calendars(plan, now, earlier_calendars(out))
        contents["report.html"] = render_report(plan, made_at=now).encode()
    if plan.changes is not None:
        contents["changes.csv"] = changes.text(plan.changes).encode()
    if plan.sick:
        contents[sick_calls.FILE] = sick_calls.sick_calls_text(plan.sick).encode()
    if plan.placed:
        zone_name = plan.inputs.settings.zone
        contents["placed_work.csv"] = placed_work.text(plan.placed, plan.grid, zone_name).encode()
    contents["plan.json"] = _json(summary(plan, contents, now))
    of_earlier_plans = {"placed_work.csv", "changes.csv", sick_calls.FILE} - set(contents)
    return write_all(out, contents, gone=of_earlier_plans)


def write_requirement(found: Requirement, zone_name: str, out: Path) -> Path:
    """Write ``requirement.csv``, intervals on the clock `zone_name`."""
    (path,) = write_all(out, {"requirement.csv": requirement.text(found, zone_name).encode()})
    return path


def write_certainty(curves: Sequence[CertaintyCurve], out: Path) -> Path:
    """Write ``certainty.csv``."""
    (path,) = write_all(out, {"certainty.csv": certainty.text(curves).encode()})
    return path


def write_simulation(
    judgement: Judgement, coverage: Coverage, zone_name: str, out: Path
) -> tuple[Path, ...]:
    """Write ``simulation.csv``, intervals on the clock `zone_name`, and ``simulation_days.csv``."""
    texts = {
        "simulation.csv": simulation.text(judgement, coverage, zone_name),
        "simulation_days.csv": simulation_days.text(judgement),
    }
    return write_all(out, {name: text.encode() for name, text in texts.items()})


def check_out(out: Path) -> None:
    """
    Refuse, before any work is done, a folder in which a plan could not be published.

    Raises
    ------
    InputError
        If `out` is a file, lies in one or is a workspace, or a calendar in it is damaged.
    PermissionError
        If nothing can be written there.
    """
    nearest = next(path for path in (out, *out.absolute().parents) if path.exists())
    if not nearest.is_dir():
        raise InputError(f"{nearest} is a file; name a folder")
    if (out / FILE).exists():
        raise InputError(
            f"{out} is a workspace, and results would replace files of its own such as "
            f"past_weeks.csv; name another folder, such as {out / 'out'}"
        )
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, f"{nearest} is not writable", str(out))
    for name, text in earlier_calendars(out).items():
        try:
            published_events(text)
        except InputError as error:
            raise InputError(f"{out / name}: {error}", code="not_our_calendar") from error


def published_week(plan: Plan) -> PublishedWeek:
    """The part of a plan that tables show."""
    return PublishedWeek(
        zone=plan.inputs.settings.zone,
        team=plan.inputs.team,
        templates=plan.inputs.templates,
        forecast=plan.forecast,
        requirement=plan.requirement,
        roster=plan.roster,
        coverage=plan.coverage,
        rest_days=rest_day_names(plan),
        judgement=plan.judgement,
        past_weeks=plan.inputs.past_weeks,
    )


def earlier_calendars(out: Path) -> dict[str, str]:
    """Calendars that an earlier run left in `out`, by path below it."""
    found = [*sorted((out / "calendars").glob("*.ics")), out / "team.ics"]
    return {
        path.relative_to(out).as_posix(): path.read_bytes().decode("utf-8", "replace")
        for path in found
        if path.is_file()
    }


def calendars(plan: Plan, now: datetime, earlier: Mapping[str, str]) -> dict[str, bytes]:
    """
    Calendars of every agent and of the team, by path below the output folder.

    `earlier` holds the texts published before by the same paths; those of agents who have left
    get their shifts of the week cancelled.
    """
    team, templates, week = plan.inputs.team, plan.inputs.templates, plan.roster.week
    namespace = plan.inputs.settings.name
    shifts = agent_shifts(plan.roster, team, templates)
    names = file_names(shifts)
    texts = {
        path: withdrawn(text, week=week, now=now)
        for path, text in earlier.items()
        if path != "team.ics"
    }
    wanted = [(f"calendars/{names[a.id]}.ics", a.name, shifts[a.id]) for a in team.agents]
    for path, title, of_agent in [
        *wanted,
        ("team.ics", namespace, team_shifts(plan.roster, team, templates)),
    ]:
        texts[path] = calendar(
            title,
            of_agent,
            week=week,
            now=now,
            previous=earlier.get(path),
            namespace=namespace,
        )
    return {path: text.encode() for path, text in texts.items()}


def _explanations(plan: Plan) -> bytes:
    settings = plan.inputs.settings
    return explanations.text(plan.explanations, settings.zone, settings.currency).encode()


def write_explanations(lines: Sequence[Explanation], settings: PlanSettings, out: Path) -> Path:
    """Write ``explanations.csv``, times on the clock of the plan."""
    text = explanations.text(lines, settings.zone, settings.currency)
    (path,) = write_all(out, {"explanations.csv": text.encode()})
    return path


def _json(value: Mapping[str, object]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return f"{text}\n".encode()
