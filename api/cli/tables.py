"""Tables for the terminal: what a manager wants to know of a run."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from planner.demand import FloatArray, Forecast, Requirement
from planner.local_time import local_days, zone
from scenarios.compare import Outcome, posts_required
from scenarios.coverage import day_labels
from scenarios.plan import Plan

SHORTFALLS_SHOWN = 8


def per_cent(share: float | None, digits: int = 1) -> str:
    """Share as per cent, ``n/a`` where there is none."""
    return "n/a" if share is None else f"{share:.{digits}%}"


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Plain table; the first column is text, all others are figures."""
    made = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    for i, column in enumerate(columns):
        made.add_column(column, justify="left" if i == 0 else "right", no_wrap=True)
    for row in rows:
        made.add_row(*(Text(cell) for cell in row))
    return made


def day_table(title: str, plan_zone: str, of: Forecast | Requirement, unit: str) -> Table:
    """Contacts (of a forecast) or agent-hours (of a requirement) by queue and local day."""
    days = tuple(local_days(of.grid, zone(plan_zone)))
    labels = day_labels(of.grid, plan_zone, days)
    rows = []
    for name, values in _by_queue(of).items():
        sums = [float(values[labels == i].sum()) for i in range(len(days))]
        rows.append([name, *(f"{s:,.0f}" for s in sums), f"{sum(sums):,.0f}"])
    return table(
        f"{title}, {unit}, {days[0]:%d %B %Y} and on",
        ["queue", *(f"{d:%a %d}" for d in days), "week"],
        rows,
    )


def _by_queue(of: Forecast | Requirement) -> Mapping[str, FloatArray]:
    if isinstance(of, Forecast):
        return {name: of.mean(name) for name in dict.fromkeys(s.queue for s in of.streams)}
    return {q.queue: q.scheduled * of.grid.minutes / 60 for q in of.queues}


def print_plan(console: Console, plan: Plan) -> None:
    """Verdict, key figures, service by queue and shortfalls of a plan."""
    first = plan.grid.start.astimezone(zone(plan.inputs.settings.zone))
    title = f"{plan.inputs.settings.name}, week of {first:%d %B %Y}"
    console.print(table(title, ["", "value"], _figures(plan)))
    console.print(table("Service expected", _service_columns(plan), _service_rows(plan)))
    _print_shortfalls(console, plan)
    for note in plan.notes:
        say_softly(console, f"note: {note}")


def _print_shortfalls(console: Console, plan: Plan) -> None:
    if not plan.shortfalls:
        say_softly(console, "All required hours are covered.", "bold green")
        return
    hours = plan.figures.short_hours
    say_softly(console, f"NOT COVERED: {hours:,.1f} agent-hours, the largest first:", "bold red")
    for shortfall in plan.shortfalls[:SHORTFALLS_SHOWN]:
        say_softly(console, f"  - {shortfall.message}")
    rest = len(plan.shortfalls) - SHORTFALLS_SHOWN
    if rest > 0:
        say_softly(console, f"  ... and {rest} smaller ones, all in coverage.csv")


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
        ["night shifts", f"{figures.nights}, spread {figures.spread_nights}"],
        ["rest-day shifts", f"{figures.rest_day_shifts}, spread {figures.spread_rest_days}"],
        ["wishes kept", per_cent(figures.wishes_kept, 0)],
        ["roster", _quality(plan)],
    ]


def _quality(plan: Plan) -> str:
    solve = plan.solve
    early = ", stopped early" if solve.quality == "cancelled" else ""
    if solve.bound <= 0 < solve.objective:
        return f"{solve.runtime_s:.0f} s, no proof yet how good it can be{early}"
    return f"within {solve.gap:.1%} of the best possible, {solve.runtime_s:.0f} s{early}"


def _service_columns(plan: Plan) -> list[str]:
    days = dict.fromkeys(row.day for row in plan.service)
    return ["queue", *(f"{day:%a %d}" for day in days), "target"]


def _service_rows(plan: Plan) -> list[list[str]]:
    rows = []
    for queue in plan.inputs.queues:
        days = [row for row in plan.service if row.queue == queue.id]
        cells = [per_cent(row.achieved, 0) for row in days]
        rows.append([queue.id, *cells, _promise(plan, queue.id)])
    return rows


def _promise(plan: Plan, queue_id: str) -> str:
    queue = plan.inputs.queue(queue_id)
    if queue.channel.is_live:
        return str(queue.target) if queue.target else f"ASA {queue.max_asa_s:g} s"
    return "by due time"


def print_comparison(console: Console, outcomes: Sequence[Outcome]) -> None:
    """Scenarios side by side, one column each."""
    console.print(table("Scenarios", ["", *(o.name for o in outcomes)], _comparison_rows(outcomes)))
    for outcome in outcomes:
        if outcome.problem:
            console.print(Text(f"{outcome.name}: no roster, {outcome.problem}"))


def _comparison_rows(outcomes: Sequence[Outcome]) -> list[list[str]]:
    figures: dict[str, Callable[[Plan], str]] = {
        "agents rostered": lambda p: f"{p.figures.agents}",
        "required agent-hours": lambda p: f"{p.figures.required_hours:,.0f}",
        "full-time posts required": lambda p: f"{posts_required(p):,.1f}",
        "paid hours": lambda p: f"{p.figures.paid_hours:,.0f}",
        "cost": lambda p: f"{p.figures.cost:,.0f} {p.inputs.settings.currency}",
        "covered": lambda p: per_cent(p.figures.covered),
        "agent-hours short": lambda p: f"{p.figures.short_hours:,.0f}",
        "agent-hours over": lambda p: f"{p.figures.over_hours:,.0f}",
        "gap to the best possible": lambda p: per_cent(p.solve.gap),
    }
    rows = [
        [name, *("-" if o.plan is None else cell(o.plan) for o in outcomes)]
        for name, cell in figures.items()
    ]
    service = [
        [f"{queue} in time", *(per_cent(o.service.get(queue)) for o in outcomes)]
        for queue in outcomes[0].service
    ]
    return rows + service
