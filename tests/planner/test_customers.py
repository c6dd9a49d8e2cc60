"""Customers in several countries: holidays by share, and what closes their queue."""

from datetime import UTC, date, datetime

import pytest

from planner.customers import closing_holidays, customer_holidays, holiday_shares
from planner.errors import InputError
from planner.holidays import public_holidays
from planner.queue_sources import Borrow, CustomerGroup, HistoryFrom
from planner.queues import Channel, Queue, ServiceLevelTarget
from planner.timegrid import TimeGrid

TARGET = ServiceLevelTarget(0.8, 20)
US, ONTARIO = CustomerGroup("US", 0.7), CustomerGroup("CA", 0.3, "ON")


def phone(*customers: CustomerGroup, country: str = "", **keys: object) -> Queue:
    return Queue(
        "phone", Channel.PHONE, "phone", 300, "America/New_York", country,
        target=TARGET, customers=customers, **keys,  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_holiday_counts_by_the_share_of_those_who_have_it() -> None:
    shares = holiday_shares(phone(US, ONTARIO), (2026,))
    assert shares[date(2026, 7, 1)] == 0.3  # Canada Day
    assert shares[date(2026, 11, 26)] == 0.7  # Thanksgiving in the US alone
    assert shares[date(2026, 12, 25)] == 1.0


def test_names_are_joined_and_each_told_once() -> None:
    names = customer_holidays(phone(US, ONTARIO), (2026,))
    assert names[date(2026, 7, 1)] == "Canada Day"
    assert names[date(2026, 12, 25)] == "Christmas Day"
    assert names[date(2026, 10, 12)] == "Columbus Day; Thanksgiving Day"


def test_shares_that_miss_one_by_rounding_are_scaled_to_it() -> None:
    thirds = tuple(CustomerGroup(country, 0.333) for country in ("US", "CA", "MX"))
    shares = holiday_shares(phone(*thirds), (2026,))
    assert shares[date(2026, 12, 25)] == 1.0
    assert shares[date(2026, 7, 4)] == pytest.approx(1 / 3)


def test_one_country_is_all_customers() -> None:
    queue = phone(country="US")
    assert customer_holidays(queue, (2026,)) == public_holidays("US", None, (2026,))
    assert set(holiday_shares(queue, (2026,)).values()) == {1.0}


def test_a_queue_closes_on_holidays_of_half_of_its_customers() -> None:
    queue = phone(US, ONTARIO, open_on_holidays=False)
    closed = closing_holidays(queue, (2026,))
    assert date(2026, 11, 26) in closed
    assert date(2026, 7, 1) not in closed
    half = phone(CustomerGroup("US", 0.5), CustomerGroup("CA", 0.5), open_on_holidays=False)
    assert date(2026, 7, 1) in closing_holidays(half, (2026,))
    grid = TimeGrid(datetime(2026, 11, 26, 5, tzinfo=UTC), 60, 24)
    assert not queue.open_slots(grid, closed).any()


@pytest.mark.parametrize(
    ("customers", "country", "words"),
    [
        ((), "", "country is missing"),
        ((CustomerGroup("US", 1.0),), "US", "remove country"),
        ((US,), "", "add up to 0.7"),
        ((US, CustomerGroup("US", 0.3)), "", "name US twice"),
    ],
)
def test_customers_live_somewhere_and_once(
    customers: tuple[CustomerGroup, ...], country: str, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        phone(*customers, country=country)


def test_sources_of_a_queue_refuse_what_says_nothing() -> None:
    for make in (
        lambda: Borrow("phone"),
        lambda: Borrow("phone", 0.3, 500),
        lambda: Borrow("phone", factor=-1),
        lambda: HistoryFrom("old", 0),
        lambda: CustomerGroup("US", 1.2),
        lambda: phone(country="US", borrow=Borrow("phone", 0.3)),
        lambda: phone(country="US", history_from=HistoryFrom("phone")),
    ):
        with pytest.raises(InputError):
            make()
