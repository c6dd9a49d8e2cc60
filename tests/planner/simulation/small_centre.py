"""Centres of a few lines for the tests of drawing, replicating and estimating."""

from collections.abc import Sequence

import numpy as np

from planner.arrays import FloatArray
from planner.simulation.centre import Centre, Group, Line, Spells


def centre_of(
    lines: Sequence[Line],
    *,
    slot_s: float = 1800.0,
    slots_a_day: int = 48,
    spells: Spells | None = None,
) -> Centre:
    """One group that takes all lines, all of one rank."""
    n_slots = lines[0].contacts.size
    numbers = tuple(range(len(lines)))
    return Centre(
        slot_s=slot_s,
        n_slots=n_slots,
        day=np.arange(n_slots) // slots_a_day,
        lines=tuple(lines),
        groups=(Group("all", numbers, (0,) * len(lines)),),
        spells=spells if spells is not None else whole_time(0, n_slots * slot_s),
    )


def whole_time(n_agents: int, end_s: float) -> Spells:
    """Agents of group 0 who are there from the start to the end."""
    n = np.arange(n_agents)
    none = np.zeros(n_agents)
    return Spells(n, n * 0, none, none + end_s, np.ones(n_agents, np.bool_))


def flat(contacts: float, n_slots: int) -> FloatArray:
    """The same contacts in every slot."""
    return np.full(n_slots, contacts)
