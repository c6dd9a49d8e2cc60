"""What people put on top of a model, in words: events that they know of and overrides."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Final

from planner.overrides import AppliedOverride
from planner.timegrid import TimeGrid
from scenarios.event_effects import AppliedEvent, applied_events
from scenarios.forecast import StreamFit
from scenarios.override_words import effect
from scenarios.views.forecast_view import Adjustment

_ONE_QUEUE: Final[Mapping[str, str]] = MappingProxyType({})


def adjustments(
    fits: Iterable[StreamFit],
    ahead: TimeGrid,
    overrides: Iterable[AppliedOverride] = (),
    titles: Mapping[str, str] = _ONE_QUEUE,
) -> tuple[Adjustment, ...]:
    """
    Overrides in their order, then the events that touch the forecast, of all series together.

    Parameters
    ----------
    titles
        Of queues by id, to say which one is meant; one that is not there goes without saying.
    """
    by_event: dict[tuple[object, ...], list[AppliedEvent]] = {}
    for one in applied_events(fits, ahead):
        span = (one.event.name, one.interval.start, one.interval.end)
        by_event.setdefault(span, []).append(one)
    return (
        *map(partial(_of_override, titles), overrides),
        *map(partial(_of_event, titles), by_event.values()),
    )


def _of_override(titles: Mapping[str, str], one: AppliedOverride) -> Adjustment:
    said = one.override
    alone = len(said.queues) == 1
    names = ", ".join(titles.get(queue, "" if alone else queue) for queue in said.queues)
    whose = " ".join(part for part in (names, said.priority) if part)
    what = f"{effect(said)}: {one.before:,.1f} to {one.after:,.1f} contacts"
    if whose:
        what = f"{whose}: {what}"
    span = said.interval
    return Adjustment("override", what, span.start, span.end, said.author, said.reason)


def _of_event(titles: Mapping[str, str], parts: Sequence[AppliedEvent]) -> Adjustment:
    """One event: its effect on the sum, and where it comes from if on one series alone."""
    first = parts[0]
    queues = dict.fromkeys(one.stream[0] for one in parts)
    whose = ", ".join(titles[queue] for queue in queues if queue in titles)
    before, after = (sum(getattr(one, name) for one in parts) for name in ("before", "after"))
    name = f"{first.event.name}, {whose}" if whose else first.event.name
    what = f"{name}: {before:,.1f} to {after:,.1f} contacts"
    if len(parts) == 1:
        what = f"{what}; {first.basis}"
    return Adjustment("event", what, first.interval.start, first.interval.end)
