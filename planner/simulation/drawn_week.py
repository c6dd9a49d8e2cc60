"""One week as chance would have it: every contact with its times, before anybody serves it."""

from dataclasses import dataclass

from planner.arrays import FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class DrawnWeek:
    """
    Contacts in order of arrival, shape ``(n_contacts,)`` each.

    `line` numbers the lines of a `Centre`. `handle_s` is the time the contact takes alone;
    `patience_s` how long it waits at most, infinite where it never hangs up. Contacts there at the
    start come first, with negative arrivals. `due_s` is infinite for live work.

    `redials` holds what happens should a contact hang up: ``redials[i, k]`` is the time after
    which it calls for the (k+2)nd time, infinite if it does not, shape ``(n_contacts, n_redials)``
    with few columns (0 where nobody calls again). `redial_patience_s`, of the same shape, is how
    long it waits that time.
    """

    line: IntArray
    arrive_s: FloatArray
    handle_s: FloatArray
    patience_s: FloatArray
    due_s: FloatArray
    redials: FloatArray
    redial_patience_s: FloatArray
