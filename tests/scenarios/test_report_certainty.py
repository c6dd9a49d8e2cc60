"""What certainty costs, as the page shows it."""

from dataclasses import replace

import pytest

from planner.certainty import CertaintyCurve, CertaintyPoint
from scenarios.certainty import PLANNED_SLOTS, curves_of_plan
from scenarios.pipeline import make_requirement
from scenarios.report import render_report
from scenarios.report.certainty import figure, rows
from tests.inputs_fixture import small_inputs
from tests.plan_fixture import NOW, tiny_plan

PLAN = tiny_plan()
CURVE = CertaintyCurve(
    queue=PLAN.inputs.queues[0].id,
    target=0.8,
    within_s=20,
    present=CertaintyPoint(None, 0.6321, 0.8111, 400.0),
    points=(
        CertaintyPoint(0.5, 0.51, 0.79, 392.5, -7.5, -225.0),
        CertaintyPoint(0.95, 0.953, 0.86, 430.0, 30.0, 900.0),
        CertaintyPoint(0.99, 0.991, 0.8999, 440.0, 40.0, 1_200.0),
    ),
    hourly_cost=30.0,
)


def test_the_requirement_stands_among_the_certainties() -> None:
    found = [
        [cell.replace("\u00a0", " ") for cell in (r.weeks, r.level, r.hours, r.extra, r.pay)]
        for r in rows(CURVE)
    ]
    assert found == [
        ["50 %", "79.0 %", "392.5", "-1.9 %", "-225"],
        ["as required: 63.2 %", "81.1 %", "400.0", "", ""],
        ["95 %", "86.0 %", "430.0", "+7.5 %", "+900"],
        ["99 %", "90.0 %", "440.0", "+10.0 %", "+1,200"],
    ]


def test_the_curve_is_drawn_at_what_whole_agents_reach() -> None:
    line, now = figure(CURVE)["data"]
    assert list(zip(line["x"], line["y"], strict=True)) == [(51, 392.5), (95.3, 430), (99.1, 440)]
    assert (now["x"], now["y"]) == ([63.21], [400])
    unsure = replace(CURVE, present=replace(CURVE.present, certainty=0.05))
    assert figure(unsure)["layout"]["xaxis"]["range"][0] == 3


def test_the_page_has_the_section_only_where_there_is_a_curve() -> None:
    assert "What certainty costs" not in render_report(PLAN, made_at=NOW)
    html = render_report(replace(PLAN, curves=(CURVE,)), made_at=NOW)
    assert "What certainty costs" in html
    assert html.count('data-chart="u1_1"') == html.count('id="u1_1"') == 1


def test_a_plan_tells_curves_only_where_that_takes_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = small_inputs()
    wide, requirement = make_requirement(inputs)
    assert requirement.grid.n_slots < PLANNED_SLOTS
    (curve,) = curves_of_plan(inputs, wide, requirement)
    assert curve.queue == "phone"
    monkeypatch.setattr("scenarios.certainty.PLANNED_SLOTS", 300)
    assert curves_of_plan(inputs, wide, requirement) == ()
