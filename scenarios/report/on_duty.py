"""Floors day by day, as the page shows them: kept, or how many hours somebody is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from scenarios.coverage import day_labels
from scenarios.floor_gaps import on_floor
from scenarios.plan import Plan


@dataclass(frozen=True, slots=True)
class FloorRow:
    """
    A floor, with the agent-hours missing on each day of the plan's clock, and in all.

    None on a day on which nobody is asked for.
    """

    title: str
    days: tuple[float | None, ...]
    short: float


def floor_rows(plan: Plan, days: Sequence[date]) -> tuple[FloorRow, ...]:
    """Every floor of a plan that asks for somebody, in the order of the workspace."""
    labels = day_labels(plan.grid, plan.inputs.settings.zone, tuple(days))
    slot_hours, rows = plan.grid.minutes / 60, []
    for rule in plan.inputs.floors:
        required, missing = on_floor(plan.inputs, rule, plan.grid, plan.roster)
        asked = np.bincount(labels, weights=required, minlength=len(days))
        short = np.bincount(labels, weights=missing, minlength=len(days)) * slot_hours
        if asked.any():
            of_days = (float(h) if a else None for h, a in zip(short, asked, strict=True))
            rows.append(FloorRow(rule.title, tuple(of_days), float(short.sum())))
    return tuple(rows)
