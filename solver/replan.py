"""
A published roster after a change: the fewest changed shifts that are worth what they cover.

Changes have prices (`solver.published`), so the least cost says which to make. Search begins
from the published roster and works where the change left people missing (`solver.mend`);
`solver.change_bound` proves how far from the best the end can be.
"""

from dataclasses import dataclass, replace

from planner.errors import InfeasibleError, TimeLimitError
from solver.alone import Apart
from solver.bans import banned, shunned
from solver.check import require_size
from solver.conflicts import without_roster
from solver.goals import cost_lines, total_cost
from solver.greedy import first_roster
from solver.mend import Mender
from solver.part import Parts, put_back, take_out
from solver.problem import RosterProblem
from solver.published import (
    DayChange,
    Published,
    change_cents,
    changes,
    eased,
    priced,
    unworked_cents,
)
from solver.result import CostLine, Limits, OnProgress, Quality, Result, SlotRoster
from solver.run import Run
from solver.validate import Validator

SEARCH_SHARE = 0.7
"""Part of the time for the search; the rest is for the proof."""


@dataclass(frozen=True, slots=True, eq=False)
class Replanned:
    """
    A roster after a change.

    `result` counts the price of changes; `kept` are people whose published week breaks a rule that
    none of their weeks can keep, and who were left as they are.
    """

    result: Result
    changes: tuple[DayChange, ...]
    kept: frozenset[str]


def replan(
    problem: RosterProblem,
    published: Published,
    limits: Limits | None = None,
    seed: int = 0,
    progress: OnProgress | None = None,
) -> Replanned:
    """
    Best roster found around a published one, the price of changes counted.

    Parameters
    ----------
    problem
        As it is after the change; decisions that stand (such as shifts that have begun) are pins.
        Hours of contracts are widened to what is published, see `eased`. Floors without a price
        are kept wherever they can be; a roster that misses one is given out all the same.

    Raises
    ------
    InfeasibleError
        When the budget of changes is below what the rules ask for, or rules contradict each other.
    """
    whole = shunned(eased(problem, published.roster))
    free, kept = _free(whole, published.roster)
    part = Parts(whole).of(published.roster, free)
    mine = replace(published, roster=take_out(published.roster, free), cents=published.cents[free])
    found = _search(part, mine, limits or Limits(time_s=5.0), seed, progress)
    roster = put_back(published.roster, free, found.roster)
    return Replanned(
        replace(found, roster=roster),
        changes(problem, published.roster, roster),
        frozenset(problem.people[p].id for p in kept),
    )


def _free(problem: RosterProblem, roster: SlotRoster) -> tuple[list[int], list[int]]:
    """People whose week may change, and those who have none that keeps the rules."""
    broken = {found.agent for found in Validator(problem).violations(roster)}
    suspects = [p for p, person in enumerate(problem.people) if person.id in broken]
    if not suspects:
        return list(range(len(problem.people))), []
    part = Parts(problem).of(roster, suspects)
    stuck = {suspects[p] for group in without_roster(part, Apart(part)) for p in group}
    free = [p for p in range(len(problem.people)) if p not in stuck]
    return free, sorted(stuck)


def _search(
    problem: RosterProblem,
    published: Published,
    limits: Limits,
    seed: int,
    progress: OnProgress | None,
) -> Result:
    with_changes, constant = priced(problem, published)
    run = Run(with_changes, limits, seed)
    require_size(with_changes)
    base = _lawful(run, published.roster)
    mender = Mender(run, published)
    mender.offer(base)
    _require_budget(problem, published, base)
    mender.mend(SEARCH_SHARE, progress)
    bound = mender.bound()
    return _result(problem, published, run, bound + constant)


def _lawful(run: Run, roster: SlotRoster) -> SlotRoster:
    """The published roster, with other weeks for the people whose own break a rule now."""
    problem = run.problem
    broken = {found.agent for found in Validator(problem).violations(roster)}
    people = [p for p, person in enumerate(problem.people) if person.id in broken]
    if not people:
        return roster
    part = Run(Parts(problem).of(roster, people), run.limits, run.seed)
    found = first_roster(part)
    if found is None:
        raise TimeLimitError(
            f"{len(people)} people whose published week breaks a rule now had no other after "
            f"{run.elapsed_s:.1f} s; allow more"
        )
    return put_back(roster, people, found)


def _require_budget(problem: RosterProblem, published: Published, base: SlotRoster) -> None:
    needed = sum(not c.is_light for c in changes(problem, published.roster, base))
    if published.most_changes is not None and needed > published.most_changes:
        raise InfeasibleError(
            f"at most {published.most_changes} shifts may change, but rules that the published "
            f"roster breaks now change {needed}; allow as many"
        )


def _result(problem: RosterProblem, published: Published, run: Run, bound: int) -> Result:
    roster = run.best
    assert roster is not None
    broken = Validator(problem).violations(roster)
    if broken:
        raise RuntimeError(f"the re-plan broke a rule: {broken[0]} ({len(broken)} violations)")
    full, light = change_cents(problem, published, roster)
    unworked = unworked_cents(problem, published, roster)
    own = cost_lines(banned(problem), roster)
    missed = total_cost(problem, roster) - sum(line.cents for line in own)
    lines = (
        *own,
        CostLine("changes", full + light),
        CostLine("unworked", unworked),
    )
    objective = sum(line.cents for line in lines)
    again = total_cost(run.problem, roster) + priced(problem, published)[1] + light - missed
    if objective != again:
        raise RuntimeError(f"the re-plan costs {objective}, by its prices {again}")
    bound = min(bound, objective)  # floors are no part of it, so that it holds without bans too
    is_close = objective - bound <= run.limits.gap * max(abs(objective), 1)
    ended = Quality.CANCELLED if run.cancelled else Quality.TIME_LIMIT
    quality = Quality.OPTIMAL if is_close else ended
    return Result(roster, quality, objective, bound, lines, run.elapsed_s)
