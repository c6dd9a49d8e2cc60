"""Long problems week by week: a first roster soon, and a bound that no roster is cheaper than."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from solver import long, strategy
from solver.apart import pieces, weeks_apart
from solver.arrays import arrays
from solver.check import violations
from solver.contract import WEEK, DeferredWork, Floor, Limit
from solver.dual import FLOOR_LEVELS, LEVELS, Dual, piece
from solver.fold import folded
from solver.goals import total_cost
from solver.lengths import goes_by_weeks
from solver.prices import Prices, Wish
from solver.problem import Person, RosterProblem
from solver.result import Choice, Limits, Quality, SlotRoster
from solver.rules import days_off
from solver.run import Run
from solver.schedules.rolling import Roll
from solver.schedules.tallies import limits_of
from solver.solve import solve

from .conftest import one_a_day, small_option, small_person, small_problem

NIGHT = frozenset({"night"})


def hours(week: int, least: int, most: int, end: int | None = None) -> Limit:
    """Paid hours of a week."""
    first = WEEK * week
    return Limit("weekly_hours", "minutes", 60 * least, 60 * most, first, end or first + WEEK)


def weeks_of_hours(n_people: int, n_weeks: int, seed: int = 1) -> RosterProblem:
    """Weeks of a centre that never closes: three skills, early, late and night, each of 8 h."""
    rng, n_days = np.random.default_rng(seed), WEEK * n_weeks
    shifts = (("early", 6), ("late", 14), ("night", 22))
    options = tuple(
        small_option(day, name, start, is_night=name == "night")
        for day in range(n_days)
        for name, start in shifts
        if 24 * day + start + 8 <= 24 * n_days
    )
    people = tuple(
        small_person(
            f"p{i}",
            skills=tuple({i % 3, int(rng.integers(3))}),
            max_minutes=40 * 60 * n_weeks,
            min_rest_slots=11,
            max_days_in_row=5,
            min_days_off=2,
            last_end=-3,
            limits=tuple(hours(week, 24, 40) for week in range(n_weeks)),
        )
        for i in range(n_people)
    )
    required = rng.integers(0, 2, (3, 24 * n_days))
    return RosterProblem(
        skills=("phone", "chat", "mail"),
        slot_minutes=60,
        n_slots=24 * n_days,
        n_days=n_days,
        people=people,
        options=options,
        required=required,
        carried_in=np.zeros_like(required),
        prices=Prices(short=(9000, 5000, 4000), over=300, unfair_night=500),
        wishes=(Wish(0, 4, 700), Wish(n_people - 1, len(options) - 2, -400)),
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_weeks_apart_prove_no_more_than_the_cheapest_roster_and_nearly_as_much(seed: int) -> None:
    problem = weeks_of_hours(2, 2, seed)
    cheapest = solve(problem, Limits(time_s=300, workers=1, deterministic=60, gap=0.0), seed=1)
    assert cheapest.quality is Quality.OPTIMAL
    dual = Dual(problem, pieces(problem))
    for i in range(400):
        dual.step(i / 400)
    assert dual.bound is not None
    assert 0.93 * cheapest.objective <= dual.bound <= cheapest.objective


def test_a_shift_that_lasts_into_the_next_week_is_at_work_there() -> None:
    """A night on Sunday, and demand on Monday morning alone: nobody is missing."""
    problem = weeks_of_hours(1, 2)
    required = np.zeros_like(problem.required)
    required[0, 7 * 24 : 7 * 24 + 6] = 1
    person = replace(problem.people[0], skills=(0,), cents_per_hour=0, limits=())
    free = replace(problem.prices, over=0, unfair_night=0)
    needed = replace(problem, people=(person,), required=required, prices=free, wishes=())
    dual = Dual(needed, pieces(needed))
    for i in range(200):
        dual.step(i / 200)
    assert dual.bound == 0


def test_days_off_owed_in_short_last_weeks_may_lie_behind_the_end() -> None:
    """Four days off in seven leave three shifts to the last four days, each of them wished for."""
    whole = weeks_of_hours(1, 3)
    n_days = 18
    options = tuple(option for option in whole.options if option.end <= 24 * n_days)
    eager = replace(whole.people[0], min_days_off=4, cents_per_hour=0, limits=())
    nobody = np.zeros((3, 24 * n_days), dtype=np.int64)
    wished = replace(
        whole,
        n_days=n_days,
        n_slots=24 * n_days,
        options=options,
        people=(eager,),
        required=nobody,
        carried_in=nobody,
        wishes=tuple(Wish(0, o, -1000) for o in range(len(options))),
        prices=replace(whole.prices, over=0, unfair_night=0),
    )
    dual = Dual(wished, pieces(wished))
    dual.step(0)
    assert dual.bound == -9000
    assert Roll(wished, WEEK).part((14, 18)).problem.people[0].min_days_off == 1


def test_every_slot_is_asked_for_in_one_week() -> None:
    problem = weeks_of_hours(2, 4)
    asked = np.zeros_like(problem.required)
    for week, first in weeks_apart(problem):
        asked[:, first : first + week.n_slots] += week.required
    assert asked.tolist() == problem.required.tolist()


def test_a_long_roster_has_a_bound_and_is_the_same_again() -> None:
    problem = weeks_of_hours(12, 4)
    assert goes_by_weeks(problem)
    limits = Limits(time_s=300, workers=1, deterministic=1.5, gap=0.0)
    found = [solve(problem, limits, seed=2) for _ in range(2)]
    assert not violations(problem, found[0].roster)
    assert found[0].objective == total_cost(problem, found[0].roster)
    assert 0.6 * found[0].objective <= found[0].bound <= found[0].objective
    assert found[0].roster == found[1].roster


def test_a_long_roster_of_small_weeks_has_a_bound() -> None:
    problem = weeks_of_hours(12, 4)
    found = solve(problem, Limits(time_s=300, workers=1, deterministic=2.0, gap=0.0), seed=2)
    assert 0.6 * found.objective <= found.bound <= found.objective


def test_a_long_roster_begins_with_a_hint_that_keeps_every_rule() -> None:
    problem = weeks_of_hours(12, 4)
    limits = Limits(time_s=300, workers=1, deterministic=3.0, gap=0.0)
    good = solve(problem, limits, seed=2)
    short = Limits(time_s=300, workers=1, deterministic=0.1, gap=0.0)
    assert solve(problem, short, seed=3, hint=good.roster).objective <= good.objective


def test_a_long_roster_with_work_that_can_wait_has_a_bound() -> None:
    problem = weeks_of_hours(12, 4)
    works = tuple(
        DeferredWork(skill, 480, 100 * k, 100 * k + 60, 6000) for k in range(6) for skill in (0, 2)
    )
    waiting = replace(problem, deferred=works)
    found = solve(waiting, Limits(time_s=300, workers=1, deterministic=1.5, gap=0.0), seed=2)
    assert not violations(waiting, found.roster)
    assert found.objective == total_cost(waiting, found.roster)
    assert 0.6 * found.objective <= found.bound <= found.objective


def test_a_part_that_gives_nothing_is_done_again_and_nobody_owes_anything_in_it() -> None:
    problem = weeks_of_hours(4, 4)
    run = Run(problem, Limits(time_s=300, workers=1, deterministic=2.0, gap=0.0), 1)
    owed: list[int] = []

    def jobs(part: Run, hint: SlotRoster | None) -> list[Callable[[], None]]:
        owed.append(part.problem.people[0].min_minutes)
        return [] if len(owed) == 2 else strategy.jobs(part, hint)

    long.roll(run, jobs, WEEK, None)
    assert owed[:3] == [24 * 60, 24 * 60, 0]
    assert run.best is not None
    assert not violations(problem, run.best)


LIMITED: dict[str, Person] = {
    "hours": small_person(limits=(Limit("weekly_hours", "minutes", 480, 960, 0, 4),)),
    "hours of some days": small_person(limits=(Limit("weekly_hours", "minutes", 0, 480, 0, 2),)),
    "hours at a price": small_person(
        limits=(Limit("weekly_hours", "minutes", 480, 960, 0, 4, None, 1, 1),)
    ),
    "nights": small_person(limits=(Limit("nights", "shifts", 0, 0, 0, 9, NIGHT),)),
    "nights owed": small_person(limits=(Limit("nights", "shifts", 1, 1, 0, 4, NIGHT),)),
    "late shifts": small_person(
        limits=(Limit("shift_counts", "shifts", 0, 1, 0, 4, frozenset({"late"})),)
    ),
}


@pytest.mark.parametrize("name", LIMITED)
def test_folded_limits_allow_and_price_the_same_rosters(name: str) -> None:
    problem = small_problem(people=(LIMITED[name],))
    plain = folded(problem)
    is_folded = name in {"hours", "nights"}
    assert (plain.people[0].limits == ()) == is_folded
    rosters = list(one_a_day(problem))
    legal = [not violations(problem, roster) for roster in rosters]
    assert (any(legal) and not all(legal)) or name == "hours at a price"
    assert legal == [not violations(plain, roster) for roster in rosters]
    for roster in rosters[::17]:
        assert total_cost(plain, roster) == total_cost(problem, roster)


def test_a_limit_on_some_nights_is_kept_where_another_template_is_a_night_now_and_then() -> None:
    """Two nights that the limit does not count stay allowed."""
    late = (
        small_option(0, "late", 14),
        *(small_option(d, "late", 14, is_night=True) for d in (1, 2)),
    )
    options = (*late, small_option(3, "night", 15, is_night=True))
    limited = small_person(limits=(Limit("nights", "shifts", 0, 1, 0, 4, NIGHT),))
    problem = small_problem(people=(limited,), options=options)
    two = SlotRoster((Choice(0, 1, 0), Choice(0, 2, 0)))
    assert not violations(problem, two)
    assert not violations(folded(problem), two)


@pytest.mark.parametrize("n_days", [5, 7, 8, 9, 13, 14, 15, 22, 29, 30])
def test_days_off_are_the_same_limits_in_graphs_as_in_the_rule(n_days: int) -> None:
    nobody = np.zeros((2, 24 * n_days), dtype=np.int64)
    problem = small_problem(
        n_days=n_days,
        n_slots=24 * n_days,
        options=tuple(small_option(day, "early", 6) for day in range(n_days)),
        required=nobody,
        carried_in=nobody,
    )
    person = small_person(min_days_off=2)
    mine = [one for one in limits_of(problem.n_days, frozenset(), person) if one.rule == "days_off"]
    rule = [(a, b, max(days - 2, 0)) for a, b, days in days_off.weeks(n_days)]
    assert [(one.first_day, one.end_day, one.most) for one in mine] == rule


def test_rest_since_last_week_does_not_follow_somebody_into_later_parts() -> None:
    problem = weeks_of_hours(2, 4)
    roll = Roll(problem, WEEK)
    part = roll.part(roll.windows[1])
    last = part.problem.people[0].last_end
    assert last == problem.people[0].last_end - part.first_slot  # type: ignore[operator]


def test_a_part_has_its_share_of_a_roster() -> None:
    problem = weeks_of_hours(6, 4)
    limits = Limits(time_s=300, workers=1, deterministic=1.0, gap=0.0)
    roster = solve(problem, limits, seed=2).roster
    roll = Roll(problem, WEEK)
    parts = [roll.part(window) for window in roll.windows]
    joined = [choice for part in parts for choice in part.whole(part.of(roster))]
    assert sorted(joined) == sorted(roster.choices)


def test_a_floor_that_nobody_can_keep_counts_in_full_after_the_first_steps() -> None:
    plain = weeks_of_hours(4, 1)
    nobody = Floor("leader", (), (1,) * plain.n_slots, 20_000)
    bounds = []
    for problem in (plain, replace(plain, floors=(nobody,))):
        dual = Dual(problem, (piece(arrays(problem), problem),))
        for _ in range(len(LEVELS) + len(FLOOR_LEVELS)):
            dual.step(0.0)
        bounds.append(dual.bound or 0)
    assert bounds[1] - 20_000 * plain.n_slots > 0.8 * bounds[0] > 0
