"""The commands for a roster that is there: hold it against the rules, mend it after a change."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.exits import INFEASIBLE, INTERRUPTED
from api.cli.options import (
    AsJson,
    ExplanationOut,
    Folder,
    Out,
    RosterFile,
    RosterWeeks,
    Seed,
    Week,
)
from api.cli.replan_options import (
    ChangedDemand,
    Look,
    MostChanges,
    Now,
    Published,
    SearchLimit,
    Sick,
)


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command(epilog="Example: rotacast validate my-team edited.csv")(validate)
    app.command(
        epilog="Example: rotacast replan my-team --sick lon-03=2003-10-21 --now 2003-10-20T16:00"
    )(replan)
    app.command(epilog="Example: rotacast explain my-team --time-limit 30")(explain)


def validate(
    folder: Folder,
    roster: Annotated[
        Path | None,
        typer.Argument(
            help="Roster to check, a table like roster.csv; FOLDER/out/roster.csv by default.",
            show_default=False,
        ),
    ] = None,
    week: Week = None,
    weeks: RosterWeeks = None,
    as_json: AsJson = False,
) -> None:
    """Hold a roster, as planned or made by hand, against every rule; exit 4 if one is broken."""
    from api.cli.validate import validate as check

    if check(folder, roster, week, weeks, as_json):
        raise typer.Exit(INFEASIBLE)


def replan(
    folder: Folder,
    published: Published = None,
    sick: Sick = None,
    change: ChangedDemand = None,
    now: Now = None,
    most_changes: MostChanges = None,
    look: Look = False,
    week: Week = None,
    weeks: RosterWeeks = None,
    out: Out = None,
    seed: Seed = None,
    time_limit: SearchLimit = 10.0,
    as_json: AsJson = False,
) -> None:
    """Mend a published roster after a change, with the fewest changed shifts and why."""
    from api.cli.replan import ReplanRequest
    from api.cli.replan import replan as mend

    target = out or folder / "out"
    request = ReplanRequest(
        folder,
        published or folder / "out" / "roster.csv",
        sick or (),
        change or (),
        now,
        week,
        most_changes,
        target,
        seed,
        time_limit,
        look,
        as_json,
        weeks,
    )
    if mend(request):
        raise typer.Exit(INTERRUPTED)


def explain(
    folder: Folder,
    roster: RosterFile = None,
    week: Week = None,
    weeks: RosterWeeks = None,
    time_limit: Annotated[
        float,
        typer.Option(
            min=0,
            max=3600,
            help="Seconds for what one more agent, skill or step of a rule would save; 0 for none.",
        ),
    ] = 30.0,
    out: ExplanationOut = None,
    as_json: AsJson = False,
) -> None:
    """Say why no roster is possible (exit 4), or what one leaves undone, why, and what helps."""
    from api.cli.explain import explain as tell

    if not tell(folder, roster, week, weeks, time_limit, out, as_json):
        raise typer.Exit(INFEASIBLE)
