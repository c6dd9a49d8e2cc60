"""Conflicts of long rosters are told at once, by the first week that leaves somebody no roster."""

from dataclasses import replace

import pytest

from planner.errors import InfeasibleError
from solver import week_graph
from solver.alone import schedule
from solver.contract import WEEK, Limit, Pair
from solver.explain import explained_conflicts, weekly_conflicts
from solver.problem import Pin, RosterProblem
from solver.result import Limits, SlotRoster
from solver.solve import solve

from .test_weeks_apart import weeks_of_hours


def away(problem: RosterProblem, person: int, days: tuple[int, int]) -> RosterProblem:
    """Somebody off on half-open days, with names of days that tell their number."""
    off = (24 * days[0], 24 * days[1])
    people = list(problem.people)
    people[person] = replace(people[person], unavailable=(*people[person].unavailable, off))
    return replace(
        problem,
        people=tuple(people),
        names={"p2": "Nour"},
        day_names={("a", day): f"date {day}" for day in range(problem.n_days)},
        away_names={("p2", day): "leave" for day in range(*days)},
    )


def test_the_week_is_told_in_its_own_days_and_hours() -> None:
    problem = away(weeks_of_hours(4, 4), 2, (WEEK + 1, 2 * WEEK - 1))
    (found,) = explained_conflicts(problem)
    assert found.conflict.people == (2,)
    assert found.conflict_text == (
        "Nour has leave on date 8 to date 12, a contract minimum of 24 h "
        "and one shift a day of at most 8 h on 2 days"
    )
    assert found.way_texts[0] == "let Nour work 16 h instead of 24 h"
    with pytest.raises(InfeasibleError) as raised:
        solve(problem, Limits(time_s=300, workers=1, deterministic=1.0))
    assert str(raised.value) == found.text


def test_a_weekly_rest_that_leave_gives_is_in_no_conflict() -> None:
    """A weekly rest, as it is stated, keeps from two shifts of a day as well."""
    week = away(weeks_of_hours(4, 1), 2, (2, WEEK))
    people = tuple(replace(person, min_weekly_rest=35) for person in week.people)
    (found,) = explained_conflicts(replace(week, people=people))
    assert "one shift a day of at most 8 h on 2 days" in found.conflict_text
    assert "rest in a row" not in found.conflict_text


def test_further_weeks_are_counted_and_people_told_once() -> None:
    problem = away(weeks_of_hours(4, 4), 2, (WEEK, 3 * WEEK))
    (found,) = weekly_conflicts(problem)
    assert "date 7 to date 13" in found.conflict_text
    assert found.conflict_text.endswith("; 1 more week leaves none either")
    (first, other) = weekly_conflicts(away(problem, 0, (3 * WEEK, 4 * WEEK)))
    assert (first.conflict.people, other.conflict.people) == ((2,), (0,))


def test_leave_that_leaves_a_week_is_no_conflict() -> None:
    problem = away(weeks_of_hours(4, 4), 2, (WEEK + 1, 2 * WEEK - 2))
    assert list(weekly_conflicts(problem)) == []
    assert isinstance(solve(problem, Limits(time_s=300, deterministic=1.0)).roster, SlotRoster)


def test_a_hard_pair_of_a_long_roster_is_asked_before_its_search() -> None:
    problem = away(weeks_of_hours(4, 4), 2, (WEEK, WEEK + 4))
    other = away(problem, 1, (WEEK + 4, 2 * WEEK))
    assert list(weekly_conflicts(other)) == []
    tied = replace(other, pairs=(Pair(1, 2, together=True),))
    with pytest.raises(InfeasibleError, match="work the same shifts"):
        solve(tied, Limits(time_s=300, workers=1, deterministic=1.0))


def test_who_is_too_much_for_the_search_by_weeks_is_not_told_to_have_no_week(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(week_graph, "MOST_NODES", 1)
    problem = away(weeks_of_hours(4, 4), 2, (WEEK + 1, 2 * WEEK - 2))
    assert list(weekly_conflicts(problem)) == []
    (found,) = weekly_conflicts(away(problem, 0, (WEEK, 2 * WEEK - 2)))
    assert found.conflict.people == (0,)


def test_a_weekly_rest_across_the_end_of_a_week_is_no_conflict(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Off from Saturday to Tuesday, then at work for six days; the last rest is on Monday."""
    monkeypatch.setattr(week_graph, "MOST_NODES", 1)
    problem = weeks_of_hours(1, 4)
    (person,) = problem.people
    eager = replace(person, limits=(), min_weekly_rest=48, min_days_off=1, max_days_in_row=6)
    days = {day: "early" if day > WEEK else None for day in range(WEEK - 1, 2 * WEEK)}
    pins = tuple(Pin(0, day, template) for day, template in days.items())
    pinned = replace(problem, people=(eager,), pins=pins, wishes=())
    assert schedule(pinned) is not None
    assert list(weekly_conflicts(pinned)) == []


def test_weekends_that_two_weeks_share_are_in_no_conflict_of_either(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No weekend that lies in the first days may be worked; the last day of them is of none."""
    monkeypatch.setattr(week_graph, "MOST_NODES", 1)
    problem = weeks_of_hours(1, 4)
    none = Limit("weekends", "weekends", 0, 0, 0, WEEK)
    person = replace(problem.people[0], weekends=((WEEK - 1, WEEK),), limits=(none,))
    pinned = replace(problem, people=(person,), pins=(Pin(0, WEEK - 1, "early"),), wishes=())
    assert schedule(pinned) is not None
    assert list(weekly_conflicts(pinned)) == []
