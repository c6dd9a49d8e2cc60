"""What a roster breaks at a price is told: by whom, on which day, what, and for how much."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from planner.calendars import OpeningWindow
from planner.contracts import ShiftLimit
from planner.floors import FloorRule
from planner.people import Lock
from planner.roster import Assignment
from planner.rotations import Rotation
from scenarios.feasibility import rule_conflicts
from scenarios.hand_made import hand_made
from scenarios.inputs import Inputs, SimulationSettings
from scenarios.pipeline import make_plan
from scenarios.plan import UnkeptTerm
from scenarios.summary import summary
from scenarios.unkept.told import unkept_explanations, unkept_line, unkept_note, unkept_terms
from solver.goals.wanted import cost
from tests.inputs_fixture import MONDAY, small_inputs
from tests.scenarios.rostering.person_of import problem_of, with_contract
from tests.scenarios.test_broken_rules import shift

BASE = small_inputs()
GRID = BASE.week_grid()


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def worked(*shifts: str) -> Iterator[Assignment]:
    """Shifts of London 0 from Monday on; an empty name is a day off."""
    return (shift("l0", name, day(i)) for i, name in enumerate(shifts) if name)


def of_london_0(inputs: Inputs, *shifts: str) -> list[tuple[date | None, str, float]]:
    found = unkept_terms(inputs, GRID, worked(*shifts))
    return [(one.day, one.message, one.money) for one in found if one.agent == "l0"]


WEEK = "from Mon 20 Oct to Sun 26 Oct"


@pytest.mark.parametrize(
    ("changes", "price", "shifts", "said"),
    [
        ({"min_hours": 30}, 12, 2, (None, f"16 paid hours {WEEK}, at least 30 wanted", 168)),
        ({"max_hours": 30}, 12, 4, (None, f"32 paid hours {WEEK}, at most 30 wanted", 24)),
        ({"min_days_off": 4}, 60, 4, (None, f"4 shifts {WEEK}, at most 3 wanted", 60)),
        ({"max_weekends": 0}, 80, 7, (None, f"1 weekend {WEEK}, at most 0 wanted", 80)),
        (
            {"max_hours_a_day": 7.5},
            40,
            1,
            (MONDAY, "early has 8 paid hours, at most 7.5 wanted", 20),
        ),
    ],
)
def test_amounts_beyond_a_price_are_told_with_hours_and_money(
    changes: dict[str, float], price: float, shifts: int, said: tuple[date | None, str, float]
) -> None:
    (key,) = changes
    inputs = with_contract(BASE, **changes, prices={key: price}, weekend_weeks=1)
    assert of_london_0(inputs, *["early"] * shifts) == [said]


def test_shifts_of_a_kind_are_told_and_what_keeps_its_limit_is_not() -> None:
    limit = ShiftLimit(("late",), most=1, price=20)
    inputs = with_contract(BASE, limits=(limit,))
    said = f"2 shifts of late {WEEK}, at most 1 wanted"
    assert of_london_0(inputs, "late", "late") == [(None, said, 20)]
    assert of_london_0(inputs, "late", "early") == []


@pytest.mark.parametrize(
    ("key", "value", "shifts", "said"),
    [
        (
            "min_rest_hours",
            12,
            ("late", "early"),
            [(1, "begins 8.5 h after the shift before, 12 h of rest wanted", 20)],
        ),
        (
            "rest_after_nights_hours",
            48,
            ("night", "", "early"),
            [(2, "begins 25 h after a night, 48 h of rest wanted", 20)],
        ),
        (
            "max_days_in_row",
            3,
            ("early",) * 5,
            [(3, "2 days more in a row than the 3 wanted", 40)],
        ),
        (
            "max_nights_in_row",
            1,
            ("night", "night", "", "night", "night"),
            [(d, "1 night more in a row than the 1 wanted", 20) for d in (1, 4)],
        ),
        (
            "min_days_in_row",
            3,
            ("", "early", "", "early", "early", "early"),
            [(1, "2 days fewer worked in a row than the 3 wanted", 40)],
        ),
        (
            "min_days_off_in_row",
            2,
            ("early", "", "early"),
            [(1, "1 day fewer off in a row than the 2 wanted", 20)],
        ),
        (
            "max_start_spread_hours",
            2,
            ("early", "late", "", "early"),
            [(1, "starts at 14:00, outside the 2 h wanted for starts of a week", 20)],
        ),
    ],
)
def test_sequences_at_a_price_are_told_by_day(
    key: str, value: float, shifts: tuple[str, ...], said: list[tuple[int, str, float]]
) -> None:
    inputs = with_contract(BASE, **{key: value}, prices={key: 20})
    assert of_london_0(inputs, *shifts) == [(day(d), text, money) for d, text, money in said]


def test_rest_counts_from_the_week_before() -> None:
    inputs = with_contract(BASE, min_rest_hours=12, prices={"min_rest_hours": 20})
    inputs = replace(inputs, last_week=(shift("l0", "late", day(-1)),))
    told = "begins 8.5 h after the shift before, 12 h of rest wanted"
    assert of_london_0(inputs, "early") == [(MONDAY, told, 20)]


@pytest.mark.parametrize(("price", "n_told"), [(20, 1), (None, 0)])
def test_turns_and_successions_are_told_where_they_have_a_price(
    price: float | None, n_told: int
) -> None:
    early, *others = BASE.templates
    first, *rest = BASE.team.agents
    turns = Rotation("turns", (("late",), ("early",)), price=price)
    team = replace(BASE.team, agents=(replace(first, rotation="turns"), *rest), rotations=(turns,))
    assert (
        of_london_0(replace(BASE, team=team), "early", "late")
        == [(MONDAY, "early is out of turn", 20)] * n_told
    )
    after = replace(early, not_after=("late",), not_after_price=price)
    inputs = replace(BASE, templates=(after, *others))
    assert (
        of_london_0(inputs, "late", "early")
        == [(day(1), "early on the day after late", 20)] * n_told
    )


def test_the_dearest_is_told_first_and_all_are_summed_up() -> None:
    inputs = with_contract(
        BASE, max_weekends=0, weekend_weeks=1, prices={"min_hours": 12, "max_weekends": 80}
    )
    found = unkept_terms(inputs, GRID, (shift("l0", "early", day(5)),))
    assert [one.money for one in found] == [*[360] * 7, 264, 80]
    assert [*unkept_note(inputs, found)] == [
        "terms at a price: not kept 9 times by 8 agents, for 2,864 USD; explanations.csv tells each"
    ]


def test_a_line_names_person_day_term_and_price() -> None:
    one = UnkeptTerm("l0", "London 0", day(1), "min_rest_hours", "begins 9 h after", 40)
    assert unkept_line(one, "USD") == (
        "London 0 (l0), Tue 21 Oct, min_rest_hours: begins 9 h after (40.00 USD)"
    )
    (line,) = unkept_explanations(BASE, [one])
    assert (line.kind, line.about, line.money) == ("unkept", "min_rest_hours", 40)
    assert (line.text, line.people) == ("Tue 21 Oct: begins 9 h after", ("London 0",))
    assert line.start is not None
    assert line.start.isoformat() == "2003-10-20T23:00:00+00:00"
    assert line.end is not None
    assert line.end - line.start == timedelta(days=1)


def test_what_is_told_costs_what_the_solver_charges() -> None:
    terms = {
        "min_rest_hours": 14,
        "max_days_in_row": 3,
        "min_days_in_row": 2,
        "min_days_off_in_row": 2,
        "max_start_spread_hours": 1,
    }
    inputs = with_contract(BASE, **terms, prices={key: 7 + i for i, key in enumerate(terms)})
    made = (*worked("late", "early", "early", "late"), shift("l1", "early", day(1)))
    problem, roster, _ = hand_made(inputs, problem_of(inputs), GRID, made)
    told = unkept_terms(inputs, GRID, made)
    assert {one.term for one in told} == {*terms} - {"min_days_off_in_row"}
    assert round(100 * sum(one.money for one in told)) == cost(problem, roster)


def torn(price: float) -> Inputs:
    """London 0 alone, for two shifts: a late Monday and an early Tuesday have a floor each."""
    inputs = with_contract(
        BASE, min_hours=0, max_hours=16, min_rest_hours=12, prices={"min_rest_hours": price}
    )
    windows = (
        OpeningWindow(("monday",), time(16), time(22)),
        OpeningWindow(("tuesday",), time(8), time(13)),
    )
    return replace(
        inputs,
        team=replace(inputs.team, agents=inputs.team.agents[:1]),
        floors=tuple(
            FloorRule(f"{i}", sites=("london",), hours=(window,))
            for i, window in enumerate(windows)
        ),
        simulation=SimulationSettings(weeks=0),
    )


def test_a_plan_breaks_a_term_where_its_price_is_worth_it() -> None:
    plan = make_plan(torn(price=20), time_limit_s=1, repeatable=True, curves=False)
    message = "begins 8.5 h after the shift before, 12 h of rest wanted"
    assert plan.unkept_terms == (
        UnkeptTerm("l0", "London 0", day(1), "min_rest_hours", message, 20),
    )
    assert summary(plan)["unkept_terms"] == [
        {
            "agent": "l0",
            "day": "2003-10-21",
            "term": "min_rest_hours",
            "message": message,
            "money": 20,
        }
    ]
    assert (plan.solve.costs["wanted"], plan.figures.unkept_money) == (20, 20)
    assert [line.money for line in plan.explanations if line.kind == "unkept"] == [20]
    assert [note for note in plan.notes if "terms at a price" in note] == [
        "terms at a price: not kept 1 time by 1 agent, for 20 USD; explanations.csv tells each"
    ]


def test_a_plan_keeps_a_term_where_its_price_is_not_worth_it() -> None:
    plan = make_plan(torn(price=50_000), time_limit_s=1, repeatable=True, curves=False)
    assert plan.unkept_terms == ()
    assert plan.solve.costs["wanted"] == 0
    assert sum(not gap.during_breaks for gap in plan.floor_gaps) == 1


def test_a_term_at_a_price_leaves_nobody_without_a_roster() -> None:
    locks = (Lock("l0", MONDAY, "late"), Lock("l0", day(1), "early"))
    inputs = with_contract(BASE, min_rest_hours=12)
    inputs = replace(inputs, team=replace(inputs.team, locks=locks))
    (conflict,) = rule_conflicts(inputs)
    assert "12 h of rest" in conflict.message
    assert rule_conflicts(with_contract(inputs, prices={"min_rest_hours": 20})) == ()
    (law,) = rule_conflicts(with_contract(inputs, preset="eu-wtd", prices={"min_rest_hours": 20}))
    assert "11 h of rest" in law.message
