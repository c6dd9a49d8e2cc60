"""Agents that sets of queues need when they share them."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from planner.arrays import FloatArray, IntArray
from planner.demand import Forecast, Requirement
from planner.queues import Queue
from planner.staffing.deferred.blending import (
    blended_requirement,
    idle_for_tickets,
    reserve_for_level,
)
from planner.staffing.pooled import required_by_set
from scenarios.inputs import Inputs
from scenarios.staffing.deferred import CATCH_UP_HOURS
from scenarios.staffing.deferred_work import DeferredWork, deferred_work
from scenarios.staffing.handling import mean_of_queue, mixed_handling_s
from scenarios.staffing.queue_week import week_of


class PoolSets:
    """Agents at work that each set of some queues needs, live and deferred ones together."""

    def __init__(
        self, inputs: Inputs, wide: Forecast, alone: Requirement, queues: Sequence[Queue]
    ) -> None:
        self._wide = wide
        self._grid = alone.grid
        self._required = [alone.of(q.id) for q in queues]
        self._queues = queues
        self._live = [i for i, q in enumerate(queues) if q.channel.is_live]
        self._work = {
            i: deferred_work(inputs, q, wide, alone.grid)
            for i, q in enumerate(queues)
            if not q.channel.is_live
        }
        self._live_sets = self._by_live_set()
        self.live_agents = cache(self._live_agents)

    def required(self) -> IntArray:
        """Shape ``(2 ** n_queues, n_slots)``, row s being the queues whose bits are set in s."""
        n = len(self._queues)
        rows = [self._of([i for i in range(n) if s >> i & 1]) for s in range(2**n)]
        return at_most_apart(np.stack(rows), [queue.net for queue in self._required])

    def together(self) -> IntArray:
        """All queues as one, ``(n_slots,)``: at least what any needs, at most what all need."""
        apart = [queue.net for queue in self._required]
        needed = np.maximum(self._of(list(range(len(self._queues)))), np.max(apart, axis=0))
        return np.asarray(np.minimum(needed, np.sum(apart, axis=0)), dtype=np.int64)

    def _of(self, members: list[int]) -> IntArray:
        live = tuple(i for i in members if i in self._live)
        deferred = [i for i in members if i not in self._live]
        agents: IntArray = self.live_agents(live)
        if not deferred:
            return agents
        if not live and len(deferred) == 1:
            return self._required[deferred[0]].net
        return self._with_tickets(live, agents, deferred)

    def _live_agents(self, members: tuple[int, ...]) -> IntArray:
        """Of merged live queues; what each needs above plain Erlang it needs in a set as well."""
        if not members:
            return np.zeros(self._grid.n_slots, dtype=np.int64)
        if len(members) == 1:
            return self._required[members[0]].net
        merged = self._live_sets[_bits(self._live, members)]
        extra = [
            np.maximum(self._required[i].net - self._live_sets[_bits(self._live, (i,))], 0)
            for i in members
        ]
        apart = sum((self._required[i].net for i in members), np.zeros_like(merged))
        return np.asarray(np.minimum(merged + np.max(extra, axis=0), apart), dtype=np.int64)

    def _by_live_set(self) -> IntArray:
        """By plain Erlang; mean waits alone are staffed as ever by their own queue."""
        if len(self._live) < 2:
            return np.zeros((1, self._grid.n_slots), dtype=np.int64)
        queues = [self._queues[i] for i in self._live]
        return required_by_set(
            np.stack([self._required[i].load for i in self._live]),
            np.stack([self._handling_s(q) for q in queues]),
            within_s=[q.target.within_s if q.target else q.max_asa_s or 0.0 for q in queues],
            fraction=[q.target.fraction if q.target else 0.5 for q in queues],
            patience_s=_patience_s(queues),
        )

    def _with_tickets(
        self, live: tuple[int, ...], agents: IntArray, deferred: list[int]
    ) -> IntArray:
        """Live agents, and those whom their idle time leaves for tickets, around the week."""
        wide = self._wide.grid
        first = wide.slot_of(self._grid.start)
        usable = np.zeros(wide.n_slots)
        present = np.zeros(wide.n_slots, dtype=np.int64)
        week = slice(first, first + self._grid.n_slots)
        if live:
            usable[week] = self._idle(live, agents) * self._shortness(live, deferred)
            present[week] = agents
            for ends in (slice(0, first), slice(week.stop, wide.n_slots)):
                usable[ends], present[ends] = _same_week(usable, present, ends, first, week)
        works = [self._work[i] for i in deferred]
        busiest = min(self._queues[i].max_occupancy or 1.0 for i in deferred)
        made = blended_requirement(
            *_stacked(works),
            np.any([w.is_open for w in works], axis=0),
            present,
            usable,
            wide.slot_s,
            max_occupancy=busiest,
            catch_up_slots=max(1, int(CATCH_UP_HOURS * 3600 / wide.slot_s)),
        )
        return np.asarray(week_of(made.agents, wide, self._grid), dtype=np.int64)

    def _shortness(self, live: tuple[int, ...], deferred: list[int]) -> float:
        """A ticket longer than a call keeps its agent from the next ones: idle time counts less."""
        call_s, ticket_s = (
            float(np.average([mean_of_queue(self._queues[i], self._wide) for i in members]))
            for members in (live, deferred)
        )
        return min(1.0, call_s / ticket_s)

    def _handling_s(self, queue: Queue) -> FloatArray:
        """Mean seconds of a queue's contacts in each slot of the week."""
        return week_of(mixed_handling_s(queue, self._wide), self._wide.grid, self._grid)

    def _idle(self, live: tuple[int, ...], agents: IntArray) -> FloatArray:
        """Erlangs that live agents have for tickets while their queues keep their level."""
        load = sum((self._required[i].load for i in live), np.zeros(self._grid.n_slots))
        queues = [self._queues[i] for i in live]
        targets = [q.target for q in queues if q.target]
        if not targets:
            return np.zeros(self._grid.n_slots)
        aht_s = np.mean([self._handling_s(q) for q in queues], axis=0)
        reserve = reserve_for_level(
            agents,
            load,
            aht_s,
            min(t.within_s for t in targets),
            max(t.fraction for t in targets),
        )
        return idle_for_tickets(agents, load, np.minimum(reserve, agents))


def at_most_apart(required: IntArray, apart: Sequence[IntArray]) -> IntArray:
    """Each queue alone as it is, and no set more than its queues apart, ``(2 ** n, n_slots)``."""
    capped = np.zeros_like(required)
    for s in range(1, len(required)):
        own = [agents for i, agents in enumerate(apart) if s >> i & 1]
        capped[s] = own[0] if len(own) == 1 else np.minimum(required[s], np.sum(own, axis=0))
    return capped


def _patience_s(queues: Sequence[Queue]) -> list[float] | None:
    """Mean patience of each queue; None where the customers of any never hang up."""
    known = [q.patience_s for q in queues if q.patience_s is not None]
    return known if len(known) == len(queues) else None


def _bits(live: list[int], members: Sequence[int]) -> int:
    return sum(1 << live.index(i) for i in members)


def _same_week(
    usable: FloatArray, present: IntArray, ends: slice, first: int, week: slice
) -> tuple[FloatArray, IntArray]:
    """Before and after the week the live agents are taken to be those of the same hour in it."""
    n_week = week.stop - week.start
    slots = (np.arange(ends.start, ends.stop) - first) % n_week + first
    return usable[slots], present[slots]


def _stacked(works: list[DeferredWork]) -> tuple[FloatArray, IntArray, IntArray]:
    return (
        np.concatenate([w.work_s for w in works]),
        np.concatenate([w.release for w in works]),
        np.concatenate([w.due for w in works]),
    )
