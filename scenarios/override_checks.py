"""Whether ``overrides.csv`` fits the queues, their opening and the planned week."""

from math import ceil

from planner.customers import closing_holidays
from planner.demand import History
from planner.errors import Problem
from planner.overrides import ForecastOverride
from planner.queues import Queue
from planner.readers.reading import Findings, Reading, shown, unknown
from planner.timegrid import TimeGrid
from scenarios.setup import Setup


def override_problems(
    reading: Reading[ForecastOverride], history: History | None, setup: Setup, week: TimeGrid | None
) -> tuple[Problem, ...]:
    """Priorities that nobody knows, contacts while a queue is closed, spans beside the week."""
    findings = Findings("overrides.csv")
    for one in reading.items:
        if history is not None:
            _check_priority(one, history, findings)
        if week is not None:
            _check_opening(one, week, setup, findings)
            _check_week(one, week, findings)
    return findings.found()


def _check_priority(one: ForecastOverride, history: History, findings: Findings) -> None:
    for queue in one.queues if one.priority else ():
        names = [priority for name, priority in history.streams if name == queue and priority]
        if one.priority in names:
            continue
        if names:
            message = f"{unknown('priority', one.priority, names)} ({queue})"
        else:
            message = f"priority is {shown(one.priority)}, but {queue} has none; leave it empty"
        findings.add(
            message, line=one.line, field="priority", value=one.priority, code="unknown_priority"
        )


def _check_opening(one: ForecastOverride, week: TimeGrid, setup: Setup, findings: Findings) -> None:
    """Tell contacts that somebody expects of live queues while all are closed."""
    first, last = (ceil(week.offset(t)) for t in (one.interval.start, one.interval.end))
    if first >= last:
        findings.add(
            f"no interval of {week.minutes} minutes begins between start and end; give a longer "
            "span",
            line=one.line,
            field="end",
            code="no_interval",
        )
        return
    if one.kind == "factor" or one.value == 0:
        return
    span = TimeGrid(week.instant(first), week.minutes, last - first)
    if all(_is_shut(setup.queues[queue], span) for queue in one.queues):
        are = "is" if len(one.queues) == 1 else "are"
        findings.add(
            f"{one.kind} is {one.value:g}, but {', '.join(one.queues)} {are} closed all the time "
            "from start to end; correct the span, or opening in rotacast.toml",
            line=one.line,
            field="value",
            code="closed_span",
        )


def _is_shut(queue: Queue, span: TimeGrid) -> bool:
    """Whether a live queue is closed all the time; to others contacts come at night as well."""
    years = tuple(range(span.start.year - 1, span.end.year + 2))
    closed = not queue.open_slots(span, closing_holidays(queue, years)).any()
    return queue.channel.is_live and closed


def _check_week(one: ForecastOverride, week: TimeGrid, findings: Findings) -> None:
    if one.interval.overlaps(week.interval):
        return
    findings.add(
        "the span lies outside the planned week and changes nothing in it; correct the dates, or "
        "leave the row for the week that it is about",
        line=one.line,
        field="start",
        code="outside_week",
        warning=True,
    )
