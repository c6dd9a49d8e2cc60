"""
What-ifs: each a small change to frozen inputs, written ``name[.part]=value``.

volume[.queue]=+10%        contacts, all queues or one; automation is ``volume.tickets=-20%``
aht[.queue]=-15%           handling time
sla.queue=90/10            90 % within 10 seconds
due.queue[.priority]=4     open hours within which deferred work is due
shrinkage=15%              share of rostered time lost
agents[.site]=+5           hire (or with a minus let go) people like those who are there
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from planner.errors import InputError
from planner.people import Agent
from planner.queues import Queue, ServiceLevelTarget
from scenarios.inputs import Inputs


@dataclass(frozen=True, slots=True)
class VolumeChange:
    """Contacts of one queue, or of all, times a factor."""

    queue: str | None
    factor: float

    def apply(self, inputs: Inputs) -> Inputs:
        """Scale the history, and with it forecast and spread."""
        history = inputs.history
        scale = [self.factor if self.queue in (None, q) else 1.0 for q, _ in history.streams]
        counts = history.counts * np.array(scale)[:, np.newaxis]
        return replace(inputs, history=replace(history, counts=counts))


@dataclass(frozen=True, slots=True)
class HandlingTimeChange:
    """Handling time of one queue, or of all, times a factor."""

    queue: str | None
    factor: float

    def apply(self, inputs: Inputs) -> Inputs:
        """Scale the mean and those of single priorities."""

        def scaled(queue: Queue) -> Queue:
            by_priority = {p: s * self.factor for p, s in queue.aht_s_by_priority.items()}
            return replace(queue, aht_s=queue.aht_s * self.factor, aht_s_by_priority=by_priority)

        return _with_queues(inputs, self.queue, scaled)


@dataclass(frozen=True, slots=True)
class TargetChange:
    """A new service-level target of a queue."""

    queue: str
    target: ServiceLevelTarget

    def apply(self, inputs: Inputs) -> Inputs:
        """Replace the target."""
        return _with_queues(inputs, self.queue, lambda q: replace(q, target=self.target))


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
        picked = [
            there[i * len(there) // abs(self.number) % len(there)] for i in range(abs(self.number))
        ]
        if self.number < 0:
            return _without(inputs, {agent.id for agent in picked})
        before = sum("+new" in agent.id for agent in inputs.team.agents)
        hired = tuple(_hired(agent, i) for i, agent in enumerate(picked, before + 1))
        return replace(inputs, team=replace(inputs.team, agents=(*inputs.team.agents, *hired)))


Change = (
    VolumeChange | HandlingTimeChange | TargetChange | DueChange | ShrinkageChange | HeadcountChange
)


def parse_change(text: str, inputs: Inputs) -> Change:
    """
    Change written as ``volume=+10%``; `inputs` tells which queues and sites there are.

    Raises
    ------
    InputError
        Saying what is wrong with the text and what would do.
    """
    name, equals, value = text.partition("=")
    kind, _, part = name.strip().partition(".")
    if not equals or kind not in PARSERS:
        raise InputError(
            f"change '{text}' is not understood; use one of {', '.join(PARSERS)}, "
            "for example volume=+10% or sla.phone=90/10"
        )
    return PARSERS[kind](part.strip(), value.strip(), inputs)


def _volume(part: str, value: str, inputs: Inputs) -> Change:
    return VolumeChange(_queue_id(part, inputs) if part else None, _factor(value, "volume"))


def _aht(part: str, value: str, inputs: Inputs) -> Change:
    return HandlingTimeChange(_queue_id(part, inputs) if part else None, _factor(value, "aht"))


def _sla(part: str, value: str, inputs: Inputs) -> Change:
    queue = _queue_id(part, inputs)
    if not inputs.queue(queue).channel.is_live:
        raise InputError(f"sla.{queue}: its work has a due time instead; use due.{queue}=HOURS")
    percent, slash, seconds = value.partition("/")
    if not slash:
        raise InputError(f"sla.{queue}={value}: use PERCENT/SECONDS, for example sla.{queue}=90/10")
    fraction = _number(percent.rstrip("%"), f"sla.{queue}") / 100
    return TargetChange(queue, ServiceLevelTarget(fraction, _number(seconds, f"sla.{queue}")))


def _due(part: str, value: str, inputs: Inputs) -> Change:
    name, _, priority = part.partition(".")
    queue = _queue_id(name, inputs)
    if inputs.queue(queue).channel.is_live:
        raise InputError(f"due.{queue}: customers wait in line there; use sla.{queue}=80/20")
    priorities = [p for q, p in inputs.history.streams if q == queue and p]
    if priority and priority not in priorities:
        known = ", ".join(priorities) or "none"
        raise InputError(f"due.{part}: priority '{priority}' is not known; {queue} has {known}")
    return DueChange(queue, priority or None, _number(value, f"due.{part}"))


def _shrinkage(part: str, value: str, inputs: Inputs) -> Change:
    number = _number(value.rstrip("%"), "shrinkage")
    share = number / 100 if value.endswith("%") else number
    if part or not 0 <= share < 1:
        raise InputError(f"shrinkage={value}: use 0% up to, not including, 100%")
    return ShrinkageChange(share)


def _agents(part: str, value: str, inputs: Inputs) -> Change:
    sites = [site.id for site in inputs.team.sites]
    if part and part not in sites:
        raise InputError(
            f"agents.{part}: site '{part}' is not known; use one of {', '.join(sites)}"
        )
    there = sum(1 for a in inputs.team.agents if part in ("", a.site))
    number = _number(value.rstrip("%"), "agents")
    count = round(there * number / 100) if value.endswith("%") else number
    if count != int(count) or count == 0:
        raise InputError(f"agents={value}: use a whole number such as +5 or -3, or a share: -10%")
    return HeadcountChange(part or None, int(count))


PARSERS: dict[str, Callable[[str, str, Inputs], Change]] = {
    "volume": _volume,
    "aht": _aht,
    "sla": _sla,
    "due": _due,
    "shrinkage": _shrinkage,
    "agents": _agents,
}


def _number(text: str, name: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not np.isfinite(number):
        raise InputError(f"{name}: '{text}' is not a number")
    return number


def _factor(text: str, name: str) -> float:
    if not text.endswith("%") or text[:1] not in "+-":
        raise InputError(f"{name}={text}: use a change in per cent such as +10% or -20%")
    factor = 1 + _number(text[:-1], name) / 100
    if not 0 <= factor <= 100:
        raise InputError(f"{name}={text}: use -100% to +9900%")
    return factor


def _queue_id(name: str, inputs: Inputs) -> str:
    queues = [queue.id for queue in inputs.queues]
    if name not in queues:
        raise InputError(f"queue '{name}' is not known; use one of {', '.join(queues)}")
    return name


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
    )
    last_week = tuple(a for a in inputs.last_week if a.agent not in gone)
    return replace(inputs, team=kept, last_week=last_week)
