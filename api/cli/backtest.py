"""The command `backtest`: how good forecasts would have been, week by week ahead."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pandas as pd
import typer

from api.cli.console import ResultConsole, StageBars, stage_bars
from api.cli.handling import print_handling_backtest
from api.cli.plain_table import table
from api.cli.runs import alone_in, read
from api.cli.tables import say_softly
from forecasting.backtest import Backtest
from planner.exports.files import write_all
from planner.wording import per_cent
from scenarios.backtest_page import PAGE, backtest_page
from scenarios.backtests import (
    ALL,
    EIGHT_WEEKS,
    LAST_WEEK,
    over_all,
    run_backtest,
    tables,
)
from scenarios.output import check_out
from scenarios.progress import StageProgress

MOST_SERIES: Final = 12
BANDS: Final = ("coverage_80", "day_coverage_80")
LEGEND: Final = """WAPE: mean error as a share of the contacts; the smaller, the better
bias: above 0 too much was forecast, below 0 too little
80 % band, of days: share of intervals and of days within the forecast's band; best near 80 %
n/a: too few contacts an interval, or no whole day, to tell"""


def backtest(folder: Path, weeks: int, out: Path | None, as_json: bool) -> None:
    """Measure, write the tables, print weeks ahead against the baselines."""
    target = out or folder / "out"
    check_out(target)
    with alone_in(target), stage_bars() as bars:
        bars.let_interrupt()
        inputs = read(folder, bars, for_rosters=False)
        found = run_backtest(inputs, weeks=weeks, progress=_counted("backtest", bars))
        page = backtest_page(inputs, found, datetime.now(UTC)).encode()
        written = write_all(target, {**tables(found), PAGE: page})
    if as_json:
        typer.echo(json.dumps(_records(found), indent=2, ensure_ascii=False))
        return
    _print(found, inputs.settings.forecaster)
    print_handling_backtest(ResultConsole(), inputs)
    for path in written:
        typer.echo(f"written: {path}")


def _records(found: Backtest) -> dict[str, object]:
    parts = ("summary", "by_lead", "calibration", "by_hour")
    return {part: json.loads(getattr(found, part).to_json(orient="records")) for part in parts}


def _print(found: Backtest, ours: str) -> None:
    n_series = found.summary["unique_id"].nunique()
    shown = [] if n_series > MOST_SERIES else [found.by_lead]
    if n_series > 1:
        shown.append(over_all(found))
    leads = pd.concat(shown)
    n_weeks = int(found.summary["n_origins"].max())
    console = ResultConsole()
    title = f"Backtest of {ours}, from {n_weeks} weeks of the last third"
    columns = ["series", "days\nahead", "WAPE", "8-week\nmean", "last\nweek", "bias", "80 %\nband"]
    console.print(table(title, [*columns, "of\ndays"], _rows(leads, ours)))
    if n_series > MOST_SERIES:
        say_softly(console, f"{n_series} series, {ALL} together; each one is in backtest.csv")
    _say_unmeasured(console, found)
    typer.echo(LEGEND)


def _rows(leads: pd.DataFrame, ours: str) -> list[list[str]]:
    wape = leads.pivot_table(
        index=["unique_id", "days_ahead"], columns="forecaster", values="wape", dropna=False
    )
    rows = []
    for one in leads[leads["forecaster"] == ours].to_dict("records"):
        key = (one["unique_id"], one["days_ahead"])
        others = (
            wape[name][key] if name in wape else one["wape"] for name in (EIGHT_WEEKS, LAST_WEEK)
        )
        measures = (one["wape"], *others, one["bias"], *(one[c] for c in BANDS))
        rows.append([*map(str, key), *map(_shown, measures)])
    return rows


def _shown(share: float) -> str:
    return per_cent(float(share))


def _say_unmeasured(console: ResultConsole, found: Backtest) -> None:
    """Name the series whose history was too short for a single forecast."""
    short = found.summary.loc[found.summary["n_origins"] == 0, "unique_id"].unique()
    if len(short):
        say_softly(console, f"history too short to forecast a week of it: {', '.join(short)}")


def _counted(stage: str, bars: StageBars) -> Callable[[int, int], None]:
    """Watcher of a stage that counts its steps; Ctrl-C ends it."""

    def watch(done: int, total: int) -> None:
        if not bars(StageProgress(stage, done / total, f"{done} of {total}")):
            raise KeyboardInterrupt

    return watch
