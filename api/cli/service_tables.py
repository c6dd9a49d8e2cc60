"""Service expected of a plan for the terminal: a table a week, or a row a week of many."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from rich.console import Group

from api.cli.plain_table import table
from planner.wording import per_cent, short_day
from scenarios.plan import Plan

MOST_BY_DAY: Final = 2
"""Weeks that are told day by day."""
WEEK: Final = 7


def by_weeks(days: Iterable[date], first: date | None = None) -> list[tuple[date, ...]]:
    """Days parted into weeks that begin with `first`; a single last day stays with those before."""
    known = sorted(days)
    begin = first or known[0]
    weeks: dict[int, list[date]] = {}
    for day in known:
        weeks.setdefault(max((day - begin).days, 0) // WEEK, []).append(day)
    found = list(weeks.values())
    if len(found) > 1 and len(found[-1]) == 1 and (known[-1] - begin).days % WEEK == 0:
        last = found.pop()
        found[-1] += last
    return [tuple(week) for week in found]


def service_tables(plan: Plan) -> Iterator[Group]:
    """Service expected of every queue: by day, and of more than `MOST_BY_DAY` weeks by week."""
    weeks = by_weeks(dict.fromkeys(row.day for row in plan.service))
    if len(weeks) > MOST_BY_DAY:
        yield _by_week(plan, weeks)
        return
    for week in weeks:
        columns = ["queue", *(f"{day:%a\n%d}" for day in week), "target"]
        of = "" if len(weeks) == 1 else f", week of {short_day(week[0])}"
        yield table(f"Service expected{of}", columns, _service_rows(plan, week), ["target"])


def _by_week(plan: Plan, weeks: Sequence[Sequence[date]]) -> Group:
    queues = [queue.id for queue in plan.inputs.queues]
    rows = [
        [short_day(week[0]), *(per_cent(_mean_level(plan, queue, week), 0) for queue in queues)]
        for week in weeks
    ]
    promises = ["target", *(_promise(plan, queue) for queue in queues)]
    return table("Service expected by week", ["week of", *queues], [*rows, promises])


def _mean_level(plan: Plan, queue_id: str, days: Sequence[date]) -> float | None:
    """Share in time over some days, by contacts; None where none are expected."""
    found = [
        (row.contacts, row.achieved)
        for row in plan.service
        if row.queue == queue_id and row.day in days and row.achieved is not None
    ]
    contacts = sum(n for n, _ in found)
    return sum(n * level for n, level in found) / contacts if contacts else None


def _service_rows(plan: Plan, week: Sequence[date]) -> list[list[str]]:
    rows = []
    for queue in plan.inputs.queues:
        days = [row for row in plan.service if row.queue == queue.id and row.day in week]
        cells = [per_cent(row.achieved, 0) for row in days]
        rows.append([queue.id, *cells, _promise(plan, queue.id)])
    return rows


def _promise(plan: Plan, queue_id: str) -> str:
    queue = plan.inputs.queue(queue_id)
    if queue.channel.is_live:
        return str(queue.target) if queue.target else f"ASA {queue.max_asa_s:g} s"
    return "by due time"
