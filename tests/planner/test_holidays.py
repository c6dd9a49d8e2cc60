from datetime import date

import pytest

from planner.errors import InputError
from planner.holidays import check_region, public_holidays, weekend


@pytest.mark.parametrize(
    ("country", "region", "day", "name"),
    [
        ("GB", "ENG", date(2003, 8, 25), "Late Summer Bank Holiday"),
        ("US", "NY", date(2003, 10, 13), "Columbus Day"),
        ("US", None, date(2003, 7, 4), "Independence Day"),
        ("DE", None, date(2028, 10, 3), "German Unity Day"),
    ],
)
def test_known_holidays_are_found_in_english(
    country: str, region: str | None, day: date, name: str
) -> None:
    assert public_holidays(country, region, (day.year,))[day] == name


def test_regions_have_their_own_days() -> None:
    scottish, english = (public_holidays("GB", r, (2003,)) for r in ("SCT", "ENG"))
    assert date(2003, 1, 2) in scottish
    assert date(2003, 1, 2) not in english
    assert date(2003, 4, 21) in english
    assert date(2003, 4, 21) not in scottish


def test_holidays_come_in_order_and_only_for_the_years_asked() -> None:
    found = list(public_holidays("ID", None, (2003, 2004)))
    assert found == sorted(found)
    assert {day.year for day in found} == {2003, 2004}
    assert public_holidays("ID", None, ()) == {}


def test_a_calendar_without_data_for_the_year_has_no_holidays() -> None:
    assert public_holidays("NP", None, (2003,)) == {}


def test_what_a_caller_adds_to_its_holidays_stays_with_the_caller() -> None:
    mine = public_holidays("GB", "ENG", (2003,))
    mine[date(2003, 10, 20)] = "founders' day"
    assert date(2003, 10, 20) not in public_holidays("GB", "ENG", (2003,))


@pytest.mark.parametrize(
    ("country", "days"),
    [("GB", {5, 6}), ("US", {5, 6}), ("IR", {4}), ("IL", {4, 5}), ("ID", {5, 6})],
)
def test_weekends_differ_by_country(country: str, days: set[int]) -> None:
    assert weekend(country) == days


@pytest.mark.parametrize(
    ("country", "region", "message"),
    [
        ("gb", None, "country 'gb' is not known; use one like GB"),
        ("XX", None, "country 'XX' is not known; use one like"),
        ("", None, "country '' is not known; use one like"),
        ("GB", "SCO", "region of GB 'SCO' is not known; use one like SCT"),
        ("ID", "JK", "region of ID 'JK' is not known; leave it out"),
    ],
)
def test_unknown_places_are_refused_with_near_matches(
    country: str, region: str | None, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        check_region(country, region)
    with pytest.raises(InputError, match=message):
        public_holidays(country, region, (2003,))
