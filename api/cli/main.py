"""
The command `rotacast`: a command reads a workspace, calls one function, shows the answer.

What a command needs is imported inside it, so that help and checks do not wait for a solver.
"""

import json
from importlib.metadata import version
from typing import Annotated

import typer

from api.cli.exits import INFEASIBLE, INTERRUPTED, REJECTED, Commands, problem_line, say
from api.cli.forecast_commands import register as register_forecast
from api.cli.options import (
    AsJson,
    BacktestWeeks,
    CertaintyCurve,
    Folder,
    JudgedWeeks,
    JudgeRequest,
    Out,
    PlanRequest,
    PlanWeeks,
    Port,
    Repeatable,
    RosterFile,
    Seed,
    SimulationOut,
    SimulationSeed,
    StartFrom,
    Strict,
    TimeLimit,
    Week,
    Weeks,
)
from api.cli.roster_commands import register as register_roster

app = typer.Typer(
    cls=Commands,
    help="Plan a support team's week: forecast, staffing, roster, calendars.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"rotacast {version('rotacast')}")
        raise typer.Exit


@app.callback()
def root(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Plan a support team's week: forecast, staffing, roster, calendars."""


@app.command(epilog="Example: rotacast init my-team")
def init(
    folder: Folder,
    sample: Annotated[
        bool, typer.Option("--sample", help="The large sample team with real call history.")
    ] = False,
) -> None:
    """Write a commented workspace to start from."""
    from scenarios.sample import write_sample
    from scenarios.template import write_template

    written = (write_sample if sample else write_template)(folder)
    typer.echo(f"{len(written)} files written to {folder}")
    typer.echo(f"next: rotacast check {folder}, then rotacast plan {folder}")


@app.command(epilog="Example: rotacast check my-team")
def check(folder: Folder, as_json: AsJson = False) -> None:
    """Check a workspace and report every problem with file, line, value and remedy."""
    from scenarios.document import look_at
    from scenarios.feasibility import rule_conflicts

    look = look_at(folder)
    inputs = look.inputs
    problems = look.problems + (rule_conflicts(inputs) if inputs and inputs.team.agents else ())
    errors = [p for p in problems if not p.warning]
    if as_json:
        fields = ("file", "line", "field", "value", "code", "message", "warning")
        typer.echo(json.dumps([{f: getattr(p, f) for f in fields} for p in problems], indent=2))
    else:
        for problem in problems:
            say(problem_line(problem))
        warnings = len(problems) - len(errors)
        typer.echo(f"{_count(len(errors), 'error')}, {_count(warnings, 'warning')} in {folder}")
    if errors:
        no_roster = all(p.code in ("no_agents", "infeasible") for p in errors)
        raise typer.Exit(INFEASIBLE if no_roster else REJECTED)


@app.command("presets", epilog="Example: rotacast presets eu-wtd")
def list_presets(
    name: Annotated[
        str | None, typer.Argument(help="One preset, with its articles.", show_default=False)
    ] = None,
) -> None:
    """Print the laws that a contract can take as its preset, each value with its article."""
    from api.cli.presets import presets

    presets(name)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


register_forecast(app)
register_roster(app)


@app.command(epilog="Example: rotacast staff my-team --week 2003-10-20 --certainty-curve")
def staff(
    folder: Folder,
    week: Week = None,
    out: Out = None,
    certainty_curve: CertaintyCurve = False,
    as_json: AsJson = False,
) -> None:
    """Turn the forecast into the agents required in every interval."""
    from api.cli import runs

    runs.staff(folder, week, out, as_json, curve=certainty_curve)


@app.command(epilog="Example: rotacast roster my-team --time-limit 30")
def roster(
    folder: Folder,
    week: Week = None,
    weeks: PlanWeeks = None,
    out: Out = None,
    seed: Seed = None,
    time_limit: TimeLimit = None,
    repeatable: Repeatable = False,
    start_from: StartFrom = None,
    as_json: AsJson = False,
    strict: Strict = False,
) -> None:
    """Build the roster and its tables, without calendars and page."""
    request = PlanRequest(
        folder, week, weeks, out, seed, time_limit, repeatable, as_json, start_from
    )
    _run_plan(request, strict, tables_only=True)


@app.command(epilog="Example: rotacast plan my-team --week 2003-10-20 --weeks 4")
def plan(
    folder: Folder,
    week: Week = None,
    weeks: PlanWeeks = None,
    out: Out = None,
    seed: Seed = None,
    time_limit: TimeLimit = None,
    repeatable: Repeatable = False,
    start_from: StartFrom = None,
    as_json: AsJson = False,
    strict: Strict = False,
) -> None:
    """Plan the week, or several, from history to roster, calendars and report."""
    request = PlanRequest(
        folder, week, weeks, out, seed, time_limit, repeatable, as_json, start_from
    )
    _run_plan(request, strict, tables_only=False)


def _run_plan(request: PlanRequest, strict: bool, *, tables_only: bool) -> None:
    from api.cli import runs

    made, interrupted = runs.plan(request, tables_only=tables_only)
    if interrupted:
        raise typer.Exit(INTERRUPTED)
    if strict and (made.shortfalls or made.floor_gaps):
        figures = made.figures
        floors = f", {figures.floor_short_hours:,.1f} of floors" if made.floor_gaps else ""
        say(f"--strict: {figures.short_hours:,.1f} agent-hours are left uncovered{floors}")
        raise typer.Exit(INFEASIBLE)


@app.command(epilog="Example: rotacast simulate my-team --roster edited.csv --weeks 500")
def simulate(
    folder: Folder,
    roster: RosterFile = None,
    week: Week = None,
    weeks: Weeks = None,
    roster_weeks: JudgedWeeks = None,
    seed: SimulationSeed = None,
    out: SimulationOut = None,
    as_json: AsJson = False,
) -> None:
    """Judge a roster that is there, as planned or edited by hand, by simulated weeks."""
    from api.cli.simulate import simulate as judge

    if judge(JudgeRequest(folder, roster, week, weeks, seed, out, as_json, roster_weeks)):
        raise typer.Exit(INTERRUPTED)


@app.command(epilog="Example: rotacast show my-team")
def show(folder: Folder, out: Out = None, as_json: AsJson = False) -> None:
    """Print the roster of a finished run."""
    from api.cli.console import ResultConsole
    from api.cli.show import finished_run, first_day, roster_tables, skill_marks

    summary, rows = finished_run(out or folder / "out")
    if as_json:
        typer.echo(json.dumps({"plan": summary, "roster": rows}, indent=2, ensure_ascii=False))
        return
    for table in roster_tables(rows, first_day(summary)):
        ResultConsole().print(table, "", sep="\n")
    marks = skill_marks(row["skill"] for row in rows)
    typer.echo(", ".join(f"{mark} {skill}" for skill, mark in marks.items()))


@app.command(
    epilog="Example: rotacast compare my-team --change volume=+10% --change sla.phone=90/10"
)
def compare(
    folder: Folder,
    change: Annotated[
        list[str] | None,
        typer.Option(
            help="volume[.queue]=+10%, aht[.queue]=-5%, sla.queue[.priority]=90/10, "
            "due.queue[.priority]=4, queue.QUEUE.KEY=VALUE, shrinkage=15%, certainty=90%, "
            "agents[.site]=+5; repeat for more scenarios.",
            show_default=False,
        ),
    ] = None,
    together: Annotated[
        bool, typer.Option(help="One scenario with all changes, not one for each.")
    ] = False,
    week: Week = None,
    seed: Seed = None,
    time_limit: TimeLimit = None,
    as_json: AsJson = False,
) -> None:
    """Plan the week again under changed inputs and set the results side by side."""
    from api.cli import runs

    runs.compare(folder, change or [], together, week, seed, time_limit, as_json)


@app.command(epilog="Example: rotacast backtest my-team --weeks 13")
def backtest(
    folder: Folder, weeks: BacktestWeeks = 4, out: Out = None, as_json: AsJson = False
) -> None:
    """Measure forecasts on the history by weeks ahead, against last week and the 8-week mean."""
    from api.cli import backtest as command

    command.backtest(folder, weeks, out, as_json)


@app.command(epilog="Example: rotacast serve my-team --port 8765")
def serve(folder: Folder, port: Port = None) -> None:
    """Serve the workspace on this machine: plans as jobs, progress, roster, calendars, report."""
    from api.serve import serve as run_service

    run_service(folder, port)
