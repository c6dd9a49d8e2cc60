"""Fast checks of whole rosters find what the readable checkers find, rule by rule."""

from collections import Counter
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from planner.roster import Violation
from solver.contract import Floor, Limit, Pair
from solver.problem import BreakWindow, Person, Pin, RosterProblem, ShiftOption
from solver.result import Choice, SlotRoster
from solver.rules import RULES, Rule, rule_name
from solver.validate import Validator
from solver.validate_forms import FORMS

from .conftest import small_option, small_person, small_problem

CASES = 150
N_DAYS = 16
TEMPLATES = ("early", "mid", "late", "night")


def random_options() -> tuple[ShiftOption, ...]:
    def breaks(day: int, hour: int) -> tuple[BreakWindow, ...]:
        first = 24 * day + hour
        return (BreakWindow(first + 2, first + 3, 1), BreakWindow(first + 5, first + 6, 1))

    return tuple(
        small_option(
            day,
            template,
            hour,
            site=site,
            is_night=template == "night",
            is_rest_day=day % 7 in (5, 6),
            is_on_call=template == "late" and day % 4 == 0,
            clock_start=hour,
            breaks=breaks(day, hour) if site == "a" else breaks(day, hour)[:1],
        )
        for site in ("a", "b")
        for day in range(N_DAYS)
        for template, hour in zip(TEMPLATES, (6, 9, 14, 22), strict=True)
    )


OPTIONS = random_options()


def random_person(rng: np.random.Generator, name: str) -> Person:
    away = [(int(first), int(first + rng.integers(0, 40))) for first in rng.integers(-9, 380, 3)]
    person = small_person(
        name,
        site=str(rng.choice(["a", "b"])),
        skills=((0,), (1,), (0, 1), ())[rng.integers(4)],
        min_minutes=int(rng.choice([0, 2400])),
        max_minutes=int(rng.choice([2400, 4800])),
        min_rest_slots=int(rng.choice([0, 11, 16])),
        max_days_in_row=int(rng.integers(1, 7)),
        min_days_off=int(rng.integers(0, 3)),
        max_nights=int(rng.integers(0, 4)),
        nights_only=bool(rng.random() < 0.2),
        unavailable=tuple(away) if rng.random() < 0.5 else (),
        last_end=None if rng.random() < 0.5 else int(rng.integers(-12, 5)),
        days_before=int(rng.integers(0, 4)),
        worked_day_0=bool(rng.random() < 0.3),
    )
    return with_contract(person) if rng.random() < 0.5 else person


def with_contract(person: Person) -> Person:
    """The person with every rule of longer contracts."""
    limits = (
        Limit("pay", "minutes", 480, 2400, 0, 7),
        Limit("nights", "shifts", 0, 1, 7, 14, frozenset({"night"})),
        Limit("weekends", "weekends", 0, 1, 0, N_DAYS),
    )
    return replace(
        person,
        limits=limits,
        weekends=((5, 6), (12, 13)),
        min_days_in_row=2,
        min_days_off_in_row=2,
        days_off_before=(None, 0, 1)[person.days_before % 3],
        max_nights_in_row=1,
        rest_after_nights=40,
        max_start_spread=4,
        rotation=(frozenset(TEMPLATES), frozenset({"early", "mid"})),
        rest_after_on_call=40,
        min_weekly_rest=72,
        last_template="night",
    )


def random_problem(rng: np.random.Generator) -> RosterProblem:
    n_people = int(rng.integers(1, 6))
    people = tuple(random_person(rng, f"p{i}") for i in range(n_people))
    required = np.zeros((2, 24 * N_DAYS), dtype=np.int64)
    return small_problem(
        n_days=N_DAYS,
        n_slots=24 * N_DAYS,
        people=people,
        options=OPTIONS,
        required=required,
        carried_in=required,
        pins=tuple(random_pin(rng, int(p)) for p in rng.integers(0, n_people, 3)),
        forbidden_after={"late": frozenset({"early"}), "night": frozenset({"early", "mid"})},
        pairs=(Pair(0, 1, together=True), Pair(1, 0, together=False))[: n_people - 1],
        floors=(Floor("lead", (0,), (0, 1) * (12 * N_DAYS), None),),
    )


def random_pin(rng: np.random.Generator, person: int) -> Pin:
    template = rng.choice([*TEMPLATES, "unknown", ""])
    skill = int(rng.integers(2)) if rng.random() < 0.4 else None
    return Pin(person, int(rng.integers(N_DAYS)), str(template) or None, skill)


def random_roster(rng: np.random.Generator, problem: RosterProblem) -> SlotRoster:
    """Mostly one shift a day at the own site, as somebody would write it; some of it wrong."""
    choices = []
    wrong = rng.choice([0.0, 0.1])
    for p, person in enumerate(problem.people):
        for o, option in enumerate(OPTIONS):
            works = 0.12 if option.site == person.site else 0.05 * wrong
            if rng.random() < works:
                starts = [int(rng.integers(w.earliest, w.latest + 1)) for w in option.breaks]
                if rng.random() < wrong:
                    starts = [s + int(rng.integers(-9, 9)) for s in starts][: rng.integers(0, 3)]
                skills = person.skills if person.skills and rng.random() > wrong else (0, 1)
                choices.append(Choice(p, o, int(rng.choice(skills)), tuple(starts)))
    return SlotRoster(tuple(sorted(choices)))


@lru_cache(maxsize=1)
def cases() -> tuple[tuple[RosterProblem, SlotRoster], ...]:
    found = []
    for seed in range(CASES):
        rng = np.random.default_rng(seed)
        problem = random_problem(rng)
        found.append((problem, random_roster(rng, problem)))
    return tuple(found)


def told(found: list[Violation]) -> Counter[tuple[str, str, str]]:
    return Counter((v.rule, v.agent, v.message) for v in found)


@pytest.mark.parametrize("rule", RULES, ids=rule_name)
def test_the_validator_tells_what_the_checker_tells(rule: Rule) -> None:
    n_broken = 0
    for problem, roster in cases():
        slow = list(rule.violations(problem, roster))
        names = {v.rule for v in slow} | {rule_name(rule)}
        fast = [v for v in Validator(problem).violations(roster) if v.rule in names]
        assert told(fast) == told(slow)
        n_broken += bool(slow)
    assert n_broken > 0


@pytest.mark.parametrize("rule", [r for r in RULES if rule_name(r) in FORMS], ids=rule_name)
def test_a_fast_form_spares_most_of_those_who_keep_the_rule(rule: Rule) -> None:
    """Else its checker would run for everybody, and milliseconds become seconds."""
    kept = spared = 0
    for problem, roster in cases():
        known = Validator(problem)
        guilty = {v.agent for v in rule.violations(problem, roster)}
        suspects = known.suspects(rule, roster)
        kept += sum(p.id not in guilty for p in problem.people)
        spared += sum(p.id not in guilty and p.id not in suspects for p in problem.people)
    assert spared > 0.9 * kept


def test_fast_forms_are_of_rules_that_there_are() -> None:
    assert set(FORMS) <= {rule_name(rule) for rule in RULES}


def test_a_rule_without_a_fast_form_is_still_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, roster = cases()[1]
    before = told(Validator(problem).violations(roster))
    for name in list(FORMS):
        monkeypatch.delitem(FORMS, name)
    assert told(Validator(problem).violations(roster)) == before
    assert before


def test_an_empty_roster_is_held_against_the_rules_too() -> None:
    owed = replace(small_person(), min_minutes=60)
    (found,) = Validator(small_problem(people=(owed,))).violations(SlotRoster(()))
    assert (found.rule, found.agent) == ("weekly_hours", "ana")
    assert Validator(small_problem(people=())).violations(SlotRoster(())) == []
