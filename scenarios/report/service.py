"""Service expected per queue and day, against what was promised."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from planner.simulation.judgement import QueueJudgement, Verdict
from scenarios.plan import DayService, Plan

OTHER_MISS: Final = 0.05
"""What counts as the gap where a mean wait or hang-ups are missed, which are no shares in time."""


@dataclass(frozen=True, slots=True)
class QueueWeek:
    """
    A queue's week: contacts, the share expected in time (None without contacts) and its target.

    `promise` is the target in words; `achieved` what the staffing formulas expect, `judged` what
    simulated weeks say, None where nothing was simulated.
    """

    queue: str
    title: str
    promise: str
    days: tuple[DayService, ...]
    contacts: float
    achieved: float | None
    target: float | None
    judged: QueueJudgement | None = None
    certainty: float | None = None

    @property
    def level(self) -> float | None:
        """Share in time: of simulated weeks or, without them, of the formulas."""
        if self.judged is None or self.judged.in_time is None:
            return self.achieved
        return self.judged.in_time.mean

    @property
    def verdict(self) -> Verdict:
        """Whether the promise is held: as simulated weeks say or, without them, the formulas."""
        if self.judged is not None and self.judged.verdict != "none":
            return self.judged.verdict
        if self.achieved is None or self.target is None:
            return "none"
        return "held" if meets(self.achieved, self.target) else "missed"

    @property
    def meets(self) -> bool:
        """Whether the target is met; true where nothing is promised or nobody asks."""
        return self.verdict in ("held", "none")

    @property
    def is_expected(self) -> bool:
        """Whether the formulas expect the target to be met; true where nothing is promised."""
        return meets(self.achieved, self.target)

    @property
    def gap(self) -> float:
        """Largest part of the promise that is missed, a queue's or of a priority; 0 if none is."""
        if self.meets:
            return 0.0
        target = self.target if self.judged is None else self.judged.target
        pairs = [(target, self.level)]
        if self.judged is not None:
            parts = self.judged.priorities
            pairs += [(p.target, p.in_time.mean if p.in_time else None) for p in parts]
            met = self.judged.weeks_met
            pairs.append((self.certainty, met.mean if met else None))
        gaps = (t - level for t, level in pairs if t is not None and level is not None)
        gap = max([0.0, *gaps])
        return OTHER_MISS if not gap and self.verdict == "missed" else gap


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
        judged=None if plan.judgement is None else plan.judgement.of(queue_id),
        certainty=plan.inputs.settings.certainty,
    )


def _promise(plan: Plan, queue_id: str) -> str:
    queue = plan.inputs.queue(queue_id)
    if queue.channel.is_live:
        wait = None if queue.max_asa_s is None else f"mean wait up to {queue.max_asa_s:g} s"
        parts = [str(queue.target) if queue.target else None, wait]
        return ", ".join(part for part in parts if part)
    if queue.due_hours_by_priority:
        return f"{queue.due_when} within " + ", ".join(
            f"{limit:g} h ({priority})" for priority, limit in queue.due_hours_by_priority.items()
        )
    return f"{queue.due_when} within {queue.due_hours:g} h"


def worst_gap(weeks: tuple[QueueWeek, ...]) -> float:
    """Largest shortfall of a queue against its promise, as a share; 0 where all are met."""
    return max((week.gap for week in weeks), default=0.0)


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
