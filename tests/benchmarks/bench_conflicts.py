"""Rules that leave somebody no roster: seconds to a smallest set of them, and to ways out."""

from dataclasses import replace
from time import perf_counter

from solver.conflicts import Conflict, conflicts
from solver.problem import Person, RosterProblem
from solver.ways_out import ways_out
from tests.benchmarks.roster_problems import support_week
from tests.benchmarks.row import Row

PEOPLE, MINUTES = 200, 30
DAY = 24 * 60 // MINUTES


def run() -> list[Row]:
    """Twenty of 200 people, for four unlike reasons."""
    week = support_week(PEOPLE, MINUTES)
    return [_row("20 smallest conflicts", week, range(3, PEOPLE, PEOPLE // 20))]


def _row(name: str, week: RosterProblem, whom: range) -> Row:
    problem = broken(week, whom)
    began = perf_counter()
    found = list(conflicts(problem))
    took = perf_counter() - began
    assert [conflict.people for conflict in found] == [(p,) for p in whom]
    began = perf_counter()
    ways = ways_out(problem, found[0].people)
    out_s = perf_counter() - began
    assert ways
    proven = sum(conflict.is_smallest for conflict in found)
    most = max(len(conflict.facts) for conflict in found)
    note = (
        f"{proven} of {len(found)} proven smallest, up to {most} facts; "
        f"first: {_facts(found[0])}, {len(ways)} ways out in {out_s:.1f} s"
    )
    return Row(f"{name} among {PEOPLE} people", "< 20 s", took, "s", note=note)


def broken(week: RosterProblem, whom: range) -> RosterProblem:
    """The week with some people asked for more than they can do."""
    people = list(week.people)
    for nth, p in enumerate(whom):
        people[p] = _REASONS[nth % len(_REASONS)](people[p])
    return replace(week, people=tuple(people))


def _away(person: Person) -> Person:
    """Full hours in the two days left by time off."""
    return replace(person, min_minutes=2400, max_minutes=2400, unavailable=((2 * DAY, 8 * DAY),))


def _short_rows(person: Person) -> Person:
    """Full hours, but never two days in a row."""
    return replace(person, min_minutes=2400, max_minutes=2400, max_days_in_row=1)


def _many_days_off(person: Person) -> Person:
    """Full hours on three days."""
    return replace(person, min_minutes=2400, max_minutes=2400, min_days_off=4)


def _no_sum(person: Person) -> Person:
    """Hours that no shifts add up to."""
    return replace(person, min_minutes=2410, max_minutes=2420)


_REASONS = (_away, _short_rows, _many_days_off, _no_sum)


def _facts(conflict: Conflict) -> str:
    return ", ".join(fact.kind for fact in conflict.facts)
