"""
How many agents a queue needs, and what it gets from those it has.

Live queues (phone, chat) are Erlang's; deferred work (mail, tickets) is a fluid with due times.
Everything is a pure function on numpy arrays; load is in erlangs, time in seconds, shares in 0..1.
"""

from planner.staffing.deferred import agents_for_load, min_constant_capacity, spread_work
from planner.staffing.deferred_service import DeferredService, on_time_share, serve_deferred
from planner.staffing.due_windows import DueWindows, due_windows
from planner.staffing.erlang import asa_s, erlang_b, erlang_c, occupancy, service_level
from planner.staffing.expected import (
    expected_service_level,
    service_level_by_group,
    share_by_group,
)
from planner.staffing.requirement import (
    TARGETS,
    agents_by_target,
    binding_target,
    required_agents,
)
from planner.staffing.shrinkage import productive_agents, scheduled_agents

__all__ = [
    "TARGETS",
    "DeferredService",
    "DueWindows",
    "agents_by_target",
    "agents_for_load",
    "asa_s",
    "binding_target",
    "due_windows",
    "erlang_b",
    "erlang_c",
    "expected_service_level",
    "min_constant_capacity",
    "occupancy",
    "on_time_share",
    "productive_agents",
    "required_agents",
    "scheduled_agents",
    "serve_deferred",
    "service_level",
    "service_level_by_group",
    "share_by_group",
    "spread_work",
]
