"""Rosters of whole schedules: column generation, diving, and large neighbourhoods by diving."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from solver.bans import usual_cents
from solver.goals import total_cost
from solver.greedy import first_roster
from solver.lengths import is_long
from solver.result import SlotRoster
from solver.run import Run
from solver.schedules.anneal import Walks
from solver.schedules.column import Column, roster_of
from solver.schedules.cover import cover, marginal
from solver.schedules.dive import dive
from solver.schedules.generation import Generation
from solver.schedules.large import Roster
from solver.schedules.master import reduced
from solver.schedules.path import Floats
from solver.schedules.pricer import Strays
from solver.schedules.walk import Walk

MIX_SHARE, RELAX_SHARE = 0.33, 0.08
"""Parts of a run for the mix, and for the prices from which it begins."""
FAIR_SHARE, FAIR = 0.25, 0.005
"""Part of a run after which a mix that lies above its bound by such a part is dived from."""
DIVE_UNTIL, STEP_SHARE = 0.7, 0.1
"""Part of a run after which a first dive comes to its end; part for each of the smaller ones."""
POOL, MOST_KNOWN = 30, 1500
"""Schedules of each person, and of all, to dive with."""
N_STRAYS, STRAY_CENTS = 2, 0.03
"""Other schedules asked for while diving, misjudged by so much of an agent missing."""

FULL = 100
"""Times the price of a slot short that a slot is worth where schedules are to be full."""
STEP_WORK = 0.02
"""Deterministic seconds of a step beside the schedules that are asked for."""


class Schedules:
    """
    One worker that builds rosters of whole schedules.

    A roster that a checker speaks against (the graph knows most rules, not all) is mended by a
    walk or CP-SAT, or not offered.
    """

    def __init__(self, run: Run) -> None:
        self._run, self._pricer = run, run.pricer
        self._generation = Generation(run.problem, self._pricer, run.seed)
        self._strays = Strays(
            N_STRAYS, STRAY_CENTS * float(max(usual_cents(run.problem), 1)), run.seed
        )
        self._mine = SlotRoster(())

    def search(self) -> None:
        """Prove, dive, and better the roster until the run is over."""
        generation, run = self._generation, self._run
        if is_long(run.problem):
            self._begin_by_walk()
        else:
            self._begin()
        if run.limits.workers == 1 and run.best is not None:
            Walks(run, 0).first()
        generation.begin(RELAX_SHARE * run.left_s, run.stoppable)
        self._prove()
        run.is_diving = True
        while not (run.is_over or generation.is_done or self._is_fair):
            generation.step()
            self._prove()
        run.is_mixed = generation.is_done
        known = self._known()
        columns = self._dive(known)
        is_better = columns is not None and self._offer(columns)
        run.is_diving = is_better
        run.prices = generation.prices
        self._improve(known)

    def _improve(self, known: Sequence[Column]) -> None:
        """Better the best roster, whoever found it, by large neighbourhoods."""
        run = self._run
        if run.best is None:
            return
        self._mine = run.best
        columns = self._pricer.columns_of(self._mine)
        roster = Roster(self._pricer, self._generation.cover, columns, self._strays)
        roster.know(known)
        while not run.is_over:
            if run.best is not self._mine:
                self._mine = run.best
                roster.adopt(self._pricer.columns_of(self._mine))
            roster.step(self._is_over, self._time_used(run.share_done + STEP_SHARE), self._accepts)
            run.charge(STEP_WORK)

    @property
    def _is_fair(self) -> bool:
        """Whether it is time to dive: early from a mix that is good, later from any."""
        share = self._run.share_done
        return share >= (FAIR_SHARE if self._generation.gap <= FAIR else MIX_SHARE)

    def _begin(self) -> None:
        """A first roster: everybody's cheapest schedule around those before, or CP-SAT's."""
        cover = self._generation.cover
        need, found = cover.need.copy(), list[Column]()
        for p in self._generation.everybody:
            columns = self._pricer.search([p], marginal(cover, need))[0].columns
            if self._is_over():
                return
            for column in columns[:1]:
                need[column.rows] -= 1
                found.append(column)
                self._generation.master.add(column)
        self._offer(found)

    def _begin_by_walk(self) -> None:
        """A first roster of long schedules: exact ones of everybody in turn take minutes."""
        roster = self._run.best or mended(self._run, walked(self._run, SlotRoster(())))
        if roster is None:
            return
        self._run.offer(roster)
        for column in self._pricer.columns_of(roster):
            self._generation.master.add(column)

    def _is_over(self) -> bool:
        self._charge()
        return self._run.is_over

    def _prove(self) -> None:
        self._charge()
        if math.isfinite(self._generation.bound) and not self._run.problem.deferred:
            self._run.prove(whole_cents(self._generation.bound))

    def _charge(self) -> None:
        self._run.charge(self._pricer.take_work())

    def _known(self) -> list[Column]:
        """The columns that fit best into the mix, some of each person."""
        mix = self._generation.master.solve()
        columns = self._generation.master.columns
        order = np.argsort([reduced(column, mix) for column in columns], kind="stable")
        found: list[Column] = []
        count = [0] * len(self._run.problem.people)
        most = max(min(POOL, MOST_KNOWN // max(len(count), 1)), 4)
        for i in order.tolist():
            column = columns[i]
            count[column.person] += 1
            if count[column.person] <= most:
                found.append(column)
        return found

    def _dive(self, known: Sequence[Column]) -> list[Column] | None:
        cover, everybody = self._generation.cover, self._generation.everybody
        return dive(
            self._pricer,
            cover,
            cover.need,
            known,
            everybody,
            self._strays,
            self._is_over,
            time_used=self._time_used(DIVE_UNTIL),
        )

    def _time_used(self, until: float) -> Callable[[], float]:
        """What part is over of the time from now until a part of the run is."""
        run, began = self._run, self._run.share_done
        return lambda: (run.share_done - began) / max(until - began, 1e-9)

    def _offer(self, columns: Sequence[Column]) -> bool:
        """Whether they are the best roster so far, perhaps mended."""
        roster = mended(self._run, roster_of(self._run.problem, columns))
        return roster is not None and self._run.offer(roster)

    def _accepts(self, columns: list[Column]) -> bool:
        """Whether a roster is no dearer by all goals and breaks no rule; better ones are kept."""
        run, roster = self._run, roster_of(self._run.problem, columns)
        cents = total_cost(run.problem, roster)
        if run.objective is not None and cents > run.objective:
            return False
        if run.validator.violations(roster):
            return False
        if run.offer(roster, cents):
            self._mine = roster
        return True


def mended(run: Run, roster: SlotRoster) -> SlotRoster | None:
    """
    The roster, with new schedules for those who keep to no rule in it; None if there are none.

    What the graph knows is mended by a walk, what it does not by CP-SAT.
    """
    if run.validator.violations(roster):
        roster = walked(run, roster)
    return first_roster(run, roster) if run.validator.violations(roster) else roster


def walked(run: Run, roster: SlotRoster) -> SlotRoster:
    """The roster with new schedules for those whom the graph does not know in it."""
    return Walk(run.problem, run.pricer.members, roster, (run.seed,)).roster()


def whole_cents(bound: float) -> int:
    """Smallest whole number not below a bound, forgiving its last digits."""
    return math.ceil(bound - 1e-6 * max(abs(bound), 1.0))


def without_schedule(run: Run) -> list[int]:
    """People for whom no schedule was found, so that somebody should look closer."""
    everybody = range(len(run.problem.people))
    found = run.pricer.search(everybody, _worth(run, 0.0))
    return [p for p in everybody if not found[p].columns]


def most_minutes(run: Run, people: Sequence[int]) -> list[int]:
    """Paid minutes of schedules with the most slots that are found for some; 0 where none is."""
    full = _worth(run, FULL * float(max(run.problem.prices.short, default=1)))
    found = [found.columns[:1] for found in run.pricer.search(people, full)]
    rosters = [roster_of(run.problem, columns) for columns in found]
    options = run.problem.options
    return [sum(options[c.option].paid_minutes for c in roster.choices) for roster in rosters]


def _worth(run: Run, cents: float) -> Floats:
    """Prices of agents in rows of cover, the same for any skill and slot, none on floors."""
    found = np.zeros(cover(run.problem).need.size)
    found[: run.problem.required.size] = cents
    return found
