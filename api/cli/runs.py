"""The commands that run the pipeline: read, run with bars, write, print."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir

import typer
from filelock import FileLock, Timeout

from api.cli.certainty import print_certainty
from api.cli.comparison import print_comparison
from api.cli.console import ResultConsole, StageBars, stage_bars
from api.cli.exits import say
from api.cli.options import PlanRequest
from api.cli.records import records
from api.cli.tables import day_table, print_plan
from planner.errors import ConflictError, TimeLimitError
from planner.roster import Assignment
from scenarios import compare as comparing
from scenarios.certainty import certainty_curves
from scenarios.document import read_workspace
from scenarios.forecast import StreamFit
from scenarios.forecasts.keep import keep
from scenarios.forecasts.run import finished_run
from scenarios.inputs import Inputs
from scenarios.output import (
    check_out,
    write_certainty,
    write_plan,
    write_requirement,
)
from scenarios.pipeline import make_plan, make_requirement
from scenarios.plan import Plan
from scenarios.progress import Progress, StageProgress
from scenarios.start_from import read_start


def read(folder: Path, bars: StageBars, *, for_rosters: bool = True) -> Inputs:
    """Read a workspace under a bar; forecasts need no people in it."""
    bars(StageProgress("read", 0.0, str(folder)))
    inputs = read_workspace(folder, for_rosters=for_rosters)
    bars(StageProgress("read", 1.0, f"{len(inputs.team.agents)} agents" if for_rosters else ""))
    return inputs


def staff(
    folder: Path, week: date | None, out: Path | None, as_json: bool, *, curve: bool = False
) -> None:
    """Command `staff`; with `curve` what certainty costs besides."""
    with stage_bars() as bars:
        inputs = read(folder, bars)
        wide, made = make_requirement(inputs, week=week, progress=bars)
        curves = certainty_curves(inputs, wide, made) if curve else ()
        bars.end_if_interrupted()
        written = [write_requirement(made, inputs.settings.zone, _out(folder, out))]
        if curve:
            written.append(write_certainty(curves, _out(folder, out)))
    if as_json:
        typer.echo(json.dumps(records(written[-1]), indent=1, ensure_ascii=False))
        return
    ResultConsole().print(day_table("Required", inputs.settings.zone, made, "agent-hours"))
    if curve:
        print_certainty(ResultConsole(), inputs, curves)
    for path in written:
        typer.echo(f"written: {path}")


def plan(request: PlanRequest, *, tables_only: bool) -> tuple[Plan, bool]:
    """Commands `plan` and `roster`: the plan, and whether Ctrl-C ended it early."""
    target = request.target
    check_out(target)
    fits: list[StreamFit] = []
    with alone_in(target), stage_bars() as bars:
        inputs = read(request.folder, bars).over_weeks(request.weeks)
        start = _start(request.start_from, inputs) if request.start_from else ()
        with _stopped_early(bars):
            made = make_plan(
                inputs,
                week=request.week,
                seed=request.seed,
                time_limit_s=request.time_limit_s,
                repeatable=request.repeatable,
                start_from=start,
                progress=bars,
                on_fit=fits.append,
            )
        bars(StageProgress("write", 0.0, str(target)))
        now = datetime.now(UTC)
        written = write_plan(made, target, now, tables_only=tables_only)
        keep(finished_run(made.inputs, made.forecast, fits), target, now, made_by="plan")
        bars(StageProgress("write", 1.0, f"{len(written)} files"))
    if request.as_json:
        typer.echo((target / "plan.json").read_text(encoding="utf-8"))
    else:
        _print_plan(made, target, tables_only=tables_only)
    return made, bars.interrupted


def _start(path: Path, inputs: Inputs) -> tuple[Assignment, ...]:
    """Shifts of a roster file to start from; a line tells how many rows were left out."""
    start = read_start(path, inputs)
    if start.n_gone:
        rows = "1 row" if start.n_gone == 1 else f"{start.n_gone} rows"
        say(f"note: {path}: {rows} about people, shifts or skills that are no more, left out")
    return start.shifts


@contextmanager
def alone_in(out: Path) -> Iterator[None]:
    """
    Hold an output folder for one run; the lock ends with the process, however it ends.

    Raises
    ------
    ConflictError
        While another run holds it.
    """
    name = sha256(str(out.resolve()).encode()).hexdigest()[:16]
    lock = FileLock(Path(gettempdir()) / f"rotacast-{name}.lock", blocking=False)
    try:
        with lock:
            yield
    except Timeout as error:
        message = f"{out} is in use by another run; wait for it, or name another folder with --out"
        raise ConflictError(message) from error


@contextmanager
def _stopped_early(bars: StageBars) -> Iterator[None]:
    """Call a run without a roster interrupted, where Ctrl-C ended it and not the clock."""
    try:
        yield
    except TimeLimitError as error:
        if bars.interrupted:
            raise KeyboardInterrupt from error
        raise


def _print_plan(made: Plan, target: Path, *, tables_only: bool) -> None:
    print_plan(ResultConsole(), made)
    if tables_only:
        typer.echo(f"look at {target / 'roster.csv'} and {target / 'coverage.csv'}")
        return
    typer.echo(f"look at {target / 'report.html'} first; open it in a browser")
    typer.echo(f"shifts for everyone: {target / 'calendars'}, {target / 'team.ics'}")
    typer.echo(f"tables: roster.csv, coverage.csv, hours.csv and more in {target}")


def compare(
    folder: Path,
    changes: Sequence[str],
    together: bool,
    week: date | None,
    seed: int | None,
    time_limit: float | None,
    as_json: bool,
) -> None:
    """Command `compare`."""
    with stage_bars() as bars, _stopped_early(bars):
        inputs = read(folder, bars)
        outcomes = comparing.compare(
            inputs,
            changes,
            together=together,
            week=week,
            seed=seed,
            time_limit_s=time_limit,
            progress=lambda name: _named(name, bars),
        )
    if as_json:
        typer.echo(json.dumps([comparing.summary(o) for o in outcomes], indent=2))
    else:
        print_comparison(ResultConsole(), outcomes)
    if bars.interrupted:
        raise KeyboardInterrupt


def _named(name: str, bars: StageBars) -> Progress:
    """Watcher that shows a whole scenario as one bar, the roster being nearly all of it."""

    def watch(moment: StageProgress) -> bool:
        done = moment.done if moment.stage == "roster" else 0.0
        return bars(StageProgress(name, done, moment.text))

    return watch


def _out(folder: Path, out: Path | None) -> Path:
    return out or folder / "out"
