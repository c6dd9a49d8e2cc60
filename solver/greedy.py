"""
A first roster, a few people at a time: each batch is rostered well around those before it.

It keeps every rule: each binds one person at a time, but for pairs, whose people share a batch.
Small problems begin with it; in larger ones it rosters those for whom no whole week was found.
"""

from collections.abc import Iterator
from dataclasses import replace

from ortools.sat.python import cp_model

from planner.errors import TimeLimitError
from solver.alone import Apart, bound_together, schedule
from solver.assemble import FullModel, new_solver
from solver.breaks import deal
from solver.known import has_many_options
from solver.pairing import tied
from solver.part import Parts, put_back, take_out
from solver.placing import standing_in
from solver.problem import RosterProblem
from solver.result import Choice, Limits, SlotRoster
from solver.rules import RULES
from solver.run import Run

BATCH = 4
EFFORT = 0.3
"""Deterministic seconds for one batch; nearly all are solved in a tenth."""


class NoRosterError(RuntimeError):
    """
    People have no roster that keeps the rules.

    Parameters
    ----------
    groups
        Those who have none, people or groups bound by pairs, as in `RosterProblem.people`.
    """

    def __init__(self, message: str, groups: tuple[tuple[int, ...], ...]) -> None:
        super().__init__(message)
        self.groups = groups


def greedy(problem: RosterProblem, seed: int = 0) -> SlotRoster:
    """Roster of everybody, batch by batch, those with the fewest skills first."""
    run = Run(problem, Limits(time_s=1e6), seed)
    found = first_roster(run)
    if found is None:
        raise TimeLimitError("no first roster was found")
    return found


def first_roster(run: Run, hint: SlotRoster | None = None) -> SlotRoster | None:
    """
    Greedy roster that keeps what it can of a hint; None if the run ends before it is full.

    Or if somebody has none, which is found out before a run unless it is of a part.
    """
    problem = standing_in(run.problem)
    parts = Parts(problem)
    roster = usable(problem, hint) if hint else SlotRoster(())
    kept = {choice.person for choice in roster.choices}
    groups = [group for group in tied(problem) if not kept.issuperset(group)]
    for batch in _batches(problem, groups):
        roster = put_back(roster, batch, SlotRoster(()))
    if has_many_options(problem):
        roster, groups = _by_rules_alone(run, roster, groups)
    for batch in _batches(problem, groups):
        found = _solve_batch(run, parts.of(roster, batch), effort=EFFORT)
        if found is None:
            return None
        roster = put_back(roster, batch, found)
    return roster


def _by_rules_alone(
    run: Run, roster: SlotRoster, groups: list[list[int]]
) -> tuple[SlotRoster, list[list[int]]]:
    """
    The roster with a schedule of each group that was found without a look at demand; those left.

    With hundreds of options a person that takes a fraction of a second, a batch around the others
    ten seconds; what it lacks walks make up for.
    """
    apart, left = Apart(run.problem), []
    for group in groups:
        found = None if run.is_out else schedule(apart.of(group))
        if not isinstance(found, SlotRoster):
            left.append(group)
            continue
        options = apart.options(group)
        whole = (replace(c, option=options[c.option]) for c in found.choices)
        roster = put_back(roster, group, SlotRoster(tuple(whole)))
    return roster, left


def _batches(problem: RosterProblem, groups: list[list[int]]) -> Iterator[list[int]]:
    """People of groups, those with the fewest skills first, about BATCH at a time."""
    batch: list[int] = []
    for group in sorted(groups, key=lambda group: (len(problem.people[group[0]].skills), group)):
        batch += group
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _solve_batch(run: Run, part: RosterProblem, effort: float) -> SlotRoster | None:
    """Roster of a batch; more effort until one is found."""
    model = FullModel(part)
    while not run.is_out:
        solver = new_solver(run.seed)
        with run.solving(solver, effort):
            status = solver.solve(model.cp)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return deal(model, solver.value)
        if status != cp_model.UNKNOWN and run.may_have_none:
            return None
        if status != cp_model.UNKNOWN:
            raise _no_roster(run.problem, part)
        effort *= 4
    return None


def _no_roster(problem: RosterProblem, part: RosterProblem) -> NoRosterError:
    """Whom of a batch the rules of all days leave no roster."""
    ids = {person.id for person in part.people}
    groups = [g for g in bound_together(problem) if problem.people[g[0]].id in ids]
    apart = Apart(problem)
    found = [g for g in groups if len(groups) == 1 or schedule(apart.of(g)) is None]
    names = [part.person_name(p) for p in range(len(part.people))]
    who = names[0] if len(names) == 1 else f"one of {', '.join(names)}"
    return NoRosterError(f"the rules leave {who} no roster of all days together", tuple(found))


def usable(problem: RosterProblem, hint: SlotRoster) -> SlotRoster:
    """Choices of the hint of people for whom it keeps every rule."""
    known = SlotRoster(tuple(sorted(c for c in hint.choices if _exists(problem, c))))
    faulty = {v.agent for rule in RULES for v in rule.violations(problem, known)}
    good = [p for p, person in enumerate(problem.people) if person.id not in faulty]
    return put_back(SlotRoster(()), good, take_out(known, good))


def _exists(problem: RosterProblem, choice: Choice) -> bool:
    return (
        0 <= choice.person < len(problem.people)
        and 0 <= choice.option < len(problem.options)
        and 0 <= choice.skill < len(problem.skills)
    )
