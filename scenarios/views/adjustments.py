"""What people put on top of a model, in words: events that they know of and overrides."""

from collections.abc import Iterable
from datetime import UTC, datetime

import numpy as np

from forecasting.base import Event
from planner.timegrid import TimeGrid
from scenarios.forecast import StreamFit
from scenarios.views.forecast_view import Adjustment


def adjustments(fits: Iterable[StreamFit], ahead: TimeGrid) -> tuple[Adjustment, ...]:
    """Events of the streams' horizons that touch the forecast, each once."""
    events = {event: None for fit in fits for event in fit.horizon.events}
    found = (_of_event(event) for event in events)
    return tuple(one for one in found if one.start < ahead.end and ahead.start < one.end)


def _of_event(event: Event) -> Adjustment:
    effect = "effect as measured of earlier ones"
    if event.ratio is not None:
        effect = f"{100 * (event.ratio - 1):+.0f} % expected"
    return Adjustment("event", f"{event.name}: {effect}", _utc(event.start), _utc(event.end))


def _utc(stamp: np.datetime64) -> datetime:
    return datetime.fromtimestamp(int(stamp.astype("datetime64[s]").astype(np.int64)), UTC)
