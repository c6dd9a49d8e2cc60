"""The command `simulate`: a roster file against the workspace as it is now."""

import json
from pathlib import Path

import typer

from api.cli.console import ResultConsole, stage_bars
from api.cli.judged import print_judged
from api.cli.options import JudgeRequest
from api.cli.runs import alone_in, read
from planner.errors import InputError
from scenarios.judge_roster import JudgedRoster, judge_roster, read_assignments
from scenarios.output import check_out, write_simulation
from scenarios.summary import judged_summary


def simulate(request: JudgeRequest) -> bool:
    """Command `simulate`; whether Ctrl-C ended it early."""
    if request.out is not None:
        _require_no_plan(request.out)
    with stage_bars() as bars:
        inputs = read(request.folder, bars).over_weeks(request.roster_weeks)
        shifts = read_assignments(request.roster_file, inputs, request.week)
        judged = judge_roster(
            inputs,
            shifts,
            week=request.week,
            weeks=request.weeks,
            seed=request.seed,
            progress=bars,
        )
        written = () if request.out is None else _write(judged, request.out)
    if request.as_json:
        typer.echo(json.dumps(judged_summary(judged), indent=2, ensure_ascii=False))
    else:
        print_judged(ResultConsole(), judged)
        typer.echo(f"judged: {request.roster_file}; the plan and its files are as they were")
    for path in written:
        typer.echo(f"written: {path}", err=request.as_json)
    return bars.interrupted


def _require_no_plan(out: Path) -> None:
    """
    Refuse a folder whose ``plan.json`` would speak of other simulation tables.

    Raises
    ------
    InputError
        If there is one, or nothing can be written.
    """
    check_out(out)
    if (out / "plan.json").exists():
        raise InputError(
            f"{out} holds a plan, and its simulation tables belong to it; name another folder with "
            "--out"
        )


def _write(judged: JudgedRoster, out: Path) -> tuple[Path, ...]:
    with alone_in(out):
        _require_no_plan(out)
        return write_simulation(judged.judgement, judged.coverage, judged.inputs.settings.zone, out)
