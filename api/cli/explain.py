"""The command `explain`: why no roster is possible, or why one leaves demand uncovered."""

import json
from contextlib import suppress
from datetime import date
from pathlib import Path

import typer

from api.cli.console import StageBars, stage_bars
from api.cli.runs import alone_in, read
from planner.errors import InputError
from planner.explanations import Explanation
from planner.roster import Assignment, Roster
from scenarios.explanations import conflict_lines, help_lines, roster_lines, some_names
from scenarios.inputs import Inputs
from scenarios.judge_roster import read_assignments
from scenarios.output import check_out, write_explanations
from scenarios.pipeline import make_requirement
from scenarios.problem import carried_in, roster_problem
from scenarios.progress import StageProgress
from scenarios.rostering.waiting import as_rostered
from scenarios.summary import plain_explanation
from scenarios.unkept.told import unkept_explanations, unkept_terms

HEADS = {
    "conflict": "",
    "way_out": "    way out: ",
    "uncovered": "",
    "reason": "    ",
    "agent": "would help: ",
    "skill": "would help: ",
    "rule": "would help: ",
    "unkept": "not kept: ",
}
UNKEPT_SHOWN = 8


def explain(
    folder: Path,
    roster: Path | None,
    week: date | None,
    weeks: int | None,
    time_limit: float,
    out: Path | None,
    as_json: bool,
) -> bool:
    """Command `explain`; whether a roster is possible."""
    if out is not None:
        _require_no_plan(out)
    with stage_bars() as bars:
        bars.let_interrupt()
        inputs = read(folder, bars).over_weeks(weeks)
        bars(StageProgress("roster", 0.0, "asking everybody for a possible roster"))
        lines = conflict_lines(inputs, inputs.week_grid(week))
        possible = not lines
        if possible:
            shifts = read_assignments(roster or folder / "out" / "roster.csv", inputs, week)
            lines = _uncovered(inputs, shifts, week, time_limit, bars)
        bars(StageProgress("roster", 1.0, f"{len(lines)} lines"))
    if as_json:
        typer.echo(
            json.dumps([plain_explanation(one) for one in lines], indent=2, ensure_ascii=False)
        )
    else:
        _print(lines, inputs.settings.currency)
    if out is not None:
        with alone_in(out):
            path = write_explanations(lines, inputs.settings, out)
        typer.echo(f"written: {path}", err=as_json)
    bars.end_if_interrupted()
    return possible


def _uncovered(
    inputs: Inputs,
    shifts: tuple[Assignment, ...],
    week: date | None,
    time_limit: float,
    bars: StageBars,
) -> tuple[Explanation, ...]:
    """
    Why a roster leaves demand uncovered and, unless Ctrl-C comes meanwhile, what would help.

    Then what it does not keep of terms at a price.
    """
    wide, requirement = make_requirement(inputs, week=week, progress=bars)
    grid = requirement.grid
    held = Roster(grid.interval, shifts, carried_in(inputs, grid))
    requirement = as_rostered(inputs, wide, requirement, held)
    bars(StageProgress("roster", 0.5, "asking who could cover what is missing"))
    problem = roster_problem(inputs, requirement)
    lines = roster_lines(inputs, problem, grid, shifts)
    if lines:
        with suppress(KeyboardInterrupt):
            lines += help_lines(inputs, problem, grid, shifts, time_limit)
    unkept = unkept_terms(inputs, grid, shifts)
    return (*lines, *unkept_explanations(inputs, unkept))


def _require_no_plan(out: Path) -> None:
    """
    Refuse a folder whose ``plan.json`` would speak of other explanations.

    Raises
    ------
    InputError
        If there is one, or nothing can be written.
    """
    check_out(out)
    if (out / "plan.json").exists():
        raise InputError(
            f"{out} holds a plan, and its explanations belong to it; name another folder with --out"
        )


def _print(lines: tuple[Explanation, ...], currency: str) -> None:
    unkept = [line for line in lines if line.kind == "unkept"]
    if len(unkept) == len(lines):
        nothing = "" if unkept else "; nothing is to be explained"
        typer.echo(f"every required agent-hour is covered and every floor kept{nothing}")
    for line in (*(line for line in lines if line.kind != "unkept"), *unkept[:UNKEPT_SHOWN]):
        typer.echo(_harmless(_line(line, currency)))
    more = unkept[UNKEPT_SHOWN:]
    if more:
        money = sum(line.money or 0.0 for line in more)
        typer.echo(f"and {len(more):,} more not kept ({money:,.2f} {currency}), all with --json")


def _line(line: Explanation, currency: str) -> str:
    """A line behind what it is; reasons with how many they are about, prices in money."""
    text = line.text
    if line.kind == "reason":
        text = f"{len(line.people)} {text}: {some_names(line.people)}"
    elif line.kind == "unkept":
        text = f"{some_names(line.people)}, {text}"
    price = f" ({line.money:,.2f} {currency})" if line.kind in ("way_out", "unkept") else ""
    return f"{HEADS[line.kind]}{text}{price}"


def _harmless(line: str) -> str:
    """A line without what moves a terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)
