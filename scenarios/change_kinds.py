"""The what-ifs themselves: frozen dataclasses that turn inputs into other inputs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from planner.errors import InputError
from planner.overrides import ForecastOverride
from planner.people import Agent
from planner.queues import Queue, ServiceLevelTarget
from scenarios.inputs import Inputs

MOST_HIRED: Final = 10_000
"""Agents that a what-if may add."""


@dataclass(frozen=True, slots=True)
class VolumeChange:
    """Contacts of one queue, or of all, times a factor."""

    queue: str | None
    factor: float

    def apply(self, inputs: Inputs) -> Inputs:
        """Scale the history, and with it forecast and spread; borrowed levels go along."""
        history = inputs.history
        scale = [self.factor if self.queue in (None, q) else 1.0 for q, _ in history.streams]
        counts = history.counts * np.array(scale)[:, np.newaxis]
        changed = replace(
            inputs,
            history=replace(history, counts=counts),
            overrides=tuple(map(self._override, inputs.overrides)),
        )
        return _with_queues(changed, self.queue, self._borrowing)

    def _override(self, one: ForecastOverride) -> ForecastOverride:
        """
        Somebody's contacts are scaled like those of the history; factors do so by themselves.

        Contacts of several queues together stay when one of them changes: its part of them does.
        """
        if one.kind == "factor" or (self.queue is not None and one.queues != (self.queue,)):
            return one
        return replace(one, value=one.value * self.factor)

    def _borrowing(self, queue: Queue) -> Queue:
        """A queue whose borrowed level is scaled, unless that of its lender is already."""
        borrow = queue.borrow
        if borrow is None:
            return queue
        if borrow.per_week is not None:
            scaled = replace(borrow, per_week=borrow.per_week * self.factor)
        elif borrow.factor is not None and self.queue is not None:
            scaled = replace(borrow, factor=borrow.factor * self.factor)
        else:
            return queue
        return replace(queue, borrow=scaled)


@dataclass(frozen=True, slots=True)
class HandlingTimeChange:
    """Handling time of one queue, or of all, times a factor."""

    queue: str | None
    factor: float

    def apply(self, inputs: Inputs) -> Inputs:
        """Scale the mean, those of priorities and conversations side by side, and the history."""

        def scaled(queue: Queue) -> Queue:
            return replace(
                queue,
                aht_s=queue.aht_s * self.factor,
                aht_s_by_priority={p: s * self.factor for p, s in queue.aht_s_by_priority.items()},
                aht_by_level_s=tuple(s * self.factor for s in queue.aht_by_level_s),
            )

        history = inputs.history
        if history.handle_s is not None:
            scale = [self.factor if self.queue in (None, q) else 1.0 for q, _ in history.streams]
            handle_s = history.handle_s * np.array(scale)[:, np.newaxis]
            inputs = replace(inputs, history=replace(history, handle_s=handle_s))
        return _with_queues(inputs, self.queue, scaled)


@dataclass(frozen=True, slots=True)
class TargetChange:
    """A new service-level target of a queue, of one priority or of all."""

    queue: str
    target: ServiceLevelTarget
    priority: str | None = None

    def apply(self, inputs: Inputs) -> Inputs:
        """Replace the target."""

        def changed(queue: Queue) -> Queue:
            if self.priority is None:
                return replace(queue, target=self.target, target_by_priority={})
            targets = {**queue.target_by_priority, self.priority: self.target}
            return replace(queue, target_by_priority=targets)

        return _with_queues(inputs, self.queue, changed)


@dataclass(frozen=True, slots=True)
class DueChange:
    """A new due time of deferred work, of one priority or of all."""

    queue: str
    priority: str | None
    hours: float

    def apply(self, inputs: Inputs) -> Inputs:
        """Replace the due hours."""

        def changed(queue: Queue) -> Queue:
            if self.priority is None:
                return replace(queue, due_hours=self.hours, due_hours_by_priority={})
            due = {**queue.due_hours_by_priority, self.priority: self.hours}
            return replace(queue, due_hours_by_priority=due)

        return _with_queues(inputs, self.queue, changed)


@dataclass(frozen=True, slots=True)
class ShrinkageChange:
    """A new shrinkage of the plan, for queues without their own."""

    value: float

    def apply(self, inputs: Inputs) -> Inputs:
        """Replace the shrinkage."""
        return replace(inputs, settings=replace(inputs.settings, shrinkage=self.value))


@dataclass(frozen=True, slots=True)
class CertaintyChange:
    """Another share of weeks in which targets must hold; None for the mean over weeks."""

    value: float | None

    def apply(self, inputs: Inputs) -> Inputs:
        """Replace the certainty."""
        return replace(inputs, settings=replace(inputs.settings, certainty=self.value))


@dataclass(frozen=True, slots=True)
class HeadcountChange:
    """
    More or fewer agents, at one site or over all.

    New ones are copies of those who are there, in turn, without their time off and wishes; those
    who go are taken evenly from the list, so that sites and contracts keep their mix.
    """

    site: str | None
    number: int

    def apply(self, inputs: Inputs) -> Inputs:
        """Add or remove agents and what is known of them."""
        there = [a for a in inputs.team.agents if self.site in (None, a.site)]
        if not there or -self.number > len(there):
            raise InputError(
                f"agents{'.' + self.site if self.site else ''}={self.number:+d}: there are "
                f"{len(there)} agents to change; use a smaller number or another site"
            )
        if self.number < 0:
            gone = _evenly(there, -self.number)
            return _without(inputs, {agent.id for agent in gone})
        hired = hired_like(inputs, there, self.number)
        return replace(inputs, team=replace(inputs.team, agents=(*inputs.team.agents, *hired)))


def hired_like(inputs: Inputs, there: Sequence[Agent], number: int) -> tuple[Agent, ...]:
    """So many new agents, like those who are there in turn, with ids that nobody has."""
    before = sum("+new" in agent.id for agent in inputs.team.agents)
    return tuple(_hired(like, i) for i, like in enumerate(_evenly(there, number), before + 1))


def _evenly(there: Sequence[Agent], number: int) -> list[Agent]:
    """So many of those who are there, evenly from the list; all again where it is too short."""
    return [there[i * len(there) // number % len(there)] for i in range(number)]


def _with_queues(inputs: Inputs, queue: str | None, change: Callable[[Queue], Queue]) -> Inputs:
    changed = tuple(change(q) if queue in (None, q.id) else q for q in inputs.queues)
    return replace(inputs, queues=changed)


def _hired(like: Agent, number: int) -> Agent:
    return replace(like, id=f"{like.id}+new{number}", name=f"New hire {number}", email="")


def _without(inputs: Inputs, gone: set[str]) -> Inputs:
    team = inputs.team
    kept = replace(
        team,
        agents=tuple(a for a in team.agents if a.id not in gone),
        time_off=tuple(t for t in team.time_off if t.agent not in gone),
        availability=tuple(w for w in team.availability if w.agent not in gone),
        preferences=tuple(p for p in team.preferences if p.agent not in gone),
        locks=tuple(lock for lock in team.locks if lock.agent not in gone),
        pairs=tuple(pair for pair in team.pairs if gone.isdisjoint((pair.first, pair.second))),
    )
    last_week = tuple(a for a in inputs.last_week if a.agent not in gone)
    past_weeks = tuple(week for week in inputs.past_weeks if week.agent not in gone)
    return replace(inputs, team=kept, last_week=last_week, past_weeks=past_weeks)
