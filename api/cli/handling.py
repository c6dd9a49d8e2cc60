"""Handling times in the terminal: what is expected, and how well they were forecast."""

import numpy as np
import typer
from rich.console import Console

from api.cli.plain_table import table
from api.cli.tables import say_softly
from forecasting.handling_backtest import handling_backtest
from forecasting.handling_time import HANDLING_FORECASTERS
from planner.demand import Forecast, StreamForecast
from planner.wording import change_per_cent, per_cent
from scenarios.handling_forecast import handling_series
from scenarios.inputs import Inputs
from scenarios.report.words import duration

LEGEND = """flat_handling: the mean of all contacts of the last eight weeks
handling_pattern: what plans use, unless aht = "fixed"; errors are weighted by contacts"""


def say_handling(console: Console, inputs: Inputs, found: Forecast) -> None:
    """One line for each stream: how long its contacts take, and where that comes from."""
    for stream in found.streams:
        if stream.aht_s is not None and stream.mean.any():
            say_softly(console, f"  {_name(stream)}: {_words(inputs, stream)}")


def _words(inputs: Inputs, stream: StreamForecast) -> str:
    assert stream.aht_s is not None
    arriving = stream.aht_s[stream.mean > 0]
    low, high = float(arriving.min()), float(arriving.max())
    if handling_series(inputs, (stream.queue, stream.priority)) is None:
        return f"{duration(low)} a contact, as rotacast.toml says"
    mean_s = float(np.average(stream.aht_s, weights=stream.mean))
    span = "at all times" if high - low < 0.01 * high else f"{duration(low)} to {duration(high)}"
    return f"{duration(mean_s)} a contact, {span}, from history.csv"


def print_handling_backtest(console: Console, inputs: Inputs) -> None:
    """Error of handling times as forecast and as a flat mean; nothing where none are known."""
    histories, usual_s = [], {}
    for queue, priority in inputs.history.streams:
        series = handling_series(inputs, (queue, priority))
        if series is not None:
            histories.append(series)
            usual_s[series.unique_id] = float(inputs.queue(queue).handling_s(priority))
    if not histories:
        return
    found = handling_backtest(histories, HANDLING_FORECASTERS, usual_s)
    rows = [
        [
            str(row["unique_id"]),
            str(row["forecaster"]),
            per_cent(row["wape"]),
            change_per_cent(row["bias"]),
            f"{row['n_contacts']:,.0f}",
            str(row["n_origins"]),
        ]
        for row in found.to_dict("records")
    ]
    columns = ["series", "forecaster", "WAPE", "bias", "contacts", "weeks"]
    console.print(table("Handling time, 7 days ahead over the last third", columns, rows))
    typer.echo(LEGEND)


def _name(stream: StreamForecast) -> str:
    return "/".join(part for part in (stream.queue, stream.priority) if part)
