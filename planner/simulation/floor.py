"""A centre made ready for the kernel, once for all weeks that it will serve."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from planner.arrays import BoolArray, FloatArray
from planner.errors import InputError
from planner.simulation.centre import Centre, Line, Spells
from planner.simulation.heap import knock_out_tree
from planner.simulation.records import (
    AGENT,
    ATTEMPT,
    CHANGE,
    COMES,
    GROUP,
    HAND,
    LEAVES,
    LINE,
    NOBODY,
    RESTS,
    ROW,
    TURNS,
    Hall,
    Records,
    SmallInts,
    Week,
)


@dataclass(frozen=True, slots=True, eq=False)
class Floor:
    """A checked centre as flat arrays; `staffed_s` is the time on duty as rostered."""

    centre: Centre
    n_agents: int
    changes: Records
    lines: Records
    is_open: BoolArray
    groups: Records
    line_groups: SmallInts
    group_lines: SmallInts
    group_ranks: SmallInts
    slowness: FloatArray
    staffed_s: FloatArray

    @classmethod
    def of(cls, centre: Centre) -> Self:
        """Flatten a centre; raise `InputError` where groups or spells name what is not there."""
        check_groups(centre)
        check_spells(centre.spells, len(centre.groups))
        spells = clipped(centre.spells, centre.end_s)
        is_open = opening(centre)
        lines, line_groups = flat_lines(centre)
        groups, group_lines, group_ranks = flat_groups(centre)
        return cls(
            centre=centre,
            n_agents=int(centre.spells.agent.max(initial=-1)) + 1,
            changes=flat_changes(spells, turns(is_open, centre.slot_s)),
            lines=lines,
            is_open=is_open,
            groups=groups,
            line_groups=line_groups,
            group_lines=group_lines,
            group_ranks=group_ranks,
            slowness=flat_slowness(centre.lines),
            staffed_s=rostered_s(spells, centre.slot_s, (len(centre.groups), centre.n_slots)),
        )

    def opened_for(self, week: Week) -> Hall:
        """A hall with everyone at home, with room for every contact of a week."""
        n_levels = self.slowness.shape[1]
        n_agents, n_groups = self.n_agents, self.groups.size
        lines = self.lines.copy()
        any_deferred = not self.lines["is_live"].all()
        if any_deferred:
            in_line = np.bincount(week.line, minlength=lines.size)
            lines["due_from"] = np.cumsum(in_line) - in_line
        n_due = week.line.size if any_deferred else 0
        n_calls = week.line.size if week.redials.shape[1] else 0
        agents = np.zeros(n_agents, dtype=AGENT)
        agents["row"] = NOBODY
        rows = np.zeros(n_groups * n_levels, dtype=ROW)
        rows["first"] = rows["last"] = NOBODY
        tree = knock_out_tree(n_agents)
        done_s = np.full(tree.size // 2, np.inf)
        return Hall(
            slot_s=self.centre.slot_s,
            end_s=self.centre.end_s,
            changes=self.changes,
            agents=agents,
            hands=np.zeros((n_agents, n_levels), dtype=HAND),
            rows=rows,
            lines=lines,
            is_open=self.is_open,
            groups=self.groups,
            line_groups=self.line_groups,
            group_lines=self.group_lines,
            group_ranks=self.group_ranks,
            slowness=self.slowness,
            done_s=done_s,
            done_bits=done_s.view(np.int64),
            soonest=tree,
            attempts=np.empty(week.line.size * (1 + week.redials.shape[1]), dtype=ATTEMPT),
            due_s=np.empty(n_due),
            due_attempt=np.empty(n_due, dtype=np.int32),
            call_s=np.empty(n_calls),
            call_attempt=np.empty(n_calls, dtype=np.int32),
            counts=np.zeros(2, dtype=np.int64),
            staffed_s=self.staffed_s.copy(),
            busy_s=np.zeros((n_groups, self.centre.n_slots)),
            overtime_s=np.zeros(n_groups),
        )


def check_groups(centre: Centre) -> None:
    """Raise unless every group names lines that are there, once each, by rank."""
    for group in centre.groups:
        where = f"group {group.name}"
        if len(group.lines) != len(group.ranks):
            raise InputError(
                f"{where}: {len(group.ranks)} ranks for {len(group.lines)} lines; give one for each"
            )
        if len(set(group.lines)) != len(group.lines):
            raise InputError(f"{where}: a line is there twice; name each once")
        if any(not 0 <= line < len(centre.lines) for line in group.lines):
            raise InputError(
                f"{where}: lines are {list(group.lines)}; use 0 to {len(centre.lines) - 1}"
            )
        if list(group.ranks) != sorted(group.ranks):
            raise InputError(f"{where}: ranks fall; name the most urgent line first")
        if group.reserve < 0:
            raise InputError(f"{where}: reserve is {group.reserve}; use 0 or more")


def check_spells(spells: Spells, n_groups: int) -> None:
    """Raise unless spells belong to groups that are there and an agent's do not overlap."""
    if not spells.agent.size:
        return
    if spells.agent.min() < 0:
        raise InputError("spells: an agent is below 0; number agents from 0")
    if spells.group.min() < 0 or spells.group.max() >= n_groups:
        raise InputError(f"spells: a group is not there; use 0 to {n_groups - 1}")
    if not np.all(spells.start_s <= spells.end_s):
        raise InputError("spells: one ends before it starts; let time run forwards")
    order = np.lexsort((spells.start_s, spells.agent))
    agent, start_s, end_s = spells.agent[order], spells.start_s[order], spells.end_s[order]
    overlaps = (agent[1:] == agent[:-1]) & (start_s[1:] < end_s[:-1])
    if overlaps.any():
        who = agent[1:][overlaps][0]
        raise InputError(f"spells: two of agent {who} overlap; let one end first")


def clipped(spells: Spells, end_s: float) -> Spells:
    """Spells within the horizon; a shift that goes on behind it does not end."""
    start_s = np.maximum(spells.start_s, 0.0)
    stop_s = np.minimum(spells.end_s, end_s)
    keep = start_s < stop_s
    return Spells(
        agent=spells.agent[keep],
        group=spells.group[keep],
        start_s=start_s[keep],
        end_s=stop_s[keep],
        is_shift_end=(spells.is_shift_end & (spells.end_s <= end_s))[keep],
    )


def opening(centre: Centre) -> BoolArray:
    """Slots in which lines are open, ``(n_lines, n_slots)``."""
    is_open = np.ones((len(centre.lines), centre.n_slots), dtype=np.bool_)
    for row, line in zip(is_open, centre.lines, strict=True):
        if line.is_open is not None:
            if line.is_open.shape != row.shape:
                raise InputError(
                    f"line {line.name}: is_open has {line.is_open.size} slots; give {row.size}"
                )
            row[:] = line.is_open
    return is_open


def turns(is_open: BoolArray, slot_s: float) -> Records:
    """Starts of the slots with which lines open or close."""
    before = np.ones_like(is_open)
    before[:, 1:] = is_open[:, :-1]
    slots = np.flatnonzero((is_open != before).any(axis=0))
    changes = np.zeros(slots.size, dtype=CHANGE)
    changes["at_s"], changes["agent"], changes["kind"] = slots * slot_s, slots, TURNS
    return changes


def flat_changes(spells: Spells, others: Records) -> Records:
    """Ends of spells, `others` and starts of spells, in this order at one instant."""
    n = spells.agent.size
    ends, starts = np.zeros((2, n), dtype=CHANGE)
    ends["at_s"], starts["at_s"] = spells.end_s, spells.start_s
    ends["kind"], starts["kind"] = np.where(spells.is_shift_end, LEAVES, RESTS), COMES
    for changes in (ends, starts):
        changes["agent"], changes["group"] = spells.agent, spells.group
    mixed = np.concatenate([ends, others, starts])
    return mixed.take(np.argsort(mixed["at_s"], kind="stable"))


def flat_lines(centre: Centre) -> tuple[Records, SmallInts]:
    """Lines, and one after another the groups that take each, in order of the groups."""
    lines = np.zeros(len(centre.lines), dtype=LINE)
    taken_by: list[int] = []
    for number, line in enumerate(centre.lines):
        its_groups = [i for i, group in enumerate(centre.groups) if number in group.lines]
        lines[number]["is_live"] = line.is_live
        lines[number]["due_when_begun"] = line.due_when == "begun"
        lines[number]["concurrency"] = line.concurrency
        lines[number]["within_s"] = line.within_s
        lines[number]["groups_from"] = len(taken_by)
        taken_by += its_groups
        lines[number]["groups_to"] = len(taken_by)
    lines["first"] = lines["last"] = NOBODY
    return lines, np.array(taken_by, dtype=np.int32)


def flat_groups(centre: Centre) -> tuple[Records, SmallInts, SmallInts]:
    """Groups, and one after another the lines and ranks of each, live ones first."""
    groups = np.zeros(len(centre.groups), dtype=GROUP)
    members: list[tuple[int, int]] = []
    for number, group in enumerate(centre.groups):
        ranked = list(zip(group.lines, group.ranks, strict=True))
        live = [pair for pair in ranked if centre.lines[pair[0]].is_live]
        groups[number]["live_from"] = len(members)
        groups[number]["live_to"] = len(members) + len(live)
        members += live + [pair for pair in ranked if not centre.lines[pair[0]].is_live]
        groups[number]["deferred_to"] = len(members)
        groups[number]["reserve"] = group.reserve if live else 0
    flat = np.array(members, dtype=np.int32).reshape(-1, 2)
    return groups, np.ascontiguousarray(flat[:, 0]), np.ascontiguousarray(flat[:, 1])


def flat_slowness(lines: tuple[Line, ...]) -> FloatArray:
    """Slowness by line and number held less 1; beyond a line's own numbers its last holds."""
    n_levels = max((line.concurrency for line in lines), default=1)
    rows = [line.slowness + line.slowness[-1:] * (n_levels - line.concurrency) for line in lines]
    return np.array(rows, dtype=np.float64).reshape(len(lines), n_levels)


def rostered_s(spells: Spells, slot_s: float, shape: tuple[int, int]) -> FloatArray:
    """
    Agent-seconds on duty by group and slot, of the shape given, before anyone stays on.

    What comes with the starts less what the ends take.
    """
    n_groups, n_slots = shape
    at_s = np.concatenate([spells.start_s, spells.end_s])
    sign = np.repeat([1.0, -1.0], spells.agent.size)
    slot = (at_s / slot_s).astype(np.int64)
    place = np.tile(spells.group, 2) * (n_slots + 1) + slot
    share_s = sign * ((slot + 1) * slot_s - at_s)
    here, coming = (
        np.bincount(place, weights, n_groups * (n_slots + 1))
        .astype(np.float64)
        .reshape(n_groups, n_slots + 1)
        for weights in (share_s, sign)
    )
    staffed_s = here[:, :-1].copy()
    staffed_s[:, 1:] += slot_s * np.cumsum(coming, axis=1)[:, :-2]
    return np.maximum(staffed_s, 0.0)
