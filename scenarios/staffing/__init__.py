"""
From forecast to requirement, queue by queue.

`live` asks Erlang, `deferred` levels work between release and due time, `requirement` puts both
together; `queue_week` knows when a queue is open, what arrives and when it is due.
"""

from scenarios.staffing.deferred import deferred_level_s
from scenarios.staffing.queue_week import (
    mean_handling_s,
    open_slots,
    queue_shrinkage,
    windows,
    work_s_by_priority,
)
from scenarios.staffing.requirement import require_agents

__all__ = [
    "deferred_level_s",
    "mean_handling_s",
    "open_slots",
    "queue_shrinkage",
    "require_agents",
    "windows",
    "work_s_by_priority",
]
