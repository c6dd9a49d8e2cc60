"""Agents for calls and chats: customers wait in line, seconds count."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from planner.arrays import IntArray
from planner.queues import Queue
from planner.staffing.chat.chat_requirement import required_chat_agents
from planner.staffing.live.over_horizon import agents_over_horizon
from planner.staffing.live.requirement import required_agents
from planner.staffing.priority.priority_requirement import required_agents_by_priority
from planner.staffing.priority.waits import mixed_aht_s
from planner.staffing.uncertain.at_risk import agents_at_risk, agents_by_certainty
from planner.staffing.uncertain.mixture_requirement import required_agents_mixture
from scenarios.staffing.live_work import LiveWork


def live_agents(work: LiveWork, certainty: float | None) -> IntArray:
    """
    Fewest agents at work that meet the queue's targets, ``(n_slots,)``.

    Parameters
    ----------
    certainty
        Share of weeks in which the target must hold; None for the mean over weeks.

    Notes
    -----
    Chat and priorities have formulas of their own, for the mean; a certainty and targets over a
    day or week are Erlang's. What a formula leaves out is for the simulation to find.
    """
    queue = work.queue
    if queue.concurrency > 1:
        return _chat(work)
    if queue.target_by_priority:
        return _by_priority(work)
    if queue.target is not None and certainty is not None:
        return np.maximum(_at_risk(work, certainty), _other_targets(work))
    if queue.target is not None and queue.holds_over != "interval":
        return np.maximum(_over_horizon(work), _other_targets(work))
    return _each_interval(work)


def _chat(work: LiveWork) -> IntArray:
    queue = work.queue
    definition = queue.level_definition
    return required_chat_agents(
        work.load / work.mean_aht_s,
        [work.mean_aht_s * slower for slower in queue.slowness],
        patience_s=np.inf if queue.patience_s is None else queue.patience_s,
        definition="offered" if definition == "without_short_abandons" else definition,
        max_abandonment=queue.max_abandonment,
        max_occupancy=queue.max_occupancy,
        max_asa_s=queue.max_asa_s,
        spread="uneven",
        **_level(queue),
    )


def _by_priority(work: LiveWork) -> IntArray:
    queue = work.queue
    loads = np.stack(list(work.load_by_priority.values()))
    targets = [queue.target_of(priority) for priority in work.load_by_priority]
    return required_agents_by_priority(
        loads,
        mixed_aht_s(loads, np.stack([work.aht_by_priority[p] for p in work.load_by_priority])),
        within_s=[target.within_s if target else 0.0 for target in targets],
        fraction=[target.fraction if target else 0.0 for target in targets],
        max_asa_s=queue.max_asa_s,
        max_occupancy=queue.max_occupancy,
    )


def live_agents_by_certainty(work: LiveWork, certainties: Sequence[float]) -> dict[float, IntArray]:
    """
    What `live_agents` gives a queue that has Erlang's formula for each certainty.

    Those out of reach are left out.
    """
    target = work.queue.target
    assert target is not None
    found = agents_by_certainty(
        work.load,
        work.contacts,
        work.aht_s,
        within_s=target.within_s,
        fraction=target.fraction,
        certainties=certainties,
        uncertainty=work.uncertainty,
        day=work.day,
        patience_s=work.queue.patience_s,
        min_agents=_least(work),
        over_horizon=work.queue.holds_over != "interval",
    )
    others = _other_targets(work)
    return {
        certainty: np.maximum(agents, others)
        for certainty, agents in zip(certainties, found, strict=True)
        if agents is not None
    }


def _at_risk(work: LiveWork, certainty: float) -> IntArray:
    target = work.queue.target
    assert target is not None
    return agents_at_risk(
        work.load,
        work.contacts,
        work.aht_s,
        within_s=target.within_s,
        fraction=target.fraction,
        certainty=certainty,
        uncertainty=work.uncertainty,
        day=work.day,
        patience_s=work.queue.patience_s,
        min_agents=_least(work),
        over_horizon=work.queue.holds_over != "interval",
    )


def _over_horizon(work: LiveWork) -> IntArray:
    queue = work.queue
    target = queue.target
    assert target is not None
    return agents_over_horizon(
        work.load,
        work.contacts,
        work.aht_s,
        within_s=target.within_s,
        fraction=target.fraction,
        group=work.day if queue.holds_over == "day" else 0,
        min_agents=_least(work),
        patience_s=queue.patience_s,
        max_occupancy=queue.max_occupancy,
        definition=queue.level_definition,
    )


def _least(work: LiveWork) -> IntArray:
    return np.where(work.is_open, work.queue.min_agents, 0)


def _other_targets(work: LiveWork) -> IntArray:
    """Agents for mean wait, abandonment and occupancy in each interval, the service level apart."""
    queue = work.queue
    if queue.max_asa_s is None and queue.max_abandonment is None and queue.max_occupancy is None:
        return np.zeros(work.load.shape, dtype=np.int64)
    return required_agents(work.load, work.aht_s, **_limits(queue))


def _each_interval(work: LiveWork) -> IntArray:
    """
    Agents for each interval by itself; over uncertain demand the mean level holds.

    Other definitions of the level, and redials, take demand as certain.
    """
    queue = work.queue
    is_plain = queue.level_definition == "offered" and not queue.redial_share
    if queue.target is None or not work.cv.any() or not is_plain:
        return required_agents(work.load, work.aht_s, **_level(queue), **_limits(queue))
    level = required_agents_mixture(
        work.load,
        np.where(work.load > 0, work.cv, 0.0),
        work.aht_s,
        max_abandonment=queue.max_abandonment,
        patience_s=queue.patience_s,
        **_level(queue),
    )
    return np.maximum(level, _other_targets(work))


def _level(queue: Queue) -> dict[str, Any]:
    if queue.target is None:
        return {}
    return {"within_s": queue.target.within_s, "fraction": queue.target.fraction}


def _limits(queue: Queue) -> dict[str, Any]:
    limits: dict[str, Any] = {"max_asa_s": queue.max_asa_s, "max_occupancy": queue.max_occupancy}
    if queue.patience_s is not None:
        limits |= {
            "patience_s": queue.patience_s,
            "max_abandonment": queue.max_abandonment,
            "definition": queue.level_definition,
            "redial_share": queue.redial_share,
        }
    return limits
