"""Conflicts are smallest sets of facts, told in words with names, days, numbers and ways out."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from planner.errors import InfeasibleError
from solver.alone import schedule
from solver.conflicts import conflicts
from solver.contract import Limit, Pair
from solver.explain import explained_conflicts
from solver.fact_model import BINDING
from solver.facts import Fact, bare, facts_of, with_facts
from solver.known import only
from solver.prices import Prices, RelaxationPrices
from solver.problem import Person, Pin, RosterProblem
from solver.rules import Rule, rule_name
from solver.solve import solve
from solver.weaken import steps

from .conftest import small_option, small_person, small_problem

CASES: dict[str, tuple[Person, tuple[Pin, ...], str]] = {
    "time off": (
        small_person(min_minutes=25 * 60, unavailable=((0, 40),)),
        (),
        "Ana Silva has time off on day 0, no availability on day 1, a contract minimum of 25 h and "
        "one shift a day of at most 8 h on 3 days; let Ana Silva work 24 h instead of 25 h "
        "(20.00) or let Ana Silva work on day 0 despite time off (200.00)",
    ),
    "days off": (
        small_person(min_minutes=24 * 60, min_days_off=2),
        (),
        "Ana Silva has a contract minimum of 24 h and 2 days off owed; give Ana Silva 1 day off "
        "instead of 2 days (100.00) or let Ana Silva work 16 h instead of 24 h (160.00)",
    ),
    "sums": (
        small_person(min_minutes=17 * 60, max_minutes=21 * 60),
        (),
        "Ana Silva has a contract minimum of 17 h and a contract maximum of 21 h; let Ana Silva "
        "work 16 h instead of 17 h (20.00) or let Ana Silva work 23 h instead of 21 h (60.00)",
    ),
    "no skill": (
        small_person(min_minutes=480, skills=()),
        (),
        "Ana Silva has no skill and a contract minimum of 8 h; let Ana Silva work 0 h instead of "
        "8 h (160.00) or teach Ana Silva more than no skill (1,000.00)",
    ),
    "night pinned": (
        small_person(max_nights=0),
        (Pin(0, 1, "night"), Pin(0, 0, None)),
        "Ana Silva has at most 0 nights and a lock to night on day 1; drop the lock of Ana Silva "
        "to night on day 1 (50.00) or allow Ana Silva 1 night instead of 0 nights (60.00)",
    ),
    "two pins too close": (
        small_person(min_rest_slots=11),
        (Pin(0, 0, "late"), Pin(0, 1, "early"), Pin(0, 3, None)),
        "Ana Silva has 11 h of rest between shifts, a lock to late on day 0 and a lock to early on "
        "day 1; drop the lock of Ana Silva to late on day 0 (50.00) or drop the lock of Ana Silva "
        "to early on day 1 (50.00) or let Ana Silva rest 8 h instead of 11 h (180.00)",
    ),
    "unknown shift": (
        small_person(),
        (Pin(0, 3, "late"),),
        "Ana Silva has a lock to late on day 3, a shift that a does not have then; drop the lock "
        "of Ana Silva to late on day 3 (50.00)",
    ),
    "one day off behind last week's shift": (
        small_person(min_days_off_in_row=2, worked_day_0=True),
        (Pin(0, 1, None), Pin(0, 2, "mid")),
        "Ana Silva has at least 2 days off in a row, behind last week's shift on its first day, a "
        "lock to be off on day 1 and a lock to mid on Tue; drop the lock of Ana Silva to mid on "
        "Tue (50.00) or drop the lock of Ana Silva to be off on day 1 (50.00) or give Ana Silva 1 "
        "day off in a row instead of 2 days (100.00)",
    ),
    "too long a night": (
        small_person(
            limits=(
                Limit(
                    "hours_a_night",
                    "shifts",
                    0,
                    0,
                    1,
                    2,
                    frozenset({"night"}),
                    about="at most 7.5 paid hours a night",
                ),
            )
        ),
        (Pin(0, 1, "night"),),
        "Ana Silva has at most 7.5 paid hours a night, too few for night on day 1 and a lock to "
        "night on day 1; drop the lock of Ana Silva to night on day 1 (50.00) or let Ana Silva "
        "work night despite at most 7.5 paid hours a night (60.00)",
    ),
    "worked before": (
        small_person(max_days_in_row=3, days_before=3),
        (Pin(0, 0, "late"),),
        "Ana Silva has at most 3 days in a row, 3 of them already worked and a lock to late on day "
        "0; drop the lock of Ana Silva to late on day 0 (50.00) or allow Ana Silva 4 days in a row "
        "instead of 3 days (80.00)",
    ),
    "a lock with a skill that is lacking": (
        small_person(skills=(1,)),
        (Pin(0, 0, "early", 0),),
        "Ana Silva has only tickets and a lock to early with phone on day 0; drop the lock of Ana "
        "Silva to early with phone on day 0 (50.00) or teach Ana Silva more than tickets "
        "(1,000.00)",
    ),
}


def named(person: Person, pins: tuple[Pin, ...]) -> RosterProblem:
    return small_problem(
        people=(person,),
        pins=pins,
        names={"ana": "Ana Silva"},
        day_names={("a", 2): "Tue"},
        away_names={("ana", 0): "time off"},
    )


@pytest.mark.parametrize(("person", "pins", "words"), CASES.values(), ids=CASES)
def test_infeasible_says_who_what_and_what_would_do(
    person: Person, pins: tuple[Pin, ...], words: str
) -> None:
    with pytest.raises(InfeasibleError) as caught:
        solve(named(person, pins))
    assert str(caught.value) == words


@pytest.mark.parametrize(("person", "pins", "words"), CASES.values(), ids=CASES)
def test_no_fewer_facts_conflict(person: Person, pins: tuple[Pin, ...], words: str) -> None:
    """By trying every smaller set with the plain rules."""
    problem = named(person, pins)
    (conflict,) = conflicts(problem)
    assert conflict.is_smallest
    assert schedule(with_facts(bare(problem), conflict.facts)) is None
    for fewer in combinations(facts_of(problem), len(conflict.facts) - 1):
        assert schedule(with_facts(bare(problem), fewer), rules_of(fewer)) is not None


def rules_of(facts: Sequence[Fact]) -> list[Rule]:
    """Rules, less those that ask something even of a bare problem where no fact says so."""
    said = {fact.rule for fact in facts}
    ground = {"one_shift_a_day", "rest"}
    return [r for r in BINDING if rule_name(r) in said or rule_name(r) not in ground]


@pytest.mark.parametrize("together", [True, False])
def test_whom_only_the_search_finds_without_a_roster_is_explained(
    monkeypatch: pytest.MonkeyPatch, together: bool
) -> None:
    monkeypatch.setattr("solver.solve._doubtful", lambda problem, _: only(problem, []))
    ana, ben = small_person(), small_person("ben", max_nights=0)
    problem = small_problem(
        people=(ana, ben),
        pins=(Pin(0 if together else 1, 1, "night"),),
        pairs=(Pair(0, 1, together=True),) if together else (),
    )
    with pytest.raises(InfeasibleError, match="ben has at most 0 nights"):
        solve(problem)


def test_sums_of_hours_over_weeks_are_soon_refuted() -> None:
    """Six shifts of a fortnight pay at most 51 h; CP-SAT takes long over that as assumptions."""
    options = tuple(
        replace(small_option(day, f"{length}", 6), paid_minutes=length, day=day)
        for day in range(14)
        for length in (240, 480, 510)
    )
    ana = small_person(min_minutes=3600, max_minutes=5760, min_days_off=4)
    nobody = np.zeros((2, 24 * 14), dtype=np.int64)
    problem = small_problem(
        people=(ana,),
        options=options,
        n_days=14,
        n_slots=24 * 14,
        required=nobody,
        carried_in=nobody,
    )
    (conflict,) = conflicts(problem)
    assert sorted(fact.kind for fact in conflict.facts) == ["days_off", "min_hours"]


def test_hours_beyond_all_days_are_told_by_the_days_there_are() -> None:
    """Not by days off or in a row, though with two shifts a day these were a conflict as small."""
    person = small_person(
        min_minutes=34 * 60, max_minutes=60 * 60, max_days_in_row=3, min_days_off=1
    )
    (told,) = explained_conflicts(named(person, ()))
    assert told.text == (
        "Ana Silva has a contract minimum of 34 h and one shift a day of at most 8 h on 4 days; "
        "let Ana Silva work 24 h instead of 34 h (200.00)"
    )


def test_facts_together_are_the_problem() -> None:
    limit = Limit("hours", "minutes", 60, 900, 0, 3)
    ana = small_person(limits=(limit,), unavailable=((3, 40), (60, 70)), last_end=-3, skills=(1,))
    problem = small_problem(
        people=(ana, small_person("ben", min_minutes=60, max_nights=1, days_before=2)),
        pins=(Pin(1, 0, None), Pin(0, 1, "mid", 1)),
        pairs=(Pair(0, 1, together=False),),
        forbidden_after={"late": frozenset({"early"})},
    )
    for by_day in (False, True):
        again = with_facts(bare(problem), facts_of(problem, by_day=by_day))
        for before, after in zip(problem.people, again.people, strict=True):
            days = {slot for run in before.unavailable for slot in range(*run)}
            assert days == {slot for run in after.unavailable for slot in range(*run)}
        assert (again.pins, again.pairs) == (problem.pins, problem.pairs)
        assert again.forbidden_after == problem.forbidden_after
        assert replace(again.people[1], max_nights=1) == replace(
            problem.people[1], min_days_off=0, cents_per_hour=0, max_days_in_row=9
        )


def test_people_of_one_conflict_are_told_together() -> None:
    """Six whom the same two facts leave no roster, and one of another site."""
    people = [small_person(f"p{k}", min_minutes=24 * 60, min_days_off=2) for k in range(7)]
    other = small_person("ben", site="b", min_minutes=24 * 60, min_days_off=2)
    first, second = explained_conflicts(small_problem(people=(*people, other)))
    assert first.conflict_text == (
        "p0 has a contract minimum of 24 h and 2 days off owed; the same holds for p1, p2, p3, p4, "
        "p5 and 1 more"
    )
    assert (first.conflict.people, first.alike) == ((0,), (1, 2, 3, 4, 5, 6))
    assert second.conflict.people == (7,)


def test_steps_are_hours_on_a_grid_of_any_size() -> None:
    """Starts differ by a day at most, hours by the longest shift on every day."""
    ana = small_person(max_minutes=16 * 60, max_start_spread=0)
    problem = small_problem(people=(ana,), pins=tuple(Pin(0, day, "mid") for day in range(3)))
    by_kind = {fact.kind: steps(fact, problem, RelaxationPrices()) for fact in facts_of(problem)}
    assert [step.cents for step in by_kind["start_spread"][:3]] == [1_500, 3_000, 4_500]
    assert [step.cents for step in by_kind["max_hours"][:3]] == [3_000, 6_000, 9_000]


def test_ways_out_have_the_prices_of_the_problem() -> None:
    dear = Prices((9_000, 6_000), relaxation=RelaxationPrices(day_off=1, hour_below=10**6))
    ana = small_person(min_minutes=24 * 60, min_days_off=2)
    with pytest.raises(InfeasibleError, match=r"1 day off instead of 2 days \(0\.01\)"):
        solve(small_problem(people=(ana,), prices=dear))


def test_every_person_in_conflict_is_named() -> None:
    bad = small_person("bad", min_minutes=9000)
    worse = small_person("worse", skills=(), min_minutes=60)
    problem = small_problem(people=(bad, small_person("fine"), worse))
    with pytest.raises(InfeasibleError, match=r"bad has .*and 1 more people") as caught:
        solve(problem)
    assert [reason.partition(" ")[0] for reason in caught.value.reasons] == ["bad", "worse"]
