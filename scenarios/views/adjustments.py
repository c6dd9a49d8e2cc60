"""What people put on top of a model, in words: events that they know of and overrides."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Final

from planner.overrides import AppliedOverride
from planner.timegrid import TimeGrid
from planner.wording import isolated
from scenarios.event_effects import AppliedEvent, applied_events
from scenarios.forecast import StreamFit
from scenarios.override_words import effect
from scenarios.views.forecast_view import Adjustment

_NO_TITLES: Final[Mapping[str, str]] = MappingProxyType({})


def adjustments(
    fits: Iterable[StreamFit],
    ahead: TimeGrid,
    overrides: Iterable[AppliedOverride] = (),
    titles: Mapping[str, str] = _NO_TITLES,
    *,
    is_one_queue: bool = False,
) -> tuple[Adjustment, ...]:
    """
    Overrides in their order, then the events that touch the forecast, of all series together.

    Parameters
    ----------
    titles
        Of queues by id, to say which are meant; without one, the id says it.
    is_one_queue
        Whether all series are of one queue: what is about it alone goes without its name.
    """
    by_event: dict[tuple[object, ...], list[AppliedEvent]] = {}
    for one in applied_events(fits, ahead):
        span = (one.event.name, one.interval.start, one.interval.end)
        by_event.setdefault(span, []).append(one)
    return (
        *map(partial(_of_override, titles, is_one_queue), overrides),
        *map(partial(_of_event, titles, is_one_queue), by_event.values()),
    )


def _of_override(titles: Mapping[str, str], is_one: bool, one: AppliedOverride) -> Adjustment:
    said = one.override
    goes_without = is_one and len(said.queues) == 1
    names = "" if goes_without else _named(titles, said.queues)
    whose = " ".join(part for part in (names, isolated(said.priority)) if part)
    what = f"{effect(said)}: {one.before:,.1f} to {one.after:,.1f} contacts"
    if whose:
        what = f"{whose}: {what}"
    span = said.interval
    return Adjustment("override", what, span.start, span.end, said.author, said.reason)


def _of_event(titles: Mapping[str, str], is_one: bool, parts: Sequence[AppliedEvent]) -> Adjustment:
    """One event: its effect on the sum, and where it comes from if on one series alone."""
    first = parts[0]
    whose = "" if is_one else _named(titles, dict.fromkeys(one.stream[0] for one in parts))
    before, after = (sum(getattr(one, name) for one in parts) for name in ("before", "after"))
    name = ", ".join(part for part in (isolated(first.event.name), whose) if part)
    what = f"{name}: {before:,.1f} to {after:,.1f} contacts"
    if len(parts) == 1:
        what = f"{what}; {first.basis}"
    return Adjustment("event", what, first.interval.start, first.interval.end)


def _named(titles: Mapping[str, str], queues: Iterable[str]) -> str:
    return ", ".join(isolated(titles.get(queue, queue)) for queue in queues)
