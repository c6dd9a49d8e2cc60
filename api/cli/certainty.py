"""The cost of certainty for the terminal: a table for each queue that has a curve."""

from collections.abc import Sequence
from typing import Final

from rich.console import Console

from api.cli.plain_table import table
from api.cli.tables import say_softly
from planner.certainty import CertaintyCurve, CertaintyPoint
from planner.wording import change_per_cent, per_cent, plain_per_cent
from scenarios.certainty import has_curve
from scenarios.inputs import Inputs

TWO_PROMISES: Final = (
    "Two promises: the share of weeks that reach the target each by itself, and the mean over all "
    "weeks, which a few bad ones may miss. certainty in [plan] staffs for the first. Figures are "
    "the formula's, for each queue alone; rotacast plan simulates what a roster holds."
)
COLUMNS: Final = ("weeks on target", "mean level", "agent-hours", "against now", "", "cost a week")


def print_certainty(console: Console, inputs: Inputs, curves: Sequence[CertaintyCurve]) -> None:
    """What each certainty costs, queue by queue, and why others have no curve."""
    for curve in curves:
        queue = inputs.queue(curve.queue)
        console.print(
            table(
                f"Cost of certainty: {queue.title}, {queue.target}",
                COLUMNS,
                _rows(curve, inputs.settings.currency),
            )
        )
    if curves:
        say_softly(console, TWO_PROMISES)
    others = [q.id for q in inputs.queues if q.channel.is_live and not has_curve(q)]
    if others:
        say_softly(console, f"No formula tells the certainty of {', '.join(others)}; simulate it.")
    if not curves and not others:
        say_softly(console, "No live queue has a service-level target, so there is no curve.")


def _rows(curve: CertaintyCurve, currency: str) -> list[list[str]]:
    """By rising certainty, the requirement as it is among them."""
    points = sorted((*curve.points, curve.present), key=lambda p: (p.hours, p.certainty))
    return [_row(point, currency) for point in points]


def _row(point: CertaintyPoint, currency: str) -> list[str]:
    level = per_cent(point.mean_level)
    if point.wanted is None:
        return [f"now: {per_cent(point.certainty)}", level, f"{point.hours:,.1f}", "", "", ""]
    return [
        plain_per_cent(point.wanted),
        level,
        f"{point.hours:,.1f}",
        f"{point.extra_hours:+,.1f} h",
        change_per_cent(point.extra_share),
        f"{point.extra_cost:+,.0f} {currency}",
    ]
