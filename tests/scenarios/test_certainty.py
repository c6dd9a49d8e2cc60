"""The cost of certainty: a rising curve, in which the present requirement has its place."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from planner.certainty import CertaintyCurve
from planner.demand import Forecast, Requirement
from planner.exports.certainty import COLUMNS, text
from planner.queues import Channel
from planner.staffing import DemandUncertainty
from scenarios.certainty import CERTAINTIES, certainty_curves, has_curve, hourly_cost
from scenarios.inputs import Inputs
from scenarios.pipeline import make_requirement
from scenarios.staffing.live import live_agents, live_agents_by_certainty
from scenarios.staffing.live_work import live_work
from tests.inputs_fixture import PHONE, TICKETS, small_inputs

Made = tuple[Inputs, Forecast, Requirement]


@pytest.fixture(scope="module")
def made() -> Made:
    inputs = small_inputs()
    return inputs, *make_requirement(inputs)


@pytest.fixture(scope="module")
def curve(made: Made) -> CertaintyCurve:
    (found,) = certainty_curves(*made)
    return found


def test_only_live_queues_with_a_level_have_a_curve(curve: CertaintyCurve) -> None:
    assert curve.queue == "phone"
    assert not has_curve(TICKETS)
    assert not has_curve(replace(PHONE, channel=Channel.CHAT, concurrency=2))
    assert not has_curve(replace(PHONE, target=None, max_asa_s=20))


def test_more_certainty_costs_more_and_raises_the_mean(curve: CertaintyCurve) -> None:
    points = curve.points
    assert tuple(p.wanted for p in points) == CERTAINTIES
    assert all(p.certainty >= (p.wanted or 1) for p in points)
    for lower, higher in pairwise(points):
        assert higher.hours >= lower.hours
        assert higher.mean_level >= lower.mean_level
    assert points[-1].hours > points[0].hours


def test_extra_hours_and_money_count_from_the_requirement_as_it_is(
    made: Made, curve: CertaintyCurve
) -> None:
    inputs, _, requirement = made
    present = requirement.of("phone").scheduled.sum() / 2
    assert curve.present.wanted is None
    assert curve.present.hours == present
    assert curve.hourly_cost == hourly_cost(inputs, PHONE) == 30
    for point in curve.points:
        assert point.extra_hours == point.hours - present
        assert point.extra_cost == pytest.approx(30 * point.extra_hours)
        assert point.extra_share == pytest.approx(point.extra_hours / present)


def test_a_point_is_what_a_plan_with_that_certainty_requires(
    made: Made, curve: CertaintyCurve
) -> None:
    inputs, wide, requirement = made
    work = live_work(inputs, PHONE, wide, requirement.grid)
    together = live_agents_by_certainty(work, (0.5, 0.9))
    for certainty, agents in together.items():
        alone = live_agents(work, certainty)
        assert abs(int(agents.sum()) - int(alone.sum())) <= 2
    sure = replace(inputs, settings=replace(inputs.settings, certainty=0.9))
    _, asked = make_requirement(sure)
    point = next(p for p in curve.points if p.wanted == 0.9)
    assert asked.of("phone").scheduled.sum() / 2 == pytest.approx(point.hours, abs=1.5)


def test_the_spread_of_slots_holds_all_that_the_forecast_measured(made: Made) -> None:
    inputs, wide, requirement = made
    wild = replace(wide, streams=tuple(replace(s, day_cv=0.1, slot_cv=0.2, phi=1.5)
                                       for s in wide.streams))  # fmt: skip
    work = live_work(inputs, PHONE, wild, requirement.grid)
    found = work.uncertainty
    own = found.slot_cv**2 * (work.contacts**2).sum()
    counted = 0.2**2 * work.contacts**2 + 0.5 * np.minimum(work.contacts, work.contacts**2)
    assert found.day_cv == pytest.approx(0.1)
    assert own == pytest.approx(counted.sum())
    assert replace(work, day_cv=1.7, cv=work.cv + 9).uncertainty == DemandUncertainty(1.0, 1.0)
    assert replace(work, contacts=0 * work.contacts).uncertainty == DemandUncertainty(0.1, 0.0)


def test_a_skill_that_nobody_has_costs_nothing_an_hour(made: Made) -> None:
    assert hourly_cost(made[0], replace(PHONE, skill="=danger")) == 0


def test_the_table_has_a_row_for_now_and_one_for_each_certainty(curve: CertaintyCurve) -> None:
    header, now, *rows = text((replace(curve, queue="=phone"),)).splitlines()
    assert header.removeprefix("\ufeff") == ",".join(COLUMNS)
    assert now.startswith("'=phone,0.8,20,,")
    assert [row.split(",")[3] for row in rows] == [f"{c:g}" for c in CERTAINTIES]
    assert text(()).count("\n") == 1
