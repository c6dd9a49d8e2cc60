"""
A CP-SAT model in which every fact has a switch, so that any set of facts can be asked for.

Each fact is stated by the rules themselves, to the bare problem with that fact alone; what they
add holds only while the switch is on.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from solver.cpsat import cp_solver
from solver.facts import Fact, bare, with_facts
from solver.model import RosterModel
from solver.problem import RosterProblem
from solver.rules import RULES, Rule, breaks, rule_name, site

Works = dict[tuple[int, int], cp_model.IntVar]

BINDING: Final[tuple[Rule, ...]] = tuple(rule for rule in RULES if rule is not breaks)
"""Rules that can conflict; breaks always find a place in their windows."""

MOST_WORK: Final = 5.0
"""Deterministic seconds for one question; who is not told by then is taken to have a roster."""
CORE_WORK: Final = 0.5
"""Deterministic seconds for a core of what is asked; then, and from then on, all of it is one."""


class _Stated(RosterModel):
    """The model of one fact, over variables that all facts share."""

    def share(self, cp: cp_model.CpModel, works: Works) -> Self:
        """Add to these from now on."""
        self.cp = cp
        self.__dict__["works"] = works
        return self

    @property
    def open(self) -> NDArray[np.bool_]:
        """Person, option, skill: what was not forbidden."""
        return self._open


class FactModel:
    """
    Switchable facts of a few people.

    Attributes
    ----------
    facts
        In the order of their switches.
    works
        Person works option.
    """

    def __init__(self, problem: RosterProblem, facts: Sequence[Fact]) -> None:
        self.facts = tuple(facts)
        self.cp = cp_model.CpModel()
        self._core_work = CORE_WORK
        self._bare = bare(problem)
        ground = _Stated(self._bare)
        site.add(ground)
        self.works: Works = {
            (p, o): self.cp.new_bool_var(f"{p} {o}")
            for p, o in np.argwhere(ground.open.any(axis=2)).tolist()
        }
        self._partly: dict[tuple[int, int], list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
        self.switches = [self.cp.new_bool_var(fact.kind) for fact in facts]
        quiet = [rule for rule in BINDING if not _speaks(rule, self._bare)]
        for number, fact in enumerate(facts):
            self._state(number, fact, quiet)
        self._hand_out_skills()

    def _state(self, number: int, fact: Fact, quiet: Sequence[Rule]) -> None:
        """Let the rules add the fact alone, under its switch."""
        problem = with_facts(self._bare, [fact])
        stated = _Stated(problem).share(self.cp, self.works)
        begin = len(self.cp.proto.constraints)
        for rule in BINDING:
            if rule in quiet or rule_name(rule) == fact.rule:
                rule.add(stated)
        switch = self.switches[number].index
        for i in range(begin, len(self.cp.proto.constraints)):
            self.cp.proto.constraints[i].enforcement_literal.append(switch)
        closed = ~stated.open
        partly = closed.any(axis=2) & ~closed.all(axis=2)
        for p, o in np.argwhere(partly).tolist():
            if (p, o) in self.works:
                skills = tuple(np.flatnonzero(closed[p, o]).tolist())
                self._partly[p, o].append((number, skills))

    def _hand_out_skills(self) -> None:
        """Where several facts close skills of an option, one skill must be left by all of them."""
        for (p, o), closings in self._partly.items():
            if len(closings) < 2:
                continue
            takes = [self.cp.new_bool_var(f"{p} {o} {s}") for s in self._bare.skills]
            self.cp.add_bool_or(*takes, ~self.works[p, o])
            for number, skills in closings:
                for s in skills:
                    self.cp.add_implication(self.switches[number], ~takes[s])

    def fails(self, chosen: Collection[int]) -> frozenset[int] | None:
        """
        Facts among the chosen that no roster keeps; None where some roster keeps them all.

        As assumptions, which tell which of them it takes, sums of hours are hard to refute: so
        whether there is a roster is asked with the facts simply stated.
        """
        self.cp.clear_assumptions()
        stated = self.cp.clone()
        for i, switch in enumerate(self.switches):
            of_stated = stated.get_bool_var_from_proto_index(switch.index)
            stated.add(of_stated == int(i in chosen))
        solver = cp_solver()
        solver.parameters.max_deterministic_time = MOST_WORK
        if solver.solve(stated) != cp_model.INFEASIBLE:
            return None
        self.cp.add_assumptions([self.switches[i] for i in sorted(chosen)])
        solver.parameters.max_deterministic_time = self._core_work
        if solver.solve(self.cp) != cp_model.INFEASIBLE:
            self._core_work = 0.0
            return frozenset(chosen)
        number = {switch.index: i for i, switch in enumerate(self.switches)}
        return frozenset(number[j] for j in solver.sufficient_assumptions_for_infeasibility())

    def cheapest(
        self, price: Sequence[int], keep: Collection[int] = ()
    ) -> tuple[frozenset[int], frozenset[tuple[int, int]]] | None:
        """
        Facts to drop at the least price, and pairs of person and option of a roster without them.

        None where the facts to be kept have no roster, or no answer came in time.
        """
        self.cp.clear_assumptions()
        model = self.cp.clone()
        switches = [model.get_bool_var_from_proto_index(s.index) for s in self.switches]
        for i in keep:
            model.add_bool_or(switches[i])
        model.minimize(cp_model.LinearExpr.weighted_sum([~s for s in switches], list(price)))
        solver = cp_solver()
        solver.parameters.max_deterministic_time = MOST_WORK
        status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        dropped = frozenset(i for i, s in enumerate(switches) if not solver.value(s))
        worked = {
            pair
            for pair, v in self.works.items()
            if solver.value(model.get_bool_var_from_proto_index(v.index))
        }
        return dropped, frozenset(worked)

    def require_all_of_one(self, groups: Iterable[Sequence[int]]) -> None:
        """From now on keep every fact of at least one of the groups."""
        kept = []
        for group in groups:
            whole = self.cp.new_bool_var("kept")
            self.cp.add_bool_and([self.switches[i] for i in group]).only_enforce_if(whole)
            kept.append(whole)
        self.cp.add_bool_or(kept)


def _speaks(rule: Rule, problem: RosterProblem) -> bool:
    """Whether the rule asks something of the bare problem, such as one shift a day."""
    model = _Stated(problem)
    rule.add(model)
    return bool(model.cp.proto.constraints) or not model.open.all()
