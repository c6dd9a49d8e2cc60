"""What simulated weeks came to: counts by line and slot of arrival, time by group and slot."""

from dataclasses import dataclass

from planner.arrays import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """
    Counts and seconds of one or more weeks; a leading axis of weeks is added by `replicate`.

    By line and slot of arrival, ``(..., n_lines, n_slots)``; contacts there at the start are served
    but counted in `backlog` alone, since an earlier week answers for them:

    offered
        Contacts, every attempt of those who call again counted.
    decided
        Those whose fate is known: all live ones; deferred ones that were begun or done, as their
        line asks, or due within the horizon.
    answered
        Live contacts answered; deferred ones done.
    in_time
        Live contacts answered within the line's threshold; deferred ones begun or done, as their
        line asks, by their due time.
    abandoned, abandoned_in_time
        Contacts that hung up; of these, within the threshold.
    wait_s
        Sum of the waits of answered contacts (deferred: until the agent begins).

    By line and slot of the clock: `backlog`, contacts waiting at the end of the slot, and
    `oldest_s`, the age of the oldest of them, 0 without any.

    By group and slot of the clock, ``(..., n_groups, n_slots)``: `staffed_s` agent-seconds on
    duty, overtime included; `busy_s` agent-seconds in which at least one contact is in hand.
    By group, ``(..., n_groups)``: `overtime_s`.
    """

    offered: FloatArray
    decided: FloatArray
    answered: FloatArray
    in_time: FloatArray
    abandoned: FloatArray
    abandoned_in_time: FloatArray
    wait_s: FloatArray
    backlog: FloatArray
    oldest_s: FloatArray
    staffed_s: FloatArray
    busy_s: FloatArray
    overtime_s: FloatArray
