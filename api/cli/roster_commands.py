"""The commands for a roster that is there: hold it against the rules, mend it after a change."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.exits import INFEASIBLE, exit_codes
from api.cli.options import AsJson, Folder, Week


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command(epilog="Example: rotacast validate my-team edited.csv")(validate)


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
    as_json: AsJson = False,
) -> None:
    """Hold a roster, as planned or made by hand, against every rule; exit 4 if one is broken."""
    from api.cli.validate import validate as check

    with exit_codes():
        if check(folder, roster or folder / "out" / "roster.csv", week, as_json):
            raise typer.Exit(INFEASIBLE)
