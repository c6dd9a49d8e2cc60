"""
Blending: deferred work in the idle time of live agents, with some of them kept free for calls.

A free agent takes a ticket only while more than `reserve` agents are free, and finishes it before
the next contact. Exact where tickets always wait, contacts are Poisson with patient customers, and
tickets take exponential times with the mean of a contact. Longer tickets that are finished first
cost far more: 14 agents with 10 erlangs and 4 kept free answer 80 % within a ninth of a handling
time, but 70 % with tickets twice and 55 % with tickets four times as long. Then use the agents
above the live requirement alone; or tickets that are put aside for a contact, whose idle time is
all of ``agents - load`` and leaves live service as it is.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from planner.staffing.checks import checked, checked_aht, checked_load
from planner.staffing.deferred.due_windows import checked_open, checked_queue
from planner.staffing.deferred.joint_levelling import level_jointly
from planner.staffing.deferred.levelling import agents_for_load
from planner.staffing.deferred.service import DeferredService, serve_deferred

Reals = NDArray[np.float64]
MOST_AGENTS = 1e6
LARGE = 1e200
MOST_LENGTHS = 700.0


@dataclass(frozen=True, slots=True)
class BlendedRequirement:
    """
    What deferred work needs beside live work, ``(n_slots,)`` each.

    ``extra`` is the load in erlangs above the usable idle time, ``agents`` the live agents and
    those for the extra load, ``idle_alone`` the service of the idle time without extra agents.
    """

    extra: Reals
    agents: NDArray[np.int64]
    idle_alone: DeferredService


def blended_service_level(
    agents: ArrayLike, load: ArrayLike, reserve: ArrayLike, aht_s: ArrayLike, within_s: ArrayLike
) -> Reals:
    """
    Share of live contacts answered within `within_s` while free agents work on tickets.

    Parameters
    ----------
    agents
        Whole agents, at least 0.
    load
        Live load in erlangs.
    reserve
        Agents kept free of tickets, 0 .. `agents`; all of them give Erlang C.

    Returns
    -------
    NDArray
        In ``[0, 1]``; 0 where ``load >= agents``.

    Notes
    -----
    The number of busy agents is the birth-death chain of Erlang C that never falls below
    ``N - reserve``, where a ticket replaces what ends: ``p(k) ~ A^k / k!`` from there to N, then
    times A / N a step. S. Bhulai, G. Koole, *A queueing model for call blending in call centers*,
    IEEE Transactions on Automatic Control 48, 2003, with this threshold rule as the best one.

    Examples
    --------
    >>> blended_service_level(14, 10.0, [0, 3, 14], 180, 20).round(4).tolist()
    [0.3588, 0.748, 0.8884]
    """
    waits, _ = _states(agents, load, reserve)
    aht = checked_aht(aht_s, checked_load(load))
    within = checked("within_s", within_s)
    spare = np.maximum(np.asarray(agents, dtype=np.float64) - np.asarray(load), 0.0)
    decay = np.exp(-spare * within / np.where(aht > 0, aht, 1.0))
    return np.asarray(1.0 - waits * decay)


def idle_for_tickets(agents: ArrayLike, load: ArrayLike, reserve: ArrayLike) -> Reals:
    """
    Erlangs of tickets that agents do beside live work while `reserve` of them are kept free.

    Arguments as in `blended_service_level`: mean busy agents less the live load, which is all of
    ``N - A`` without a reserve and nothing with all agents in it.

    Examples
    --------
    >>> idle_for_tickets(14, 10.0, [0, 3, 14]).round(4).tolist()
    [4.0, 2.6981, 0.0]
    """
    _, idle = _states(agents, load, reserve)
    spare = np.asarray(agents, dtype=np.float64) - np.asarray(load)
    return np.asarray(np.maximum(spare - idle, 0.0))


def reserve_for_level(
    agents: ArrayLike, load: ArrayLike, aht_s: ArrayLike, within_s: ArrayLike, fraction: ArrayLike
) -> NDArray[np.int64]:
    """
    Fewest agents to keep free of tickets so that live contacts keep their service level.

    All agents where even without tickets the level falls short.

    Examples
    --------
    >>> reserve_for_level(14, 10.0, 180, 20, 0.8).tolist()
    4
    """
    aht = checked_aht(aht_s, checked_load(load))
    staff, offered, _ = _checked_states(agents, load, 0)
    goal = checked("fraction", fraction, most=1.0, least_allowed=False, most_allowed=False)
    within = checked("within_s", within_s)
    spare = np.maximum(staff - offered, 0.0)
    lengths = np.minimum(spare * within / np.where(aht > 0, aht, 1.0), MOST_LENGTHS)
    late = (1.0 - goal) * np.exp(lengths)
    staff, offered, late = np.broadcast_arrays(staff, offered, late)
    found = _least_reserves(staff.ravel(), offered.ravel(), late.ravel() * (1 + 1e-12))
    return found.reshape(staff.shape)


def blended_requirement(
    work_s: ArrayLike,
    release: ArrayLike,
    due: ArrayLike,
    open_slots: ArrayLike,
    live_agents: ArrayLike,
    usable: ArrayLike,
    slot_s: float,
    *,
    max_occupancy: float = 1.0,
    catch_up_slots: int | None = None,
) -> BlendedRequirement:
    """
    Least extra agents with which deferred work is in time beside live work.

    Parameters
    ----------
    work_s, release, due
        Seconds of deferred work and slots of each item, as in `serve_deferred`.
    open_slots
        Slots in which deferred work is done, ``(n_slots,)``.
    live_agents
        Agents that live work has in each slot, whole numbers.
    usable
        Erlangs of their idle time for deferred work in each slot: `idle_for_tickets`, or by a
        rule such as ``max(0, agents * max_occupancy - load)``.
    slot_s
        Length of a slot in seconds.
    max_occupancy
        Share of their time that the extra agents work.
    catch_up_slots
        As in `spread_work`.

    Notes
    -----
    The extra load has the lowest peak and the least total there is, see `level_jointly`; whole
    agents are rounded up slot by slot after it. What extra agents do for live contacts is not
    counted.

    Examples
    --------
    >>> need = blended_requirement([7200], [0], [2], [1, 1], [5, 6], [0.5, 1.0], 1800)
    >>> need.extra.tolist(), need.agents.tolist(), need.idle_alone.late_s.tolist()
    ([1.25, 1.25], [7, 8], [[4500.0]])
    """
    is_open = checked_open(open_slots)
    slot = float(checked("slot_s", slot_s, least_allowed=False))
    free = np.where(is_open, checked("usable", usable) * slot, 0.0)
    staff = checked("live_agents", live_agents, most=MOST_AGENTS)
    level = level_jointly(work_s, release, due, is_open, free_s=free, catch_up_slots=catch_up_slots)
    extra = level / slot
    agents = np.ceil(staff).astype(np.int64) + agents_for_load(extra, max_occupancy)
    work, start, stop = checked_queue(work_s, release, due)
    return BlendedRequirement(extra, agents, serve_deferred(work, start, stop, free))


def _checked_states(
    agents: ArrayLike, load: ArrayLike, reserve: ArrayLike
) -> tuple[Reals, Reals, Reals]:
    staff = np.rint(checked("agents", agents, most=MOST_AGENTS))
    kept = np.minimum(np.rint(checked("reserve", reserve, most=MOST_AGENTS)), staff)
    staff, offered, kept = np.broadcast_arrays(staff, checked_load(load), kept)
    return staff, offered, kept


def _states(agents: ArrayLike, load: ArrayLike, reserve: ArrayLike) -> tuple[Reals, Reals]:
    """Probability of waiting and mean idle agents."""
    staff, offered, kept = _checked_states(agents, load, reserve)
    waits, idle = _solve_states(staff.ravel(), offered.ravel(), kept.ravel())
    return waits.reshape(staff.shape), idle.reshape(staff.shape)


@njit(cache=True, error_model="numpy")
def _solve_states(agents: Reals, load: Reals, reserve: Reals) -> tuple[Reals, Reals]:
    waits, idle = np.ones(agents.size), np.zeros(agents.size)
    for i in range(agents.size):
        if load[i] < agents[i]:
            _, waits[i], idle[i] = _until(agents[i], load[i], reserve[i], -1.0)
    return waits, idle


@njit(cache=True, error_model="numpy")
def _least_reserves(agents: Reals, load: Reals, late: Reals) -> NDArray[np.int64]:
    """Fewest agents kept free with which no more than the share `late` waits."""
    found = agents.astype(np.int64)
    for i in range(agents.size):
        if load[i] == 0.0:
            found[i] = 0
        elif load[i] < agents[i]:
            found[i] = int(_until(agents[i], load[i], agents[i], late[i])[0])
    return found


@njit(cache=True, error_model="numpy")
def _until(agents: float, load: float, reserve: float, late: float) -> tuple[float, float, float]:
    """
    Reserve, probability of waiting and mean idle agents, up to `reserve` or till few wait.

    Weights relative to the states in which nobody is free, which weigh 1 together; the state with
    j free agents weighs ``(1 - A / N) N (N - 1) .. (N - j + 1) / A^j``. All shrink before they
    overflow.
    """
    if load == 0.0:
        return reserve, (1.0 if reserve < 1.0 else 0.0), reserve
    full, weight, total, free, kept = 1.0, (agents - load) / agents, 1.0, 0.0, 0.0
    while kept < reserve and full / total > late:
        weight *= (agents - kept) / load
        kept += 1.0
        total += weight
        free += kept * weight
        if total > LARGE:
            full, weight, total, free = full / LARGE, weight / LARGE, total / LARGE, free / LARGE
    return kept, full / total, free / total
