"""What the judge says of hand-made rosters: levels as by the formula, verdicts, reasons."""

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from planner.demand import Requirement
from planner.queues import Queue, ServiceLevelTarget
from planner.roster import Roster
from planner.simulation.judgement import Level, QueueJudgement
from planner.staffing.live.erlang import erlang_c
from scenarios.judge.judge import judgement, promised
from scenarios.staffing.requirement import require_agents
from tests.work_fixture import (
    DAY,
    GRID,
    MAIL,
    NINE,
    PHONE,
    STEADY,
    case_and_judgement,
    case_of,
    crew,
    forecast_of,
    inputs_of,
    roster_of,
)

NEED = 8  # 80 % within 20 s


def judged(queue: Queue, heads: int, **asked: Any) -> QueueJudgement:
    """A queue of its own, served by so many agents around the clock, see `case_and_judgement`."""
    return case_and_judgement(queue, heads, **asked)[1].of(queue.id)


def within(found: Level | None, value: float, slack: float = 0.0) -> bool:
    assert found is not None
    return found.low - slack <= value <= found.high + slack


@pytest.mark.parametrize("heads", [6, 7, 8, 10])
def test_a_steady_queue_agrees_with_erlang(heads: int) -> None:
    found = judged(PHONE, heads, confidence=0.999)
    p_wait = float(erlang_c(float(heads), 5.0))
    level = 1 - p_wait * np.exp(-(heads - 5) * 20 / 180)
    assert found.formula == pytest.approx(level)
    assert within(found.in_time, level, 0.005)  # the week begins without a queue
    assert within(found.asa_s, p_wait * 180 / (heads - 5), 1.0)


def test_agents_are_busy_as_long_as_they_are_asked() -> None:
    _, found = case_and_judgement(PHONE, 8, confidence=0.999)
    (group,) = found.groups
    assert group.group == "phone"
    assert within(group.occupancy, 5 / 8)


def test_shrinkage_takes_its_share_of_the_rostered_time() -> None:
    """Of 20 agents 8 are there: as long as each half hour is drawn by whole agents."""
    case, found = case_and_judgement(PHONE, 20, shrinkage=0.6)
    staffed = case.tally.staffed_s.sum() / case.tally.staffed_s.shape[0] / 1800 / GRID.n_slots
    assert staffed == pytest.approx(8, rel=0.02)
    assert within(found.groups[0].occupancy, 5 / 8, 0.01)


@pytest.mark.parametrize(
    ("heads", "verdict"), [(NEED + 2, "held"), (NEED, "held"), (NEED - 2, "missed")]
)
def test_the_mean_over_weeks_is_held_or_missed_by_its_interval(heads: int, verdict: str) -> None:
    found = judged(PHONE, heads)
    assert found.verdict == verdict
    assert found.in_time is not None
    assert (found.in_time.low >= 0.8) == (verdict == "held")
    assert (found.in_time.high < 0.8) == (verdict == "missed")
    assert bool(found.reason) == (verdict != "held")


def test_a_target_within_the_interval_leaves_it_unsure() -> None:
    level = judged(PHONE, NEED).in_time
    assert level is not None
    target = ServiceLevelTarget(round(level.mean, 4), 20)
    found = judged(replace(PHONE, target=target), NEED)
    assert found.verdict == "unsure"


def test_a_certainty_asks_for_the_share_of_weeks_that_meet_the_target() -> None:
    level = judged(PHONE, NEED).in_time
    assert level is not None
    edge = replace(PHONE, target=ServiceLevelTarget(round(level.mean, 4), 20))
    found = judged(edge, NEED, certainty=0.95)  # about every other week meets it
    assert found.weeks_met is not None
    assert 0.2 < found.weeks_met.mean < 0.8
    assert found.verdict == "missed"
    assert judged(edge, NEED + 4, certainty=0.8).verdict == "held"
    assert judged(edge, NEED + 4, certainty=0.95).verdict == "unsure"  # 20 weeks prove no more


def test_a_mean_wait_alone_is_held_against_its_interval() -> None:
    queue = replace(PHONE, target=None, max_asa_s=20)
    assert (judged(queue, 9).verdict, judged(queue, 6).verdict) == ("held", "missed")
    found = judged(queue, 9)
    assert (found.target, found.weeks_met, found.n_slots_below) == (None, None, 0)
    assert found.in_time is not None


def test_one_promise_missed_is_enough() -> None:
    queue = replace(PHONE, max_asa_s=1)
    found = judged(queue, NEED)
    assert found.in_time is not None
    assert found.in_time.low >= 0.8
    assert found.verdict == "missed"


def test_those_who_hang_up_are_counted() -> None:
    queue = replace(PHONE, patience_s=60, max_abandonment=0.02)
    few, many = judged(queue, 6), judged(queue, 11)
    assert (few.verdict, many.verdict) == ("missed", "held")
    assert few.abandoned is not None
    assert few.abandoned.low > 0.02
    assert judged(PHONE, 6).abandoned == Level(0.0, 0.0, judged(PHONE, 6).abandoned.high)  # type: ignore[union-attr]


def test_the_worst_priority_decides() -> None:
    targets = {"P1": ServiceLevelTarget(0.8, 20), "P2": ServiceLevelTarget(0.99, 1)}
    queue = replace(PHONE, target_by_priority=targets)
    wide = forecast_of({("phone", "P1"): 20.0, ("phone", "P2"): 30.0})
    found = judged(queue, NEED, wide=wide)
    one, two = found.priorities
    assert (one.priority, one.target, two.priority, two.target) == ("P1", 0.8, "P2", 0.99)
    assert one.in_time is not None
    assert two.in_time is not None
    assert one.in_time.low > 0.8
    assert two.in_time.high < 0.99
    assert found.verdict == "missed"


@pytest.mark.parametrize("queue", [PHONE, MAIL], ids=["calls", "mail"])
def test_without_contacts_nothing_is_held_or_missed(queue: Queue) -> None:
    found = judged(queue, 2, wide=forecast_of({(queue.id, ""): 0.0}))
    assert (found.verdict, found.in_time, found.formula, found.reason) == ("none", None, None, "")
    assert found.days == (None,) * 7
    assert np.isnan(found.slots).all()


def test_mail_is_held_with_hours_to_spare_and_missed_without() -> None:
    """4 mails of 15 minutes a half hour: two agents' work, due in two hours."""
    wide = forecast_of({("mail", ""): 4.0})
    queue = replace(MAIL, aht_cv=0.5)
    ample, scarce = (judged(queue, heads, wide=wide) for heads in (4, 1))
    assert (ample.verdict, scarce.verdict) == ("held", "missed")
    assert ample.target == promised(MAIL) == 0.99
    assert scarce.formula is not None
    assert scarce.formula < 0.1  # the earliest due goes first, and all are late
    assert scarce.backlog[-1] == pytest.approx(GRID.n_slots * 2, rel=0.1)  # two a slot stay
    assert scarce.oldest_s[-1] > 24 * 3600
    assert ample.backlog.mean() < 2
    assert (ample.asa_s, ample.abandoned) == (None, None)


def test_tickets_longer_than_their_due_time_are_told_apart() -> None:
    queue = replace(MAIL, aht_s=3600, due_hours=2)  # exp(-2) of them last longer
    found = judged(queue, 12, wide=forecast_of({("mail", ""): 2.0}))
    assert found.verdict == "missed"
    assert "14 % take longer than the 2 h they have" in found.reason
    begun = judged(replace(queue, due_when="begun"), 12, wide=forecast_of({("mail", ""): 2.0}))
    assert begun.verdict == "held"


def test_a_share_of_mail_may_be_late() -> None:
    queue = replace(MAIL, aht_s=3600, due_hours=2, on_time=0.8)
    assert judged(queue, 12, wide=forecast_of({("mail", ""): 2.0})).verdict == "held"


def test_a_roster_of_nobody_serves_nobody() -> None:
    found = judged(PHONE, 0)
    assert found.in_time is not None
    assert found.in_time.mean == 0.0
    assert (found.verdict, found.formula) == ("missed", 0.0)


def test_equal_seeds_judge_alike_and_others_do_not() -> None:
    one, same, other = (judged(PHONE, NEED, seed=seed) for seed in (4, 4, 5))
    assert (one.in_time, one.asa_s, one.weeks_met) == (same.in_time, same.asa_s, same.weeks_met)
    np.testing.assert_array_equal(one.slots, same.slots)
    assert one.in_time != other.in_time


def test_what_was_judged_is_told_beside_it() -> None:
    case, found = case_and_judgement(PHONE, NEED, seed=7)
    assert (found.weeks, found.seed, found.confidence, found.certainty) == (20, 7, 0.95, None)
    assert [queue.queue for queue in found.queues] == ["phone"]
    assert found.is_held
    again = judgement(case, seed=7, rounds=2, raised_hours=12.5)
    assert (again.rounds, again.raised_hours) == (2, 12.5)


def test_two_queues_of_one_team_are_judged_together() -> None:
    """Two half loads of one skill come to what one whole load would."""
    half = {("phone", ""): STEADY / 2, ("other", ""): STEADY / 2}
    other = replace(PHONE, id="other")
    inputs = inputs_of(PHONE, other)
    wide = forecast_of(half)
    requirement: Requirement = require_agents(inputs, wide, GRID)
    roster: Roster = roster_of(crew("phone", NEED))
    found = judgement(case_of(inputs, wide, requirement, roster), seed=1)
    level = 1 - float(erlang_c(float(NEED), 5.0)) * np.exp(-(NEED - 5) * 20 / 180)
    for queue in ("phone", "other"):
        assert within(found.of(queue).in_time, level, 0.01)


@pytest.mark.parametrize(("certainty", "heads"), [*product((None, 0.8), (NEED - 2, NEED + 4))])
def test_a_verdict_that_is_not_held_always_has_a_reason(
    certainty: float | None, heads: int
) -> None:
    found = judged(PHONE, heads, certainty=certainty)
    assert (found.verdict in ("held", "none")) == (found.reason == "")


def test_calls_before_opening_are_not_offered() -> None:
    morning = forecast_of({("phone", ""): [STEADY * (slot >= NINE) for slot in range(DAY)]})
    case, _ = case_and_judgement(PHONE, NEED, morning)
    offered = case.tally.offered[:, 0].reshape(-1, 7, DAY)
    assert not offered[..., :NINE].any()
    assert offered[..., NINE:].mean() == pytest.approx(STEADY, rel=0.01)
