"""What-ifs change what they name and nothing else, and say what is wrong with a bad one."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from planner.errors import InputError
from planner.events import QueueEvent
from planner.overrides import ForecastOverride
from planner.pairings import Pairing
from planner.past_weeks import PastWeek
from planner.queues import Channel, ServiceLevelTarget
from planner.timegrid import Interval
from scenarios.changes import parse_change
from scenarios.inputs import Inputs
from scenarios.options import shift_options
from tests.inputs_fixture import small_inputs

BASE = small_inputs()


def changed(text: str) -> Inputs:
    return parse_change(text, BASE).apply(BASE)


def test_volume_scales_one_queue_and_leaves_the_base_alone() -> None:
    before = BASE.history.counts.copy()
    after = changed("volume.tickets=+50%").history.counts
    np.testing.assert_array_equal(BASE.history.counts, before)
    np.testing.assert_array_equal(after[0], before[0])
    np.testing.assert_allclose(after[1:], 1.5 * before[1:])


def test_volume_without_a_queue_scales_all() -> None:
    np.testing.assert_allclose(changed("volume=-100%").history.counts[1:], 0.0)


def test_handling_time_scales_every_priority() -> None:
    queue = replace(BASE.queues[1], aht_s_by_priority={"P1": 1000.0})
    inputs = replace(BASE, queues=(BASE.queues[0], queue))
    after = parse_change("aht.tickets=-10%", inputs).apply(inputs).queue("tickets")
    assert after.aht_s == pytest.approx(540)
    assert after.aht_s_by_priority == {"P1": pytest.approx(900)}


def test_sla_replaces_the_target() -> None:
    target = changed("sla.phone=90/10").queue("phone").target
    assert target is not None
    assert (target.fraction, target.within_s) == (0.9, 10)


def test_due_of_one_priority_keeps_the_others() -> None:
    assert changed("due.tickets.P1=3").queue("tickets").due_hours_by_priority == {"P1": 3, "P3": 8}


def test_due_of_a_queue_rules_all_priorities() -> None:
    queue = changed("due.tickets=6").queue("tickets")
    assert [queue.due_after_hours(p) for p in ("P1", "P3", "other")] == [6, 6, 6]


@pytest.mark.parametrize("text", ["shrinkage=25%", "shrinkage=0.25"])
def test_shrinkage_by_share_or_per_cent(text: str) -> None:
    assert changed(text).settings.shrinkage == 0.25


def test_hired_agents_are_new_people_with_the_site_s_mix() -> None:
    after = changed("agents.kathmandu=+2").team.agents
    assert len(after) == len(BASE.team.agents) + 2
    assert len({agent.id for agent in after}) == len(after)
    assert [agent.site for agent in after[-2:]] == ["kathmandu", "kathmandu"]


def test_agents_who_go_take_their_data_along() -> None:
    after = changed("agents=-20%")
    assert len(after.team.agents) == len(BASE.team.agents) - 2
    assert set(after.team.agents) < set(BASE.team.agents)


def test_people_who_go_leave_their_pairs_and_past() -> None:
    pairs = (Pairing("l0", "l1", together=True), Pairing("l1", "l2", together=False))
    past = tuple(PastWeek(agent, date(2003, 10, 13), hours=38) for agent in ("l0", "l1"))
    inputs = replace(BASE, team=replace(BASE.team, pairs=pairs), past_weeks=past)
    after = parse_change("agents=-1", inputs).apply(inputs)
    assert "l0" not in {agent.id for agent in after.team.agents}
    assert after.team.pairs == pairs[1:]
    assert after.past_weeks == past[1:]


def test_a_new_site_has_people_and_shifts_like_another_on_its_own_clock() -> None:
    after = changed("site.manila=london+2@Asia/Manila,PH")
    site = after.team.sites[-1]
    assert (site.id, site.zone, site.country) == ("manila", "Asia/Manila", "PH")
    new = after.team.agents[-2:]
    assert [agent.site for agent in new] == ["manila", "manila"]
    assert len({agent.id for agent in after.team.agents}) == len(BASE.team.agents) + 2
    options = shift_options(after, after.week_grid())
    mine = {(o.template, o.start) for o in options if (o.site, o.day) == ("manila", 1)}
    theirs = {(o.template, o.start - 14) for o in options if (o.site, o.day) == ("london", 1)}
    assert mine == theirs
    assert changed("site.leeds=london+1").team.sites[-1].zone == "Europe/London"


def test_a_new_site_whose_shifts_leave_the_grid_says_so() -> None:
    with pytest.raises(InputError, match="shifts of kathmandu by the clock of Asia/Manila begin"):
        changed("site.manila=kathmandu+2@Asia/Manila,PH")


WRONG = [
    ("site.london=kathmandu+3", "name a site that is not there yet, not london, kathmandu"),
    ("site.leeds=londn+3", "there are london, kathmandu"),
    ("site.leeds=london", "write LIKE.N"),
    ("site.leeds=london+0", "use 1 to 10,000 people"),
    ("site.leeds=london+1@Mars/Phobos,GB", "time zone"),
    ("site.leeds=london+1@Europe/London", "write LIKE.N"),
    ("site.leeds=london+1@Europe/London,XX", "country 'XX' is not known"),
    ("volume", "is not understood"),
    ("speed=+10%", "use one of volume, aht, sla, due, shrinkage, agents"),
    ("volume=10", "use a change in per cent"),
    ("volume=+x%", "is not a number"),
    ("volume=-120%", "use -100%"),
    ("volume.fax=+10%", "use one of phone, tickets"),
    ("sla.tickets=80/20", "due.tickets=HOURS"),
    ("sla.phone=80", "PERCENT/SECONDS"),
    ("sla.phone=180/20", "must lie between 0 and 1"),
    ("due.phone=4", "sla.phone=80/20"),
    ("sla.phone.P9=80/20", "phone has none"),
    ("queue.phone.patiense_s=60", "use one of aht_s"),
    ("queue.phone.opening=always", "key 'opening' cannot be changed so"),
    ("queue.fax.patience_s=60", "use one of phone, tickets"),
    ("queue.phone.patience_s=long", "queue.phone.patience_s: 'long' is not a number"),
    ("queue.phone.aht_s=none", "is not a number"),
    ("queue.phone.urgency=1.5", "use a whole number"),
    ("certainty=high", "is not a number"),
    ("certainty.phone=90%", "certainty is the whole plan's"),
    ("due.tickets.P9=4", "tickets has P1, P3"),
    ("shrinkage=100%", "up to, not including, 100%"),
    ("agents.mars=+1", "use one of london, kathmandu"),
    ("agents=+1.5", "whole number"),
    ("agents=0", "whole number"),
    ("agents=nan", "is not a number"),
    ("agents=+99999999", "use up to 10,000 agents"),
    ("agents=-1e300", "use up to 10,000 agents"),
    ("sick.London 1=2003-10-21", "is a name; use the id l1"),
]


@pytest.mark.parametrize(("text", "words"), WRONG, ids=[text for text, _ in WRONG])
def test_a_wrong_change_is_one_clear_line(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words.replace("(", r"\(")) as caught:
        parse_change(text, BASE)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["site.manila=london+", "agents=+", "queue.phone.min_agents="])
def test_a_number_of_pages_is_refused_in_a_line(name: str) -> None:
    with pytest.raises(InputError, match="letters; use up to 500") as caught:
        parse_change(name + 5000 * "9", BASE)
    assert len(str(caught.value)) < 120


def test_more_cannot_go_than_are_there() -> None:
    with pytest.raises(InputError, match="there are 3 agents"):
        changed("agents.kathmandu=-4")


def test_hires_at_a_site_and_over_all_are_different_people() -> None:
    after = BASE
    for text in ("agents=+2", "agents.london=+2", "agents=+20%"):
        after = parse_change(text, after).apply(after)
    ids = [agent.id for agent in after.team.agents]
    assert len(ids) == len(set(ids)) == len(BASE.team.agents) + 2 + 2 + 3
    names = [agent.name for agent in after.team.agents if "new" in agent.id]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("queue.phone.patience_s=120", 120),
        ("queue.phone.aht_s=240", 240),
        ("queue.phone.max_occupancy=85%", 0.85),
        ("queue.phone.aht_cv=0.8", 0.8),
        ("queue.phone.aht_cv=none", None),
        ("queue.phone.urgency=3", 3),
        ("queue.phone.holds_over=week", "week"),
        ("queue.phone.load_method=modified", "modified"),
        ("queue.tickets.on_time=95%", 0.95),
        ("queue.tickets.calendar=always", "always"),
    ],
)
def test_a_key_of_one_queue_changes_and_no_other(text: str, value: object) -> None:
    _, queue, key = text.partition("=")[0].split(".")
    after = changed(text)
    assert getattr(after.queue(queue), key) == value
    assert replace(after, queues=()) == replace(BASE, queues=())
    for old, new in zip(BASE.queues, after.queues, strict=True):
        same = {key: getattr(old, key)} | ({"aht": old.aht} if key == "aht_s" else {})
        back = replace(new, **same) if old.id == queue else new
        assert back == old


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("queue.phone.patience_s=0", "patience_s is 0; use 1 to 86400"),
        ("queue.phone.max_abandonment=5%", "max_abandonment needs patience_s"),
        ("queue.phone.holds_over=month", "holds_over is 'month'; use interval, day, week"),
        ("queue.phone.concurrency=3", "only chat and messaging"),
        ("queue.tickets.patience_s=60", "patience_s is for live channels"),
        ("queue.tickets.calendar=office", "use one of always"),
        ("certainty=100%", "certainty is 1; use 0.5 to 0.999"),
    ],
)
def test_a_key_that_would_be_refused_in_a_file_is_refused_here(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        changed(text)
    assert "\n" not in str(caught.value)


def test_changes_that_need_each_other_work_one_after_the_other() -> None:
    after = BASE
    for text in ("queue.phone.patience_s=120", "queue.phone.max_abandonment=5%"):
        after = parse_change(text, after).apply(after)
    assert (after.queue("phone").patience_s, after.queue("phone").max_abandonment) == (120, 0.05)


@pytest.mark.parametrize(
    ("text", "value"), [("certainty=90%", 0.9), ("certainty=0.95", 0.95), ("certainty=none", None)]
)
def test_certainty_is_the_plan_s(text: str, value: float | None) -> None:
    assert changed(text).settings.certainty == value


def test_handling_time_scales_conversations_side_by_side() -> None:
    chat = replace(
        BASE.queues[0], channel=Channel.CHAT, concurrency=2, aht_by_level_s=(300.0, 400.0)
    )
    inputs = replace(BASE, queues=(chat, BASE.queues[1]))
    after = parse_change("aht.phone=+10%", inputs).apply(inputs).queue("phone")
    assert after.aht_by_level_s == pytest.approx((330, 440))
    assert after.slowness == pytest.approx(chat.slowness)


def test_sla_of_one_priority_keeps_the_others_and_of_a_queue_rules_all() -> None:
    target = ServiceLevelTarget(0.8, 20)
    phone = replace(BASE.queues[0], target_by_priority={"P0": target, "P1": target})
    streams = (("phone", "P0"), ("phone", "P1"), ("tickets", "P1"))
    history = replace(BASE.history, streams=streams)
    inputs = replace(BASE, queues=(phone, BASE.queues[1]), history=history)
    one = parse_change("sla.phone.P0=90/10", inputs).apply(inputs).queue("phone")
    assert [str(one.target_of(p)) for p in ("P0", "P1")] == ["90 % within 10 s", str(target)]
    every = parse_change("sla.phone=90/10", inputs).apply(inputs).queue("phone")
    assert [str(every.target_of(p)) for p in ("P0", "P1", "")] == ["90 % within 10 s"] * 3


def test_an_event_to_come_has_another_effect_and_past_ones_stay_to_be_measured() -> None:
    ahead = BASE.week_grid().start + timedelta(days=1)
    sales = tuple(
        QueueEvent("phone", "sale", Interval(start, start + timedelta(hours=8)))
        for start in (ahead - timedelta(days=28), ahead)
    )
    inputs = replace(BASE, events=sales)
    after = parse_change("event.sale=+30%", inputs).apply(inputs).events
    assert [event.ratio for event in after] == [None, pytest.approx(1.3)]
    assert parse_change("event.sale=none", inputs).apply(inputs).events == sales[:1]
    for text in ("event.sale=30%", "event.sal=+30%", "overrides=+30%", "overrides.phone=none"):
        with pytest.raises(InputError):
            parse_change(text, inputs)


def test_overrides_can_be_left_out() -> None:
    said = ForecastOverride(("phone",), "", BASE.week_grid().interval, "factor", 2.0, "Ann", "fair")
    inputs = replace(BASE, overrides=(said,))
    assert parse_change("overrides=none", inputs).apply(inputs) == BASE
