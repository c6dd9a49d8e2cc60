"""Agents for mail and tickets: work levelled between its release and due times."""

from typing import Final

import numpy as np

from planner.arrays import FloatArray
from planner.staffing.deferred.joint_levelling import level_jointly
from planner.staffing.deferred.share import level_for_share
from scenarios.staffing.deferred_work import DeferredWork

CATCH_UP_HOURS: Final = 8
"""Hours of work in which what is overdue is caught up."""


def deferred_level_s(work: DeferredWork, slot_s: float) -> FloatArray:
    """
    Seconds of deferred work to do in each slot of the wide grid, as level as due times allow.

    All priorities are levelled together; where the queue promises less than all in time, what may
    be late waits for a quieter hour, and the share holds for the week as for what is around it.
    """
    if not work.work_s.any():
        return np.zeros(work.is_open.size)
    catch_up = max(1, int(CATCH_UP_HOURS * 3600 / slot_s))
    if work.queue.on_time == 1:
        return level_jointly(
            work.work_s, work.release, work.due, work.is_open, catch_up_slots=catch_up
        )
    return level_for_share(
        work.work_s,
        work.release,
        work.due,
        work.is_open,
        work.queue.on_time,
        group=work.part,
        catch_up_slots=catch_up,
    )
