"""What each option of a person costs at given prices of agents, its best skill and breaks."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.compiled import compiled, inlined
from solver.problem import IntArray, RosterProblem
from solver.schedules.path import FAR, Floats


class Shapes(NamedTuple):
    """
    Slots of the options of a kind's cells.

    `start` and `end` (cut off at the end of the problem), shape ``(n_options,)``; `breaks` with
    earliest, latest and length, shape ``(n_options, most_breaks, 3)``, length 0 for none;
    `fits` says for which skills an option is, shape ``(n_options, n_skills)``.
    """

    start: IntArray
    end: IntArray
    breaks: IntArray
    fits: NDArray[np.bool_]


def shapes(problem: RosterProblem, options: IntArray) -> Shapes:
    """Slots of options."""
    rows = [problem.options[o] for o in options.tolist()]
    most = max((len(row.breaks) for row in rows), default=0)
    breaks = np.zeros((len(rows), most, 3), dtype=np.int64)
    for i, row in enumerate(rows):
        for j, window in enumerate(row.breaks):
            breaks[i, j] = window.earliest, window.latest, window.length
    start = np.array([row.start for row in rows], dtype=np.int64)
    end = np.array([min(row.end, problem.n_slots) for row in rows], dtype=np.int64)
    fits = np.ones((len(rows), len(problem.skills)), dtype=np.bool_)
    for i, row in enumerate(rows):
        if row.skills is not None:
            fits[i] = [k in row.skills for k in range(len(problem.skills))]
    return Shapes(start, end, breaks, fits)


def gains(
    prices: Floats, n_skills: int, n_slots: int, floors: Iterable[tuple[int, ...]]
) -> dict[tuple[int, ...], Floats]:
    """
    What an agent saves in all slots before each, by skill, for members of some floors.

    Parameters
    ----------
    prices
        What an agent saves in each row of cover.
    floors
        Rows of `demand`, as `floors_of` has them.

    Returns
    -------
    dict
        For each set of floors an array of shape ``(n_skills, n_slots + 1)``.
    """
    by_row, found = prices.reshape(-1, n_slots), {}
    for mine in set(floors):
        gain = np.zeros((n_skills, n_slots + 1))
        np.cumsum(by_row[:n_skills] + by_row[list(mine)].sum(axis=0), axis=1, out=gain[:, 1:])
        found[mine] = gain
    return found


def rows_at_work(there: IntArray, floors: Sequence[int]) -> IntArray:
    """Rows of cover in which somebody counts who is at work with skills in slots, rising."""
    at_work = np.flatnonzero(there.any(axis=0)) if floors else np.zeros(0, dtype=np.int64)
    on_floors = (row * there.shape[1] + at_work for row in floors)
    return np.concatenate((np.flatnonzero(there), *on_floors))


@compiled
def offer(
    s: Shapes, skills: IntArray, base: Floats, gain: Floats, value: Floats, skill: IntArray
) -> None:
    """
    Write value and best skill of each option.

    `gain[k, t]` is what an agent with skill k saves in all slots before t, cents.
    """
    for i in range(base.size):
        value[i], skill[i] = FAR, -1
        if base[i] < FAR:
            for k in skills:
                if s.fits[i, k]:
                    cents = base[i] + covered(s, gain, i, k)
                    if cents < value[i]:
                        value[i], skill[i] = cents, k


@inlined
def covered(s: Shapes, gain: Floats, i: int, k: int) -> float:
    """What an option with a skill costs less what it saves, without its pay."""
    cents = gain[k, s.start[i]] - gain[k, s.end[i]]
    for j in range(s.breaks.shape[1]):
        if s.breaks[i, j, 2]:
            cents += _lost(s, gain, i, k, j, best_break(s, gain, i, k, j))
    return float(cents)


@inlined
def _lost(s: Shapes, gain: Floats, i: int, k: int, j: int, t: int) -> float:
    last = gain.shape[1] - 1
    return float(gain[k, min(t + s.breaks[i, j, 2], last)] - gain[k, min(t, last)])


@inlined
def best_break(s: Shapes, gain: Floats, i: int, k: int, j: int) -> int:
    """Slot in which break j of an option is missed least."""
    best, slot = FAR, s.breaks[i, j, 0]
    for t in range(s.breaks[i, j, 0], s.breaks[i, j, 1] + 1):
        lost = _lost(s, gain, i, k, j, t)
        if lost < best:
            best, slot = lost, t
    return int(slot)


@compiled
def enter(
    s: Shapes, gain: Floats, path: IntArray, skill: IntArray, present: IntArray, breaks: IntArray
) -> None:
    """
    Add a path's shifts, with their best skills and breaks, to `present` (skills, slots).

    The slots of breaks go into `breaks`, shape ``(n_days, most_breaks)``.
    """
    for day in range(path.size):
        i = path[day]
        if i < 0:
            continue
        k = skill[i]
        for t in range(s.start[i], s.end[i]):
            present[k, t] += 1
        for j in range(s.breaks.shape[1]):
            if s.breaks[i, j, 2]:
                first = best_break(s, gain, i, k, j)
                breaks[day, j] = first
                for t in range(first, min(first + s.breaks[i, j, 2], present.shape[1])):
                    present[k, t] -= 1
