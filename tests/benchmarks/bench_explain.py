"""Why no roster is possible: seconds to a smallest conflict among many people, and its ways out."""

import time
from dataclasses import replace

from solver.alone import Apart
from solver.conflicts import conflicts, without_roster
from solver.problem import Pin, RosterProblem
from solver.ways_out import ways_out
from tests.benchmarks.roster_problems import support_week
from tests.benchmarks.row import Row


def run() -> list[Row]:
    """One impossible person among 200 at quarter hours; 5,000 people screened."""
    problem = _impossible(support_week(200, 15), 117)
    began = time.perf_counter()
    (conflict,) = conflicts(problem)
    found_s = time.perf_counter() - began
    assert conflict.people == (117,)
    assert conflict.is_smallest
    ways = ways_out(problem, conflict.people)
    ways_s = time.perf_counter() - began - found_s
    assert ways
    many = support_week(5000, 15)
    began = time.perf_counter()
    assert not list(without_roster(many, Apart(many)))
    screened_s = time.perf_counter() - began
    note = f"{len(conflict.facts)} facts, none fewer; cheapest of {len(ways)} ways out"
    return [
        Row("smallest conflict among 200 agents", "<= 20 s", found_s, "s", note=note),
        Row("its cheapest ways out, each tried", "<= 20 s", ways_s, "s"),
        Row("5,000 agents asked for a possible week", "<= 20 s", screened_s, "s"),
    ]


def _impossible(problem: RosterProblem, person: int) -> RosterProblem:
    """Somebody away from Monday to Wednesday, off on Friday, with the full hours of the week."""
    day = 24 * 60 // problem.slot_minutes
    who = replace(problem.people[person], unavailable=((0, 3 * day),), nights_only=False)
    who = replace(who, min_minutes=36 * 60, max_minutes=40 * 60)
    people = (*problem.people[:person], who, *problem.people[person + 1 :])
    pins = (Pin(person, 4, None), Pin(person, 5, None), Pin(person, 6, None))
    return replace(problem, people=people, pins=pins)
