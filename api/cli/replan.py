"""The command `replan`: a published roster, mended by the fewest shifts after a change."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import typer

from api.cli.console import stage_bars
from api.cli.runs import alone_in, read
from api.cli.validate import harmless
from planner.errors import InputError
from planner.exports.changes import KINDS, shift_words
from planner.wording import per_cent, short_day
from scenarios.changes import Change, parse_change
from scenarios.floor_gaps import unkept
from scenarios.inputs import Inputs
from scenarios.judge_roster import read_assignments
from scenarios.output import check_out, write_plan
from scenarios.plan import Plan
from scenarios.progress import StageProgress
from scenarios.replanning.absences import SickCall
from scenarios.replanning.asked import published_requirement
from scenarios.replanning.order import ReplanOrder, moment_of
from scenarios.replanning.run import make_replan
from scenarios.replanning.sick_calls import earlier_sick_calls
from scenarios.report.changed import changed_headline, notice_words
from scenarios.summary import summary


@dataclass(frozen=True, slots=True)
class ReplanRequest:
    """What `replan` was asked for; None takes the workspace's own setting."""

    folder: Path
    published: Path
    sick: Sequence[str]
    changes: Sequence[str]
    now: str | None
    week: date | None
    most_changes: int | None
    out: Path
    seed: int | None
    time_limit_s: float
    look_only: bool
    as_json: bool
    weeks: int | None = None


def replan(request: ReplanRequest) -> bool:
    """Command `replan`; whether Ctrl-C ended it early."""
    if not request.look_only:
        check_out(request.out)
    with alone_in(request.out), stage_bars() as bars:
        inputs = read(request.folder, bars).over_weeks(request.weeks)
        shifts = read_assignments(request.published, inputs, request.week, as_it_is=True)
        changes = [
            *(_sick(text, inputs) for text in request.sick),
            *(parse_change(text, inputs) for text in request.changes),
        ]
        grid = inputs.week_grid(request.week)
        earlier = earlier_sick_calls(request.published.parent, inputs, grid)
        made = make_replan(
            inputs,
            shifts,
            published_requirement(request.published.parent / "requirement.csv", grid),
            [*earlier, *changes],
            ReplanOrder(
                now=moment_of(request.now, inputs) if request.now else datetime.now(UTC),
                week=request.week,
                seed=request.seed,
                time_limit_s=request.time_limit_s,
                most_changes=request.most_changes,
            ),
            bars,
        )
        written: tuple[Path, ...] = ()
        if not request.look_only:
            bars(StageProgress("write", 0.0, str(request.out)))
            written = write_plan(made, request.out, datetime.now(UTC))
            bars(StageProgress("write", 1.0, f"{len(written)} files"))
    if request.as_json:
        typer.echo(json.dumps(summary(made), indent=2, ensure_ascii=False))
    else:
        print_changes(made)
        _say_where(request, bool(written))
        _say_sick(earlier, changes)
    return bars.interrupted


def _sick(text: str, inputs: Inputs) -> Change:
    """A sick call as typed; `InputError` for one without a day, in words of the option."""
    if "=" not in text:
        raise InputError(f"--sick {text}: says no day; write it as {text}=2003-10-21")
    return parse_change(f"sick.{text}", inputs)


def print_changes(made: Plan) -> None:
    """A line for each change, what is covered, floors that are not kept, and notes."""
    for one in made.changes or ():
        before, after = shift_words(one.before, one), shift_words(one.after, one)
        typer.echo(
            harmless(
                f"{one.name} ({one.agent}), {short_day(one.day)}, {KINDS[one.kind]}: "
                f"{before} -> {after}; notice {notice_words(one.notice_hours)}; {one.why}"
            )
        )
    figures = made.figures
    typer.echo(changed_headline(made))
    typer.echo(
        f"covered {per_cent(figures.covered)}, {figures.short_hours:,.1f} agent-hours short; "
        f"changes cost {made.solve.costs.get('changes', 0):,.0f} in the search"
    )
    if made.solve.bound < made.solve.objective:
        spared = made.solve.objective - made.solve.bound
        typer.echo(
            f"no other re-plan costs more than {spared:,.0f} less, all goals and changes counted "
            f"({per_cent(made.solve.gap)})"
        )
    for line in unkept(made.floor_gaps):
        typer.echo(harmless(f"too few on duty: {line}"))
    for note in made.notes:
        typer.echo(harmless(f"note: {note}"))


def _say_sick(earlier: Sequence[SickCall], changes: Sequence[Change]) -> None:
    for call in earlier:
        when = f"{call.first} to {call.last}"
        typer.echo(f"still away by an earlier sick call: {call.agent}, {when}")
    for one in changes:
        if isinstance(one, SickCall):
            typer.echo(f"for plans made anew, add to time_off.csv: {one.row()}")


def _say_where(request: ReplanRequest, written: bool) -> None:
    if not written:
        typer.echo("nothing was written; without --look it is published")
        return
    out = request.out
    typer.echo(f"published: {out / 'changes.csv'}, {out / 'roster.csv'}, {out / 'report.html'}")
    typer.echo(f"calendars of those who changed: {out / 'calendars'}, {out / 'team.ics'}")
