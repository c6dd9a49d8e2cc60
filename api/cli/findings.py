"""What of each history was not taken as ordinary, in a line."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rich.console import Console

from api.cli.tables import say_softly
from forecasting.explained import Finding
from scenarios.forecast import StreamFit, stream_name
from scenarios.report.findings import TREATED, finding_row

MOST_LINES: Final = 12
_DATED: Final = ("level_break", "outage", "spike", "outlier")


def print_findings(console: Console, fits: Iterable[StreamFit]) -> None:
    """A line for each of the first dozen series that have any; the page has them all by day."""
    told = [fit for fit in fits if fit.fitted.findings]
    if not told:
        return
    say_softly(console, "Not taken as ordinary; forecast.html has every day:")
    for fit in told[:MOST_LINES]:
        words = ", ".join(_words(fit.fitted.findings, fit.series.zone))
        say_softly(console, f"  {stream_name(fit.stream)}: {words}")
    if len(told) > MOST_LINES:
        say_softly(console, f"  and {len(told) - MOST_LINES} more in forecast.json")


def _words(findings: Sequence[Finding], zone_name: str) -> Iterator[str]:
    """How many of each kind, the newest dated where nobody told of it: ``2 outages (last ...)``."""
    for kind, (title, _) in TREATED.items():
        found = [one for one in findings if one.kind == kind]
        if not found:
            continue
        text = f"{len(found)} {title.lower()}{'s' if len(found) > 1 else ''}"
        if kind in _DATED:
            row = finding_row(found[-1], zone_name)
            last = "last " if len(found) > 1 else ""
            text += f" ({last}{row.when}, {row.difference})".replace("\u00a0", " ")
        yield text
