"""What to ask for next: agents added where simulated weeks miss a target that was covered."""

from dataclasses import replace

import numpy as np

from planner.arrays import BoolArray, FloatArray, IntArray
from planner.demand import QueueRequirement, Requirement
from planner.queues import Queue
from planner.simulation import estimates
from planner.simulation.correction import gain_of_agent, next_requirement, raised_over_periods
from planner.simulation.intervals import Estimate
from planner.simulation.judgement import Judgement
from planner.staffing.shrinkage import productive_agents
from scenarios.judge.case import Case
from scenarios.judge.late_tickets import late_ticket_steps
from scenarios.staffing.queue_week import queue_shrinkage


def corrected(case: Case, requirement: Requirement, found: Judgement) -> Requirement | None:
    """
    The requirement raised where it was rostered and yet the level misses; None if nowhere.

    Where agents could not be rostered in the first place, asking for more of them helps nobody.
    Agents whom a queue has beyond what is asked are no help yet, so they are asked for as well; the
    flexible agents of its pool stay the pool's.
    """
    queues = tuple(
        _raised(case, case.inputs.queue(of_queue.queue), of_queue, found)
        for of_queue in requirement.queues
    )
    if all(new is old for new, old in zip(queues, requirement.queues, strict=True)):
        return None
    return replace(requirement, queues=queues)


def raised_hours(first: Requirement, last: Requirement) -> float:
    """Agent-hours that corrections added to the agents to roster."""
    more = sum(
        int((last.of(queue.queue).scheduled - queue.scheduled).sum()) for queue in first.queues
    )
    return more * first.grid.minutes / 60


def _raised(
    case: Case, queue: Queue, required: QueueRequirement, found: Judgement
) -> QueueRequirement:
    rostered, asked = case.coverage.of(queue.id).scheduled, case.coverage.of(queue.id).required
    may_help = (rostered >= asked) & required.is_open
    shrinkage = queue_shrinkage(case.inputs, queue)
    present = _present(rostered, shrinkage)
    step = np.where(may_help, _steps(case, queue, required, present, found), 0)
    if not step.any():
        return required
    spare = np.maximum(rostered - asked, 0)
    more = np.where(step > 0, spare + _rostered(step, shrinkage), 0)
    more_net = np.where(step > 0, present - _present(rostered - spare, shrinkage) + step, 0)
    return replace(
        required,
        alone=required.alone + more_net,
        net=required.net + more_net,
        scheduled=required.scheduled + more,
    )


def _rostered(step: IntArray, shrinkage: float) -> IntArray:
    """Agents to roster for some at work, to the nearest: what is too few is asked for next time."""
    return np.maximum(step, np.rint(step / (1 - shrinkage)).astype(np.int64))


def _present(rostered: IntArray, shrinkage: float) -> IntArray:
    """Whole agents whom shrinkage leaves at work."""
    return np.floor(productive_agents(rostered, shrinkage) + 1e-9).astype(np.int64)


def _steps(
    case: Case, queue: Queue, required: QueueRequirement, present: IntArray, found: Judgement
) -> IntArray:
    """Agents to add in each slot, ``(n_slots,)``."""
    judged = found.of(queue.id)
    is_missed = judged.verdict in ("missed", "unsure")
    if not queue.channel.is_live:
        return late_ticket_steps(case, queue, judged) if is_missed else np.zeros_like(present)
    gain = _gain(case, queue, required, present)
    steps = np.zeros_like(present)
    if queue.holds_over == "interval" and case.inputs.settings.certainty is None:
        steps = _steps_in_slots(case, queue, present, gain)
    if is_missed and not steps.any():
        steps = _steps_over_periods(case, queue, present, gain)
    return np.maximum(steps, _steps_for_waits(case, queue)) if is_missed else steps


def _gain(case: Case, queue: Queue, required: QueueRequirement, present: IntArray) -> FloatArray:
    """Share in time that one more agent adds in each slot, by the formula."""
    within_s = queue.target.within_s if queue.target else queue.max_asa_s or 0.0
    load = required.load / queue.concurrency
    aht_s = case.week.handling_of(queue.id, "").mean_s
    return gain_of_agent(present, load, aht_s, within_s, queue.patience_s)


def _steps_in_slots(case: Case, queue: Queue, present: IntArray, gain: FloatArray) -> IntArray:
    """Steps where a slot's whole interval lies below the target of one of the queue's lines."""
    steps = np.zeros_like(present)
    for line, target in lines_with_targets(case, queue):
        measured = _only_missed(level_in_slots(case, queue, line), target)
        wanted = next_requirement(present, measured, target, gain=gain, may_lower=False)
        steps = np.maximum(steps, wanted - present)
    return steps


def _steps_over_periods(case: Case, queue: Queue, present: IntArray, gain: FloatArray) -> IntArray:
    """Steps that make up for what days or the week are short of, where they gain most."""
    centre = case.week.centre
    is_daily = queue.holds_over == "day"
    period = centre.day if is_daily else np.zeros(centre.n_slots, dtype=np.int64)
    steps = np.zeros_like(present)
    for line, target in lines_with_targets(case, queue):
        measured = _row(_in_time(case, queue, [line], period))
        wanted = raised_over_periods(
            present,
            _at_least_missed(measured, target),
            target,
            period=period,
            contacts=centre.lines[line].contacts,
            gain=gain,
        )
        steps = np.maximum(steps, wanted - present)
    return steps


def _at_least_missed(measured: Estimate, target: float) -> Estimate:
    """With a certainty the mean may be on target and the weeks not: the lower end then misses."""
    low = np.ma.masked_array(np.minimum(measured.low, target - 1e-9), measured.low.mask)
    return Estimate(measured.mean, low, measured.high)


def _steps_for_waits(case: Case, queue: Queue) -> IntArray:
    """One agent more wherever the mean wait or the share who hang up is above its promise."""
    centre, confidence = case.week.centre, case.inputs.simulation.confidence
    sets, slots = [case.week.lines_of(queue.id)], np.arange(case.week.centre.n_slots)
    is_above: BoolArray = np.zeros(centre.n_slots, dtype=np.bool_)
    for most, measure in (
        (queue.max_asa_s, estimates.asa_s),
        (queue.max_abandonment, estimates.abandonment),
    ):
        if most is not None:
            is_above |= (_row(measure(case.tally, sets, slots, confidence)).mean > most).filled(
                False
            )
    return is_above.astype(np.int64)


def level_in_slots(case: Case, queue: Queue, line: int) -> Estimate:
    """Share of a line's contacts in time in each slot, ``(n_slots,)``."""
    return _row(_in_time(case, queue, [line], np.arange(case.week.centre.n_slots)))


def lines_with_targets(case: Case, queue: Queue) -> list[tuple[int, float]]:
    """Lines of a live queue with the share promised on each."""
    found = []
    for line in case.week.lines_of(queue.id):
        target = queue.target_of(case.week.streams[line][1])
        if target is not None:
            found.append((line, target.fraction))
    return found


def _in_time(case: Case, queue: Queue, lines: list[int], period: IntArray) -> Estimate:
    return estimates.service_level(
        case.tally, [lines], period, queue.level_definition, case.inputs.simulation.confidence
    )


def _only_missed(row: Estimate, target: float) -> Estimate:
    """The slots whose whole interval lies below the target; all others masked."""
    fine = ~(row.high < target).filled(False)
    return Estimate(*(np.ma.masked_where(fine, part) for part in (row.mean, row.low, row.high)))


def _row(measured: Estimate) -> Estimate:
    return Estimate(measured.mean[0], measured.low[0], measured.high[0])
