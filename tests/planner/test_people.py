from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from planner.errors import InputError
from planner.people import Agent, Contract, Preference, Site, Team, hours

CONTRACT: dict[str, Any] = {"id": "full", "min_hours": 37.5, "max_hours": 40, "hourly_cost": 28}
AGENT: dict[str, Any] = {
    "id": "a1",
    "name": "Alex Morgan",
    "site": "london",
    "contract": "full",
    "skills": ("phone",),
}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"max_hours": 37.4}, r"min_hours 37\.5 is above max_hours 37\.4; lower one or raise"),
        ({"min_hours": -1}, "min_hours is -1; use 0 to 168"),
        ({"max_hours": 400}, "max_hours is 400; use 0 to 168"),
        ({"max_hours": float("nan")}, "max_hours is nan"),
        ({"hourly_cost": -1}, "hourly_cost is -1"),
        ({"min_rest_hours": 73}, "min_rest_hours is 73; use 0 to 72"),
        ({"max_days_in_row": 0}, "max_days_in_row is 0; use 1 to 14"),
        ({"min_days_off": 8}, "min_days_off is 8; use 0 to 7"),
        ({"max_nights": 8}, "max_nights is 8; use 0 to 7"),
        ({"nights_only": True, "max_nights": 0}, "nights_only is true but max_nights is 0"),
    ],
)
def test_contract_names_the_field_that_cannot_be(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Contract(**(CONTRACT | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"min_hours": 40},
        {"min_hours": 0, "max_hours": 0},
        {"max_hours": 168},
        {"min_rest_hours": 0},
        {"max_days_in_row": 14, "min_days_off": 0, "max_nights": 0},
        {"nights_only": True, "max_nights": 1},
    ],
)
def test_contract_accepts_the_ends_of_its_ranges(changes: dict[str, Any]) -> None:
    assert Contract(**(CONTRACT | changes)).id == "full"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": "  "}, "id is empty"),
        ({"name": ""}, "name of agent a1 is empty"),
        ({"name": "x" * 201}, "has 201 letters; use up to 200"),
    ],
)
def test_agent_needs_an_id_and_a_name_of_bearable_length(
    changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        Agent(**(AGENT | changes))


@pytest.mark.parametrize("name", ["نیلوفر کریمی", "सरिता श्रेष्ठ", "Fiona O'Brien-Müller", "x" * 200])
def test_agent_may_be_called_anything(name: str) -> None:
    assert Agent(**(AGENT | {"name": name})).name == name


def test_site_refuses_a_clock_or_a_day_that_does_not_exist() -> None:
    with pytest.raises(InputError, match="time zone 'Asia/Teheran' is not known"):
        Site("tehran", "Asia/Teheran", "IR")
    with pytest.raises(InputError, match="rest_days holds 'fri'; use monday"):
        Site("tehran", "Asia/Tehran", "IR", rest_days=("fri",))


@pytest.mark.parametrize("weight", [-11, 0, 11])
def test_wish_without_a_weight_in_range_is_refused(weight: int) -> None:
    with pytest.raises(InputError, match=f"weight is {weight}; use -10 to -1 or 1 to 10"):
        Preference("a1", None, "monday", "off", weight)


def test_wish_applies_to_its_date_or_to_every_such_weekday() -> None:
    monday = date(2003, 10, 20)
    dated = Preference("a1", monday, None, "off", 10)
    weekly = Preference("a1", None, "monday", "off", -10)
    next_week = monday + timedelta(days=7)
    assert [dated.applies(d) for d in (monday, next_week)] == [True, False]
    assert [weekly.applies(d) for d in (monday, next_week)] == [True, True]
    assert not weekly.applies(monday + timedelta(days=1))


def test_team_tells_people_of_the_same_name_apart_by_id() -> None:
    site = Site("london", "Europe/London", "GB")
    people = (Agent(**AGENT), Agent(**(AGENT | {"id": "a2"})))
    team = Team((site,), (Contract(**CONTRACT),), people)
    assert team.agent("a2") is people[1]
    assert team.site(people[0]) is site
    assert team.contract(people[0]).max_hours == 40


def test_hours_are_elapsed() -> None:
    start = datetime(2003, 10, 25, 22, 0, tzinfo=UTC)
    assert hours(datetime(2003, 10, 26, 7, 0, tzinfo=UTC) - start) == 9
    assert hours(timedelta(minutes=-45)) == -0.75
