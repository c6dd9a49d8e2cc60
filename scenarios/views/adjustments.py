"""What people put on top of a model, in words: events that they know of and overrides."""

from collections.abc import Iterable, Sequence

from planner.overrides import AppliedOverride
from planner.timegrid import TimeGrid
from scenarios.event_effects import AppliedEvent, applied_events
from scenarios.forecast import StreamFit
from scenarios.override_words import effect
from scenarios.views.forecast_view import Adjustment


def adjustments(
    fits: Iterable[StreamFit], ahead: TimeGrid, overrides: Iterable[AppliedOverride] = ()
) -> tuple[Adjustment, ...]:
    """Overrides in their order, then the events that touch the forecast, of all series together."""
    by_event: dict[tuple[object, ...], list[AppliedEvent]] = {}
    for one in applied_events(fits, ahead):
        span = (one.event.name, one.interval.start, one.interval.end)
        by_event.setdefault(span, []).append(one)
    return (*map(_of_override, overrides), *map(_of_event, by_event.values()))


def _of_override(one: AppliedOverride) -> Adjustment:
    said = one.override
    what = f"{effect(said)}: {one.before:,.1f} to {one.after:,.1f} contacts"
    if said.priority:
        what = f"{said.priority}: {what}"
    span = said.interval
    return Adjustment("override", what, span.start, span.end, said.author, said.reason)


def _of_event(parts: Sequence[AppliedEvent]) -> Adjustment:
    """One event: its effect on the sum, and where it comes from if on one series alone."""
    first = parts[0]
    before, after = (sum(getattr(one, name) for one in parts) for name in ("before", "after"))
    what = f"{first.event.name}: {before:,.1f} to {after:,.1f} contacts"
    if len(parts) == 1:
        what = f"{what}; {first.basis}"
    return Adjustment("event", what, first.interval.start, first.interval.end)
