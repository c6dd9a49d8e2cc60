"""What a pool saves: agents with several skills help where they are needed, or fill idle time."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from planner.arrays import IntArray
from planner.demand import Forecast, PoolRequirement, QueueRequirement, Requirement
from planner.pools import Pool
from planner.staffing.pooled import PooledRequirement, pooled_requirement
from planner.staffing.shrinkage import scheduled_agents
from scenarios.inputs import Inputs
from scenarios.staffing.pool_sets import PoolSets, at_most_apart
from scenarios.staffing.queue_week import queue_shrinkage
from scenarios.staffing.shares import whole_shares

FLEXIBLE: Final = 0.25
"""Part of a pool's agents who should be flexible for it to be as good as one where all are."""

MOST_QUEUES: Final = 8
"""Queues of one skill whose sharing is worked out; more of them are staffed apart."""


def with_pools(inputs: Inputs, wide: Forecast, alone: Requirement) -> Requirement:
    """
    The requirement with each pool's queues eased by its flexible agents.

    Every set of the pool's queues still has the agents it needs among those who serve any of it.
    Queues of one skill outside of pools share all its agents.
    """
    for pool in inputs.pools:
        alone = _pooled(inputs, wide, alone, pool)
    for skill in inputs.skills:
        if not any(skill in pool.skills for pool in inputs.pools):
            alone = _one_team(inputs, wide, alone, skill)
    return alone


def _one_team(inputs: Inputs, wide: Forecast, alone: Requirement, skill: str) -> Requirement:
    """Queues of one skill share all its agents: together they need fewer than apart."""
    queues = [q for q in inputs.queues if q.skill == skill and q.concurrency == 1]
    if not 1 < len(queues) <= MOST_QUEUES:
        return alone
    apart = [alone.of(q.id) for q in queues]
    net = PoolSets(inputs, wide, alone, queues).together()
    shrinkage = max(queue_shrinkage(inputs, q) for q in queues)
    most = np.sum([q.scheduled for q in apart], axis=0)
    fewest = np.max([q.scheduled for q in apart], axis=0)
    scheduled = np.clip(scheduled_agents(net, shrinkage), fewest, most)
    nets = whole_shares(net, np.stack([q.alone for q in apart]))
    rostered = whole_shares(scheduled, np.stack([q.scheduled for q in apart]))
    shared = {q.queue: (nets[i], rostered[i]) for i, q in enumerate(apart)}
    return replace(
        alone,
        queues=tuple(
            replace(q, net=shared[q.queue][0], scheduled=shared[q.queue][1])
            if q.queue in shared
            else q
            for q in alone.queues
        ),
    )


def _pooled(inputs: Inputs, wide: Forecast, alone: Requirement, pool: Pool) -> Requirement:
    queues = [q for q in inputs.queues if q.skill in pool.skills and q.concurrency == 1]
    share = _flexible_share(inputs, pool)
    if len(queues) < 2 or not share:
        return replace(alone, pools=(*alone.pools, _untouched(inputs, alone, pool)))
    required = PoolSets(inputs, wide, alone, queues).required()
    at_work = _split(required, share)
    shrinkage = [queue_shrinkage(inputs, q) for q in queues]
    rostered = _split(_scheduled(required, [alone.of(q.id) for q in queues], shrinkage), share)
    eased = {q.id: (at_work.dedicated[i], rostered.dedicated[i]) for i, q in enumerate(queues)}
    flexible = PoolRequirement(
        pool.id, tuple(q.id for q in queues), at_work.flexible, rostered.flexible
    )
    return replace(
        alone,
        queues=tuple(
            replace(q, net=eased[q.queue][0], scheduled=eased[q.queue][1])
            if q.queue in eased
            else q
            for q in alone.queues
        ),
        pools=(*alone.pools, flexible),
    )


def _untouched(inputs: Inputs, alone: Requirement, pool: Pool) -> PoolRequirement:
    """A pool that saves nothing and asks for nobody; whoever is locked to it serves its queues."""
    nobody = np.zeros(alone.grid.n_slots, dtype=np.int64)
    queues = tuple(q.id for q in inputs.queues if q.skill in pool.skills)
    return PoolRequirement(pool.id, queues, nobody, nobody)


def _scheduled(
    at_work: IntArray, alone: Sequence[QueueRequirement], shrinkage: Sequence[float]
) -> IntArray:
    """Agents to roster for each set, rounded up once, at most as many as for its queues apart."""
    return at_most_apart(
        scheduled_agents(at_work, max(shrinkage)), [queue.scheduled for queue in alone]
    )


def _split(by_set: IntArray, share: float) -> PooledRequirement:
    """
    Dedicated and flexible agents for every set, at least a part of all of them flexible.

    The fewest flexible agents that cover every set pool less well than the formulas think. Any
    more of them, at the same total, cover every set as well.
    """
    fewest = pooled_requirement(by_set)
    own = fewest.dedicated.sum(axis=0)
    lacking = np.maximum(np.ceil(share * (own + fewest.flexible)) - fewest.flexible, 0.0)
    part = np.divide(lacking, own, out=np.zeros_like(lacking), where=own > 0)
    moved = np.floor(fewest.dedicated * np.minimum(part, 1.0)).astype(np.int64)
    return PooledRequirement(fewest.dedicated - moved, fewest.flexible + moved.sum(axis=0))


def _flexible_share(inputs: Inputs, pool: Pool) -> float:
    """Part of the pool's agents to keep flexible: a quarter, as far as half of the team is able."""
    skills = [set(agent.skills) for agent in inputs.team.agents]
    who_serve = sum(not set(pool.skills).isdisjoint(own) for own in skills)
    able = sum(set(pool.skills) <= own for own in skills)
    return min(FLEXIBLE, able / who_serve / 2) if who_serve else 0.0
