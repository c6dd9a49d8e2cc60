"""What is open when a week begins: in the requirement and in front of the judge."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from planner.demand import BacklogItem
from scenarios.coverage import cover, service_by_day
from scenarios.inputs import Inputs
from scenarios.judge.centre import JudgedWeek, judged_week
from scenarios.staffing.deferred_work import known_tickets
from scenarios.staffing.requirement import require_agents
from tests.work_fixture import (
    DAY,
    GRID,
    MAIL,
    OFFICE,
    WEEK,
    crew,
    forecast_of,
    inputs_of,
    roster_of,
)

HOUR = 3600.0
Means = Mapping[tuple[str, str], float | Sequence[float]]
NOTHING = forecast_of({("mail", ""): 0.0})


def ticket(
    arrived_h: float, due_h: float | None = None, contacts: int = 1, priority: str = ""
) -> BacklogItem:
    """Hours from the start of the week, negative before it."""

    def at(hours: float) -> datetime:
        return GRID.start + timedelta(hours=hours)

    due = None if due_h is None else at(due_h)
    return BacklogItem("mail", priority, at(arrived_h), due, contacts)


def with_backlog(*items: BacklogItem, **changes: object) -> Inputs:
    queue = replace(MAIL, **changes)  # type: ignore[arg-type]
    return replace(inputs_of(queue), backlog=items)


def judged(inputs: Inputs, means: Means) -> JudgedWeek:
    wide = forecast_of(means)
    requirement = require_agents(inputs, wide, GRID)
    return judged_week(inputs, wide, requirement, roster_of(crew("mail", 1)))


def hours_of_work(inputs: Inputs) -> list[float]:
    """Agent-hours that are levelled into each hour of the first day."""
    load = require_agents(inputs, NOTHING, GRID).of("mail").load[:DAY]
    return [round(float(x), 6) for x in load.reshape(24, 2).mean(axis=1)]


def test_open_tickets_are_levelled_until_they_are_due() -> None:
    found = hours_of_work(with_backlog(ticket(-1, 4, contacts=8)))  # 8 of 15 minutes: 2 hours
    assert found[:5] == [0.5, 0.5, 0.5, 0.5, 0.0]


def test_tickets_overdue_are_caught_up_within_a_day_of_work() -> None:
    found = hours_of_work(with_backlog(ticket(-9, -1, contacts=16)))  # 4 hours of work
    assert found == [0.5] * 8 + [0.0] * 16


def test_due_times_follow_from_arrival_where_none_is_told() -> None:
    told = with_backlog(ticket(-1, 1, contacts=4))
    assert hours_of_work(told) == hours_of_work(with_backlog(ticket(-1, contacts=4)))
    (line,) = judged(with_backlog(ticket(-1, contacts=4)), {("mail", ""): 0.0}).centre.lines
    assert line.backlog_due_s.tolist() == [HOUR] * 4  # 2 hours from arrival


def test_a_ticket_older_than_the_week_before_is_overdue() -> None:
    (line,) = judged(with_backlog(ticket(-24 * 30)), {("mail", ""): 0.0}).centre.lines
    assert line.backlog_due_s.tolist() == [(2 - 24 * 30) * HOUR]


def test_known_tickets_stand_for_all_that_arrived_before() -> None:
    evenings = {("mail", ""): [4.0 * (slot >= 36) for slot in range(DAY)]}
    standing = judged(with_backlog(due_hours=8), evenings).centre.lines[0]
    given = judged(with_backlog(ticket(-3, 5), due_hours=8), evenings).centre.lines[0]
    assert (given.backlog_arrived_s.tolist(), given.backlog_due_s.tolist()) == (
        [-3 * HOUR],
        [5 * HOUR],
    )
    assert standing.backlog_due_s.size > 10
    assert (standing.backlog_arrived_s < 0).all()
    assert (np.diff(standing.backlog_due_s) >= 0).all()
    assert (standing.backlog_due_s > 0).all()


def test_a_steady_flow_leaves_the_backlog_that_its_age_allows() -> None:
    """Two mails a slot, one agent's work, level: what is left is one slot's worth at most."""
    (line,) = judged(with_backlog(), {("mail", ""): 2.0}).centre.lines
    assert line.backlog_due_s.size <= 2
    (busy,) = judged(with_backlog(), {("mail", ""): 0.0}).centre.lines
    assert not busy.backlog_due_s.size


def test_tickets_of_a_priority_that_never_came_before_are_judged_too() -> None:
    inputs = with_backlog(
        ticket(-1, 4, 3, "P1"), ticket(-1, 4, 2, "P3"), due_hours_by_priority={"P1": 4, "P3": 8}
    )
    week = judged(inputs, {("mail", "P3"): 1.0})
    assert dict(
        zip(week.streams, (line.backlog_due_s.size for line in week.centre.lines), strict=True)
    ) == {
        ("mail", "P3"): 2,
        ("mail", "P1"): 3,
    }
    assert not week.centre.lines[1].contacts.any()


def test_what_arrives_after_the_week_began_is_no_fact_yet() -> None:
    inputs = with_backlog(ticket(1, 4))
    (line,) = judged(inputs, {("mail", ""): 0.0}).centre.lines
    assert not line.backlog_due_s.size
    assert not any(hours_of_work(inputs))


@pytest.mark.parametrize("on_time", [1.0, 0.8])
def test_the_share_promised_by_day_is_the_queue_s(on_time: float) -> None:
    inputs = inputs_of(replace(MAIL, on_time=on_time))
    wide = forecast_of({("mail", ""): 4.0})
    requirement = require_agents(inputs, wide, GRID)
    coverage = cover(inputs, wide, requirement, roster_of(crew("mail", 2)))
    days = service_by_day(inputs, coverage)
    assert {one.target for one in days} == {on_time}
    assert days[0].day == WEEK


def test_tickets_are_due_as_if_each_were_the_only_one() -> None:
    items = [ticket(-hours, None if hours % 3 else 5.0, 1, "P1") for hours in (1, 30, 200, 700, 9)]
    queue = replace(MAIL, opening=OFFICE, due_hours=20)
    base = inputs_of(queue)
    alone = [
        known_tickets(replace(base, backlog=(item,)), queue, NOTHING.grid, GRID)[0]
        for item in items
    ]
    together = known_tickets(replace(base, backlog=tuple(items)), queue, NOTHING.grid, GRID)
    assert sorted(together, key=lambda t: t.arrived_s) == sorted(alone, key=lambda t: t.arrived_s)
    assert [t.due_s for t in together] == sorted(t.due_s for t in together)
    assert [t.due_s < 0 for t in sorted(together, key=lambda t: t.arrived_s)][:2] == [True, True]
