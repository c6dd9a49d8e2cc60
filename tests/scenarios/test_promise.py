"""What a roster promises, in words that say neither more nor less than was simulated."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.queues import Queue
from planner.simulation.judgement import Judgement, Level, Verdict
from planner.wording import per_cent, plain_per_cent
from scenarios.inputs import SimulationSettings
from scenarios.judge.promise import (
    corrections,
    cut_short,
    digits_apart,
    interval,
    promise,
    promise_lines,
    what_is_promised,
)
from tests.judgement_fixture import WEEKS, judged, queue_judgement, with_queue
from tests.plan_fixture import QUEUES, tiny_plan

PLAN = judged(tiny_plan())
PHONE, TICKETS, CHAT = QUEUES[:3]


def judgement() -> Judgement:
    assert PLAN.judgement is not None
    return PLAN.judgement


def said(queue: Queue = PHONE, at: int = 0, **changes: object) -> str:
    plan = with_queue(PLAN, at, **changes)
    assert plan.judgement is not None
    return promise(queue, plan.judgement, queue_judgement(plan, at))


def test_a_promise_has_level_range_weeks_formula_and_verdict() -> None:
    in_time = Level(0.813, 0.804, 0.821)
    assert said(in_time=in_time, formula=0.84) == (
        "service level 81.3 % (80.4 to 82.1, 95 %) from 200 simulated weeks; "
        "the Erlang figure was 84.0 %; holds 80 %, met in 71 % of weeks"
    )


def test_every_queue_has_a_line_under_its_title() -> None:
    phone, tickets = promise_lines(PLAN.inputs, judgement())
    assert phone.startswith("Phone: service level 81.3 %")
    assert tickets == (
        "Tickets: in time 79.0 % (78.2 to 79.8, 95 %) from 200 simulated weeks; "
        "hours set against due times gave 100.0 %; MISSES 99 %, met in 0 % of weeks; "
        "P0 only 64.0 % of 99 %; 3 agent-hours of what it needs could not be rostered"
    )


@pytest.mark.parametrize(
    ("verdict", "level", "words"),
    [
        ("held", Level(0.81, 0.8, 0.82), "; holds 80 %"),
        ("missed", Level(0.78, 0.77, 0.79), "; MISSES 80 %"),
        ("unsure", Level(0.8, 0.79, 0.81), "; cannot tell whether it holds 80 %"),
    ],
)
def test_each_verdict_has_its_words(verdict: Verdict, level: Level, words: str) -> None:
    assert words in said(verdict=verdict, in_time=level)


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("missed", "MISSES another of its targets"),
        ("unsure", "cannot tell whether it holds another of its targets"),
    ],
)
def test_a_level_that_is_held_is_not_said_to_be_missed(verdict: Verdict, words: str) -> None:
    text = said(verdict=verdict, in_time=Level(0.946, 0.944, 0.948))
    assert f"; holds 80 %, met in 71 % of weeks, but {words}" in text


def test_a_queue_without_contacts_or_target_claims_nothing() -> None:
    assert said(in_time=None) == "no contacts were simulated"
    text = said(target=None, weeks_met=None, formula=None, verdict="none")
    assert text == (
        "service level 81.3 % (80.5 to 82.1, 95 %) from 200 simulated weeks; nothing is promised"
    )


def test_promised_waits_and_hang_ups_are_told_where_they_are_promised() -> None:
    queue = replace(PHONE, target=None, max_asa_s=30, patience_s=90, max_abandonment=0.05)
    text = said(queue, target=None, weeks_met=None)
    assert "mean wait 9.4 s (8.9 to 9.9) of 30 s at most" in text
    assert "2.1 % hang up (1.8 to 2.4) of 5 % at most" in text
    assert text.endswith("; holds the promise")
    assert "hang up" not in said()


def test_the_formula_goes_by_the_name_of_its_kind() -> None:
    chat = replace(CHAT, concurrency=3)
    assert "the chat formula's figure was" in said(chat)
    assert "the Erlang figure was" in said(replace(CHAT, concurrency=1))


def test_a_certainty_is_held_against_the_share_of_weeks() -> None:
    sure = replace(judgement(), certainty=0.9)
    found = replace(queue_judgement(PLAN, 0), verdict="missed")
    assert promise(PHONE, sure, found).endswith(
        "MISSES 80 %, met in 71 % of weeks (65 to 77) where 90 % is promised"
    )
    assert what_is_promised(sure).startswith("The promise is that 90 % of weeks reach the target")
    assert what_is_promised(judgement()).startswith("The promise is the mean over weeks")


def test_a_miss_by_a_hair_does_not_look_like_a_hit() -> None:
    near = Level(0.98969, 0.98941, 0.98997)
    assert interval(near, 0.99, 0.95) == "98.969 % (98.941 to 98.997, 95 %)"
    assert interval(near, None, 0.95) == "99.0 % (98.9 to 99.0, 95 %)"


shares = st.integers(0, 100_000).map(lambda n: n / 100_000)


@given(st.tuples(shares, shares, shares).map(sorted), st.integers(1, 999))
def test_a_shown_level_stays_on_its_side_of_the_target(ends: list[float], target: int) -> None:
    low, mean, high = ends
    found, promised = Level(mean, low, high), target / 1000
    digits = digits_apart(found, promised)
    for value in ends:
        shown = float(per_cent(value, digits)[:-2])
        assert (shown >= round(promised * 100, 6)) == (value >= promised)


@pytest.mark.parametrize(("share", "digits"), [*product((0.9999999, 0.99951, 0.996), (0, 1, 2))])
def test_a_share_is_never_rounded_up_to_all_of_it(share: float, digits: int) -> None:
    assert float(per_cent(share, digits)[:-2]) < 100
    assert per_cent(1.0, digits).startswith("100")


def test_a_target_keeps_the_decimals_it_was_given() -> None:
    assert [plain_per_cent(s) for s in (0.8, 0.995, 0.07, 0.9999)] == [
        "80 %", "99.5 %", "7 %", "99.99 %",
    ]  # fmt: skip


def test_weeks_that_were_not_simulated_are_owned_up_to() -> None:
    assert cut_short(PLAN.inputs, judgement()) == ""
    short = replace(judgement(), weeks=40)
    assert cut_short(PLAN.inputs, short).startswith(f"Only 40 of {WEEKS} weeks were simulated")
    assert "from 40 simulated weeks" in promise(PHONE, short, queue_judgement(PLAN, 0))


def test_corrections_say_what_they_did_or_why_there_were_none() -> None:
    found, inputs = judgement(), PLAN.inputs
    assert corrections(inputs, found) == (
        "The simulation sent the roster back once: 12.5 agent-hours were added to what is required."
    )
    assert "2 times: 1,200 agent-hours" in corrections(
        inputs, replace(found, rounds=2, raised_hours=1200.0)
    )
    never = replace(found, rounds=0)
    assert "no correction made it hold more" in corrections(inputs, never)
    off = replace(inputs, simulation=SimulationSettings(rounds=0))
    assert "rounds is 0" in corrections(off, never)
    held = with_queue(replace(PLAN, judgement=never), 1, verdict="held")
    assert held.judgement is not None
    assert corrections(inputs, held.judgement) == "No correction was needed."
