"""The service level that the staffing formulas expect of the agents a roster has."""

from collections.abc import Callable

import numpy as np

from planner.arrays import FloatArray
from planner.staffing.chat.measures import chat_service_level
from planner.staffing.priority.waits import mixed_aht_s, waits_by_class
from planner.staffing.uncertain.mixture import mixture_service_level
from scenarios.staffing.live_work import LiveWork


def expected_level(work: LiveWork, productive: FloatArray) -> FloatArray:
    """
    Share of each slot's contacts answered in time, NaN where there are none, ``(n_slots,)``.

    `productive` are agents at work after shrinkage, real numbers; for chat and priorities, whose
    formulas take whole agents, the levels of the two next to it are mixed. Over-dispersed demand is
    taken as a mixture of Poisson demands.
    """
    if work.queue.concurrency > 1:
        level = _mixed(_chat, work, productive)
    elif work.queue.target_by_priority:
        level = _mixed(_by_priority, work, productive)
    else:
        level = mixture_service_level(
            productive,
            work.load,
            np.where(work.load > 0, work.cv, 0.0),
            work.aht_s,
            _within_s(work),
            work.queue.patience_s,
            work.queue.level_definition,
        )
    return np.where(work.contacts > 0, level, np.nan)


def _within_s(work: LiveWork) -> float:
    queue = work.queue
    return queue.target.within_s if queue.target else queue.max_asa_s or 0.0


def _mixed(
    level: Callable[[LiveWork, FloatArray], FloatArray], work: LiveWork, productive: FloatArray
) -> FloatArray:
    """Level of agents some of whom are there part of the time."""
    below = np.floor(productive + 1e-9)
    part = np.clip(productive - below, 0.0, 1.0)
    return (1.0 - part) * level(work, below) + part * level(work, below + 1.0)


def _chat(work: LiveWork, productive: FloatArray) -> FloatArray:
    queue = work.queue
    return chat_service_level(
        productive,
        work.load / work.mean_aht_s,
        [work.mean_aht_s * slower for slower in queue.slowness],
        _within_s(work),
        patience_s=np.inf if queue.patience_s is None else queue.patience_s,
        spread="uneven",
    )


def _by_priority(work: LiveWork, productive: FloatArray) -> FloatArray:
    queue = work.queue
    loads = np.stack(list(work.load_by_priority.values()))
    aht_s = np.stack([work.aht_by_priority[priority] for priority in work.load_by_priority])
    targets = [queue.target_of(priority) for priority in work.load_by_priority]
    within_s = np.array([target.within_s if target else 0.0 for target in targets])
    waits = waits_by_class(productive, loads, mixed_aht_s(loads, aht_s), within_s[:, np.newaxis])
    rates = loads / aht_s
    total = rates.sum(axis=0)
    late = (rates * waits.p_late).sum(axis=0)
    return np.asarray(1.0 - np.divide(late, total, out=np.zeros_like(late), where=total > 0))
