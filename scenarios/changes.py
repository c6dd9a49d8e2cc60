"""
What-ifs: each a small change to frozen inputs, written ``name[.part]=value``.

volume[.queue]=+10%        contacts, all queues or one; automation is ``volume.tickets=-20%``
aht[.queue]=-15%           handling time
sla.queue[.priority]=90/10 90 % within 10 seconds
due.queue[.priority]=4     open hours within which deferred work is due
shrinkage=15%              share of rostered time lost
agents[.site]=+5           hire (or with a minus let go) people like those who are there
site.new=like+5            open a site like another; also like+5@ZONE,COUNTRY for its own clock
queue.queue.key=120        any number or word of a queue, such as queue.phone.patience_s=120
certainty=90%              share of weeks in which targets hold; none for the mean over weeks
event.name=+30%            effect of an event to come, or a factor; none takes it away
sick.agent=DAY[..DAY]      somebody cannot work on these days
overrides=none             the forecast as it was before anybody corrected it
"""

from collections.abc import Callable
from math import isfinite
from typing import Final

from planner.errors import InputError
from planner.queues import ServiceLevelTarget
from scenarios.change_kinds import (
    MOST_HIRED,
    CertaintyChange,
    DueChange,
    HandlingTimeChange,
    HeadcountChange,
    ShrinkageChange,
    TargetChange,
    VolumeChange,
)
from scenarios.forecast_changes import (
    EventChange,
    NoOverrides,
    event_change,
    overrides_change,
)
from scenarios.inputs import Inputs
from scenarios.level_changes import LevelChange
from scenarios.queue_keys import NONE, QueueKeyChange, queue_key_change
from scenarios.replanning.absences import SickCall, sick_call
from scenarios.site_changes import NewSite, site_change

MOST_LETTERS: Final = 500
"""Of a change as text, so that no error repeats pages and no number takes long to read."""

Change = (
    VolumeChange
    | HandlingTimeChange
    | TargetChange
    | DueChange
    | ShrinkageChange
    | CertaintyChange
    | HeadcountChange
    | NewSite
    | QueueKeyChange
    | LevelChange
    | EventChange
    | NoOverrides
    | SickCall
)


def parse_change(text: str, inputs: Inputs) -> Change:
    """
    Change written as ``volume=+10%``; `inputs` tells which queues and sites there are.

    Raises
    ------
    InputError
        Saying what is wrong with the text and what would do.
    """
    if len(text) > MOST_LETTERS:
        raise InputError(
            f"change '{text[:40]}...' has {len(text):,} letters; use up to {MOST_LETTERS:,}"
        )
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
    queue, priority = _queue_and_priority(part, inputs)
    name = f"sla.{part}"
    if not inputs.queue(queue).channel.is_live:
        raise InputError(f"{name}: its work has a due time instead; use due.{queue}=HOURS")
    _check_priority(name, queue, priority, inputs)
    percent, slash, seconds = value.partition("/")
    if not slash:
        raise InputError(f"{name}={value}: use PERCENT/SECONDS, for example {name}=90/10")
    fraction = _number(percent.rstrip("%"), name) / 100
    return TargetChange(queue, ServiceLevelTarget(fraction, _number(seconds, name)), priority)


def _due(part: str, value: str, inputs: Inputs) -> Change:
    queue, priority = _queue_and_priority(part, inputs)
    if inputs.queue(queue).channel.is_live:
        raise InputError(f"due.{queue}: customers wait in line there; use sla.{queue}=80/20")
    _check_priority(f"due.{part}", queue, priority, inputs)
    return DueChange(queue, priority, _number(value, f"due.{part}"))


def _queue_and_priority(part: str, inputs: Inputs) -> tuple[str, str | None]:
    name, _, priority = part.partition(".")
    return _queue_id(name, inputs), priority or None


def _check_priority(name: str, queue: str, priority: str | None, inputs: Inputs) -> None:
    priorities = [p for q, p in inputs.history.streams if q == queue and p]
    if priority and priority not in priorities:
        known = ", ".join(priorities) or "none"
        raise InputError(f"{name}: priority '{priority}' is not known; {queue} has {known}")


def _queue_key(part: str, value: str, inputs: Inputs) -> Change:
    name, _, key = part.rpartition(".")
    return queue_key_change(_queue_id(name, inputs), key, value)


def _certainty(part: str, value: str, inputs: Inputs) -> Change:
    if part:
        raise InputError(f"certainty.{part}: certainty is the whole plan's; use certainty=90%")
    if value == NONE:
        return CertaintyChange(None)
    number = _number(value.rstrip("%"), "certainty")
    return CertaintyChange(number / 100 if value.endswith("%") else number)


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
    if abs(count) > MOST_HIRED:
        raise InputError(f"agents={value}: use up to {MOST_HIRED:,} agents more or fewer")
    return HeadcountChange(part or None, int(count))


PARSERS: dict[str, Callable[[str, str, Inputs], Change]] = {
    "volume": _volume,
    "aht": _aht,
    "sla": _sla,
    "due": _due,
    "shrinkage": _shrinkage,
    "agents": _agents,
    "site": site_change,
    "queue": _queue_key,
    "certainty": _certainty,
    "event": event_change,
    "sick": sick_call,
    "overrides": lambda part, value, inputs: overrides_change(part, value),
}


def _number(text: str, name: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not isfinite(number):
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
