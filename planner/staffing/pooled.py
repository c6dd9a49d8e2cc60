"""
Requirement per set of skills, so that a roster can pool agents who have several.

A pool is a few lines (queues, skills) that flexible agents serve together. Agents dedicated to one
line cannot help another, so each set of lines asks for its own number among those who serve any
of it. These conditions are necessary. They do not suffice: a dedicated agent may idle while another
line waits, so with the fewest flexible agents a pool falls short of its target by an agent or more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.errors import InputError, Problem
from planner.staffing.checks import checked, checked_aht, checked_load
from planner.staffing.live.requirement import required_agents

Floats = NDArray[np.float64]
Agents = NDArray[np.int64]
PoolTarget = Literal["strictest", "weighted"]
POOL_TARGETS: Final[tuple[PoolTarget, ...]] = get_args(PoolTarget)
MOST_LINES: Final = 8
_TRIED_MOVES = 5


@dataclass(frozen=True, slots=True)
class PooledRequirement:
    """
    Agents for one line only, shape ``(n_lines, n_slots)``, and with all skills, ``(n_slots,)``.

    For every set S of lines, dedicated agents of S plus flexible ones are at least R(S).
    """

    dedicated: Agents
    flexible: Agents

    @property
    def total(self) -> Agents:
        """Dedicated and flexible agents together, shape ``(n_slots,)``."""
        return np.asarray(self.dedicated.sum(axis=0) + self.flexible)


def required_by_set(
    loads: ArrayLike,
    aht_s: ArrayLike,
    *,
    within_s: ArrayLike,
    fraction: ArrayLike,
    patience_s: ArrayLike | None = None,
    target: PoolTarget = "strictest",
) -> Agents:
    """
    Fewest agents for the merged contacts of every set of lines.

    Parameters
    ----------
    loads
        Offered load of each line in erlangs, shape ``(n_lines, n_slots)``, 1 to 8 lines.
    aht_s
        Mean handling time in seconds, above 0 wherever something is offered. This and what
        follows: one number, one a line, or ``(n_lines, n_slots)``.
    within_s, fraction
        Service level of each line.
    patience_s
        Mean patience of each line in seconds; by default nobody hangs up.
    target
        Which level a set of lines has: the "strictest" share and time of those lines that have
        contacts, or the means of both "weighted" by contacts.

    Returns
    -------
    NDArray
        Shape ``(2 ** n_lines, n_slots)``. Row s is the set of the lines whose bits are set in s:
        row 1 the first line, row 2 the second, row 3 both; row 0 is empty and needs nobody.

    Raises
    ------
    InputError
        Naming the field that lies outside its range, or `loads` with more than 8 lines.

    Notes
    -----
    Loads add up; handling time and patience are means weighted by contacts. No set needs fewer
    than a part of it, and none more than two parts of it that are staffed apart.

    Examples
    --------
    >>> required_by_set([[10.0], [10.0]], 240, within_s=20, fraction=0.8).ravel().tolist()
    [0, 14, 14, 25]
    """
    load = checked_load(loads)
    n_lines = _n_lines("loads", load)
    if target not in POOL_TARGETS:
        raise _refusal("target", f"target is {target!r}; use one of {', '.join(POOL_TARGETS)}")
    aht = checked_aht(_by_line("aht_s", aht_s, load), load)
    times = _by_line("within_s", within_s, load)
    shares = _by_line("fraction", fraction, load)
    patience = None if patience_s is None else _by_line("patience_s", patience_s, load)
    contacts = load / np.where(load > 0, aht, 1.0)
    result = np.zeros((1 << n_lines, load.shape[1]), np.int64)
    for members in range(1, 1 << n_lines):
        lines = [line for line in range(n_lines) if members >> line & 1]
        weights = _shares_of(contacts[lines])
        if target == "strictest":
            offered = weights > 0
            time = np.where(offered, times[lines], times[lines].max(initial=0.0)).min(axis=0)
            share = np.where(offered, shares[lines], shares[lines].min(initial=1.0)).max(axis=0)
        else:
            time = (weights * times[lines]).sum(axis=0)
            share = (weights * shares[lines]).sum(axis=0)
        merged = {"within_s": time, "fraction": share}
        if patience is not None:
            merged["patience_s"] = (weights * patience[lines]).sum(axis=0)
        needed = required_agents(
            load=load[lines].sum(axis=0), aht_s=(weights * aht[lines]).sum(axis=0), **merged
        )
        result[members] = _between_its_parts(result, members, needed)
    return result


def pooled_requirement(by_set: ArrayLike) -> PooledRequirement:
    """
    Least total of agents that covers every set of lines, with as few flexible ones as can be.

    Parameters
    ----------
    by_set
        Agents that each set of lines needs, shape ``(2 ** n_lines, n_slots)`` as from
        `required_by_set`, or from another model; whole numbers, at least 0, row 0 all 0. A set
        that needs fewer than a part of it is taken to need as many.

    Raises
    ------
    InputError
        Naming `by_set` when its shape or a number is not as above.

    Notes
    -----
    The total is R(all). A line's own agents can be no more than R(all) - R(all others), and
    together the lines of a set T no more than R(all) - R(all but T). With diminishing returns the
    first bound implies the second, and the answer is at hand; where rounding to whole agents
    breaks them, the fewest agents are moved from dedicated to flexible by integer programming.

    Examples
    --------
    >>> pool = pooled_requirement([[0], [14], [14], [25]])
    >>> pool.dedicated.ravel().tolist(), pool.flexible.tolist()
    ([11, 11], [3])
    """
    required = _checked_sets(by_set)
    n_sets = required.shape[0]
    n_lines = n_sets.bit_length() - 1
    most = required[-1] - required[::-1]
    dedicated = most[[1 << line for line in range(n_lines)]]
    member = np.arange(n_sets)[:, None] >> np.arange(n_lines) & 1
    excess = member @ dedicated - most
    broken = np.flatnonzero(np.any(excess > 0, axis=0))
    cases, place = np.unique(np.vstack([dedicated, excess])[:, broken], axis=1, return_inverse=True)
    moved = _moves(cases[:n_lines], cases[n_lines:], member)
    dedicated[:, broken] -= moved[:, place.ravel()]
    return PooledRequirement(dedicated, required[-1] - dedicated.sum(axis=0))


def _between_its_parts(result: Agents, members: int, needed: Agents) -> Agents:
    """At least what any part needs, at most what two parts need apart."""
    for part in _parts(members):
        needed = np.minimum(needed, result[part] + result[members ^ part])
    for part in _parts(members):
        needed = np.maximum(needed, result[part])
    return needed


def _parts(members: int) -> Iterator[int]:
    """Every set within a set, except it and the empty one."""
    part = members - 1 & members
    while part:
        yield part
        part = part - 1 & members


def _moves(dedicated: Agents, excess: Agents, member: Agents) -> Agents:
    """
    Fewest agents to take from each line so that no set holds too many, case by case.

    Every way to take a few is tried, fewest first; more than a few goes to integer programming.
    """
    moved = np.zeros_like(dedicated)
    left = np.arange(dedicated.shape[1])
    for n_moved in range(1, _TRIED_MOVES + 1):
        for lines in combinations_with_replacement(range(dedicated.shape[0]), n_moved):
            taken = np.bincount(lines, minlength=dedicated.shape[0])[:, None]
            fits = np.all(member @ taken >= excess[:, left], axis=0)
            fits &= np.all(taken <= dedicated[:, left], axis=0)
            moved[:, left[fits]] = taken
            left = left[~fits]
    for case in left:
        moved[:, case] = _fewest_moves(dedicated[:, case], excess[:, case], member)
    return moved


def _fewest_moves(dedicated: Agents, excess: Agents, member: Agents) -> Agents:
    # Few pools come here, and the import takes most of a second.
    from scipy.optimize import Bounds, LinearConstraint, milp

    found = milp(
        np.ones(dedicated.size),
        integrality=np.ones(dedicated.size, np.int64),
        bounds=Bounds(0.0, dedicated.astype(np.float64)),
        constraints=LinearConstraint(member, lb=excess),
        options={"mip_rel_gap": 0.0},
    )
    return np.asarray(np.rint(np.asarray(found.x)), np.int64)


def _shares_of(contacts: Floats) -> Floats:
    """Share of each line in the contacts of a slot; equal shares where there are none."""
    total = contacts.sum(axis=0)
    equal = np.full_like(contacts, 1.0 / contacts.shape[0])
    return np.where(total > 0, contacts / np.where(total > 0, total, 1.0), equal)


def _checked_sets(by_set: ArrayLike) -> Agents:
    given = checked("by_set", by_set, most=1e15)
    n_lines = given.shape[0].bit_length() - 1 if given.ndim == 2 else 0
    if not 1 <= n_lines <= MOST_LINES or given.shape[0] != 1 << n_lines:
        would_do = f"use (2 ** n_lines, n_slots) with 1 to {MOST_LINES} lines"
        raise _refusal("by_set", f"by_set has shape {given.shape}; {would_do}")
    if np.any(given != np.rint(given)) or np.any(given[0]):
        raise _refusal("by_set", "by_set holds a part of an agent or a need of no line; use whole")
    required = given.astype(np.int64)
    for members in range(1, required.shape[0]):
        for line in range(n_lines):
            if members >> line & 1:
                smaller = required[members ^ 1 << line]
                np.maximum(required[members], smaller, out=required[members])
    return required


def _n_lines(field: str, load: Floats) -> int:
    if load.ndim != 2 or not 1 <= load.shape[0] <= MOST_LINES:
        would_do = f"use (n_lines, n_slots) with 1 to {MOST_LINES} lines"
        raise _refusal(field, f"{field} has shape {load.shape}; {would_do}")
    return int(load.shape[0])


def _by_line(field: str, value: ArrayLike, load: Floats) -> Floats:
    """Values of each line and slot."""
    given = checked(field, value)
    if given.ndim == 1:
        given = given[:, None]
    try:
        return np.broadcast_to(given, load.shape)
    except ValueError as error:
        would_do = f"use one number or {load.shape[0]}, one a line"
        raise _refusal(field, f"{field} has shape {given.shape}; {would_do}") from error


def _refusal(field: str, message: str) -> InputError:
    return InputError(message, (Problem(message, field=field),))
