"""What simulated weeks say of a roster: levels with confidence, held against what was promised."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from planner.arrays import FloatArray

Verdict = Literal["held", "missed", "unsure", "none"]
Span = Literal["day", "week"]


@dataclass(frozen=True, slots=True)
class Level:
    """A share or an amount, and the interval in which it lies with the judge's confidence."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PriorityJudgement:
    """
    One priority of a queue over the week.

    `in_time` is the share served in time, None without contacts; `target` the share promised.
    """

    priority: str
    target: float | None
    in_time: Level | None


@dataclass(frozen=True, slots=True)
class SpanJudgement:
    """
    A queue, or one of its priorities, on a local day or over the whole week.

    Parameters
    ----------
    priority
        Empty for all of the queue.
    span, first_day
        What is told of: the local day, or the week that begins with it.
    contacts
        Contacts that arrive, every attempt of those who call again counted.
    in_time
        Share of them served in time, by the queue's own definition; None without contacts.
    asa_s, abandoned
        Mean wait of those answered, in seconds, and share who hang up; None for deferred work.
    occupancy
        Share of their time with a contact in hand of the agents rostered for the queue's skill;
        None for a priority, and with nobody there.
    waiting, oldest_s
        Contacts waiting at the end of the span, and the age of the oldest of them, 0 without any.
    target, weeks_met
        Share promised to be in time, and in how many weeks the span reaches it; None without one.
    """

    priority: str
    span: Span
    first_day: date
    contacts: Level
    in_time: Level | None
    asa_s: Level | None
    abandoned: Level | None
    occupancy: Level | None
    waiting: Level
    oldest_s: Level
    target: float | None
    weeks_met: Level | None


@dataclass(frozen=True, slots=True, eq=False)
class SlotJudgement:
    """
    A queue, or one of its priorities, slot by slot: mean, low and high, each ``(3, n_slots)``.

    Parameters
    ----------
    priority
        Empty for all of the queue.
    in_time
        Share in time of the contacts that arrive in the slot; NaN without any.
    asa_s, abandoned
        Mean wait of those answered and share who hung up, of the contacts that arrive in the slot;
        NaN without such contacts and for deferred work.
    occupancy
        Share of their time with a contact in hand of the agents rostered for the queue's skill; NaN
        for a priority, and with nobody there.
    waiting, oldest_s
        Contacts waiting at the end of the slot, and the age of the oldest of them.
    """

    priority: str
    in_time: FloatArray
    asa_s: FloatArray
    abandoned: FloatArray
    occupancy: FloatArray
    waiting: FloatArray
    oldest_s: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class QueueJudgement:
    """
    A queue over the simulated weeks.

    Parameters
    ----------
    target
        Share promised to be in time; None where only a mean wait is promised.
    in_time
        Share in time over the week, by the queue's own definition; None without contacts.
    formula
        The share that the staffing formulas expect of the same roster.
    weeks_met
        Share of weeks that reach the target.
    asa_s, abandoned
        Mean wait of those answered, in seconds, and share who hang up; None for deferred work.
    days
        Share in time on each local day of the plan; None on a day without contacts.
    spans
        All measures of each local day and then of the week: of the queue, then of each priority.
    by_slot
        All measures slot by slot: of the queue, then of each priority.
    n_slots_below
        Slots whose whole interval lies below the target.
    verdict
        ``held`` when the lower end of the interval is at the promise, ``missed`` when the upper
        end is below it, ``unsure`` between, ``none`` without contacts or promise.
    reason
        What is missing, in a sentence; empty where the promise is held.
    """

    queue: str
    target: float | None
    in_time: Level | None
    formula: float | None
    weeks_met: Level | None
    asa_s: Level | None
    abandoned: Level | None
    days: tuple[Level | None, ...]
    spans: tuple[SpanJudgement, ...]
    by_slot: tuple[SlotJudgement, ...]
    priorities: tuple[PriorityJudgement, ...]
    n_slots_below: int
    verdict: Verdict
    reason: str = ""

    @property
    def slots(self) -> FloatArray:
        """Mean, low and high of the queue's share in time, ``(3, n_slots)``."""
        return self.by_slot[0].in_time

    @property
    def backlog(self) -> FloatArray:
        """Contacts of the queue waiting at the end of each slot, the mean, ``(n_slots,)``."""
        waiting: FloatArray = self.by_slot[0].waiting[0]
        return waiting

    @property
    def oldest_s(self) -> FloatArray:
        """Age of the oldest of them, the mean, ``(n_slots,)``."""
        oldest: FloatArray = self.by_slot[0].oldest_s[0]
        return oldest


@dataclass(frozen=True, slots=True)
class GroupJudgement:
    """
    Agents who share their work: those rostered with one skill, or for one pool.

    `occupancy` is the share of their time with a contact in hand; `overtime_hours` is worked a
    week behind the end of shifts, to finish it.
    """

    group: str
    occupancy: Level | None
    overtime_hours: float


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """
    The verdict on a roster.

    `weeks` were simulated from `seed`, none of them seen before; `confidence` is that of every
    interval. What must hold is the mean over weeks or, with a `certainty`, the target in that share
    of the weeks. `rounds` of correction added `raised_hours` agent-hours to the requirement.
    """

    weeks: int
    seed: int
    confidence: float
    certainty: float | None
    rounds: int
    raised_hours: float
    queues: tuple[QueueJudgement, ...]
    groups: tuple[GroupJudgement, ...]

    def of(self, queue: str) -> QueueJudgement:
        """What was found of one queue."""
        return next(q for q in self.queues if q.queue == queue)

    @property
    def is_held(self) -> bool:
        """Whether no promise is missed or unsure."""
        return all(q.verdict in ("held", "none") for q in self.queues)
