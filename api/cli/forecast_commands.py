"""The commands of forecasts: their options, and what options exclude each other."""

from collections.abc import Mapping

import typer

from api.cli.options import (
    Actuals,
    AsJson,
    AsOf,
    Author,
    Base,
    Folder,
    ForecastWeeks,
    Note,
    Out,
    Paths,
    PathSeed,
    VersionName,
    Week,
)


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command(
        epilog='Example: rotacast forecast my-team --week 2003-10-20 --weeks 4 --note "budget"'
    )(forecast)
    app.command(epilog="Example: rotacast forecasts my-team")(forecasts)


def forecast(
    folder: Folder,
    week: Week = None,
    weeks: ForecastWeeks = None,
    as_of: AsOf = None,
    base: Base = None,
    paths: Paths = None,
    seed: PathSeed = None,
    against: Actuals = None,
    version: VersionName = None,
    note: Note = "",
    author: Author = "",
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Forecast the intervals of a week or more and keep that; or hold a forecast against facts."""
    from api.cli import forecast as command
    from scenarios.forecasts.document import Remark

    others = {"--week": week, "--weeks": weeks, "--base": base, "--paths": paths, "--seed": seed}
    _refuse_together("--against", against, others)
    if seed is not None and paths is None:
        raise typer.BadParameter("--seed is that of --paths; give their number too")
    if against is not None:
        _refuse_together("--as-of", as_of, {"--version": version})
        if as_of is None and (note or author):
            raise typer.BadParameter("--note and --author are for new forecasts, none is made here")
    elif version is not None:
        raise typer.BadParameter("--version says which one to hold --against a file; give that too")
    remark = Remark(author, note)
    if against is not None:
        from api.cli.against import AgainstRequest
        from api.cli.against import against as hold_against

        hold_against(AgainstRequest(folder, against, version, as_of, remark, out, as_json))
        return
    command.forecast(
        command.ForecastRequest(
            folder, week, weeks or 1, as_of, base, paths, seed, remark, out, as_json
        )
    )


def forecasts(folder: Folder, out: Out = None, as_json: AsJson = False) -> None:
    """List the forecasts that were kept, the newest first."""
    from api.cli import forecast as command

    command.forecasts(folder, out, as_json)


def _refuse_together(option: str, value: object, others: Mapping[str, object]) -> None:
    """Wrong usage where options are given of which one leaves no use for the other."""
    given = [name for name, other in others.items() if other is not None]
    if value is not None and given:
        raise typer.BadParameter(f"{option} and {given[0]} cannot be used together; leave one out")
