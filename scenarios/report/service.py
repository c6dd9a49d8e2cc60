"""Service expected per queue and day, against what was promised."""

from dataclasses import dataclass
from datetime import date

from scenarios.plan import DayService, Plan


@dataclass(frozen=True, slots=True)
class QueueWeek:
    """
    A queue's week: contacts, the share expected in time (None without contacts) and its target.

    `promise` is the target in words.
    """

    queue: str
    title: str
    promise: str
    days: tuple[DayService, ...]
    contacts: float
    achieved: float | None
    target: float | None

    @property
    def meets(self) -> bool:
        """Whether the target is met; true where nothing is promised or nobody asks."""
        return meets(self.achieved, self.target)


def meets(achieved: float | None, target: float | None) -> bool:
    """Whether a share is at its target, to the half percent that a page shows."""
    return achieved is None or target is None or achieved >= target - 0.005


def queue_weeks(plan: Plan) -> tuple[QueueWeek, ...]:
    """Every queue of the plan with its days, weighted by contacts."""
    return tuple(_queue_week(plan, queue.id) for queue in plan.inputs.queues)


def _queue_week(plan: Plan, queue_id: str) -> QueueWeek:
    days = tuple(one for one in plan.service if one.queue == queue_id)
    judged = [one for one in days if one.achieved is not None and one.contacts > 0]
    contacts = sum(one.contacts for one in judged)
    achieved = (
        sum(one.contacts * (one.achieved or 0.0) for one in judged) / contacts if judged else None
    )
    targets = {one.target for one in days if one.target is not None}
    return QueueWeek(
        queue=queue_id,
        title=plan.inputs.queue(queue_id).title,
        promise=_promise(plan, queue_id),
        days=days,
        contacts=sum(one.contacts for one in days),
        achieved=achieved,
        target=max(targets) if targets else None,
    )


def _promise(plan: Plan, queue_id: str) -> str:
    queue = plan.inputs.queue(queue_id)
    if queue.channel.is_live:
        wait = None if queue.max_asa_s is None else f"mean wait up to {queue.max_asa_s:g} s"
        parts = [str(queue.target) if queue.target else None, wait]
        return ", ".join(part for part in parts if part)
    if queue.due_hours_by_priority:
        return "done within " + ", ".join(
            f"{limit:g} h ({priority})" for priority, limit in queue.due_hours_by_priority.items()
        )
    return f"done within {queue.due_hours:g} h"


def worst_gap(weeks: tuple[QueueWeek, ...]) -> float:
    """Largest shortfall of a queue against its target, as a share; 0 where all are met."""
    gaps = ((week.target or 0.0) - (week.achieved or 0.0) for week in weeks if not week.meets)
    return max(gaps, default=0.0)


@dataclass(frozen=True, slots=True)
class ServiceCell:
    """A queue on a day: `level` None where the day has no contacts; `step` -3 to 2 for its tint."""

    day: date
    level: float | None
    target: float | None
    contacts: float
    step: int


def service_cells(week: QueueWeek, days: tuple[date, ...]) -> list[ServiceCell]:
    """Cells of a row of the table, one for each of `days`."""
    by_day = {one.day: one for one in week.days}
    return [_cell(by_day.get(day), day) for day in days]


def _cell(one: DayService | None, day: date) -> ServiceCell:
    if one is None or one.achieved is None:
        return ServiceCell(day, None, None, 0.0 if one is None else one.contacts, 0)
    return ServiceCell(day, one.achieved, one.target, one.contacts, _step(one))


def _step(one: DayService) -> int:
    if one.achieved is None or one.target is None:
        return 0
    if meets(one.achieved, one.target):
        return 2 if one.achieved >= one.target + 0.05 else 1
    gap = one.target - one.achieved
    return -1 if gap <= 0.05 else -2 if gap <= 0.15 else -3
