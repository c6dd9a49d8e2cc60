"""A plan as something to simulate: spells of shifts, lines, groups and who is away."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from planner.people import Agent, Team
from planner.pools import Pool
from planner.queues import Channel, Queue, ServiceLevelTarget
from planner.roster import Assignment, Roster
from planner.shifts import Break, Shift
from planner.simulation.draw import draw_week
from planner.simulation.serve import serve_contacts
from planner.timegrid import Interval, TimeGrid
from scenarios.inputs import Inputs
from scenarios.judge.centre import JudgedWeek, group_skills, judged_week
from scenarios.judge.spells import spells
from scenarios.staffing.requirement import require_agents
from tests.inputs_fixture import MONDAY, small_inputs
from tests.work_fixture import (
    BASE,
    GRID,
    MAIL,
    PHONE,
    WEEK,
    crew,
    forecast_of,
    inputs_of,
    roster_of,
)

HOUR = 3600.0
Rows = list[tuple[float, float, bool]]


def shift(
    start_h: float, end_h: float, *breaks: tuple[float, float], agent: str = "a"
) -> Assignment:
    """Hours from the start of the week."""

    def span(first: float, last: float) -> Interval:
        return Interval(at(first), at(last))

    rests = tuple(Break(span(*one), False, "lunch") for one in breaks)
    return Assignment(agent, Shift("any", WEEK, span(start_h, end_h), rests), "phone")


def at(hours: float) -> datetime:
    return GRID.start + timedelta(hours=hours)


def rows(*shifts: Assignment, grid: TimeGrid = GRID) -> Rows:
    found = spells(shifts, grid, {"phone": 0, "mail": 1})
    return [
        (float(start) / HOUR, float(end) / HOUR, bool(ends))
        for start, end, ends in zip(found.start_s, found.end_s, found.is_shift_end, strict=True)
    ]


def test_breaks_are_gaps_and_only_the_last_stretch_ends_the_shift() -> None:
    found = rows(shift(9, 17, (14, 14.25), (12, 12.5)))
    assert found == [(9, 12, False), (12.5, 14, False), (14.25, 17, True)]


def test_a_shift_carried_in_counts_from_the_start_of_the_week() -> None:
    assert rows(shift(-4, 4, (-1, 0))) == [(0, 4, True)]
    assert rows(shift(-4, 4, (-0.5, 0.5))) == [(0.5, 4, True)]
    assert rows(shift(-9, -1)) == []


def test_a_shift_that_goes_on_behind_the_week_does_not_end_in_it() -> None:
    assert rows(shift(164, 172)) == [(164, 168, False)]
    assert rows(shift(160, 168)) == [(160, 168, True)]
    assert rows(shift(164, 172, (167, 169))) == [(164, 167, False)]


def test_a_night_over_the_clock_change_keeps_its_length() -> None:
    """Sunday 26 October 2003, 22 to 6 o'clock in London: an hour more."""
    grid = small_inputs().week_grid(MONDAY)
    start = grid.start + timedelta(hours=6 * 24 - 2)
    night = Shift("night", MONDAY, Interval(start, start + timedelta(hours=9)))
    found = rows(Assignment("a", night, "phone"), grid=grid)
    assert found == [(142, 151, True)]
    assert grid.n_slots == 2 * 169


def test_spells_of_an_agent_stand_in_order_of_time() -> None:
    late, early, other = shift(33, 41), shift(9, 17), shift(10, 18, agent="b")
    found = spells((late, other, early), GRID, {"phone": 0})
    assert found.agent.tolist() == [0, 0, 1]
    assert (found.start_s / HOUR).tolist() == [9, 33, 10]
    assert not found.group.any()


def test_nobody_at_work_is_no_error() -> None:
    found = spells((), GRID, {"phone": 0})
    assert found.agent.size == found.start_s.size == 0


CALLS = replace(PHONE, urgency=2, shrinkage=0.2)
LATER = replace(PHONE, id="later", skill="later", urgency=1)
MEANS = {("phone", ""): 100.0, ("later", ""): 10.0, ("mail", ""): 2.0}


def judged(*queues: Queue, pools: tuple[Pool, ...] = (), shrinkage: float = 0.1) -> JudgedWeek:
    skills = tuple(dict.fromkeys(queue.skill for queue in queues))
    team = Team(BASE.team.sites, BASE.team.contracts, (Agent("a", "A", "london", "full", skills),))
    inputs: Inputs = replace(inputs_of(*queues, shrinkage=shrinkage), pools=pools, team=team)
    wide = forecast_of({(q.id, ""): MEANS[q.id, ""] for q in queues})
    requirement = require_agents(inputs, wide, GRID)
    return judged_week(inputs, wide, requirement, roster_of(crew(queues[0].skill, 3)))


def test_agents_take_what_they_can_do_and_mail_last() -> None:
    pool = Pool("all", ("mail", "later", "phone"))
    week = judged(MAIL, LATER, CALLS, pools=(pool,))
    assert week.streams == (("mail", ""), ("later", ""), ("phone", ""))
    by_name = {group.name: group for group in week.centre.groups}
    assert week.groups == ("mail", "later", "phone", "all")
    assert by_name["phone"].lines == (2,)
    assert (by_name["all"].lines, by_name["all"].ranks) == ((2, 1, 0), (0, 1, 2))
    assert [by_name[name].reserve for name in week.groups] == [0, 0, 0, 1]


def test_queues_of_equal_urgency_share_a_rank() -> None:
    week = judged(replace(CALLS, urgency=1), LATER, pools=(Pool("all", ("phone", "later")),))
    assert week.centre.groups[-1].ranks == (0, 0)


def test_calls_and_mail_of_one_skill_leave_idle_agents_for_calls() -> None:
    week = judged(PHONE, replace(MAIL, skill="phone"))
    (group,) = week.centre.groups
    assert group.reserve == 4  # 14 agents alone for 10 erlangs


def test_each_group_has_the_shrinkage_of_its_queues() -> None:
    week = judged(CALLS, MAIL, shrinkage=0.1)
    np.testing.assert_allclose(week.shrinkage, [0.2, 0.1])
    pooled = judged(CALLS, MAIL, shrinkage=0.1, pools=(Pool("all", ("phone", "mail")),))
    assert 0.1 < pooled.shrinkage[2] < 0.2


def test_specialists_come_before_the_pool() -> None:
    inputs = replace(inputs_of(MAIL, PHONE), pools=(Pool("all", ("phone", "mail")),))
    assert group_skills(inputs) == {
        "mail": ("mail",),
        "phone": ("phone",),
        "all": ("phone", "mail"),
    }


def test_priorities_with_targets_of_their_own_are_lines_of_their_own() -> None:
    targets = {"P1": ServiceLevelTarget(0.9, 10), "P2": ServiceLevelTarget(0.5, 60)}
    queue = replace(PHONE, target_by_priority=targets, aht_s_by_priority={"P1": 300})
    wide = forecast_of({("phone", "P2"): 7.0, ("phone", ""): 1.0, ("phone", "P1"): 3.0})
    inputs = inputs_of(queue)
    requirement = require_agents(inputs, wide, GRID)
    week = judged_week(inputs, wide, requirement, Roster(GRID.interval, ()))
    assert week.streams == (("phone", "P1"), ("phone", "P2"), ("phone", ""))
    assert [line.within_s for line in week.centre.lines] == [10, 60, 20]
    assert [line.handling.mean_s for line in week.centre.lines] == [300, 180, 180]
    assert week.centre.groups[0].ranks == (0, 1, 2)


def test_priorities_without_targets_share_one_line() -> None:
    queue = replace(PHONE, aht_s_by_priority={"P1": 300})
    wide = forecast_of({("phone", "P1"): 3.0, ("phone", "P2"): 1.0}, day_cv=0.2)
    inputs = inputs_of(queue)
    week = judged_week(inputs, wide, require_agents(inputs, wide, GRID), Roster(GRID.interval, ()))
    (line,) = week.centre.lines
    assert line.handling.mean_s == 270  # (3 * 300 + 180) / 4
    assert line.day_cv == pytest.approx(0.2 * 10**0.5 / 4)  # days independent: 3² + 1² of 4²
    assert set(line.contacts) == {4.0}


@pytest.mark.parametrize(
    ("cv", "shape"), [(None, "exponential"), (0.0, "log-normal"), (1.3, "log-normal")]
)
def test_handling_times_are_as_the_queue_says(cv: float | None, shape: str) -> None:
    (line,) = judged(replace(PHONE, aht_cv=cv)).centre.lines
    assert (line.handling.shape, line.handling.mean_s) == (shape, 180)


def test_chats_keep_their_slowness_and_closed_hours_their_silence() -> None:
    chat = replace(
        PHONE,
        channel=Channel.CHAT,
        concurrency=2,
        aht_by_level_s=(180.0, 270.0),
        opening=BASE.queue("phone").opening,
    )
    (line,) = judged(chat).centre.lines
    assert (line.concurrency, line.slowness) == (2, (1.0, 1.5))
    is_open = line.contacts > 0
    assert is_open.sum() == 5 * 16


def test_mail_is_due_when_its_hours_have_passed() -> None:
    (line,) = judged(replace(MAIL, due_when="begun")).centre.lines
    assert line.due_s is not None
    np.testing.assert_array_equal(line.due_s[:4] / HOUR, [2, 2.5, 3, 3.5])
    assert line.due_when == "begun"


def test_mail_that_comes_while_closed_waits_for_the_opening() -> None:
    """Agents on duty at night, as for calls of the same skill, leave it for the morning."""
    mail = replace(MAIL, opening=BASE.queue("phone").opening)
    centre = judged(mail).centre
    (line,) = centre.lines
    assert line.is_open is not None
    assert line.is_open.sum() == 5 * 16
    agents = spells((shift(0, 24),), GRID, {"phone": 0})
    outcomes = serve_contacts(replace(centre, spells=agents), draw_week(centre, 1))
    begun_s = outcomes.answered_s[np.isfinite(outcomes.answered_s)]
    assert begun_s.size
    assert line.is_open[(begun_s / centre.slot_s).astype(int)].all()
    assert (line.contacts[~line.is_open] > 0).any()
