"""Tables for the terminal: what a manager wants to know of a run."""

from collections.abc import Mapping

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from api.cli.plain_table import table
from api.cli.service_tables import service_tables
from planner.arrays import FloatArray
from planner.demand import Forecast, Requirement
from planner.local_time import local_days, zone
from planner.simulation.judgement import Judgement
from planner.wording import per_cent
from scenarios.coverage import day_labels
from scenarios.inputs import Inputs
from scenarios.judge.promise import corrections, cut_short, promise_lines, what_is_promised
from scenarios.plan import Plan

SHORTFALLS_SHOWN = 8
PROVEN = 0.0005
"""Gap below which a roster is called the best possible: it shows as none."""
WEEK = 7
PROMISE_MARKS = {"held": "+", "missed": "!", "unsure": "?", "none": " "}
STYLES = {"held": "", "missed": "red", "unsure": "yellow", "none": ""}


def day_table(title: str, plan_zone: str, of: Forecast | Requirement, unit: str) -> Group:
    """Contacts (of a forecast) or agent-hours (of a requirement) by queue and local day."""
    days = tuple(local_days(of.grid, zone(plan_zone)))
    labels = day_labels(of.grid, plan_zone, days)
    rows = []
    for name, values in _by_queue(of).items():
        sums = [float(values[labels == i].sum()) for i in range(len(days))]
        rows.append([name, *(f"{s:,.0f}" for s in sums), f"{sum(sums):,.0f}"])
    total = "week" if len(days) == WEEK else "all"
    return table(
        f"{title}, {unit}, {days[0]:%d %B %Y} and on",
        ["queue", *(f"{d:%a\n%d}" for d in days), total],
        rows,
    )


def _by_queue(of: Forecast | Requirement) -> Mapping[str, FloatArray]:
    if isinstance(of, Forecast):
        return {name: of.mean(name) for name in dict.fromkeys(s.queue for s in of.streams)}
    agents = {q.queue: q.scheduled for q in of.queues}
    agents |= {f"{pool.pool} (pool)": pool.scheduled for pool in of.pools}
    return {name: heads * of.grid.minutes / 60 for name, heads in agents.items()}


def print_plan(console: Console, plan: Plan) -> None:
    """Verdict, key figures, service by queue and shortfalls of a plan."""
    first = plan.grid.start.astimezone(zone(plan.inputs.settings.zone))
    weeks = plan.inputs.settings.weeks
    span = "week of" if weeks == 1 else f"{weeks} weeks from"
    title = f"{plan.inputs.settings.name}, {span} {first:%d %B %Y}"
    console.print(table(title, ["", "value"], _figures(plan)))
    for made in service_tables(plan):
        console.print(made)
    _print_promises(console, plan)
    _print_shortfalls(console, plan)
    for note in plan.notes:
        say_softly(console, f"note: {note}")


def _print_promises(console: Console, plan: Plan) -> None:
    if plan.judgement is None:
        say_softly(console, "Nothing was simulated: weeks is 0 in [simulation].", "dim")
        return
    print_promises(console, plan.inputs, plan.judgement)
    _say_indented(console, "  ", corrections(plan.inputs, plan.judgement))


def print_promises(console: Console, inputs: Inputs, judgement: Judgement) -> None:
    """What simulated weeks say, queue by queue."""
    lines = promise_lines(inputs, judgement)
    say_softly(console, "Service simulated: + held, ! missed, ? too close to tell", "bold")
    for found, line in zip(judgement.queues, lines, strict=True):
        _say_indented(console, f"{PROMISE_MARKS[found.verdict]} ", line, STYLES[found.verdict])
    for line in (cut_short(inputs, judgement), what_is_promised(judgement)):
        if line:
            _say_indented(console, "  ", line)


def _say_indented(console: Console, mark: str, line: str, style: str = "") -> None:
    """Print a line behind a mark; a terminal folds it under itself, a pipe keeps it whole."""
    if not console.is_terminal:
        say_softly(console, f"{mark}{line}".rstrip(), style)
        return
    folded = Table.grid()
    folded.add_column(width=len(mark), no_wrap=True)
    folded.add_column()
    folded.add_row(Text(mark, style=style), Text(line, style=style))
    console.print(folded)


def _print_shortfalls(console: Console, plan: Plan) -> None:
    figures, clock = plan.figures, plan.inputs.settings.zone
    if plan.shortfalls:
        _print_missing(
            console,
            f"NOT COVERED: {figures.short_hours:,.1f} agent-hours, the largest first, "
            f"times of {clock}:",
            [one.message for one in plan.shortfalls],
            "coverage.csv",
        )
    else:
        kept = ", and all floors are kept" if plan.inputs.floors and not plan.floor_gaps else ""
        say_softly(console, f"All required hours are covered{kept}.", "bold green")
    if plan.floor_gaps:
        _print_missing(
            console,
            f"TOO FEW ON DUTY: {figures.floor_short_hours:,.1f} agent-hours of floors, "
            f"the largest first, times of {clock}:",
            [one.message for one in plan.floor_gaps],
            "plan.json",
        )


def _print_missing(console: Console, head: str, lines: list[str], file: str) -> None:
    """The first lines under a head, and where the others are."""
    say_softly(console, head, "bold red")
    for line in lines[:SHORTFALLS_SHOWN]:
        say_softly(console, f"  - {line}")
    rest = len(lines) - SHORTFALLS_SHOWN
    if rest > 0:
        smaller = "1 smaller one" if rest == 1 else f"{rest} smaller ones"
        say_softly(console, f"  ... and {smaller}, all in {file}")


def say_softly(console: Console, line: str, style: str = "") -> None:
    """Print a line as it is; the terminal wraps it, a pipe does not."""
    console.print(Text(line, style=style), soft_wrap=True)


def _figures(plan: Plan) -> list[list[str]]:
    figures, currency = plan.figures, plan.inputs.settings.currency
    return [
        ["agents rostered", f"{figures.agents} of {len(plan.inputs.team.agents)}"],
        ["paid hours", f"{figures.paid_hours:,.1f}"],
        ["cost", f"{figures.cost:,.0f} {currency}"],
        ["required agent-hours", f"{figures.required_hours:,.1f}"],
        ["covered", per_cent(figures.covered)],
        ["agent-hours short", f"{figures.short_hours:,.1f}"],
        ["agent-hours over", f"{figures.over_hours:,.1f}"],
        ["night shifts", _shared(figures.nights, figures.spread_nights)],
        ["rest-day shifts", _shared(figures.rest_day_shifts, figures.spread_rest_days)],
        ["wishes kept", per_cent(figures.wishes_kept, 0)],
        ["roster", _quality(plan)],
    ]


def _shared(shifts: int, spread: int) -> str:
    return f"{shifts}, shared up to {spread} apart" if shifts else "0"


def _quality(plan: Plan) -> str:
    solve = plan.solve
    early = ", stopped early" if solve.quality == "cancelled" else ""
    took = "under 1 s" if solve.runtime_s < 1 else f"{solve.runtime_s:.0f} s"
    if solve.bound <= 0 < solve.objective:
        return f"{took}, no proof yet how good it can be{early}"
    if solve.gap < PROVEN:
        return f"the best possible, proven in {took}{early}"
    return f"within {per_cent(solve.gap)} of the best possible, {took}{early}"
