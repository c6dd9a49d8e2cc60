"""Rosters written by hand against the rules: person, day, rule and numbers, nothing forecast."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from planner.errors import InputError
from planner.exports import roster as exporting
from planner.past_weeks import PastWeek
from planner.people import Lock, TimeOff
from planner.roster import Assignment, Roster
from planner.shifts import Break, Shift
from planner.timegrid import Interval
from scenarios.broken_rules import BrokenRule, rules_broken_by
from scenarios.inputs import Inputs
from scenarios.judge_roster import read_assignments
from scenarios.options import template_interval
from tests.inputs_fixture import MONDAY, SITES, TEMPLATES, small_inputs
from tests.scenarios.rostering.person_of import with_contract

TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    return small_inputs()


def shift(agent: str, template: str, day: date, lunch_minutes: int = 180) -> Assignment:
    """A shift of the London team, its lunch so many minutes in."""
    made = next(t for t in TEMPLATES if t.id == template)
    span = template_interval(made, day, SITES[0])
    lunch = span.start + timedelta(minutes=lunch_minutes)
    rest = Break(Interval(lunch, lunch + timedelta(minutes=30)), False, "lunch")
    return Assignment(agent, Shift(template, day, span, (rest,)), "phone")


def of(found: tuple[BrokenRule, ...], agent: str, rule: str) -> list[BrokenRule]:
    return [one for one in found if (one.agent, one.rule) == (agent, rule)]


def test_rest_is_told_on_the_persons_clock_with_the_day(inputs: Inputs) -> None:
    found = rules_broken_by(inputs, (shift("l0", "late", MONDAY), shift("l0", "early", TUESDAY)))
    (rest,) = of(found, "l0", "rest")
    assert (rest.name, rest.day) == ("London 0", TUESDAY)
    assert rest.message == "rests 8.5 h before Tue 21 Oct 07:00, needs 11 h"
    (hours,) = of(found, "l0", "weekly_hours")
    assert hours.day is None
    assert hours.message == "16 paid hours, contract 30 to 40: 14 h below"


def test_time_off_and_locks_are_told_with_what_the_roster_holds(inputs: Inputs) -> None:
    noon = datetime.combine(MONDAY, time(12), UTC)
    away = TimeOff("l0", Interval(noon, noon + timedelta(days=1)))
    team = replace(inputs.team, time_off=(away,), locks=(Lock("l1", MONDAY, "late"),))
    made = (shift("l0", "early", MONDAY), shift("l1", "early", MONDAY))
    found = rules_broken_by(replace(inputs, team=team), made)
    (off,) = of(found, "l0", "availability")
    assert off.message == "early on Mon 20 Oct lies in time off Mon 20 Oct 13:00-15:30"
    (pin,) = of(found, "l1", "pins")
    assert pin.message == "Mon 20 Oct is locked to late, but holds early with phone"
    (hours,) = of(found, "l0", "weekly_hours")
    assert hours.message.endswith(" h below (30 to 40 without the time off)")


def test_a_break_outside_its_window_is_told_by_the_clock(inputs: Inputs) -> None:
    found = rules_broken_by(inputs, (shift("l0", "early", MONDAY, lunch_minutes=0),))
    (lunch,) = of(found, "l0", "breaks")
    assert lunch.day == MONDAY
    assert "lunch begins at 07:00, not 10:00 to" in lunch.message


@pytest.mark.parametrize(("minutes", "paid"), [(60, False), (30, True)])
def test_a_break_of_another_length_or_pay_is_a_breach(
    inputs: Inputs, minutes: int, paid: bool
) -> None:
    made = shift("l0", "early", MONDAY)
    (lunch,) = made.shift.breaks
    start = lunch.interval.start
    other = Break(Interval(start, start + timedelta(minutes=minutes)), paid, "lunch")
    edited = replace(made, shift=replace(made.shift, breaks=(other,)))
    found = rules_broken_by(inputs, (edited,))
    (own,) = of(found, "l0", "own_hours")
    assert own.day == MONDAY
    (hours,) = of(found, "l0", "weekly_hours")
    worked = 8.5 if paid else 7.5
    assert hours.message == f"{worked:g} paid hours, contract 30 to 40: {30 - worked:g} h below"


def test_shifts_that_overlap_are_a_breach_and_not_an_error_of_the_file(
    tmp_path: Path, inputs: Inputs
) -> None:
    both = (shift("l0", "early", MONDAY), shift("l0", "late", MONDAY))
    path = tmp_path / "roster.csv"
    week = inputs.week_grid().interval
    path.write_text(exporting.text(Roster(week, both), inputs.team), encoding="utf-8")
    with pytest.raises(InputError, match="overlap"):
        read_assignments(path, inputs)
    read = read_assignments(path, inputs, as_it_is=True)
    (twice,) = of(rules_broken_by(inputs, read), "l0", "one_shift_a_day")
    assert twice.message == "2 shifts on Mon 20 Oct: early, late"
    (rest,) = of(rules_broken_by(inputs, read), "l0", "rest")
    assert re.fullmatch(r"overlaps the shift from Mon 20 Oct \d\d:\d0 by [\d.]+ h", rest.message)


def test_a_skill_that_the_agent_lacks_is_a_breach(tmp_path: Path, inputs: Inputs) -> None:
    other = next(skill for skill in inputs.skills if skill != "phone")
    agents = tuple(
        replace(agent, skills=("phone",)) if agent.id == "l0" else agent
        for agent in inputs.team.agents
    )
    inputs = replace(inputs, team=replace(inputs.team, agents=agents))
    made = replace(shift("l0", "early", MONDAY), skill=other)
    path = tmp_path / "roster.csv"
    week = inputs.week_grid().interval
    path.write_text(exporting.text(Roster(week, (made,)), inputs.team), encoding="utf-8")
    read = read_assignments(path, inputs, as_it_is=True)
    (lacks,) = of(rules_broken_by(inputs, read), "l0", "skills")
    assert lacks.message == f"early on Mon 20 Oct: lacks skill {other}"
    assert lacks.day == MONDAY


def test_a_limit_that_looks_back_says_what_it_follows_from(inputs: Inputs) -> None:
    last = tuple(
        PastWeek("l0", MONDAY - timedelta(weeks=k), hours=h) for k, h in ((1, 50), (2, 46))
    )
    asked = {"max_average_hours": 36, "average_weeks": 3, "max_hours_a_day": 7.5}
    inputs = replace(with_contract(inputs, **asked), past_weeks=last)
    days = [MONDAY + timedelta(days=k) for k in range(3)]
    found = rules_broken_by(inputs, tuple(shift("l0", "early", day) for day in days))
    assert [one.message for one in of(found, "l0", "hours_limits")] == [
        "24 paid hours from Mon 20 Oct to Sun 26 Oct, at most 12 (average of 36 h over 3 weeks, "
        "96 h counted before)"
    ]
    (long,) = of(found, "l0", "shift_counts")
    assert long.message.endswith("at most 0 (at most 7.5 paid hours a day)")


def test_people_are_told_in_the_order_of_the_team(inputs: Inputs) -> None:
    found = rules_broken_by(inputs, ())
    rank = [agent.id for agent in inputs.team.agents]
    assert [one.agent for one in found] == sorted((one.agent for one in found), key=rank.index)
    assert {one.rule for one in found} == {"weekly_hours"}


def test_on_call_that_was_moved_is_on_call_still(inputs: Inputs) -> None:
    templates = tuple(replace(t, on_call=t.id == "late") for t in inputs.templates)
    bound = with_contract(replace(inputs, templates=templates), rest_after_on_call_hours=20)
    made = shift("l0", "late", MONDAY)
    later = Interval(made.shift.interval.start + timedelta(minutes=30), made.shift.interval.end)
    moved = replace(made, shift=replace(made.shift, interval=later))
    found = rules_broken_by(bound, (moved, shift("l0", "late", TUESDAY)))
    assert of(found, "l0", "on_call") == []  # on-call after on-call
    found = rules_broken_by(bound, (moved, shift("l0", "early", TUESDAY)))
    assert [one.day for one in of(found, "l0", "on_call")] == [TUESDAY]
