"""What people put on top of a model, in words: events that they know of and overrides."""

from collections.abc import Iterable
from datetime import UTC, datetime

import numpy as np

from forecasting.explained import Event
from planner.overrides import AppliedOverride
from planner.timegrid import TimeGrid
from scenarios.forecast import StreamFit
from scenarios.override_words import effect
from scenarios.views.forecast_view import Adjustment


def adjustments(
    fits: Iterable[StreamFit], ahead: TimeGrid, overrides: Iterable[AppliedOverride] = ()
) -> tuple[Adjustment, ...]:
    """Overrides in their order, then the events of the horizons that touch the forecast."""
    events = {event: None for fit in fits for event in fit.horizon.events}
    found = (_of_event(event) for event in events)
    known = (one for one in found if one.start < ahead.end and ahead.start < one.end)
    return (*map(_of_override, overrides), *known)


def _of_override(one: AppliedOverride) -> Adjustment:
    said = one.override
    what = f"{effect(said)}: {one.before:,.1f} to {one.after:,.1f} contacts"
    if said.priority:
        what = f"{said.priority}: {what}"
    span = said.interval
    return Adjustment("override", what, span.start, span.end, said.author, said.reason)


def _of_event(event: Event) -> Adjustment:
    effect = "effect as measured of earlier ones"
    if event.ratio is not None:
        effect = f"{100 * (event.ratio - 1):+.0f} % expected"
    return Adjustment("event", f"{event.name}: {effect}", _utc(event.start), _utc(event.end))


def _utc(stamp: np.datetime64) -> datetime:
    return datetime.fromtimestamp(int(stamp.astype("datetime64[s]").astype(np.int64)), UTC)
