from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from planner.demand import History
from planner.people import Site, Team
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs, PlanSettings

HISTORY = History(TimeGrid(datetime(2003, 10, 1, tzinfo=UTC), 30, 48), (), np.empty((0, 48)))
INPUTS = Inputs(PlanSettings("America/New_York"), (), (), Team((), (), ()), HISTORY)
WEEK = [date(2003, 10, 20) + timedelta(days=n) for n in range(7)]


@pytest.mark.parametrize(
    ("site", "rest"),
    [
        (Site("london", "Europe/London", "GB"), [25, 26]),
        (Site("tehran", "Asia/Tehran", "IR"), [24]),
        (Site("kathmandu", "Asia/Kathmandu", "NP", rest_days=("saturday",)), [25]),
        (Site("always", "Europe/London", "GB", rest_days=()), []),
    ],
)
def test_rest_days_are_the_sites_own_or_its_countrys(site: Site, rest: list[int]) -> None:
    assert [day.day for day in WEEK if INPUTS.is_rest_day(site, day)] == rest


@pytest.mark.parametrize("rest_days", [None, (), ("sunday",)])
def test_public_holidays_are_rest_days_whatever_the_weekend(
    rest_days: tuple[str, ...] | None,
) -> None:
    site = Site("london", "Europe/London", "GB", region="ENG", rest_days=rest_days)
    assert INPUTS.is_rest_day(site, date(2003, 8, 25))
    assert not INPUTS.is_rest_day(site, date(2003, 8, 26))
