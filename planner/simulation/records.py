"""Layout in memory of what the kernel moves about: one record each for agents, lines, contacts."""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.arrays import BoolArray, FloatArray, IntArray

Records = NDArray[Any]
SmallInts = NDArray[np.int32]

NOBODY: Final = -1

# An agent: neighbours and place in the rows of those who have room, and what is in hand.
AGENT: Final = np.dtype(
    [
        ("before", "i4"),
        ("behind", "i4"),
        ("row", "i4"),
        ("group", "i4"),
        ("held", "i4"),
        ("next_done", "i4"),
        ("is_on_duty", "i4"),
        ("is_engrossed", "i4"),
        ("is_overtime", "i4"),
        ("busy_since", "f8"),
        ("late_since", "f8"),
        ("clock", "f8"),
    ],
    align=True,
)
# One of the contacts that an agent holds, and the seconds it would still take alone.
HAND: Final = np.dtype([("attempt", "i4"), ("left_s", "f8")], align=True)
# Agents of one group who hold the same number of contacts and have room for more.
ROW: Final = np.dtype([("first", "i4"), ("last", "i4"), ("size", "i4")], align=True)
LINE: Final = np.dtype(
    [
        ("is_live", "i4"),
        ("is_closed", "i4"),
        ("due_when_begun", "i4"),
        ("concurrency", "i4"),
        ("groups_from", "i4"),
        ("groups_to", "i4"),
        ("first", "i4"),
        ("last", "i4"),
        ("n_due", "i4"),
        ("due_from", "i8"),
        ("within_s", "f8"),
    ],
    align=True,
)
GROUP: Final = np.dtype(
    [("live_from", "i4"), ("live_to", "i4"), ("deferred_to", "i4"), ("reserve", "i4")], align=True
)
# A contact that arrives, or calls again.
ATTEMPT: Final = np.dtype(
    [
        ("contact", "i4"),
        ("nth", "i4"),
        ("line", "i4"),
        ("behind", "i4"),
        ("arrived_s", "f8"),
        ("leaves_s", "f8"),
        ("answered_s", "f8"),
        ("done_s", "f8"),
    ],
    align=True,
)
# An agent comes (kind COMES), goes to rest or goes home; or lines open and close (TURNS), and
# `agent` is the slot that begins.
CHANGE: Final = np.dtype(
    [("at_s", "f8"), ("agent", "i4"), ("group", "i4"), ("kind", "i4")], align=True
)
RESTS: Final = 0
LEAVES: Final = 1
COMES: Final = 2
TURNS: Final = 3

# Places in `Hall.counts`.
N_ATTEMPTS: Final = 0
N_CALLS: Final = 1


class Week(NamedTuple):
    """The contacts of a `DrawnWeek`, as the kernel reads them."""

    line: IntArray
    arrive_s: FloatArray
    handle_s: FloatArray
    patience_s: FloatArray
    due_s: FloatArray
    redials: FloatArray
    redial_patience_s: FloatArray


class Hall(NamedTuple):
    """
    The floor of a centre while a week is served.

    `soonest` is the knock-out tree over `done_s`, the instant at which each agent next finishes a
    contact, and `done_bits` the same memory read as integers. `due_s` and `due_attempt` are one
    heap per deferred line, `call_s` and `call_attempt` the heap of those who will call again.
    `is_open` tells the slots in which lines are open, ``(n_lines, n_slots)``.
    """

    slot_s: float
    end_s: float
    changes: Records
    agents: Records
    hands: Records
    rows: Records
    lines: Records
    is_open: BoolArray
    groups: Records
    line_groups: SmallInts
    group_lines: SmallInts
    group_ranks: SmallInts
    slowness: FloatArray
    done_s: FloatArray
    done_bits: IntArray
    soonest: SmallInts
    attempts: Records
    due_s: FloatArray
    due_attempt: SmallInts
    call_s: FloatArray
    call_attempt: SmallInts
    counts: IntArray
    staffed_s: FloatArray
    busy_s: FloatArray
    overtime_s: FloatArray
