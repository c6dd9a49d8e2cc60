"""The page as text: what it says, and that nothing in it can act."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from plotly.graph_objs._figure import Figure

from scenarios.plan import Plan
from scenarios.report import render_report
from tests.big_plan_fixture import big_plan
from tests.plan_fixture import NOW, renamed, tiny_plan
from tests.report_reading import EVIL, Tags, charts, said

PLAN = tiny_plan()
HTML = render_report(PLAN, made_at=NOW)


def test_the_page_says_the_week_the_verdict_and_the_figures() -> None:
    text = said(HTML)
    for words in (
        "Week of 20 October 2003",
        "Needs attention",
        "11.5 % of required hours covered; 0 of 2 queues expected on target",
        "Sunday 26 October has 25 hours in Europe/London: clocks go back.",
        "within 1.8 % of the best possible",
        "GBP 2,049",
        "seed",
    ):
        assert words.casefold() in text.casefold()


def test_the_page_is_the_same_twice() -> None:
    assert render_report(tiny_plan(), made_at=NOW) == HTML


def test_nothing_is_loaded_from_anywhere() -> None:
    for tag, attributes in Tags(HTML).tags:
        assert tag not in ("link", "iframe", "object", "img", "base")
        assert "src" not in attributes
        if tag == "a":
            assert not (attributes["href"] or "").startswith(("http", "//"))


def test_the_page_stays_below_six_megabytes() -> None:
    assert len(render_report(big_plan()).encode()) < 6_000_000


def evil_plan() -> Plan:
    plan = renamed(PLAN, {agent.id: f"{agent.id}{EVIL}" for agent in PLAN.inputs.team.agents})
    inputs = plan.inputs
    queues = tuple(replace(queue, name=f"{queue.id}{EVIL}") for queue in inputs.queues)
    sites = tuple(replace(site, name=EVIL) for site in inputs.team.sites)
    leave = tuple(replace(absence, kind=EVIL) for absence in inputs.team.time_off)
    team = replace(inputs.team, sites=sites, time_off=leave)
    streams = tuple(replace(stream, model=EVIL) for stream in plan.forecast.streams)
    work = tuple(replace(a, skill=EVIL) for a in plan.roster.assignments)
    settings = replace(inputs.settings, name=EVIL, currency=EVIL)
    return replace(
        plan,
        inputs=replace(inputs, queues=queues, team=team, settings=settings, digest=EVIL),
        forecast=replace(plan.forecast, streams=streams),
        roster=replace(plan.roster, assignments=work),
        shortfalls=tuple(replace(one, message=EVIL) for one in plan.shortfalls),
        solve=replace(plan.solve, costs={EVIL: 1.0}),
        notes=(EVIL,),
    )


def test_no_name_becomes_markup() -> None:
    html = render_report(evil_plan(), links={EVIL: "roster.csv"})
    calm, evil = Tags(HTML), Tags(html)
    assert "img" not in {tag for tag, _ in evil.tags}
    assert not [a for _, attributes in evil.tags for a in attributes if a.startswith("on")]
    assert len(evil.scripts) == len(calm.scripts)
    assert "alert(1)" in said(html)


def test_the_policy_allows_our_two_scripts_alone() -> None:
    for html in (HTML, render_report(evil_plan())):
        found = Tags(html)
        policy = next(a["content"] for t, a in found.tags if a.get("http-equiv"))
        assert policy is not None
        assert "default-src 'none'" in policy
        digests = re.findall(r"'sha256-([^']+)'", policy)
        code = [script for script in found.scripts if not script.startswith(("{", "["))]
        assert [
            base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in code
        ] == digests
        assert len(digests) == 2


def test_every_queue_has_two_charts_that_plotly_accepts() -> None:
    found = list(charts(HTML))
    assert len(found) == 2 * len(PLAN.inputs.queues)
    for chart in found:
        drawn = json.loads(re.sub(r'"var\(--[a-z-]+\)"', '"#123456"', json.dumps(chart)))
        figure: Any = Figure(drawn)  # type: ignore[no-untyped-call]
        assert len(figure.data) == len(chart["data"])


def test_every_colour_of_a_chart_is_in_the_style() -> None:
    style = HTML[HTML.index("<style>") : HTML.index("</style>")]
    names = set(re.findall(r"var\((--[a-z-]+)\)", json.dumps(list(charts(HTML)))))
    assert names
    for name in names:
        assert style.count(f"{name}:") == 2  # light and dark


def test_headings_are_in_order_and_tables_have_headers() -> None:
    levels = [int(tag[1]) for tag, _ in Tags(HTML).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert all(attributes.get("scope") for tag, attributes in Tags(HTML).tags if tag == "th")


def test_ids_are_used_once() -> None:
    ids = [attributes["id"] for _, attributes in Tags(HTML).tags if "id" in attributes]
    assert len(set(ids)) == len(ids)
    labels = [a["aria-labelledby"] for _, a in Tags(HTML).tags if "aria-labelledby" in a]
    assert set(labels) <= set(ids)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *(("ink", ground) for ground in ("page", "surface", "rest", "good-fill", "poor-fill")),
        *(("muted-ink", ground) for ground in ("page", "surface")),
        *((mood, f"{mood}-fill") for mood in ("good", "fair", "poor")),
        ("poor", "poor-soft"),
        ("poor", "fair-fill"),
        ("poor", "surface"),
        ("good", "good-soft"),
        ("good", "page"),
        ("fair", "surface"),
        ("accent", "page"),
        ("accent", "surface"),
        ("away-ink", "away"),
    ],
)
def test_text_stands_out_from_its_ground(theme: str, text: str, ground: str) -> None:
    colours = re.findall(r"(--[a-z0-9-]+): (#[0-9a-f]{6});", HTML[: HTML.index("</style>")])
    half = len(colours) // 2
    palette = dict(colours[:half] if theme == "light" else colours[half:])
    pair = sorted(luminance(palette[f"--{name}"]) for name in (text, ground))
    assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5
