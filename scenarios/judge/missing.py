"""How far a roster is from what was promised, so that rosters can be compared."""

import numpy as np

from planner.queues import Queue
from planner.simulation.judgement import Judgement, Level, QueueJudgement
from scenarios.judge.case import Case
from scenarios.judge.correction import level_in_slots, lines_with_targets
from scenarios.judge.judge import binds_by_priority

Missing = tuple[float, float]
"""Contacts a week short of the promises, then short in single slots; less is better."""


def missed_contacts(found: Judgement, case: Case) -> Missing:
    """
    Contacts a week that would have to be served in time besides, for all promises to hold.

    Counted from the end of the interval that decides the verdict. The second number counts slots
    whose whole interval lies below a target that is for every slot.
    """
    promises = slots = 0.0
    for judged in found.queues:
        queue = case.inputs.queue(judged.queue)
        contacts = float(case.coverage.of(queue.id).contacts.sum())
        promises += contacts * _share_short(case, queue, judged)
        if case.inputs.settings.certainty is None:
            promises += _of_priorities(case, queue, judged)
            slots += _in_slots(case, queue)
    return promises, slots


def _share_short(case: Case, queue: Queue, judged: QueueJudgement) -> float:
    certainty = case.inputs.settings.certainty
    if certainty is None:
        short = _below(judged.in_time, judged.target)
    else:
        short = _below(judged.weeks_met, certainty)
    if judged.asa_s is not None and queue.max_asa_s is not None:
        short += max(0.0, 1.0 - queue.max_asa_s / max(judged.asa_s.high, queue.max_asa_s))
    if judged.abandoned is not None and queue.max_abandonment is not None:
        short += max(0.0, judged.abandoned.high - queue.max_abandonment)
    return short


def _of_priorities(case: Case, queue: Queue, judged: QueueJudgement) -> float:
    if not binds_by_priority(queue):
        return 0.0
    contacts = {
        case.week.streams[line][1]: float(case.week.centre.lines[line].contacts.sum())
        for line in case.week.lines_of(queue.id)
    }
    return sum(
        contacts[one.priority] * _below(one.in_time, one.target) for one in judged.priorities
    )


def _in_slots(case: Case, queue: Queue) -> float:
    if not queue.channel.is_live or queue.holds_over != "interval":
        return 0.0
    total = 0.0
    for line, target in lines_with_targets(case, queue):
        measured = level_in_slots(case, queue, line)
        is_below = (measured.high < target).filled(False)
        short = np.where(is_below, target - measured.mean.filled(target), 0.0)
        total += float((short * case.week.centre.lines[line].contacts).sum())
    return total


def _below(found: Level | None, target: float | None) -> float:
    return 0.0 if found is None or target is None else max(0.0, target - found.low)
