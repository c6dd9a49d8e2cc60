"""What is checked before a solve (size, pins, each person's rules) and after it (everything)."""

from collections.abc import Sequence
from dataclasses import replace

from planner.errors import InfeasibleError, InputError
from planner.roster import Violation
from solver.arrays import arrays
from solver.assemble import model_price
from solver.contract import WEEK
from solver.explain import Explained, explained_conflicts
from solver.goals import deferred, limits, pairs, total_cost, wanted
from solver.known import are_fines_known
from solver.problem import Person, Pin, RosterProblem
from solver.result import SlotRoster
from solver.rules import RULES
from solver.seats import state, total
from solver.validate import Validator

BYTES_PER_PAIR, BYTES_PER_OPTION = 250, 2000
"""
Memory for each pair of a person and an option of the site, and for each option or slot of a skill.

Measured on 5,000 people with 3.4 million pairs, wishes of half a million included; rounded up.
"""
MOST_PRICED = 20_000
"""
Pairs, and ways for work to flow, up to which the whole CP-SAT model prices the result a third time.
"""
MOST_BYTES = 4 * 2**30


def violations(problem: RosterProblem, roster: SlotRoster) -> list[Violation]:
    """Everything in a roster that breaks a rule."""
    return [found for rule in RULES for found in rule.violations(problem, roster)]


def require_size(problem: RosterProblem) -> None:
    """Refuse a problem whose model would not fit into memory, before building it."""
    n_bytes = _estimate(problem)
    if n_bytes > MOST_BYTES:
        people, options = len(problem.people), len(problem.options)
        raise InputError(
            f"the roster of {people} people, {options} shift options, {len(problem.skills)} skills "
            f"and {problem.n_slots} slots would take about {n_bytes / 2**30:.1f} GiB, more than "
            f"{MOST_BYTES / 2**30:.0f}; plan fewer people, a shorter time or a coarser grid",
            code="problem_too_large",
        )


def _estimate(problem: RosterProblem) -> int:
    """Bytes of the search, from counts alone."""
    people, options, skills = len(problem.people), len(problem.options), len(problem.skills)
    sites = {option.site for option in problem.options}
    pairs = people * options // max(len(sites), 1)
    return pairs * BYTES_PER_PAIR + skills * (options + problem.n_slots) * BYTES_PER_OPTION


def require_possible(problem: RosterProblem) -> None:
    """Refuse rules that leave somebody no schedule, in words."""
    require_none(tuple(explained_conflicts(problem)))


def require_none(found: Sequence[Explained]) -> None:
    """Refuse a problem in which there is any conflict."""
    reasons = [one.text for one in found]
    if reasons:
        others = sum(len(one.conflict.people) + len(one.alike) for one in found[1:])
        more = f" (and {others} more people)" if others else ""
        raise InfeasibleError(f"{reasons[0]}{more}", reasons)


def require_consistent_pins(problem: RosterProblem) -> None:
    """Refuse two pins of one person and day that say different things."""
    known: dict[tuple[int, int], Pin] = {}
    for second in problem.pins:
        first = known.setdefault((second.person, second.day), second)
        if (first.template, first.skill) != (second.template, second.skill):
            day = problem.day_name(problem.people[first.person].site, first.day)
            raise InputError(
                f"{problem.person_name(first.person)} is pinned to {first.template or 'off'} "
                f"and to {second.template or 'off'} on {day}; remove one of the two pins",
                code="contradictory_pins",
            )


def check(problem: RosterProblem, roster: SlotRoster, objective: int, bound: int | None) -> None:
    """
    Refuse to hand out a roster that any checker, or its price by another road, speaks against.

    Raises
    ------
    RuntimeError
        A fault of the solver, never of the input.
    """
    found = Validator(problem).violations(roster)
    if found:
        raise RuntimeError(f"the solver broke a rule: {found[0]} ({len(found)} violations)")
    price, again = _priced_otherwise(problem, roster), total_cost(problem, roster)
    if not (price is None or price == again) or again != objective:
        raise RuntimeError(f"the roster costs {again}, by the model {price}, noted {objective}")
    if bound is not None and bound > objective:
        raise RuntimeError(f"bound {bound} lies above objective {objective}")


def _priced_otherwise(problem: RosterProblem, roster: SlotRoster) -> int | None:
    """Price by the CP-SAT model, or where that is too large by arrays; None by neither."""
    n_pairs = len(problem.people) * len(problem.options)
    if n_pairs + deferred.n_flows(problem) <= MOST_PRICED:
        return model_price(problem, roster)
    is_asked = bool(problem.unwanted_after)
    people = tuple(p if is_asked else _idle(p) for p in problem.people)
    alone = replace(problem, people=people, deferred=())
    known = arrays(alone)
    elsewhere = [deferred, pairs]  # goals that arrays leave to others
    if problem.n_days > WEEK + 1:
        elsewhere += [limits, wanted]
    elif not are_fines_known(alone, known):
        return None
    found: int = total(known, state(alone, known, roster))
    return found + sum(int(goal.cost(problem, roster)) for goal in elsewhere)


def _idle(person: Person) -> Person:
    """The person without a graph of weeks, which only priced limits and wants ask for."""
    is_fined = any(limit.is_soft for limit in person.limits) or not person.wanted.is_empty
    return person if is_fined else replace(person, min_minutes=0, max_minutes=0)
