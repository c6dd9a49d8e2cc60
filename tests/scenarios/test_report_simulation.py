"""The page's section on simulated weeks, its charts, and a verdict that speaks from them."""

import json
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from plotly.graph_objs._figure import Figure

from planner.simulation.judgement import Level, Verdict
from scenarios.plan import Plan
from scenarios.report import render_report
from scenarios.report.level_figures import backlog_caption, level_caption, level_figure
from scenarios.report.service import OTHER_MISS, queue_weeks
from scenarios.report.simulation import simulated
from scenarios.report.verdict import verdict
from scenarios.report.words import NBSP
from tests.judgement_fixture import judged, level, queue_judgement, with_queue
from tests.plan_fixture import NOW, tiny_plan

PLAN = judged(tiny_plan())
HTML = render_report(PLAN, made_at=NOW)
EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u2028\"'&"


def spoken(html: str) -> str:
    """Text of the section on simulated weeks."""
    section = html[html.index('<h2 id="simulation">') : html.index('<h2 id="short">')]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", section)).replace(NBSP, " ")


def covered(plan: Plan, share: float = 1.0) -> Plan:
    return replace(plan, figures=replace(plan.figures, covered=share))


def holding(plan: Plan) -> Plan:
    """Both queues hold what they promise."""
    return with_queue(
        plan, 1, verdict="held", in_time=level(0.995, 0.002), priorities=(), reason=""
    )


def test_the_section_says_levels_ranges_verdicts_and_why() -> None:
    text = spoken(HTML)
    for words in (
        "played through 200 weeks",
        "with 95 % confidence",
        "The promise is the mean over weeks",
        "sent the roster back once: 12.5 agent-hours",
        "Phone ✓ held 81.3 % 80.5 to 82.1 80 %",
        "84.0 % 71 % 65 to 77 9.4 s 2.1 %",
        "Tickets ▼ missed 79.0 % 78.2 to 79.8 99 %",
        "Tickets : 3 agent-hours of what it needs could not be rostered.",
        "P0 ▼ missed 64.0 % 63.0 to 65.0 99 %",
        "P1 ✓ held 99.7 % 99.5 to 99.9 99 %",
        "P2 no contacts",
        "A promise of all work in time is held against 99 %",
        "tickets 70.0 % 69.0 to 71.0 1.2 h",
    ):
        assert words in text, words
    assert "weeks were simulated" not in text


def test_a_plan_that_was_not_simulated_says_so() -> None:
    html = render_report(tiny_plan(), made_at=NOW)
    assert "Nothing was simulated" in spoken(html)
    assert '<svg class="whisker' not in html
    assert "simulated weeks" not in verdict(tiny_plan()).headline


def test_a_run_that_was_stopped_owns_up_to_its_few_weeks() -> None:
    assert PLAN.judgement is not None
    stopped = replace(PLAN, judgement=replace(PLAN.judgement, weeks=40))
    assert "Only 40 of 200 weeks were simulated" in spoken(render_report(stopped))


def test_whiskers_lie_on_one_axis_that_holds_all_of_them() -> None:
    found = simulated(PLAN)
    assert found is not None
    assert found.least == 60
    whiskers = [row.whisker for row in found.rows if row.whisker]
    assert len(whiskers) == 4
    for one in whiskers:
        assert 0 <= one.low <= one.mean <= one.high <= 100
        assert one.target is not None
        assert 0 <= one.target <= 100
    assert whiskers[0].mean == pytest.approx((81.3 - 60) / 40 * 100)
    assert whiskers[0].target == pytest.approx(50)


def test_nothing_of_an_input_becomes_markup() -> None:
    queues = tuple(replace(queue, name=EVIL) for queue in PLAN.inputs.queues)
    plan = replace(PLAN, inputs=replace(PLAN.inputs, queues=queues))
    plan = with_queue(plan, 1, reason=EVIL)
    priorities = tuple(replace(p, priority=EVIL) for p in queue_judgement(plan, 1).priorities)
    plan = with_queue(plan, 1, priorities=priorities)
    assert plan.judgement is not None
    groups = tuple(replace(group, group=EVIL) for group in plan.judgement.groups)
    plan = replace(plan, judgement=replace(plan.judgement, groups=groups))
    html = render_report(plan, made_at=NOW)
    assert "<img" not in html
    assert html.count("<script") == HTML.count("<script")
    assert html.count("alert(1)") >= 6


def charts(html: str, kind: str) -> list[dict[str, Any]]:
    found = re.findall(rf'<script type="application/json" id="{kind}[0-9_]+">(.*?)</script>', html)
    return [json.loads(text) for text in found]


def test_charts_of_levels_and_backlog_are_what_plotly_accepts() -> None:
    found = charts(HTML, "s")
    assert len(found) == 3  # levels of two queues, backlog of the deferred one
    for chart in found:
        drawn = json.loads(re.sub(r'"var\(--[a-z-]+\)"', '"#123456"', json.dumps(chart)))
        figure: Any = Figure(drawn)  # type: ignore[no-untyped-call]
        assert len(figure.data) == len(chart["data"])


def test_every_colour_of_a_chart_is_in_the_style() -> None:
    style = HTML[HTML.index("<style>") : HTML.index("</style>")]
    names = set(re.findall(r"var\((--[a-z-]+)\)", json.dumps(charts(HTML, "s"))))
    assert names
    for name in names:
        assert style.count(f"{name}:") == 2  # light and dark


def test_the_band_closes_around_every_run_of_slots_with_contacts() -> None:
    found = queue_judgement(PLAN, 0)
    band, mean, target = level_figure(PLAN, found)["data"][:3]
    known = int((~np.isnan(found.slots[0])).sum())
    assert band["x"].count(None) == 5  # one run a weekday
    assert len([x for x in band["x"] if x is not None]) == 2 * known
    assert len(band["x"]) == len(band["y"])
    assert len([y for y in mean["y"] if y is not None]) == known
    assert set(target["y"]) == {80.0}


def test_captions_say_what_a_chart_shows() -> None:
    held, missed = queue_judgement(PLAN, 0), queue_judgement(PLAN, 1)
    assert level_caption(held).endswith("no interval lies wholly below the target")
    assert "31 intervals lie wholly below target" in level_caption(missed).replace(NBSP, " ")
    assert "the oldest for 2.1 h" in backlog_caption(missed).replace(NBSP, " ")


def test_the_headline_counts_what_simulated_weeks_hold() -> None:
    found = verdict(covered(PLAN))
    assert found.headline.endswith("; 1 of 2 queues on target in simulated weeks")
    assert "Tickets (79.0 % against 99 %, P0 64.0 % against 99 %)" in found.detail.replace(
        NBSP, " "
    )
    assert verdict(covered(holding(PLAN))).headline.endswith(
        "; both queues on target in simulated weeks"
    )


def test_the_simulation_overrules_the_formula() -> None:
    service = tuple(replace(one, achieved=1.0, target=0.99) for one in PLAN.service)
    plan = covered(replace(PLAN, service=service))
    assert verdict(replace(plan, judgement=None)).mood == "good"
    assert verdict(plan).mood == "poor"
    _, tickets = queue_weeks(plan)
    assert (tickets.is_expected, tickets.meets) == (True, False)


@pytest.mark.parametrize(
    ("found", "says", "mood"),
    [
        ("held", Level(0.995, 0.993, 0.997), "good"),
        ("unsure", Level(0.99, 0.985, 0.995), "fair"),
        ("missed", Level(0.96, 0.955, 0.965), "fair"),
        ("missed", Level(0.9, 0.895, 0.905), "poor"),
    ],
)
def test_the_mood_follows_the_simulated_verdicts(found: Verdict, says: Level, mood: str) -> None:
    plan = covered(with_queue(PLAN, 1, verdict=found, in_time=says, priorities=()))
    assert verdict(plan).mood == mood


def test_a_priority_far_below_its_target_needs_attention() -> None:
    near = covered(with_queue(PLAN, 1, in_time=Level(0.9897, 0.9894, 0.98997)))
    assert verdict(near).mood == "poor"
    assert "Tickets (98.970 % against 99 %, P0" in verdict(near).detail.replace(NBSP, " ")


def test_a_miss_of_a_wait_alone_is_not_on_course() -> None:
    plan = covered(with_queue(holding(PLAN), 0, verdict="missed"))
    assert verdict(plan).mood == "fair"


def test_below_target_names_what_is_missed() -> None:
    slow = replace(PLAN.inputs.queues[0], max_asa_s=8)
    plan = replace(PLAN, inputs=replace(PLAN.inputs, queues=(slow, PLAN.inputs.queues[1])))
    plan = covered(with_queue(holding(plan), 0, verdict="missed"))
    assert "Below target: Phone (mean wait 9.4 s against 8 s)." in verdict(plan).detail
    late = covered(with_queue(PLAN, 1, in_time=level(0.995, 0.001)))
    assert f"Tickets (P0 64.0{NBSP}% against 99{NBSP}%)" in verdict(late).detail


def test_a_certainty_speaks_of_weeks() -> None:
    assert PLAN.judgement is not None
    plan = replace(PLAN, judgement=replace(PLAN.judgement, certainty=0.9))
    assert "90 % promised" in spoken(render_report(plan))
    missed = with_queue(plan, 0, verdict="missed")
    words = f"Phone (met in 71{NBSP}% of weeks, 90{NBSP}% promised)"
    assert words in verdict(missed).detail


def test_a_single_queue_is_named_with_its_numbers() -> None:
    plan = covered(with_queue(PLAN, 1, verdict="none", target=None))
    service = tuple(replace(one, target=None) for one in plan.service if one.queue == "tickets")
    phone = tuple(one for one in plan.service if one.queue == "phone")
    found = verdict(replace(plan, service=phone + service))
    assert found.headline.replace(NBSP, " ").endswith(
        "; Phone in simulated weeks: 81.3 % against 80 %"
    )


def test_a_missed_mean_wait_alone_counts_as_a_gap() -> None:
    plan = with_queue(judged(tiny_plan()), 0, target=None, verdict="missed", priorities=())
    week = queue_weeks(plan)[0]
    assert week.gap == OTHER_MISS
    assert "MISSES" in render_report(plan) or "missed" in render_report(plan)
