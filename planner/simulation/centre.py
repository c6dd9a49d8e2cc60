"""
What the judge simulates: lines of contacts, groups of agents, and who is on duty when.

Time is in seconds from the start of the first slot. Nothing here knows calendars or clocks.
"""

from dataclasses import dataclass, field
from math import inf
from typing import Final, Literal

import numpy as np

from planner.arrays import BoolArray, FloatArray, IntArray
from planner.errors import InputError

SHAPES: Final = ("log-normal", "exponential", "deterministic", "empirical")

NO_CONTACTS: Final[FloatArray] = np.zeros(0)


@dataclass(frozen=True, slots=True, eq=False)
class Handling:
    """
    Handling times of a line.

    Parameters
    ----------
    mean_s
        Mean in seconds, above 0; a sample is scaled to it.
    shape
        Log-normal, exponential, deterministic, or drawn from `sample_s`.
    cv
        Standard deviation over mean of the log-normal, at least 0.
    sample_s
        Observed handling times in seconds, for the empirical shape.
    by_slot
        Mean of the contacts that arrive in each slot over `mean_s`, above 0, ``(n_slots,)``; empty
        where it is the same in all. Contacts there at the start take `mean_s`.
    day_cv
        Relative standard deviation of the gamma factor that contacts of a day share.
    """

    mean_s: float
    shape: Literal["log-normal", "exponential", "deterministic", "empirical"] = "exponential"
    cv: float = 1.0
    sample_s: FloatArray = field(default_factory=lambda: NO_CONTACTS)
    by_slot: FloatArray = field(default_factory=lambda: NO_CONTACTS)
    day_cv: float = 0.0

    def __post_init__(self) -> None:
        if self.shape not in SHAPES:
            raise InputError(f"shape is '{self.shape}'; use {', '.join(SHAPES)}")
        if not 0 < self.mean_s < inf:
            raise InputError(f"mean_s is {self.mean_s:g}; use seconds above 0")
        if not 0 <= self.cv < inf:
            raise InputError(f"cv is {self.cv:g}; use 0 or more")
        if not np.all((self.by_slot > 0) & (self.by_slot < inf)):
            raise InputError("by_slot holds a factor of 0 or less; use factors around 1")
        if not 0 <= self.day_cv < inf:
            raise InputError(f"day_cv is {self.day_cv:g}; use 0 or more")
        if self.shape == "empirical" and not self.sample_s.size:
            raise InputError("sample_s is empty; give observed handling times")


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """
    One line of contacts, first come first served: a queue, or one priority of it.

    Parameters
    ----------
    name
        What to call it, such as ``tickets/P1``.
    contacts
        Expected contacts that arrive in each slot, ``(n_slots,)``.
    handling
        How long they take; with the first conversation alone where `concurrency` is above 1.
    within_s
        A live contact is in time if it is answered after at most this wait.
    patience_s
        Mean of the exponential time after which a waiting customer hangs up; infinite for never.
    redial_share, redial_after_s
        Share of those who hung up who call again, and the mean of the exponential time until then.
    due_s
        None for live work. For deferred work the instant by which a contact that arrives in each
        slot must be done, never falling, ``(n_slots,)``; it may lie behind the last slot.
    is_open
        Slots in which tickets may be begun, ``(n_slots,)``; None for always. They arrive and fall
        due at any time. Deferred lines only: live ones have no contacts while closed.
    due_when
        Whether a deferred contact must be ``begun`` or ``done`` by its due time.
    backlog_due_s, backlog_arrived_s
        Due instants, ascending, and instants of arrival, negative, of the contacts that are there
        at the start; deferred lines only.
    concurrency
        Conversations an agent holds at once, of lines with concurrency above 1 only.
    slowness
        Mean duration of a conversation while j are held over its mean while one is, for
        j = 1..concurrency; the first is 1.
    day_cv, slot_cv
        Relative standard deviation of the gamma factor that all slots of a day share, and of each
        slot's own, besides Poisson chance.
    phi
        Variance of the remaining chance in units of the mean; 1 is Poisson.
    """

    name: str
    contacts: FloatArray
    handling: Handling
    within_s: float = 0.0
    patience_s: float = inf
    redial_share: float = 0.0
    redial_after_s: float = 300.0
    due_s: FloatArray | None = None
    is_open: BoolArray | None = None
    due_when: Literal["begun", "done"] = "done"
    backlog_due_s: FloatArray = field(default_factory=lambda: NO_CONTACTS)
    backlog_arrived_s: FloatArray = field(default_factory=lambda: NO_CONTACTS)
    concurrency: int = 1
    slowness: tuple[float, ...] = (1.0,)
    day_cv: float = 0.0
    slot_cv: float = 0.0
    phi: float = 1.0

    def __post_init__(self) -> None:
        if len(self.slowness) != self.concurrency:
            raise InputError(
                f"line {self.name}: slowness has {len(self.slowness)} numbers for "
                f"{self.concurrency} conversations; give one for each"
            )
        if not self.is_live and self.concurrency > 1:
            raise InputError(f"line {self.name}: deferred work is done one by one")
        if self.is_live and self.is_open is not None:
            raise InputError(
                f"line {self.name}: is_open is for deferred work; give no contacts while closed"
            )

    @property
    def is_live(self) -> bool:
        """Whether customers wait in line."""
        return self.due_s is None


@dataclass(frozen=True, slots=True)
class Group:
    """
    Agents who take contacts of the same lines in the same order.

    Parameters
    ----------
    lines
        Indices of lines, most urgent first.
    ranks
        Urgency of each of `lines`, never falling; of equal ones the longest wait goes first. Live
        lines go before deferred ones whatever their rank, and deferred lines among themselves by
        due time.
    reserve
        Deferred work is begun only if at least this many idle agents of the group remain for the
        live lines; without live lines it is 0.
    """

    name: str
    lines: tuple[int, ...]
    ranks: tuple[int, ...]
    reserve: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Spells:
    """
    Stretches of time in which agents take contacts, shape ``(n_spells,)`` each.

    `agent` and `group` are numbers from 0; `is_shift_end` tells the end of a shift from the
    start of a break. A contact in hand at the end of a spell is finished; behind the end of a
    shift that is overtime. Spells of one agent do not overlap and stand in order of time.
    """

    agent: IntArray
    group: IntArray
    start_s: FloatArray
    end_s: FloatArray
    is_shift_end: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class Centre:
    """
    A contact centre over a horizon, such as a rostered week.

    Parameters
    ----------
    slot_s, n_slots
        Length and number of the slots over which results are told.
    day
        Local day of each slot, numbered from 0, ``(n_slots,)``.
    groups
        A contact looks for a free agent in the order of the groups: specialists first.
    """

    slot_s: float
    n_slots: int
    day: IntArray
    lines: tuple[Line, ...]
    groups: tuple[Group, ...]
    spells: Spells

    @property
    def end_s(self) -> float:
        """End of the last slot."""
        return self.slot_s * self.n_slots
