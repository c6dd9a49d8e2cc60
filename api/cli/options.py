"""Arguments and options that commands share."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer


def _day(text: str) -> date:
    """A day as typed, with words for one that is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"'{text}' is no day of the calendar; write it as 2003-10-20"
        ) from None


def _day_option(words: str) -> Any:
    return typer.Option(parser=_day, metavar="YYYY-MM-DD", help=words, show_default=False)


def _weeks_option(name: str, words: str) -> Any:
    return typer.Option(name, min=1, max=13, help=words, show_default=False)


Folder = Annotated[Path, typer.Argument(help="Workspace folder.", show_default=False)]
Week = Annotated[date | None, _day_option("Any day of the week to plan.")]
ForecastWeeks = Annotated[
    int | None,
    _weeks_option("--weeks", "Weeks to forecast, one after the other; 1 by default."),
]
PlanWeeks = Annotated[
    int | None,
    _weeks_option("--weeks", "Weeks to roster at once; those of the workspace by default."),
]
RosterWeeks = Annotated[
    int | None,
    _weeks_option("--weeks", "Weeks that the roster holds; those of the workspace by default."),
]
JudgedWeeks = Annotated[
    int | None,
    _weeks_option(
        "--roster-weeks", "Weeks that the roster holds; those of the workspace by default."
    ),
]
BacktestWeeks = Annotated[int, typer.Option("--weeks", min=1, max=13, help="Weeks ahead.")]
AsOf = Annotated[
    date | None, _day_option("Forecast as on that day: what came from then on is not looked at.")
]
Base = Annotated[
    str | None,
    typer.Option(
        metavar="VERSION",
        help="Print what changed since a version: its id, the beginning of it, latest, or the "
        "path of its folder. Looked for in --out, then in the workspace's own out.",
        show_default=False,
    ),
]
Paths = Annotated[
    int | None,
    typer.Option(
        "--paths",
        min=1,
        max=10_000,
        help="Futures drawn from the forecast, one a column of paths.csv.",
        show_default=False,
    ),
]
PathSeed = Annotated[
    int | None,
    typer.Option("--seed", min=0, help="Seed of the paths; the plan's.", show_default=False),
]
Actuals = Annotated[
    Path | None,
    typer.Option(
        "--against",
        metavar="ACTUALS.csv",
        help="Hold a kept forecast against what came, a file like history.csv; with --as-of one "
        "made as of then.",
        show_default=False,
    ),
]
VersionName = Annotated[
    str | None,
    typer.Option(
        "--version",
        metavar="VERSION",
        help="Version to hold against it; the newest that covers most of it by default.",
        show_default=False,
    ),
]
Note = Annotated[str, typer.Option(help="What this version is for.", show_default=False)]
Author = Annotated[str, typer.Option(help="Who makes this version.", show_default=False)]
Out = Annotated[
    Path | None, typer.Option(help="Folder for results; FOLDER/out by default.", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
CertaintyCurve = Annotated[
    bool,
    typer.Option(
        "--certainty-curve",
        help="What it costs to meet the targets in more of the weeks, and certainty.csv.",
    ),
]
Seed = Annotated[int | None, typer.Option(min=0, help="Seed of the roster.", show_default=False)]
SimulationSeed = Annotated[
    int | None,
    typer.Option(min=0, help="Seed of the simulated weeks; the plan's.", show_default=False),
]
Weeks = Annotated[
    int | None,
    typer.Option(min=2, max=2_000, help="Weeks to simulate.", show_default=False),
]
RosterFile = Annotated[
    Path | None,
    typer.Option(
        "--roster", help="Roster to judge; FOLDER/out/roster.csv by default.", show_default=False
    ),
]
ExplanationOut = Annotated[
    Path | None,
    typer.Option(
        help="Folder for explanations.csv, not one that holds a plan; nothing is written by "
        "default.",
        show_default=False,
    ),
]
SimulationOut = Annotated[
    Path | None,
    typer.Option(
        help="Folder for simulation.csv and simulation_days.csv, not one that holds a plan; "
        "nothing is written by default.",
        show_default=False,
    ),
]
TimeLimit = Annotated[
    float | None,
    typer.Option(min=1, max=86_400, help="Seconds for the roster.", show_default=False),
]
Repeatable = Annotated[
    bool,
    typer.Option(
        "--repeatable",
        help="One worker, and a limit in work instead of seconds: the same roster every time.",
    ),
]
StartFrom = Annotated[
    Path | None,
    typer.Option(
        "--start-from",
        metavar="ROSTER.csv",
        help="Begin the search with a roster: last week's, or this week's as edited.",
        show_default=False,
    ),
]
Strict = Annotated[
    bool, typer.Option(help="Exit 4 when demand is left uncovered or a floor is not kept.")
]
Port = Annotated[
    int | None,
    typer.Option(min=0, max=65_535, help="Port on 127.0.0.1; 8765 by default.", show_default=False),
]


@dataclass(frozen=True, slots=True)
class JudgeRequest:
    """What `simulate` was asked for; None takes the workspace's own setting."""

    folder: Path
    roster: Path | None
    week: date | None
    weeks: int | None
    seed: int | None
    out: Path | None
    as_json: bool
    roster_weeks: int | None = None

    @property
    def roster_file(self) -> Path:
        """File to judge."""
        return self.roster or self.folder / "out" / "roster.csv"


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What `plan` and `roster` were asked for; None takes the workspace's own setting."""

    folder: Path
    week: date | None
    weeks: int | None
    out: Path | None
    seed: int | None
    time_limit_s: float | None
    repeatable: bool
    as_json: bool
    start_from: Path | None = None

    @property
    def target(self) -> Path:
        """Folder for results."""
        return self.out or self.folder / "out"
