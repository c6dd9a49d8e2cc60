"""Rows of agents who have room, longest there first, and stretches of time laid over slots."""

from planner.arrays import FloatArray
from planner.simulation.compiled import entry, step
from planner.simulation.records import NOBODY, Records


@step
def join_row(agents: Records, rows: Records, agent: int, row: int) -> None:
    """Stand an agent at the end of a row."""
    a = agents[agent]
    r = rows[row]
    a.row = row
    a.before = r.last
    a.behind = NOBODY
    if r.last == NOBODY:
        r.first = agent
    else:
        agents[r.last].behind = agent
    r.last = agent
    r.size += 1


@step
def leave_row(agents: Records, rows: Records, agent: int) -> None:
    """Take an agent out of the row it stands in, if any."""
    a = agents[agent]
    if a.row == NOBODY:
        return
    r = rows[a.row]
    if a.before == NOBODY:
        r.first = a.behind
    else:
        agents[a.before].behind = a.behind
    if a.behind == NOBODY:
        r.last = a.before
    else:
        agents[a.behind].before = a.before
    r.size -= 1
    a.row = NOBODY


@entry
def add_stretch(slots: FloatArray, slot_s: float, start_s: float, end_s: float) -> None:
    """Add the seconds of a stretch to the slots it lies in; what lies behind them is left out."""
    slot = int(start_s / slot_s)
    while slot < slots.size and start_s < end_s:
        stop_s = min(end_s, (slot + 1) * slot_s)
        if stop_s > start_s:
            slots[slot] += stop_s - start_s
            start_s = stop_s
        slot += 1
