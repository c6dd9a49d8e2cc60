"""Public holidays of a queue's customers, who may live in several countries."""

from datetime import date
from typing import Final

from planner.holidays import public_holidays
from planner.queue_sources import CustomerGroup
from planner.queues import Queue

CLOSING_SHARE: Final = 0.5
"""Share of the customers whose holiday closes a queue that does not open on holidays."""


def customer_groups(queue: Queue) -> tuple[CustomerGroup, ...]:
    """Where the customers of a queue live; the shares as they stand in the file."""
    return queue.customers or (CustomerGroup(queue.country, 1.0, queue.region),)


def customer_holidays(queue: Queue, years: tuple[int, ...]) -> dict[date, str]:
    """Names of the public holidays that some customers have, each name once, parted by ``; ``."""
    names: dict[date, dict[str, None]] = {}
    for group in customer_groups(queue):
        for day, name in public_holidays(group.country, group.region, years).items():
            names.setdefault(day, {}).update(dict.fromkeys(name.split("; ")))
    return {day: "; ".join(found) for day, found in sorted(names.items())}


def holiday_shares(queue: Queue, years: tuple[int, ...]) -> dict[date, float]:
    """Share of the customers who have a holiday on each date that is one, ``(0, 1]``."""
    groups = customer_groups(queue)
    total = sum(group.share for group in groups)
    shares: dict[date, float] = {}
    for group in groups:
        for day in public_holidays(group.country, group.region, years):
            shares[day] = shares.get(day, 0.0) + group.share / total
    return {day: min(1.0, round(share, 9)) for day, share in sorted(shares.items())}


def closing_holidays(queue: Queue, years: tuple[int, ...]) -> dict[date, str]:
    """Holidays of at least `CLOSING_SHARE` of the customers, by name."""
    names, shares = customer_holidays(queue, years), holiday_shares(queue, years)
    return {day: name for day, name in names.items() if shares[day] >= CLOSING_SHARE}
