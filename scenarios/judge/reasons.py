"""Why a promise is missed, in a sentence for a manager."""

from dataclasses import replace
from math import exp, log, sqrt

import numpy as np
from scipy.special import ndtr

from planner.queues import Queue
from planner.roster import Coverage
from planner.simulation.centre import Handling
from planner.simulation.judgement import Level, PriorityJudgement, QueueJudgement
from planner.wording import per_cent
from scenarios.inputs import Inputs
from scenarios.judge.centre import JudgedWeek


def reason(
    inputs: Inputs, week: JudgedWeek, coverage: Coverage, queue: Queue, found: QueueJudgement
) -> QueueJudgement:
    """The judgement with what is missing told; as it was where the promise is held."""
    if found.verdict in ("held", "none"):
        return found
    told = (
        _too_long(week, queue, found)
        or _uncovered(coverage, queue)
        or _unsure(found)
        or _chance(inputs, queue)
    )
    return replace(found, reason=told)


def _too_long(week: JudgedWeek, queue: Queue, found: QueueJudgement) -> str:
    """Words for tickets whose handling alone outlasts their due time; empty where few do."""
    if queue.channel.is_live or queue.due_when == "begun" or found.target is None:
        return ""
    if found.in_time is None:
        return ""

    def too_long(one: PriorityJudgement) -> float:
        return longer_than_due(queue, one.priority, week.handling_of(queue.id, one.priority))

    parts = found.priorities or (PriorityJudgement("", found.target, found.in_time),)
    worst = max(parts, key=too_long)
    share = too_long(worst)
    if share <= 1 - found.target or not _misses(worst):
        return ""
    named = f" of {worst.priority}" if worst.priority else ""
    hours = queue.due_after_hours(worst.priority)
    return (
        f"{per_cent(share, 0)}{named} take longer than the {hours:g} h they "
        'have even if begun at once; promise them begun in time (due_when = "begun") or more hours'
    )


def longer_than_due(queue: Queue, priority: str, handling: Handling) -> float:
    """Share of deferred contacts whose handling time alone exceeds their due hours."""
    ratio = queue.due_after_hours(priority) * 3600 / handling.mean_s
    if handling.shape == "exponential":
        return exp(-ratio)
    if handling.cv == 0:
        return float(ratio < 1)
    variance = log(1 + handling.cv**2)
    return float(ndtr(-(log(ratio) + variance / 2) / sqrt(variance)))


def _misses(one: PriorityJudgement) -> bool:
    level: Level | None = one.in_time
    return level is not None and one.target is not None and level.low < one.target


def _uncovered(coverage: Coverage, queue: Queue) -> str:
    """Words for agents that the roster could not find; empty where it found them all."""
    of_queue = coverage.of(queue.id)
    hours = float(of_queue.short.sum()) * coverage.grid.minutes / 60
    if not hours:
        return ""
    slots = int(np.count_nonzero(of_queue.short))
    amount = "1 agent-hour" if hours == 1 else f"{hours:g} agent-hours"
    return f"{amount} of what it needs could not be rostered, in {slots} intervals"


def _unsure(found: QueueJudgement) -> str:
    if found.verdict != "unsure":
        return ""
    return "too few weeks were simulated to tell; raise weeks in [simulation]"


def _chance(inputs: Inputs, queue: Queue) -> str:
    """Words for a queue that has the agents it asked for."""
    if not queue.channel.is_live:
        return (
            "every agent-hour it asks for is rostered, but contacts wait for agents who are busy "
            "with others; lower max_occupancy, or give them more hours"
        )
    rounds = inputs.simulation.rounds
    if not rounds:
        return (
            "every agent-hour that the formula asks for is rostered; breaks, ends of shifts and "
            "chance take more than it knows of: roster more where intervals fall below the target"
        )
    tried = "the round of correction" if rounds == 1 else f"up to {rounds} rounds of correction"
    return (
        f"every agent-hour it asks for is rostered, and {tried} found no roster that holds it; "
        "more time for the roster, more rounds in [simulation] or a larger team may"
    )
