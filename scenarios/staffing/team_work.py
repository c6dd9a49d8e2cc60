"""Live queues that share their agents, taken as one."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from planner.queues import Queue
from scenarios.inputs import Inputs
from scenarios.staffing.live_work import LiveWork


def sharing(inputs: Inputs, queue: Queue) -> tuple[Queue, ...]:
    """Plain live queues that share agents with a live queue, by skill or pool; itself included."""
    if queue.concurrency > 1 or queue.target_by_priority:
        return (queue,)
    skills = next((p.skills for p in inputs.pools if queue.skill in p.skills), (queue.skill,))
    return tuple(
        q
        for q in inputs.queues
        if q.skill in skills
        and q.channel.is_live
        and q.concurrency == 1
        and not q.target_by_priority
    )


def team_work(queue: Queue, works: Sequence[LiveWork]) -> LiveWork:
    """
    Work of queues that share agents, as one queue sees it with its own threshold and patience.

    Loads and contacts add up, handling time is that of the mix, and busy slots come together.
    """
    own = next(w for w in works if w.queue.id == queue.id)
    if len(works) == 1:
        return own
    load = np.sum([w.load for w in works], axis=0)
    contacts = np.sum([w.contacts for w in works], axis=0)
    rate = np.sum([w.load / w.aht_s for w in works], axis=0)
    aht_s = np.divide(load, rate, out=own.aht_s.copy(), where=rate > 0)
    spread = np.sum([w.load * w.cv for w in works], axis=0)
    return replace(
        own,
        contacts=contacts,
        load=load,
        load_by_priority={"": load},
        aht_s=aht_s,
        aht_by_priority={"": aht_s},
        cv=np.divide(spread, load, out=np.zeros_like(load), where=load > 0),
        is_open=np.any([w.is_open for w in works], axis=0),
    )
