"""Parts of a long roster where the days of two sites overlap: Monday's shifts begin on Sunday."""

from dataclasses import replace

import numpy as np
import pytest

from solver import strategy
from solver.contract import WEEK, Floor
from solver.coverage import present, short
from solver.goals import total_cost
from solver.problem import BreakWindow, RosterProblem
from solver.result import Choice, Limits, SlotRoster
from solver.rules import weekly_rest
from solver.schedules.overlap import own_share
from solver.schedules.rolling import Roll
from solver.solve import solve
from tests.solver.conftest import small_option, small_person, small_problem
from tests.solver.test_weeks_apart import weeks_of_hours

EAST, WEST = -10, 16
"""Hours of the clock at which shifts of either site begin; those of the east on the day before."""
N_DAYS = 28


def two_sites(n_people: int = 1) -> RosterProblem:
    """Four weeks; the east works from 14:00 of the day before to 22:00, the west from 16 to 23."""
    pause = BreakWindow(4, 5, 1, paid=True)
    options = tuple(
        small_option(
            day,
            site,
            start,
            length,
            site=site,
            breaks=(replace(pause, earliest=first + 3, latest=first + 4),),
        )
        for day in range(N_DAYS)
        for site, start, length in (("east", EAST, 8), ("west", WEST, 7))
        if (first := 24 * day + start) >= 0
    )
    required = np.zeros((2, 24 * N_DAYS), dtype=np.int64)
    required[0] = 2 * n_people
    people = tuple(
        small_person(
            f"{site}{i}", site=site, max_days_in_row=N_DAYS, skills=(0,), max_minutes=30_000
        )
        for site in ("east", "west")
        for i in range(n_people)
    )
    return small_problem(
        n_slots=24 * N_DAYS,
        n_days=N_DAYS,
        people=people,
        options=options,
        required=required,
        carried_in=np.zeros_like(required),
    )


def everybody_always(problem: RosterProblem) -> SlotRoster:
    """Everybody works every shift of the site."""
    return SlotRoster(
        tuple(
            sorted(
                Choice(p, o, 0, (option.start + 3,))
                for p, person in enumerate(problem.people)
                for o, option in enumerate(problem.options)
                if option.site == person.site
            )
        )
    )


def test_those_of_earlier_parts_are_at_work_when_they_are_and_not_before() -> None:
    problem = two_sites()
    roll, roster = Roll(problem, WEEK), everybody_always(problem)
    first = roll.part(roll.windows[0])
    roll.take(first, first.of(roster))
    second = roll.part(roll.windows[1])
    begin, end = second.first_slot, second.first_slot + second.problem.n_slots
    done = tuple(c for c in roster.choices if problem.options[c.option].day < WEEK)
    expected = present(problem, SlotRoster(done))[:, begin:end]
    assert begin == 24 * WEEK + EAST
    assert second.problem.carried_in.tolist() == expected.tolist()
    assert expected[0].tolist()[:10] == [0, 0, 1, 1, 1, 0, 1, 1, 1, 0]  # 14:00 to midnight


def test_a_part_is_asked_for_its_share_where_the_next_one_works_too() -> None:
    problem = two_sites(n_people=3)
    roll = Roll(problem, WEEK)
    first = roll.part(roll.windows[0]).problem
    asked = first.required[0].tolist()
    begin = 24 * WEEK + EAST
    assert first.n_slots == 24 * (WEEK - 1) + WEST + 7
    assert asked[:begin] == [6] * begin
    assert asked[begin:] == [0] * 2 + [3] * 6 + [6]  # the east alone, both, the west alone


def test_shares_are_of_those_who_have_the_skill() -> None:
    problem = two_sites(n_people=2)
    people = tuple(
        replace(person, skills=(0, 1) if person.site == "west" else (0,))
        for person in problem.people
    )
    required = np.full_like(problem.required, 4)
    asked = replace(problem, people=people, required=required)
    slots = (24 * WEEK + EAST + 2, 24 * WEEK + EAST + 6)
    assert own_share(asked, WEEK, slots).tolist() == [[2] * 4, [4] * 4]
    assert own_share(asked, 0, slots).tolist() == [[0] * 4, [0] * 4]
    only_second = tuple(
        replace(option, skills=frozenset({1})) if option.site == "west" else option
        for option in problem.options
    )
    second = replace(asked, options=only_second)
    assert own_share(second, WEEK, slots).tolist() == [[0] * 4, [4] * 4]


def test_a_floor_asks_for_those_who_are_not_there_yet_and_nobody_behind_the_part() -> None:
    problem = two_sites()
    west = Floor("west", (1,), (1,) * problem.n_slots, 10_000)
    both = Floor("both", (0, 1), (2,) * problem.n_slots, 10_000)
    asked = replace(problem, floors=(west, both))
    roll, roster = Roll(asked, WEEK), everybody_always(asked)
    first = roll.part(roll.windows[0])
    begin = 24 * WEEK + EAST
    assert [sum(floor.required) for floor in first.problem.floors] == [begin, 2 * begin]
    roll.take(first, first.of(roster))
    second = roll.part(roll.windows[1])
    of_west, of_both = (floor.required[:10] for floor in second.problem.floors)
    assert of_west == (1, 1, 0, 0, 0, 1, 0, 0, 0, 1)  # its shift is at work, but for the pause
    assert of_both == (2, 2, 1, 1, 1, 2, 1, 1, 1, 2)


def test_no_week_leaves_to_the_next_what_only_it_can_do() -> None:
    """With a person for each agent asked for nothing is short but where nobody can be."""
    problem = two_sites(n_people=2)
    full = everybody_always(problem)
    asked = replace(problem, required=present(problem, full))
    found = solve(asked, Limits(time_s=300, workers=1, deterministic=1.0, gap=0.0), seed=1)
    assert short(asked, found.roster).sum() == 0
    assert found.objective == total_cost(asked, full)


@pytest.mark.parametrize("is_closed", [range(7, 14), range(14, 28)], ids=["within", "at_the_end"])
def test_weeks_without_a_shift_have_a_roster(
    is_closed: range, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strategy, "SMALL", 0)
    whole = weeks_of_hours(2, 4)
    people = tuple(replace(person, limits=(), min_minutes=0) for person in whole.people)
    options = tuple(option for option in whole.options if option.day not in is_closed)
    problem = replace(whole, people=people, options=options, wishes=())
    found = solve(problem, Limits(time_s=300, workers=1, deterministic=0.1))
    assert found.bound <= found.objective
    assert len({c.person for c in found.roster.choices}) == 2


def test_a_weekly_rest_of_a_part_ends_before_the_next_part_begins() -> None:
    """Off from Saturday midnight: 30 h to the first shift of the next part, 40 h to its own end."""
    whole = weeks_of_hours(2, 4)
    behind = tuple(
        replace(option, site="b", start=option.start + 10, end=option.end + 10)
        for option in whole.options
        if option.end + 10 <= whole.n_slots
    )
    person = replace(whole.people[0], site="b", limits=(), last_end=None, min_weekly_rest=35)
    problem = replace(
        whole, options=(*whole.options, *behind), people=(person, whole.people[1]), wishes=()
    )
    roll = Roll(problem, WEEK)
    part = roll.part(roll.windows[0]).problem
    early = [
        o
        for o, option in enumerate(part.options)
        if (option.site, option.template) == ("b", "early") and option.day < WEEK - 1
    ]
    roster = SlotRoster(tuple(Choice(0, o, 0) for o in early))
    assert list(weekly_rest.violations(part, roster))


def test_a_day_that_last_week_worked_counts_in_the_next_part_too() -> None:
    problem = two_sites()
    west = 1
    people = list(problem.people)
    people[west] = replace(people[west], worked_day_0=True, days_before=2, days_off_before=0)
    roll = Roll(replace(problem, people=tuple(people)), WEEK)
    part = roll.part((0, WEEK))
    days = {o.day: i for i, o in enumerate(part.problem.options) if o.site == "west"}
    roll.take(
        part, SlotRoster(tuple(Choice(west, days[d], 0, (24 * d + 19,)) for d in range(1, 7)))
    )
    assert roll.part((WEEK, 2 * WEEK)).problem.people[west].days_before == 9
