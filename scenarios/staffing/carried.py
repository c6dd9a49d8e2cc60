"""Whole agents for work that can wait: what one slot has too much of serves the next."""

import numpy as np

from planner.arrays import BoolArray, FloatArray, IntArray
from planner.staffing.deferred.service import serve_deferred
from scenarios.staffing.deferred_work import DeferredWork

EXACT = 1e-9
MOST_REPAIRS = 5


def carried_agents(
    work: DeferredWork, load: FloatArray, effective: float, slot_s: float
) -> IntArray:
    """
    Whole agents for a level load, rounded over time instead of up in every slot, ``(n_slots,)``.

    A load of 7.25 is served by 8, 7, 7 and 7 agents: the first does what waits for the others. At
    least one agent is there wherever there is work. Where that would leave something late which
    the level load does not, agents are added before it is due; where that does not help, every
    slot is rounded up.

    Parameters
    ----------
    load
        Erlangs to do in each slot of the wide grid.
    effective
        Share of an agent's time that goes into work, above 0 and at most 1.
    """
    need = load / effective
    up = np.ceil(need - EXACT).astype(np.int64)
    agents = np.minimum(np.maximum(_carried(need, work.is_open), up > 0), up)
    allowed = _late_s(work, load * slot_s * (1 + EXACT)) + 1.0
    for _ in range(MOST_REPAIRS):
        late_s = _late_s(work, agents * effective * slot_s)
        is_late = late_s > allowed
        if not is_late.any():
            return agents
        agents = np.where(_before_due(work, is_late), up, agents)
    return up


def _carried(need: FloatArray, is_open: BoolArray) -> IntArray:
    """Steps of the rounded-up running sum, begun anew in every stretch of open slots."""
    total = np.cumsum(np.where(is_open, need, 0.0))
    begins = is_open & ~np.concatenate(([False], is_open[:-1]))
    before = np.concatenate(([0.0], total[:-1]))
    offset = np.maximum.accumulate(np.where(begins, before, 0.0))
    upto = np.ceil(total - offset - EXACT)
    since = np.where(begins, 0.0, np.concatenate(([0.0], upto[:-1])))
    return np.where(is_open, upto - since, 0.0).astype(np.int64)


def _late_s(work: DeferredWork, capacity_s: FloatArray) -> FloatArray:
    """Late seconds of each item under a capacity."""
    served = serve_deferred(
        work.work_s,
        work.release,
        work.due,
        capacity_s,
        work.is_open,
        late_last=work.queue.on_time < 1,
    )
    return served.late_s


def _before_due(work: DeferredWork, is_late: BoolArray) -> BoolArray:
    """Slots in which an agent more could save late items."""
    marks = np.zeros(work.is_open.size + 1, dtype=np.int64)
    first = np.clip(work.release[is_late], 0, work.is_open.size)
    last = np.clip(np.maximum(work.due[is_late], work.release[is_late] + 1), 0, work.is_open.size)
    np.add.at(marks, first, 1)
    np.add.at(marks, last, -1)
    found: BoolArray = np.cumsum(marks[:-1]) > 0
    return found
