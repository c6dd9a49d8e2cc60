"""
Do work that can wait before it is due, at a price for what is left undone.

People on a skill beyond those required have time for its `DeferredWork`: all of their minutes, in
any slot from `release` to before `due`. What is done is the dearest that fits: of the works that
cost c or more, as many minutes are done as any order could do (slots and units of work form a
matroid), so that with F(c) of them the undone cost
``sum over prices c of c (work at c - F(c) + F(next dearer price))``.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
from ortools.sat.python import cp_model

from solver.contract import DeferredWork
from solver.coverage import present
from solver.earliest_due import Task, place
from solver.model import Cost, RosterModel, Values
from solver.presence import Terms, by_skill, total
from solver.problem import IntArray, RosterProblem
from solver.result import SlotRoster


@dataclass(frozen=True, slots=True)
class _Span:
    """
    A span of time that no release or due slot parts.

    Its room, minutes of agents beyond the required ones, is a sum of variables plus a constant.
    """

    first: int
    end: int
    terms: Terms
    constant: int

    def room(self, values: Values) -> int:
        return total(self.terms, values) + self.constant


def add(model: RosterModel) -> Cost:
    """
    Flow of work into spans of time, within their room.

    Undone work is counted by price: work + undone >= all work of the price.
    """
    found, deferred = Cost(), model.problem.deferred
    terms = by_skill(model) if deferred else {}
    for skill in sorted({work.skill for work in deferred}):
        works = [work for work in deferred if work.skill == skill and work.minutes]
        cuts = sorted({t for work in works for t in (work.release, work.due)})
        spans = [_span(model, terms, skill, *cut) for cut in pairwise(cuts)]
        done = _flow(model, works, spans)
        for cents in _prices(works):
            found.add(_left_undone(model, works, spans, done, cents), cents)
    return found


def _span(
    model: RosterModel, terms: dict[tuple[int, int], Terms], skill: int, first: int, end: int
) -> _Span:
    need = (model.problem.required - model.problem.carried_in)[skill]
    parts, constant = list[tuple[int, int]](), 0
    slots = [t for t in range(first, end) if (skill, t) not in model.problem.closed]
    groups = sorted((terms.get((skill, t), ()), int(need[t])) for t in slots)
    for (mine, missing), group in groupby(groups):
        minutes = len(list(group)) * model.problem.slot_minutes
        if missing <= 0:
            constant -= minutes * missing
            parts += [(i, c * minutes) for i, c in mine]
        elif mine:
            parts.append((_surplus(model, mine, missing), minutes))
    return _Span(first, end, tuple(parts), constant)


def _surplus(model: RosterModel, terms: Terms, need: int) -> int:
    """Index of a variable that is at most ``max(0, people at work - need)``."""
    variables = [model.variable(i) for i, _ in terms]
    at_work = cp_model.LinearExpr.weighted_sum(variables, [c for _, c in terms])
    reach = sum(v.proto.domain[1] * c for v, (_, c) in zip(variables, terms, strict=True) if c > 0)
    most = max(min(reach, len(model.problem.people)) - need, 0)
    surplus = model.cp.new_int_var(0, most, f"surplus over {need}")
    is_over = model.cp.new_bool_var(f"over {need}")
    model.cp.add(surplus <= most * is_over)
    model.cp.add(at_work - surplus + need * is_over.negated() >= need)
    model.derive(surplus, lambda values: max(total(terms, values) - need, 0))
    model.derive(is_over, lambda values: int(total(terms, values) > need))
    return surplus.index


def _flow(
    model: RosterModel, works: Sequence[DeferredWork], spans: Sequence[_Span]
) -> list[list[cp_model.IntVar]]:
    """Variables of what is done of each work, over the spans in which it may be."""
    done: list[list[cp_model.IntVar]] = [[] for _ in works]
    for span in spans:
        here = []
        for i, work in enumerate(works):
            if work.release <= span.first and span.end <= work.due:
                here.append(model.cp.new_int_var(0, work.minutes, f"done of {i} at {span.first}"))
                done[i].append(here[-1])
        variables = [*here, *(model.variable(i) for i, _ in span.terms)]
        weights = [1] * len(here) + [-c for _, c in span.terms]
        if here:
            fill = cp_model.LinearExpr.weighted_sum(variables, weights)
            model.cp.add(fill <= span.constant)
    for work, mine in zip(works, done, strict=True):
        model.cp.add(sum(mine) <= work.minutes)
    return done


def _left_undone(
    model: RosterModel,
    works: Sequence[DeferredWork],
    spans: Sequence[_Span],
    done: Sequence[Sequence[cp_model.IntVar]],
    cents: int,
) -> cp_model.IntVar:
    """How much of the works of one price is left undone."""
    mine = [i for i, work in enumerate(works) if minute_cents(work) == cents]
    most = sum(works[i].minutes for i in mine)
    left = model.cp.new_int_var(0, most, f"undone at {cents}")
    model.cp.add(left + sum(variable for i in mine for variable in done[i]) >= most)
    model.derive(left, _undone(works, spans, cents))
    return left


def _undone(
    works: Sequence[DeferredWork], spans: Sequence[_Span], cents: int
) -> Callable[[Values], int]:
    number = {span.first: k for k, span in enumerate(spans)}
    number |= {span.end: k + 1 for k, span in enumerate(spans)}
    tasks = [(work, (number[work.release], number[work.due], work.minutes)) for work in works]
    return lambda values: dict(undone([s.room(values) for s in spans], tasks))[cents]


def n_flows(problem: RosterProblem) -> int:
    """Pairs of a work and a span of time in which it may be done."""
    found = 0
    for skill in {work.skill for work in problem.deferred}:
        works = [work for work in problem.deferred if work.skill == skill and work.minutes]
        cuts = sorted({t for work in works for t in (work.release, work.due)})
        number = {t: i for i, t in enumerate(cuts)}
        found += sum(number[work.due] - number[work.release] for work in works)
    return found


def spare_minutes(problem: RosterProblem, at_work: IntArray) -> IntArray:
    """Minutes that people at work have for work that can wait, ``(n_skills, n_slots)``."""
    found: IntArray = np.maximum(at_work - problem.required, 0) * problem.slot_minutes
    if problem.closed:
        found[tuple(np.array(sorted(problem.closed)).T)] = 0
    return found


def minute_cents(work: DeferredWork) -> int:
    """Price of an agent-minute undone, whole cents."""
    return round(work.cents / 60)


def _prices(works: Sequence[DeferredWork]) -> list[int]:
    """Prices of an agent-minute, dearest first."""
    return sorted({minute_cents(work) for work in works}, reverse=True)


def undone(
    rooms: Sequence[int], tasks: Sequence[tuple[DeferredWork, Task]]
) -> Iterator[tuple[int, int]]:
    """Price of an agent-minute, and how many at that price stay undone, dearest first."""
    before = 0
    priced = [(minute_cents(work), task) for work, task in tasks]
    for cents in _prices([work for work, _ in tasks]):
        done = sum(place(rooms, [task for price, task in priced if price >= cents]).values())
        yield cents, sum(task[2] for price, task in priced if price == cents) - done + before
        before = done


def cost(problem: RosterProblem, roster: SlotRoster) -> int:
    """Price of the work that no order could do before it is due, skill by skill."""
    return cost_at(problem, present(problem, roster)) if problem.deferred else 0


def cost_at(problem: RosterProblem, at_work: IntArray) -> int:
    """The same for people at work, shape ``(n_skills, n_slots)``."""
    found, spare = 0, spare_minutes(problem, at_work)
    for skill in sorted({work.skill for work in problem.deferred}):
        tasks = [
            (work, (work.release, work.due, work.minutes))
            for work in problem.deferred
            if work.skill == skill
        ]
        found += sum(cents * n for cents, n in undone(spare[skill].tolist(), tasks))
    return found
