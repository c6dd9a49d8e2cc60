"""Queues of one skill share their agents: fewer are needed together than apart."""

from dataclasses import replace

import numpy as np

from planner.queues import Channel, Queue
from scenarios.coverage import cover
from scenarios.staffing.requirement import require_agents
from scenarios.staffing.team_work import sharing
from tests.scenarios.test_staffing_cover import GRID, MAIL, NINE, PHONE, inputs, roster, wide


def twins(queue: Queue) -> tuple[Queue, Queue]:
    return replace(queue, id="one"), replace(queue, id="two")


def test_two_phone_queues_of_one_skill_need_what_their_sum_needs() -> None:
    one, two = twins(PHONE)
    asked = inputs(one, two)
    found = require_agents(asked, wide({"one": (NINE, 100), "two": (NINE, 100)}), GRID)
    both = [found.of(q).scheduled[NINE] for q in ("one", "two")]
    assert [found.of(q).alone[NINE] for q in ("one", "two")] == [14, 14]
    assert sum(both) == 24  # 20 erlangs of 180 s at 80 % in 20 s
    assert both == [12, 12]


def test_shared_agents_are_expected_to_serve_both() -> None:
    one, two = twins(PHONE)
    asked = inputs(one, two)
    forecast = wide({"one": (NINE, 100), "two": (NINE, 100)})
    found = require_agents(asked, forecast, GRID)
    coverage = cover(asked, forecast, found, roster(PHONE.skill, 24, NINE, NINE + 1))
    for queue in ("one", "two"):
        assert 0.80 <= coverage.of(queue).service_level[NINE] < 0.82
        assert np.isnan(coverage.of(queue).service_level[NINE + 1])


def test_two_mail_queues_of_one_skill_are_levelled_together() -> None:
    one, two = twins(MAIL)
    asked = inputs(one, two)
    found = require_agents(asked, wide({"one": (NINE, 4), "two": (NINE, 4)}), GRID)
    together = np.sum([found.of(q).scheduled for q in ("one", "two")], axis=0)
    apart = np.sum([found.of(q).alone for q in ("one", "two")], axis=0)
    assert np.all(together <= apart)
    assert together.sum() == apart.sum() / 2  # half an agent each: one for both


def test_chats_and_priorities_share_with_nobody() -> None:
    one, two = twins(PHONE)
    chat = replace(two, channel=Channel.CHAT, concurrency=2)
    assert [q.id for q in sharing(inputs(one, chat), one)] == ["one"]
    assert [q.id for q in sharing(inputs(one, chat), chat)] == ["two"]


def test_customers_who_hang_up_ease_a_shared_team_as_they_ease_one_queue() -> None:
    one, two = twins(replace(PHONE, patience_s=120.0))
    asked = inputs(one, two)
    found = require_agents(asked, wide({"one": (NINE, 100), "two": (NINE, 100)}), GRID)
    merged = replace(one, id="both")
    alone = require_agents(inputs(merged), wide({"both": (NINE, 200)}), GRID)
    both = found.of("one").scheduled[NINE] + found.of("two").scheduled[NINE]
    assert both == alone.of("both").scheduled[NINE] < 24
