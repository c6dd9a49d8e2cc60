"""The commands `forecast` and `forecasts`: weeks ahead, versions, what changed since."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import typer
from rich.console import Console

from api.cli.console import ResultConsole, stage_bars
from api.cli.exits import say
from api.cli.findings import print_findings
from api.cli.handling import say_handling
from api.cli.plain_table import table
from api.cli.reasons import print_reasons
from api.cli.records import records
from api.cli.runs import alone_in, read
from api.cli.tables import day_table, say_softly
from planner.demand import Forecast
from planner.errors import InputError
from planner.exports.stamps import local_stamp
from planner.local_time import zone
from planner.wording import change_per_cent, short_day
from scenarios.event_effects import applied_events, event_lines
from scenarios.forecasts.document import Remark
from scenarios.forecasts.keep import Kept, keep
from scenarios.forecasts.lookup import find_kept
from scenarios.forecasts.page import forecast_page
from scenarios.forecasts.paths import path_table
from scenarios.forecasts.run import ForecastRun, make_run, single_weeks
from scenarios.forecasts.since import Changes, changes
from scenarios.forecasts.versions import Version, list_versions
from scenarios.output import check_out
from scenarios.override_words import override_lines
from scenarios.workspace_files import folder_problem

MOST_EVENTS: Final = 12
HISTORY: Final = "history.csv"


@dataclass(frozen=True, slots=True)
class ForecastRequest:
    """What `forecast` was asked for; None takes the workspace's own setting."""

    folder: Path
    week: date | None
    weeks: int
    as_of: date | None
    base: str | None
    paths: int | None
    seed: int | None
    remark: Remark
    out: Path | None
    as_json: bool

    @property
    def target(self) -> Path:
        """Folder for results."""
        return self.out or self.folder / "out"


def forecast(request: ForecastRequest) -> None:
    """Command `forecast`."""
    target = request.target
    check_out(target)
    own = request.folder / "out"
    base = None if request.base is None else find_kept(request.base, target, own)
    with alone_in(target), stage_bars() as bars:
        inputs = read(request.folder, bars, for_rosters=False)
        run = make_run(
            inputs, week=request.week, weeks=request.weeks, as_of=request.as_of, progress=bars
        )
        bars.end_if_interrupted()
        found = None if base is None else changes(base, run)
        now = datetime.now(UTC)
        more = {**forecast_page(run, now), **_paths(request, run)}
        kept = keep(run, target, now, remark=request.remark, more=more)
    if request.as_json:
        shown = records(target / "forecast.csv") if found is None else _changes(found, kept)
        typer.echo(_json(shown))
        return
    _print_weeks(ResultConsole(), run)
    _say_notes(ResultConsole(), run)
    if base is not None and found is not None:
        print_changes(ResultConsole(), base.version, found)
    _say_kept(kept, request.remark)


def _paths(request: ForecastRequest, run: ForecastRun) -> dict[str, bytes]:
    """``paths.csv`` where it was asked for."""
    if request.paths is None:
        return {}
    seed = run.inputs.settings.seed if request.seed is None else request.seed
    return {"paths.csv": path_table(run, request.paths, seed)}


def forecasts(folder: Path, out: Path | None, as_json: bool) -> None:
    """Command `forecasts`: the versions that are kept, the newest first."""
    trouble = folder_problem(folder)
    if trouble:
        raise InputError.of([trouble])
    if out is not None and not out.exists():
        raise InputError(f"{out} does not exist; name the folder that forecasts were written to")
    target = out or folder / "out"
    check_out(target)
    found, problems = list_versions(target)
    for problem in problems:
        say(f"warning: {problem}")
    if as_json:
        typer.echo(_json([_told(version) for version in found]))
        return
    if not found:
        typer.echo(f"no forecast is kept in {target}; make one with: rotacast forecast {folder}")
        return
    columns = ["version", "made at", "by", "as of", "from", "model", "author", "note"]
    rows = [_version_row(version) for version in found]
    said = [k for k in range(len(columns)) if any(row[k] for row in rows)]  # room for the rest
    shown = [columns[k] for k in said]
    rows = [[row[k] for k in said] for row in rows]
    ResultConsole().print(table("Forecasts kept", shown, rows, shown[1:]))


def print_changes(console: Console, base: Version, found: Changes) -> None:
    """What changed since a version: sums by series, then the days that changed most."""
    title = f"Changed since {base.version}, as of {base.as_of}, over the days of both"
    rows = [
        [
            _name(of, queue, priority),
            f"{before:,.0f}",
            f"{now:,.0f}",
            f"{now - before:+,.0f}",
            "n/a" if before == 0 else change_per_cent(now / before - 1),
        ]
        for of, queue, priority, before, now in found.sums()
    ]
    console.print(table(title, ["queue", "before", "now", "change", ""], rows))
    for one in found.largest():
        name = _name(one.of, one.queue, one.priority)
        line = f"{short_day(one.day)}, {name}: {one.before:,.0f} to {one.now:,.0f}"
        say_softly(console, f"  - {line} ({one.change:+,.0f})")
    if not found.largest():
        say_softly(console, "No day of a series changed by half a contact or more.")
    for names, when in ((found.only_before, "before"), (found.only_now, "now")):
        if names:
            say_softly(console, f"Only {when}: {', '.join(names)}")


def _print_weeks(console: Console, run: ForecastRun) -> None:
    zone_name = run.inputs.settings.zone
    for part in _weeks_of(run):
        console.print(day_table("Forecast", zone_name, part, "contacts"))
    print_reasons(console, run.forecast)
    print_findings(console, run.fits)
    say_softly(console, "Handling time:")
    say_handling(console, run.inputs, run.forecast)


def _say_notes(console: Console, run: ForecastRun) -> None:
    """What is odd about the history, what events do to the weeks, then what people corrected."""
    for problem in run.inputs.notes:
        if problem.file == HISTORY:
            say_softly(console, f"note: {problem}")
    lines = event_lines(run.inputs, applied_events(run.fits, run.grid))
    for line in lines[:MOST_EVENTS]:
        say_softly(console, f"note: {line}")
    if len(lines) > MOST_EVENTS:
        say_softly(console, f"note: and {len(lines) - MOST_EVENTS} more events in forecast.json")
    for line in override_lines(run.inputs, run.forecast):
        say_softly(console, f"note: {line}")


def _weeks_of(run: ForecastRun) -> list[Forecast]:
    return [run.forecast.cut(grid) for grid in single_weeks(run)]


def _say_kept(kept: Kept, remark: Remark) -> None:
    for path in kept.written:
        typer.echo(f"written: {path}")
    if kept.is_new:
        typer.echo(f"kept as version {kept.version}")
        return
    typer.echo(f"nothing changed: version {kept.version} is kept already")
    if remark != Remark():
        say("warning: a version never changes, so author and note stay as they were")


def _version_row(version: Version) -> list[str]:
    many = f", {version.weeks} weeks" if version.weeks > 1 else ""
    made = local_stamp(version.made_at, zone(version.zone))
    return [
        version.version,
        made[:16].replace("T", " "),
        version.made_by,
        f"{version.as_of}",
        f"{version.first_day}{many}",
        ", ".join(version.models),
        version.author,
        version.note,
    ]


def _told(version: Version) -> dict[str, Any]:
    names = ("version", "made_by", "author", "note", "zone", "weeks", "inputs_digest")
    return {
        **{name: getattr(version, name) for name in names},
        "made_at": version.made_at.isoformat(),
        "as_of": version.as_of.isoformat(),
        "first_day": version.first_day.isoformat(),
        "models": list(version.models),
    }


def _changes(found: Changes, kept: Kept) -> dict[str, Any]:
    return {
        "base": found.base,
        "version": kept.version,
        "days": [
            {
                "of": d.of,
                "queue": d.queue,
                "priority": d.priority,
                "day": d.day.isoformat(),
                "before": round(d.before, 4),
                "now": round(d.now, 4),
            }
            for d in found.days
        ],
        "only_before": list(found.only_before),
        "only_now": list(found.only_now),
    }


def _name(of: str, queue: str, priority: str) -> str:
    return "all" if of == "total" else "/".join(part for part in (queue, priority) if part)


def _json(value: object) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False)
