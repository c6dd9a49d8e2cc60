"""A workspace as it was known on an earlier day: its history ends there."""

from dataclasses import replace
from datetime import date, timedelta

from planner.errors import InputError
from planner.local_time import day_start, zone
from scenarios.forecast import MIN_HISTORY_DAYS
from scenarios.inputs import Inputs


def known_on(inputs: Inputs, day: date) -> Inputs:
    """
    The same inputs with the history before `day` alone, by the plan's clock.

    Settings, events and overrides stay as they are today: only what had been counted is known.

    Raises
    ------
    InputError
        If less than two weeks of history are left, or the history does not reach up to `day`.
    """
    clock = zone(inputs.settings.zone)
    past = inputs.history.grid
    first, last = past.start.astimezone(clock).date(), history_end(inputs)
    if day > last:
        raise InputError(
            f"as-of {day} lies after the history, which is known up to {last}; use a day until "
            "then, or give a newer history",
            code="too_far_ahead",
        )
    if day < first + timedelta(days=MIN_HISTORY_DAYS):
        raise InputError(
            f"as-of {day} leaves less than two weeks of history before it, which begins on "
            f"{first}; use {first + timedelta(days=MIN_HISTORY_DAYS)} or later",
            code="history_too_short",
        )
    n_slots = min(past.n_slots, int(past.offset(day_start(day, clock))))
    return replace(inputs, history=inputs.history.until(n_slots))


def history_end(inputs: Inputs) -> date:
    """First local day, by the plan's clock, of which the history knows nothing."""
    clock = zone(inputs.settings.zone)
    end = inputs.history.grid.end
    day = end.astimezone(clock).date()
    return day if day_start(day, clock) >= end else day + timedelta(days=1)
