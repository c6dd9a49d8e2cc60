"""Why a promise is missed, in a sentence for a manager."""

from dataclasses import replace

import numpy as np

from planner.queues import Queue
from planner.roster import Coverage
from planner.simulation.judgement import QueueJudgement
from scenarios.inputs import Inputs


def reason(
    inputs: Inputs, coverage: Coverage, queue: Queue, found: QueueJudgement
) -> QueueJudgement:
    """The judgement with what is missing told; as it was where the promise is held."""
    if found.verdict in ("held", "none"):
        return found
    told = _uncovered(coverage, queue) or _chance(inputs, queue, found)
    return replace(found, reason=told)


def _uncovered(coverage: Coverage, queue: Queue) -> str:
    """Words for agents that the roster could not find; empty where it found them all."""
    of_queue = coverage.of(queue.id)
    hours = float(of_queue.short.sum()) * coverage.grid.minutes / 60
    if not hours:
        return ""
    slots = int(np.count_nonzero(of_queue.short))
    amount = "1 agent-hour" if hours == 1 else f"{hours:g} agent-hours"
    return f"{amount} of what it needs could not be rostered, in {slots} intervals"


def _chance(inputs: Inputs, queue: Queue, found: QueueJudgement) -> str:
    """Words for a queue that has the agents it asked for."""
    if found.verdict == "unsure":
        return "too few weeks were simulated to tell; raise weeks in [simulation]"
    if not queue.channel.is_live:
        return (
            "every agent-hour it asks for is rostered, but single contacts take longer than their "
            "due time leaves, or wait for agents who are busy; give it more time or more agents"
        )
    rounds = inputs.simulation.rounds
    return (
        f"every agent-hour it asks for is rostered and {rounds} rounds of correction were not "
        "enough; raise rounds in [simulation], the target or the team"
    )
