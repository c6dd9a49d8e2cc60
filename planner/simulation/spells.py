"""
Spells under shrinkage: who is away for training, meetings or illness, drawn anew for each week.

Breaks are gaps in the spells already; shrinkage takes from what is left, and is applied once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.arrays import BoolArray, FloatArray, IntArray
from planner.simulation.centre import Spells
from planner.staffing.checks import checked

BLOCK_S = 1800.0


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """
    Spells cut at the bounds of blocks of time, shape ``(n_pieces,)``, in the order of the spells.

    `spell` is the spell that a piece is cut from, `crowd` a number shared by the pieces of one
    group in one block, `shrinkage` the share of that group that is away.
    """

    spells: Spells
    spell: IntArray
    crowd: IntArray
    start_s: FloatArray
    end_s: FloatArray
    shrinkage: FloatArray


def cut_into_blocks(spells: Spells, shrinkage: Sequence[float], block_s: float = BLOCK_S) -> Blocks:
    """
    Pieces of the spells; cut once, then draw many weeks from them.

    Parameters
    ----------
    spells
        Breaks already taken out.
    shrinkage
        Share of each group that is away, 0 or more and below 1.
    block_s
        How long who is away stays away, in seconds above 0.

    Raises
    ------
    InputError
        For a number outside its range.
    """
    share = checked("shrinkage", shrinkage, most=1.0, most_allowed=False)
    block = float(checked("block_s", block_s, least_allowed=False))
    first = np.floor(spells.start_s / block).astype(np.int64)
    last = np.maximum(np.ceil(spells.end_s / block).astype(np.int64) - 1, first)
    n_pieces = last - first + 1
    spell = np.repeat(np.arange(first.size), n_pieces)
    within = np.arange(spell.size) - np.repeat(np.cumsum(n_pieces) - n_pieces, n_pieces)
    number = first[spell] + within
    least = int(number.min(initial=0))
    n_blocks = int(number.max(initial=0)) - least + 1
    return Blocks(
        spells=spells,
        spell=spell,
        crowd=spells.group[spell] * n_blocks + number - least,
        start_s=np.maximum(spells.start_s[spell], number * block),
        end_s=np.minimum(spells.end_s[spell], (number + 1) * block),
        shrinkage=share[spells.group[spell]],
    )


def with_shrinkage(blocks: Blocks, rng: np.random.Generator) -> Spells:
    """
    Spells of those present in one week.

    In every block the number away is the exact share of those of the group on duty, rounded up or
    down at random without bias; who is away is random.

    Notes
    -----
    Systematic sampling: the pieces of a group, block after block and shuffled within each, are
    numbered i = 0, 1, 2 ... and piece i is away if a whole number lies in
    ``(s i + u, s (i + 1) + u]``, with u uniform. So each piece is away with probability s, and a
    block of n pieces misses ``floor(s n)`` or ``ceil(s n)`` of them, whatever part of the block
    they cover. A contact in hand when its agent goes away is finished, which eats into the
    time away: with handling times beyond a quarter of a block take longer blocks.
    """
    is_away = _is_away(blocks, rng)
    present = np.flatnonzero(~is_away)
    spell = blocks.spell[present]
    begins = np.ones(present.size, np.bool_)
    begins[1:] = (spell[1:] != spell[:-1]) | (present[1:] != present[:-1] + 1)
    ends = np.ones(present.size, np.bool_)
    ends[:-1] = begins[1:]
    spells, of_spell, end_s = blocks.spells, spell[begins], blocks.end_s[present[ends]]
    return Spells(
        agent=spells.agent[of_spell],
        group=spells.group[of_spell],
        start_s=blocks.start_s[present[begins]],
        end_s=end_s,
        is_shift_end=spells.is_shift_end[of_spell] & (end_s == spells.end_s[of_spell]),
    )


def _is_away(blocks: Blocks, rng: np.random.Generator) -> BoolArray:
    order = np.argsort(blocks.crowd + rng.random(blocks.crowd.size), kind="stable")
    share = blocks.shrinkage[order]
    expected = np.cumsum(np.append(rng.random(), share))
    is_away = np.zeros(order.size, np.bool_)
    is_away[order] = np.diff(np.floor(expected)) > 0
    return is_away


def spells_of_profile(agents: IntArray, slot_s: float, group: int = 0) -> Spells:
    """
    Spells of the fewest agents who make up a profile: agent i is there where more than i are.

    Parameters
    ----------
    agents
        Agents on duty in each slot, at least 0, ``(n_slots,)``.
    slot_s
        Length of a slot in seconds.
    group
        The group they all belong to.

    Notes
    -----
    Who is no longer asked for finishes the contact in hand, as at the end of a shift.

    Examples
    --------
    >>> spells = spells_of_profile(np.array([1, 2, 0, 1]), 60.0)
    >>> [x.tolist() for x in (spells.agent, spells.start_s, spells.end_s)]
    [[0, 0, 1], [0.0, 180.0, 60.0], [120.0, 240.0, 120.0]]
    """
    numbers = np.arange(int(agents.max(initial=0)))
    is_there = np.zeros((numbers.size, agents.size + 2), np.int64)
    is_there[:, 1:-1] = agents > numbers[:, None]
    change = np.diff(is_there, axis=1)
    agent, start = np.nonzero(change > 0)
    _, end = np.nonzero(change < 0)
    return Spells(
        agent=agent.astype(np.int64),
        group=np.full(agent.size, group, np.int64),
        start_s=start.astype(np.float64) * slot_s,
        end_s=end.astype(np.float64) * slot_s,
        is_shift_end=np.ones(agent.size, np.bool_),
    )
