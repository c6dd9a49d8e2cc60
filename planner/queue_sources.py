"""Where a queue's customers live, and whose contacts stand in for those it has not seen."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from planner.errors import InputError
from planner.schema import FORBID_EXTRA

if TYPE_CHECKING:
    from planner.queues import Queue

TOLERANCE: Final = 0.01
"""By how much shares of customers may miss 1; they are scaled to it."""


@dataclass(frozen=True, slots=True)
class CustomerGroup:
    """
    Customers of one country: whose public holidays they keep, and how many they are.

    `share` lies in ``(0, 1]``; `region` is a part of the country, where holidays differ.
    """

    country: str
    share: float
    region: str | None = None

    __pydantic_config__ = FORBID_EXTRA

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise InputError(f"share is {self.share:g}; use above 0 up to 1: 0.3 is 30 %")


@dataclass(frozen=True, slots=True)
class Borrow:
    """
    A queue like a new one, whose profile it has until it has two weeks of its own.

    Its level is the other's times `factor`, or `per_week` contacts in an ordinary week; one of
    the two is given.
    """

    queue: str
    factor: float | None = None
    per_week: float | None = None

    __pydantic_config__ = FORBID_EXTRA

    def __post_init__(self) -> None:
        if (self.factor is None) == (self.per_week is None):
            raise InputError(
                f"borrow from {self.queue} needs factor or per_week, and not both; such as "
                "factor = 0.3 or per_week = 500"
            )
        if self.factor is not None and not 0 <= self.factor <= 100:
            raise InputError(f"factor is {self.factor:g}; use 0 to 100")
        if self.per_week is not None and not 0 <= self.per_week <= 10_000_000:
            raise InputError(f"per_week is {self.per_week:g}; use 0 to 10000000")


@dataclass(frozen=True, slots=True)
class HistoryFrom:
    """
    Another id of ``history.csv`` whose rows are the earlier history of a queue.

    Parameters
    ----------
    queue
        The id, of a queue that is no more or of one of the plan's.
    share
        Part of its contacts that came to this queue, ``(0, 1]``.
    until
        First date, on the queue's clock, of which its rows are not taken any more; until then
        they add to the queue's own. None takes them up to the queue's own first row.
    """

    queue: str
    share: float = 1.0
    until: date | None = None

    __pydantic_config__ = FORBID_EXTRA

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise InputError(f"share is {self.share:g}; use above 0 up to 1: 0.4 is 40 %")


def check_sources(queue: "Queue") -> None:
    """
    Refuse customers who live nowhere or twice, and queues that borrow from themselves.

    Raises
    ------
    InputError
        Naming the key and what would do.
    """
    if not queue.country and not queue.customers:
        raise InputError(
            "country is missing; every queue needs it, or customers", code="missing_key"
        )
    if queue.customers:
        _check_customers(queue)
    for key, source in (("borrow", queue.borrow), ("history_from", queue.history_from)):
        if source is not None and source.queue == queue.id:
            raise InputError(f"queue {queue.id}: {key} names the queue itself; name another")


def _check_customers(queue: "Queue") -> None:
    if queue.country or queue.region:
        key = "country" if queue.country else "region"
        raise InputError(
            f"queue {queue.id}: {key} stands beside customers, which name their own; remove {key}"
        )
    places = [(group.country, group.region) for group in queue.customers]
    twice = next((place for i, place in enumerate(places) if place in places[:i]), None)
    if twice:
        name = "-".join(part for part in twice if part)
        raise InputError(f"queue {queue.id}: customers name {name} twice; add their shares up")
    total = sum(group.share for group in queue.customers)
    if abs(total - 1) > TOLERANCE:
        raise InputError(
            f"queue {queue.id}: shares of customers add up to {total:g}; make them add up to 1"
        )
