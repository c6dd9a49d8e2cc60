"""Charts of what simulated weeks say of a queue: share in time and backlog, slot by slot."""

from itertools import pairwise

import numpy as np

from planner.arrays import BoolArray, FloatArray
from planner.simulation.judgement import QueueJudgement
from scenarios.plan import Plan
from scenarios.report.drawing import Figure, line, rounded, week_chart
from scenarios.report.words import amount, duration, plural


def level_figure(plan: Plan, found: QueueJudgement) -> Figure:
    """Share in time of the contacts that arrive in each slot, its interval, and the target."""
    mean, low, high = found.slots
    traces = [
        _band(low, high),
        line("Simulated", _per_cent(mean), "var(--blue)", width=2),
    ]
    if found.target is not None:
        target = [round(found.target * 100, 2)] * plan.grid.n_slots
        traces.append(line("Target", target, "var(--ink)", width=1.4, dash="dash"))
    chart = week_chart(plan, traces, "% in time")
    chart["layout"]["yaxis"] |= {"rangemode": "normal", "range": [_floor(found), 101]}
    return chart


def level_caption(found: QueueJudgement) -> str:
    """What the chart of shares shows, and how many slots lie below the target."""
    text = "Simulated share in time by interval of arrival, with its range"
    if found.target is None:
        return text
    if not found.n_slots_below:
        return f"{text}; no interval lies wholly below the target"
    below = plural(found.n_slots_below, "interval")
    return f"{text}; {below} {'lies' if found.n_slots_below == 1 else 'lie'} wholly below target"


def backlog_figure(plan: Plan, found: QueueJudgement) -> Figure:
    """Contacts waiting at the end of each slot and, in a pane below, the age of the oldest."""
    hours = found.oldest_s / 3600
    traces = [
        line("Waiting", rounded(found.backlog), "var(--blue)", width=2),
        {
            **line("Age of the oldest, hours", rounded(hours), "var(--short)", width=2),
            "yaxis": "y2",
        },
    ]
    chart = week_chart(plan, traces, "waiting")
    layout = chart["layout"]
    below = {"title": {"text": "hours", "standoff": 8}, "domain": [0, 0.44], "anchor": "x"}
    layout["yaxis2"] = {**layout["yaxis"], **below}
    layout["yaxis"] |= {"domain": [0.56, 1]}
    layout["xaxis"] |= {"anchor": "y2"}
    layout["hoversubplots"] = "axis"
    return chart


def backlog_caption(found: QueueJudgement) -> str:
    """What the chart of the backlog shows, with its highest points."""
    most, oldest = float(found.backlog.max()), float(found.oldest_s.max())
    return (
        f"Simulated backlog, mean over weeks: at most {amount(most, 0 if most >= 10 else 1)} "
        f"waiting, the oldest for {duration(oldest)}"
    )


def _band(low: FloatArray, high: FloatArray) -> Figure:
    """A closed shape around every run of slots that have an interval."""
    x: list[float | None] = []
    y: list[float | None] = []
    for first, last in _runs(~np.isnan(low)):
        slots = list(range(first, last))
        x += [*slots, *reversed(slots), None]
        y += [*_per_cent(low[first:last]), *reversed(_per_cent(high[first:last])), None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "name": "Range",
        "line": {"width": 0},
        "fill": "toself",
        "fillcolor": "var(--band)",
        "hoverinfo": "skip",
    }


def _runs(known: BoolArray) -> list[tuple[int, int]]:
    """First slot and the one behind the last of each run of known slots."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], known.astype(int), [0]))))
    return [(int(a), int(b)) for a, b in list(pairwise(edges))[::2]]


def _per_cent(values: FloatArray) -> list[float | None]:
    return rounded(values * 100)


def _floor(found: QueueJudgement) -> int:
    """Where the axis of shares begins: at a round figure below everything it shows."""
    known = found.slots[~np.isnan(found.slots)]
    target = found.target if found.target is not None else 1.0
    least = min(target - 0.05, float(known.min()) if len(known) else 1.0)
    return int(max(least, 0.0) * 10) * 10
