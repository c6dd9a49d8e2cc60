"""What people corrected in a forecast, in words and for programs."""

from collections.abc import Iterator

from planner.demand import Forecast
from planner.exports.stamps import utc_stamp
from planner.local_time import zone
from planner.overrides import AppliedOverride, ForecastOverride
from planner.timegrid import Interval, TimeGrid
from planner.wording import short_day
from scenarios.inputs import Inputs


def override_lines(inputs: Inputs, found: Forecast) -> tuple[str, ...]:
    """A line for every override that a forecast holds, and one for those that it has no use for."""
    return (*(_line(inputs, one) for one in found.overrides), *_unused(inputs, found))


def effect(override: ForecastOverride) -> str:
    """Kind and value in words: ``factor of 1.3``."""
    each = " in each interval" if override.kind == "number" else ""
    return f"{override.kind} of {override.value:,.6g}{each}"


def span_words(interval: Interval, zone_name: str) -> str:
    """A span on a clock: ``Tue 24 Mar 2026 09:00 to 12:00``."""
    start, end = (t.astimezone(zone(zone_name)) for t in (interval.start, interval.end))
    until = "" if start.date() == end.date() else f"{short_day(end.date())} {end.year} "
    return f"{short_day(start.date())} {start.year} {start:%H:%M} to {until}{end:%H:%M}"


def told_overrides(found: Forecast) -> list[dict[str, object]]:
    """Overrides of a forecast in plain JSON values, in the order in which they apply."""
    return [
        {
            "queue": ";".join(one.override.queues),
            "priority": one.override.priority,
            "start_utc": utc_stamp(one.override.interval.start),
            "end_utc": utc_stamp(one.override.interval.end),
            "kind": one.override.kind,
            "value": one.override.value,
            "author": one.override.author,
            "reason": one.override.reason,
            "before": round(one.before, 4),
            "after": round(one.after, 4),
        }
        for one in found.overrides
    ]


def _line(inputs: Inputs, one: AppliedOverride) -> str:
    said = one.override
    queues = [inputs.queue(queue) for queue in said.queues]
    titles = ", ".join(queue.title for queue in queues)
    name = " ".join(part for part in (titles, said.priority) if part)
    clocks = {queue.zone for queue in queues}
    when = span_words(said.interval, clocks.pop() if len(clocks) == 1 else inputs.settings.zone)
    return (
        f"corrected by hand: {name}, {when}: {one.before:,.1f} contacts became "
        f"{one.after:,.1f} ({effect(said)}); {said.author}: {said.reason}"
    )


def _unused(inputs: Inputs, found: Forecast) -> Iterator[str]:
    used = {one.override.line for one in found.overrides}
    lines = [str(one.line) for one in inputs.overrides if one.line not in used]
    if lines:
        rows = f"line{'s' if len(lines) > 1 else ''} {', '.join(lines)}"
        yield (
            f"overrides.csv {rows}: nothing changes, since the span lies outside the planned "
            "weeks, the queue is closed then or its contacts are known already"
        )


def touching(
    found: Forecast, grid: TimeGrid, streams: set[tuple[str, str]]
) -> list[AppliedOverride]:
    """Overrides of some streams in the slots of a grid."""
    return [
        one
        for one in found.overrides
        if one.override.interval.overlaps(grid.interval)
        and any(one.override.is_on(*stream) for stream in streams)
    ]
