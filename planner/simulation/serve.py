"""One week of a centre served: what it came to, and how each contact fared."""

from dataclasses import dataclass

import numpy as np

from planner.arrays import FloatArray, IntArray
from planner.errors import InputError
from planner.simulation.centre import Centre
from planner.simulation.count import (
    ABANDONED,
    ABANDONED_IN_TIME,
    ANSWERED,
    BACKLOG,
    DECIDED,
    IN_TIME,
    N_COUNTS,
    OFFERED,
    OLDEST_S,
    WAIT_S,
    count_week,
)
from planner.simulation.drawn_week import DrawnWeek
from planner.simulation.floor import Floor
from planner.simulation.kernel import run_week
from planner.simulation.records import N_ATTEMPTS, Hall, Week
from planner.simulation.tally import Tally


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """
    How every attempt of every contact fared, in order of arrival, shape ``(n_attempts,)`` each.

    `contact` numbers the contacts of the `DrawnWeek`; `nth` is 0 for the first attempt and counts
    the calls after it. `left_s`, `answered_s` and `done_s` are instants, infinite for what never
    happened: a contact without all three still waits at the end.
    """

    contact: IntArray
    nth: IntArray
    arrived_s: FloatArray
    left_s: FloatArray
    answered_s: FloatArray
    done_s: FloatArray


def serve(centre: Centre | Floor, drawn: DrawnWeek) -> Tally:
    """
    Serve a week as drawn, and count.

    Parameters
    ----------
    centre
        The centre; as a `Floor` where many weeks are served, so that it is made ready only once.
    drawn
        Contacts in order of arrival, all before the end of the last slot.

    Returns
    -------
    Tally
        Of this one week, without a leading axis; the same bit for bit whenever it is repeated.
    """
    floor = centre if isinstance(centre, Floor) else Floor.of(centre)
    week, hall = served(floor, drawn)
    counts = np.zeros((N_COUNTS, floor.lines.size, floor.centre.n_slots))
    count_week(hall, week, counts)
    return Tally(
        offered=counts[OFFERED],
        decided=counts[DECIDED],
        answered=counts[ANSWERED],
        in_time=counts[IN_TIME],
        abandoned=counts[ABANDONED],
        abandoned_in_time=counts[ABANDONED_IN_TIME],
        wait_s=counts[WAIT_S],
        backlog=counts[BACKLOG],
        oldest_s=counts[OLDEST_S],
        staffed_s=hall.staffed_s,
        busy_s=hall.busy_s,
        overtime_s=hall.overtime_s,
    )


def serve_contacts(centre: Centre | Floor, drawn: DrawnWeek) -> Outcomes:
    """Serve a week as `serve` does, and tell how each contact fared."""
    floor = centre if isinstance(centre, Floor) else Floor.of(centre)
    _, hall = served(floor, drawn)
    attempts = hall.attempts[: hall.counts[N_ATTEMPTS]]
    has_left = (attempts["answered_s"] == np.inf) & (attempts["leaves_s"] <= hall.end_s)
    return Outcomes(
        contact=attempts["contact"].astype(np.int64),
        nth=attempts["nth"].astype(np.int64),
        arrived_s=attempts["arrived_s"].copy(),
        left_s=np.where(has_left, attempts["leaves_s"], np.inf),
        answered_s=attempts["answered_s"].copy(),
        done_s=attempts["done_s"].copy(),
    )


def served(floor: Floor, drawn: DrawnWeek) -> tuple[Week, Hall]:
    """The hall after a week."""
    check_drawn(drawn, floor)
    week = Week(
        line=drawn.line,
        arrive_s=drawn.arrive_s,
        handle_s=drawn.handle_s,
        patience_s=drawn.patience_s,
        due_s=drawn.due_s,
        redials=drawn.redials,
        redial_patience_s=drawn.redial_patience_s,
    )
    hall = floor.opened_for(week)
    run_week(hall, week)
    return week, hall


def check_drawn(drawn: DrawnWeek, floor: Floor) -> None:
    """Raise unless contacts are of lines that are there, in order of arrival, in the horizon."""
    n_contacts, n_lines = drawn.line.size, floor.lines.size
    if not n_contacts:
        return
    fields = (drawn.arrive_s, drawn.handle_s, drawn.patience_s, drawn.due_s)
    tables = (drawn.redials, drawn.redial_patience_s)
    if any(len(part) != n_contacts for part in fields + tables) or (
        drawn.redials.shape != drawn.redial_patience_s.shape
    ):
        raise InputError(f"drawn week: its arrays differ in length; use {n_contacts} for each")
    if drawn.line.min() < 0 or drawn.line.max() >= n_lines:
        raise InputError(f"drawn week: a line is not there; use 0 to {n_lines - 1}")
    if np.any(drawn.arrive_s[1:] < drawn.arrive_s[:-1]):
        raise InputError("drawn week: arrivals are out of order; sort them")
    if not drawn.arrive_s[-1] < floor.centre.end_s:
        raise InputError("drawn week: a contact arrives behind the last slot; leave it out")
