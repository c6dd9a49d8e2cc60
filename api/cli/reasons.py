"""Why each series is forecast the way it is, in a line."""

from typing import Final

from rich.console import Console

from api.cli.tables import say_softly
from planner.demand import Forecast

MOST_LINES: Final = 12


def print_reasons(console: Console, forecast: Forecast) -> None:
    """A sentence a series, of the first dozen; ``forecast.json`` has them all."""
    told = [s for s in forecast.streams if s.why]
    for stream in told[:MOST_LINES]:
        name = "/".join(part for part in (stream.queue, stream.priority) if part)
        say_softly(console, f"  - {name}: {stream.why}")
    if len(told) > MOST_LINES:
        say_softly(console, f"  - and {len(told) - MOST_LINES} more in forecast.json")
