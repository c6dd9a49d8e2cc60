"""
The cost of certainty: what it takes for a target to be met in more of the weeks.

By formula and for each queue alone: Erlang's, in steady state, with the spread that the forecast
measured. Pools, chat, redials and targets by priority have no such formula; simulated weeks tell of
them.
"""

from typing import Final

import numpy as np

from planner.arrays import IntArray
from planner.certainty import CertaintyCurve, CertaintyPoint
from planner.demand import Forecast, Requirement
from planner.queues import Queue
from planner.staffing import scheduled_agents, service_promise
from scenarios.inputs import Inputs
from scenarios.staffing.live import live_agents_by_certainty
from scenarios.staffing.live_work import LiveWork, live_work
from scenarios.staffing.queue_week import queue_shrinkage

CERTAINTIES: Final = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
"""Shares of weeks of which the cost is told."""

PLANNED_SLOTS: Final = 1_100
"""Three queues by half-hours: about five seconds of one core."""


def certainty_curves(
    inputs: Inputs, wide: Forecast, requirement: Requirement
) -> tuple[CertaintyCurve, ...]:
    """
    What each of `CERTAINTIES` costs, for every queue that `has_curve`.

    `wide` is the forecast around the week of `requirement`; what is required now is taken as if
    each queue were alone, without what pools save.
    """
    return tuple(
        _curve(inputs, queue, live_work(inputs, queue, wide, requirement.grid), requirement)
        for queue in inputs.queues
        if has_curve(queue)
    )


def curves_of_plan(
    inputs: Inputs, wide: Forecast, requirement: Requirement
) -> tuple[CertaintyCurve, ...]:
    """The curves where they take seconds: none beyond `PLANNED_SLOTS` slots of queues with one."""
    n_queues = sum(has_curve(queue) for queue in inputs.queues)
    if n_queues * requirement.grid.n_slots > PLANNED_SLOTS:
        return ()
    return certainty_curves(inputs, wide, requirement)


def has_curve(queue: Queue) -> bool:
    """Whether a formula tells how certain a queue's target is."""
    return (
        queue.channel.is_live
        and queue.target is not None
        and queue.concurrency == 1
        and not queue.target_by_priority
        and not queue.redial_share
    )


def _curve(
    inputs: Inputs, queue: Queue, work: LiveWork, requirement: Requirement
) -> CertaintyCurve:
    assert queue.target is not None
    required = requirement.of(queue.id)
    present = _point(inputs, work, np.maximum(required.alone, required.net), None)
    cost = hourly_cost(inputs, queue)
    points = [
        _point(inputs, work, net, wanted)
        for wanted, net in live_agents_by_certainty(work, CERTAINTIES).items()
    ]
    return CertaintyCurve(
        queue=queue.id,
        target=queue.target.fraction,
        within_s=queue.target.within_s,
        present=present,
        points=tuple(_against(point, present, cost) for point in points),
        hourly_cost=cost,
    )


def hourly_cost(inputs: Inputs, queue: Queue) -> float:
    """Mean pay of an hour over the agents who have a queue's skill; 0 where nobody has."""
    costs = [
        inputs.team.contract(agent).hourly_cost
        for agent in inputs.team.agents
        if queue.skill in agent.skills
    ]
    return float(np.mean(costs)) if costs else 0.0


def _point(inputs: Inputs, work: LiveWork, net: IntArray, wanted: float | None) -> CertaintyPoint:
    queue = work.queue
    assert queue.target is not None
    fewest = np.where(work.is_open, queue.min_agents, 0)
    agents = np.maximum(net, fewest)
    promise = service_promise(
        agents,
        work.load,
        work.contacts,
        work.aht_s,
        within_s=queue.target.within_s,
        fraction=queue.target.fraction,
        uncertainty=work.uncertainty,
        day=work.day,
        patience_s=queue.patience_s,
    )
    rostered = np.maximum(scheduled_agents(net, queue_shrinkage(inputs, queue)), fewest)
    hours = float(rostered.sum()) * inputs.settings.interval_minutes / 60
    return CertaintyPoint(wanted, promise.certainty, promise.mean_service_level, hours)


def _against(point: CertaintyPoint, present: CertaintyPoint, cost: float) -> CertaintyPoint:
    extra = point.hours - present.hours
    return CertaintyPoint(
        point.wanted, point.certainty, point.mean_level, point.hours, extra, extra * cost
    )
