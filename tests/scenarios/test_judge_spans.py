"""Days, weeks and slots of a judgement agree with the simulated weeks they come from."""

from dataclasses import replace

import numpy as np
import pytest

from planner.queues import ServiceLevelTarget
from scenarios.judge.judge import judgement
from scenarios.staffing.requirement import require_agents
from tests.work_fixture import (
    DAY,
    GRID,
    PHONE,
    STEADY,
    case_and_judgement,
    case_of,
    crew,
    forecast_of,
    inputs_of,
    roster_of,
)

ROUND = {("phone", ""): STEADY}


def test_days_and_slots_tell_where_it_is_short() -> None:
    """Everybody is there but on the second day."""
    inputs = inputs_of(PHONE)
    wide = forecast_of(ROUND)
    requirement = require_agents(inputs, wide, GRID)
    roster = roster_of(crew("phone", 10, 0, DAY), crew("phone", 10, 2 * DAY))
    found = judgement(case_of(inputs, wide, requirement, roster), seed=1).of("phone")
    levels = [day.mean for day in found.days if day is not None]
    assert len(levels) == 7
    assert levels[1] < 0.01
    assert min(levels[3:]) > 0.9
    assert found.slots.shape == (3, GRID.n_slots)
    mean, low, high = found.slots
    assert np.nanmax(mean[DAY : 2 * DAY]) < 0.2
    assert ((low <= mean) & (mean <= high)).all()
    assert DAY <= found.n_slots_below < 3 * DAY
    assert "could not be rostered, in 48 intervals" in found.reason


def test_spans_agree_with_the_weeks_they_come_from() -> None:
    """Days and the week of a queue of two priorities, each measure counted again by hand."""
    targets = {"P1": ServiceLevelTarget(0.8, 20), "P2": ServiceLevelTarget(0.99, 1)}
    queue = replace(PHONE, target_by_priority=targets, patience_s=60)
    wide = forecast_of({("phone", "P1"): 20.0, ("phone", "P2"): 30.0})
    case, whole = case_and_judgement(queue, 6, wide=wide)
    spans, tally = whole.of("phone").spans, case.tally
    assert [(s.priority, s.span) for s in spans] == [
        (priority, span) for priority in ("", "P1", "P2") for span in ["day"] * 7 + ["week"]
    ]
    second_day = np.flatnonzero(case.week.centre.day == 1)
    one = spans[9]  # P1 on its second day
    offered, in_time = (part[:, 0][:, second_day] for part in (tally.offered, tally.in_time))
    assert one.contacts.mean == pytest.approx(offered.sum(axis=1).mean())
    assert one.in_time is not None
    assert one.in_time.mean == pytest.approx(in_time.sum() / offered.sum())
    assert one.weeks_met is not None
    assert one.weeks_met.mean == (in_time.sum(axis=1) >= 0.8 * offered.sum(axis=1)).mean()
    assert (one.occupancy, one.target) == (None, 0.8)
    for found in spans:
        assert found.asa_s is not None
        assert found.asa_s.low < found.asa_s.mean < found.asa_s.high
        assert found.waiting.low <= found.waiting.mean <= found.waiting.high
    week, busy = spans[7], spans[7].occupancy
    assert busy is not None
    assert busy.mean == pytest.approx(tally.busy_s.sum() / tally.staffed_s.sum())
    assert week.waiting.mean == pytest.approx(tally.backlog[:, :, -1].sum(axis=1).mean())
    assert (week.in_time, week.weeks_met) == (
        whole.of("phone").in_time,
        whole.of("phone").weeks_met,
    )
    assert [s.in_time for s in spans[:7]] == [*whole.of("phone").days]


def test_every_slot_s_wait_abandonment_and_occupancy_has_an_interval_that_holds_it() -> None:
    case, whole = case_and_judgement(replace(PHONE, patience_s=60), 6)
    (slots,), tally = whole.of("phone").by_slot, case.tally
    waits, answered = tally.wait_s[:, 0].sum(axis=0), tally.answered[:, 0].sum(axis=0)
    np.testing.assert_allclose(slots.asa_s[0], waits / answered)
    for mean, low, high in (slots.asa_s, slots.abandoned, slots.occupancy, slots.waiting):
        assert ((low <= mean) & (mean <= high)).all()
        assert (low < high).mean() > 0.9
    assert np.nanmax(slots.occupancy) <= 1
