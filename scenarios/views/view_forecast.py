"""A forecast read off for its page: series, sums, days, findings and parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import numpy as np

from forecasting.base import Bools, Floats, Horizon
from forecasting.explained import Components
from forecasting.features import wall_clock
from forecasting.sums import JointSpread, joint_spread
from planner.demand import Forecast, StreamForecast
from planner.local_time import zone
from planner.timegrid import TimeGrid
from scenarios.borrowing import is_unseen
from scenarios.forecast import StreamFit, stream_name
from scenarios.inputs import Inputs
from scenarios.override_words import touching
from scenarios.staffing.handling import handling_s
from scenarios.staffing.queue_week import open_slots
from scenarios.views.adjustments import adjustments
from scenarios.views.bins import Bins, band, bins, readable_minutes
from scenarios.views.forecast_days import Known, forecast_days
from scenarios.views.forecast_view import Adjustment, ForecastView, SeriesView

WEEKS_BACK: Final = 8
MOST_SERIES: Final = 24
"""Series that a page shows; each takes up to half a megabyte."""

BAND: Final = (0.1, 0.5, 0.9)


def forecast_view(
    inputs: Inputs,
    found: Forecast,
    fits: Sequence[StreamFit],
    *,
    facts: Mapping[str, str] | None = None,
) -> ForecastView:
    """
    What the page of a forecast shows.

    Parameters
    ----------
    found
        The forecast of the weeks to show, with all that people changed.
    fits
        What each of its streams learned; streams without one are shown without parts.
    facts
        Small print by title.
    """
    known = {stream_name(fit.stream): fit for fit in fits}
    groups = _groups(inputs, found)
    shown = sorted(groups, key=lambda group: -_size(group))[:MOST_SERIES]
    clock = zone(inputs.settings.zone)
    known_end = min(inputs.history.grid.end, found.grid.start) - timedelta(seconds=1)
    return ForecastView(
        name=inputs.settings.name,
        zone=inputs.settings.zone,
        first=found.grid.start.astimezone(clock).date(),
        last=(found.grid.end - timedelta(seconds=1)).astimezone(clock).date(),
        series=tuple(_series(inputs, found, group, known) for group in groups if group in shown),
        n_left_out=len(groups) - len(shown),
        known_until=known_end.astimezone(clock).date(),
        facts=facts or {},
        notes=tuple(str(note) for note in inputs.notes),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Streams that are shown as one series."""

    title: str
    about: str
    zone: str
    streams: tuple[StreamForecast, ...]
    correlation: Floats

    @property
    def is_one_queue(self) -> bool:
        """Whether all streams belong to one queue."""
        return len({stream.queue for stream in self.streams}) == 1


def _size(group: _Group) -> float:
    return float(sum(stream.mean.sum() for stream in group.streams))


def _groups(inputs: Inputs, found: Forecast) -> list[_Group]:
    """All together, then every queue and its priorities, in the order of the inputs."""

    def group(title: str, about: str, zone_name: str, rows: Sequence[int]) -> _Group:
        streams = tuple(found.streams[row] for row in rows)
        return _Group(title, about, zone_name, streams, found.correlation(rows))

    groups = []
    for queue in inputs.queues:
        rows = [row for row, stream in enumerate(found.streams) if stream.queue == queue.id]
        if len(rows) > 1:
            about = f"{queue.channel}, {len(rows)} priorities together"
            groups.append(group(queue.title, about, queue.zone, rows))
        for row in rows:
            title = f"{queue.title} {found.streams[row].priority}".strip()
            groups.append(group(title, str(queue.channel), queue.zone, [row]))
    n_queues = len({stream.queue for stream in found.streams})
    if n_queues > 1:
        about, rows = f"{n_queues} queues together", list(range(len(found.streams)))
        groups.insert(0, group("All contacts", about, inputs.settings.zone, rows))
    return groups


def _series(
    inputs: Inputs, found: Forecast, group: _Group, fits: Mapping[str, StreamFit]
) -> SeriesView:
    streams, ahead = group.streams, found.grid
    shown = _shown_grid(inputs, ahead)
    n_past = shown.slot_of(ahead.start)
    came = _came_together(inputs, shown, streams)
    mean = np.sum([stream.mean for stream in streams], axis=0)
    minutes = readable_minutes(mean, shown.minutes, shown.n_slots)
    past = bins(shown.stamps()[:n_past], group.zone, minutes // shown.minutes)
    later = bins(ahead.stamps(), group.zone, minutes // shown.minutes)
    joint = joint_spread(streams, group.correlation)
    low, middle, high = _band(streams, joint, later)
    first = np.concatenate([past.first, n_past + later.first])
    learned = [fits[name] for s in streams if (name := stream_name((s.queue, s.priority))) in fits]
    alone = learned[0] if len(streams) == len(learned) == 1 else None
    put_on = _put_on(inputs, found, group, learned)
    return SeriesView(
        title=group.title,
        about=group.about,
        zone=group.zone,
        minutes=minutes,
        stamps=shown.stamps()[first],
        n_past=len(past.first),
        came=np.add.reduceat(came, first),
        mean=later.sums(mean),
        low=low,
        middle=middle,
        high=high,
        days=forecast_days(
            joint,
            ahead,
            group.zone,
            Known(shown.stamps(), came),
            learned[0].horizon.holidays if learned and group.is_one_queue else {},
            put_on,
        ),
        findings=alone.fitted.findings if alone else (),
        parts=_parts(alone) if alone else None,
        adjustments=put_on,
        handling_s=_handling(inputs, streams, later) if group.is_one_queue else None,
        model=", ".join(sorted({stream.model for stream in streams})),
        why=_why(inputs, streams[0]),
        n_summed=len(streams),
    )


def _put_on(
    inputs: Inputs, found: Forecast, group: _Group, learned: Sequence[StreamFit]
) -> tuple[Adjustment, ...]:
    """What people put on top of a series' models."""
    corrected = touching(found, found.grid, {(s.queue, s.priority) for s in group.streams})
    titles = {queue.id: queue.title for queue in inputs.queues}
    return adjustments(learned, found.grid, corrected, titles, is_one_queue=group.is_one_queue)


def _why(inputs: Inputs, stream: StreamForecast) -> str:
    """What spoke for the forecaster."""
    return stream.why or f"the forecaster of [plan]: {inputs.settings.forecaster}"


def _shown_grid(inputs: Inputs, ahead: TimeGrid) -> TimeGrid:
    """The last known weeks, as far as there are, and everything up to the end of the forecast."""
    history = inputs.history.grid
    known_end = min(history.n_slots, history.slot_of(ahead.start))
    first = max(known_end - WEEKS_BACK * 7 * 24 * 60 // ahead.minutes, 0)
    return TimeGrid(history.instant(first), ahead.minutes, history.slot_of(ahead.end) - first)


def _came_together(inputs: Inputs, shown: TimeGrid, streams: Sequence[StreamForecast]) -> Floats:
    """Contacts of those streams that have any history; NaN where unknown, or where none has."""
    seen = [one for one in streams if not is_unseen(inputs, (one.queue, one.priority))]
    if not seen:
        return np.full(shown.n_slots, np.nan)
    return np.asarray(np.sum([_came(inputs, shown, one) for one in seen], axis=0))


def _came(inputs: Inputs, shown: TimeGrid, stream: StreamForecast) -> Floats:
    """Contacts of a stream in the slots shown; NaN where unknown, 0 where closed."""
    history = inputs.history
    first = history.grid.slot_of(shown.start)
    known = history.of((stream.queue, stream.priority))[first : first + shown.n_slots]
    closed = ~open_slots(inputs, inputs.queue(stream.queue), shown)[: len(known)]
    found = np.full(shown.n_slots, np.nan)
    found[: len(known)] = np.where(closed & np.isnan(known), 0.0, known)
    return found


def _band(streams: Sequence[StreamForecast], joint: JointSpread, later: Bins) -> Floats:
    """Quantiles `BAND` of each bin: the forecast's own where a bin is a slot, else of sums."""
    alone = streams[0]
    is_own = len(streams) == 1 and len(later.first) == len(alone.mean)
    if is_own and set(BAND) <= set(alone.levels):
        rows = [alone.levels.index(level) for level in BAND]
        return np.asarray(alone.quantiles[rows], dtype=np.float64)
    return band(joint, later, BAND)


def _parts(fit: StreamFit) -> Components:
    """What the mean of every day is made of, over history and horizon."""
    both = replace(
        fit.horizon,
        stamps=np.concatenate([fit.series.stamps, fit.horizon.stamps]),
        is_open=np.concatenate([fit.series.is_open, fit.horizon.is_open]),
    )
    return _while_open(fit.fitted.components(both), _ever_open(both))


def _while_open(parts: Components, is_open: Bools) -> Components:
    """
    Parts of the hours that are open alone: profile NaN elsewhere, its fullest weekday adding to 1.

    A model's profile also tells what closed hours might bring; with their share in it the level is
    that of no day which anybody has seen.
    """
    profile = np.where(is_open, parts.profile, np.nan)
    share = float(np.nansum(profile, axis=1).max())
    if not share > 0:
        return replace(parts, profile=profile)
    factors = {**parts.factors, "level": parts.factors["level"] * share}
    return replace(parts, factors=factors, profile=profile / share)


def _ever_open(slots: Horizon) -> Bools:
    """Which weekdays and times were ever open, ``(7, slots a day)``."""
    clock = wall_clock(slots)
    found = np.zeros((7, 24 * 60 // slots.minutes), dtype=np.bool_)
    found[clock.weekday[slots.is_open], clock.slot[slots.is_open]] = True
    return found


def _handling(inputs: Inputs, streams: Sequence[StreamForecast], later: Bins) -> Floats:
    """Mean handling time of each bin's contacts, seconds; NaN in bins without any."""
    mean = later.sums(np.sum([stream.mean for stream in streams], axis=0))
    work = later.sums(np.sum([_work_s(inputs, s) for s in streams], axis=0))
    found: Floats = np.divide(work, mean, out=np.full(len(mean), np.nan), where=mean > 0)
    return found


def _work_s(inputs: Inputs, stream: StreamForecast) -> Floats:
    """Seconds of handling that arrive in each slot."""
    return np.asarray(stream.mean * handling_s(inputs.queue(stream.queue), stream))
