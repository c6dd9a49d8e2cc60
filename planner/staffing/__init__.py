"""
How many agents a queue needs, and what it gets from those it has.

Live queues are Erlang's (`live`), conversations held side by side and classes that share agents
have formulas of their own (`chat`, `priority`); mail and tickets are a fluid with due times
(`deferred`). `load` says what a slot has to carry, `uncertain` what doubt about it costs, `pooled`
what several skills save. Everything is a pure function on numpy arrays; load is in erlangs, time in
seconds, shares in 0..1.
"""

from planner.staffing.chat.chat_requirement import CHAT_SERVICE_LEVELS, required_chat_agents
from planner.staffing.chat.measures import ChatMeasures, chat_measures, chat_service_level
from planner.staffing.deferred.blending import (
    BlendedRequirement,
    blended_requirement,
    blended_service_level,
    idle_for_tickets,
    reserve_for_level,
)
from planner.staffing.deferred.check import CapacityCheck, check_capacity
from planner.staffing.deferred.due_windows import DueWindows, due_windows
from planner.staffing.deferred.joint_levelling import level_jointly
from planner.staffing.deferred.levelling import agents_for_load, min_constant_capacity, spread_work
from planner.staffing.deferred.report import ContactFates, contact_fates, slots_to_clear
from planner.staffing.deferred.service import DeferredService, on_time_share, serve_deferred
from planner.staffing.deferred.share import capacity_for_share, level_for_share
from planner.staffing.expected import expected_service_level, service_level_by_group, share_by_group
from planner.staffing.live.erlang import (
    asa_s,
    erlang_b,
    erlang_c,
    occupancy,
    queue_length,
    service_level,
    wait_longer_than,
)
from planner.staffing.live.erlang_a import (
    DEFINITIONS,
    ErlangA,
    erlang_a,
    service_level_with_abandonment,
    wait_longer_than_with_abandonment,
)
from planner.staffing.live.live_level import live_service_level
from planner.staffing.live.over_horizon import agents_over_horizon
from planner.staffing.live.redial import load_with_redials
from planner.staffing.live.requirement import (
    TARGETS,
    agents_by_target,
    binding_target,
    required_agents,
)
from planner.staffing.live.requirement_real import required_agents_real
from planner.staffing.load.handling_time import handling_time
from planner.staffing.load.modified_load import ModifiedLoad, load_course, modified_load
from planner.staffing.load.offered_load import METHODS, chosen_method, offered_load
from planner.staffing.load.peak_load import peak_load
from planner.staffing.load.through_slot import required_through_slot
from planner.staffing.pooled import PooledRequirement, pooled_requirement, required_by_set
from planner.staffing.priority.priority_requirement import required_agents_by_priority
from planner.staffing.priority.waits import (
    ClassWaits,
    mixed_aht_s,
    mixed_wait_factor,
    waits_by_class,
)
from planner.staffing.shrinkage import productive_agents, scheduled_agents
from planner.staffing.uncertain.at_risk import CertaintyCost, agents_at_risk, cost_of_certainty
from planner.staffing.uncertain.mixture import mixture_abandonment, mixture_service_level
from planner.staffing.uncertain.mixture_requirement import required_agents_mixture
from planner.staffing.uncertain.service_promise import (
    DemandUncertainty,
    ServicePromise,
    certainty_of,
    service_promise,
)

__all__ = [
    "CHAT_SERVICE_LEVELS",
    "DEFINITIONS",
    "METHODS",
    "TARGETS",
    "BlendedRequirement",
    "CapacityCheck",
    "CertaintyCost",
    "ChatMeasures",
    "ClassWaits",
    "ContactFates",
    "DeferredService",
    "DemandUncertainty",
    "DueWindows",
    "ErlangA",
    "ModifiedLoad",
    "PooledRequirement",
    "ServicePromise",
    "agents_at_risk",
    "agents_by_target",
    "agents_for_load",
    "agents_over_horizon",
    "asa_s",
    "binding_target",
    "blended_requirement",
    "blended_service_level",
    "capacity_for_share",
    "certainty_of",
    "chat_measures",
    "chat_service_level",
    "check_capacity",
    "chosen_method",
    "contact_fates",
    "cost_of_certainty",
    "due_windows",
    "erlang_a",
    "erlang_b",
    "erlang_c",
    "expected_service_level",
    "handling_time",
    "idle_for_tickets",
    "level_for_share",
    "level_jointly",
    "live_service_level",
    "load_course",
    "load_with_redials",
    "min_constant_capacity",
    "mixed_aht_s",
    "mixed_wait_factor",
    "mixture_abandonment",
    "mixture_service_level",
    "modified_load",
    "occupancy",
    "offered_load",
    "on_time_share",
    "peak_load",
    "pooled_requirement",
    "productive_agents",
    "queue_length",
    "required_agents",
    "required_agents_by_priority",
    "required_agents_mixture",
    "required_agents_real",
    "required_by_set",
    "required_chat_agents",
    "required_through_slot",
    "reserve_for_level",
    "scheduled_agents",
    "serve_deferred",
    "service_level",
    "service_level_by_group",
    "service_level_with_abandonment",
    "service_promise",
    "share_by_group",
    "slots_to_clear",
    "spread_work",
    "wait_longer_than",
    "wait_longer_than_with_abandonment",
    "waits_by_class",
]
