"""A running solve: the best roster so far, the proven bound, the limits and the stop signal."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from solver.apart import pieces
from solver.arrays import Arrays, arrays
from solver.dual import Dual, piece
from solver.goals import total_cost
from solver.lengths import goes_by_weeks
from solver.placing import standing_in
from solver.problem import RosterProblem
from solver.result import Limits, SlotRoster, SolveProgress
from solver.schedules.pricer import Pricer
from solver.uncovered import Uncovered
from solver.validate import Validator

SEEDS = 2**31
"""CP-SAT knows as many seeds; others repeat them."""


class Run:
    """
    What the workers of a solve share; safe for threads.

    Attributes
    ----------
    work
        Deterministic time spent so far.
    prices
        What an agent is worth in each row of cover, cents, where schedules were priced.
    is_mixed
        Whether a mix of schedules met its bound, so that dives from it better rosters most.
    is_diving
        Whether a mix is made and dived from for the first time, while walks are in the way.
    """

    may_have_none = False
    """Whether somebody may have no schedule; otherwise that was found out before."""

    def __init__(self, problem: RosterProblem, limits: Limits, seed: int) -> None:
        self.problem, self.limits, self.seed = problem, limits, seed % SEEDS
        self.best: SlotRoster | None = None
        self.objective: int | None = None
        self.bound: int | None = None
        self.solutions = 0
        self.prices: NDArray[np.float64] | None = None
        self.is_mixed = self.is_diving = False
        self.work = 0.0
        self.cancelled = False
        self._uncovered = Uncovered(problem)
        self._began = time.monotonic()
        self._stop = threading.Event()
        self._found = threading.Event()
        self._lock = threading.RLock()
        self._stoppers: list[Callable[[], object]] = []

    @cached_property
    def arrays(self) -> Arrays:
        """The problem as arrays, work placed; the first to ask should be alone."""
        return arrays(standing_in(self.problem))

    @cached_property
    def validator(self) -> Validator:
        """Says in milliseconds what breaks a rule."""
        return Validator(self.problem)

    @cached_property
    def pricer(self) -> Pricer:
        """Finds whole schedules of single people; the first to ask should be alone."""
        return Pricer(self.problem, self.limits.workers)

    @cached_property
    def dual(self) -> Dual:
        """Prices that prove a bound, by weeks; the first to ask should be alone."""
        if goes_by_weeks(self.problem):
            return Dual(self.problem, pieces(self.problem))
        return Dual(self.problem, (piece(self.arrays, self.problem),))

    @property
    def bounded(self) -> "Run":
        """The run whose bound is to be proven meanwhile."""
        return self

    @property
    def elapsed_s(self) -> float:
        """Wall seconds since the run began."""
        return time.monotonic() - self._began

    @property
    def left_s(self) -> float:
        """Wall seconds left."""
        return max(self.limits.time_s - self.elapsed_s, 0.0)

    @property
    def work_left(self) -> float:
        """Deterministic time left; endless where it is not limited."""
        limit = self.limits.deterministic
        return float("inf") if limit is None else max(limit - self.work, 0.0)

    @property
    def share_done(self) -> float:
        """Part of the run that is over, 0 to 1: of its work where that is limited, else of time."""
        limit = self.limits.deterministic
        if limit is not None:
            return min(self.work / limit, 1.0) if limit > 0 else 1.0
        return min(self.elapsed_s / self.limits.time_s, 1.0) if self.limits.time_s > 0 else 1.0

    @property
    def stopped(self) -> bool:
        """Whether workers were told to come home."""
        return self._stop.is_set()

    @property
    def is_out(self) -> bool:
        """Whether no more work may be done, be there a roster or not."""
        return self.stopped or not self.left_s or not self.work_left

    @property
    def is_over(self) -> bool:
        """Whether workers should come home: told to stop, out of time or close enough."""
        return self.is_out or self.is_close

    @property
    def gap(self) -> float | None:
        """Part of the objective above the bound; None while either is unknown."""
        with self._lock:
            if self.objective is None or self.bound is None:
                return None
            if self.objective <= self.bound:
                return 0.0
            return (self.objective - self.bound) / max(abs(self.objective), 1)

    @property
    def is_close(self) -> bool:
        """Whether the gap is as small as asked for."""
        gap = self.gap
        return gap is not None and gap <= self.limits.gap

    def offer(self, roster: SlotRoster, objective: int | None = None) -> bool:
        """Keep a roster if it is better than the best; its objective is computed if not given."""
        price = total_cost(self.problem, roster) if objective is None else objective
        with self._lock:
            if self.objective is not None and price >= self.objective:
                return False
            self.best, self.objective = roster, price
            self.solutions += 1
            self._found.set()
            return True

    def prove(self, bound: int) -> None:
        """Raise the proven bound."""
        with self._lock:
            self.bound = bound if self.bound is None else max(self.bound, bound)

    def wait_for_roster(self) -> bool:
        """Wait until there is a roster to improve; False if the run ends before."""
        while self.best is None and not self.is_out:
            self._found.wait(0.1)
        return self.best is not None

    def wait(self, seconds: float) -> None:
        """Wait, unless workers are told to come home."""
        self._stop.wait(seconds)

    def progress(self) -> SolveProgress:
        """The moment, for those who watch."""
        with self._lock:
            return SolveProgress(
                self.elapsed_s,
                self.objective,
                self.bound,
                self.solutions,
                self.share_done,
                self._uncovered.hours(self.best),
            )

    def share(self, share: float) -> Limits:
        """Limits of a part of what is left: of its work where that is limited, else of time."""
        if self.limits.deterministic is None:
            return replace(self.limits, time_s=self.left_s * share)
        return replace(self.limits, time_s=self.left_s, deterministic=self.work_left * share)

    def charge(self, work: float) -> None:
        """Count deterministic seconds of work."""
        with self._lock:
            self.work += work

    @contextmanager
    def solving(self, solver: cp_model.CpSolver, share: float = float("inf")) -> Iterator[None]:
        """Run a solver within the limits (at most `share` of deterministic time), stoppable."""
        solver.parameters.max_time_in_seconds = self.left_s
        share = min(share, self.work_left)
        if share < float("inf"):
            solver.parameters.max_deterministic_time = share
        with self.stoppable(solver.stop_search):
            yield
        self.charge(float(solver.deterministic_time))

    @contextmanager
    def stoppable(self, stopper: Callable[[], object]) -> Iterator[None]:
        """Let `stop` end what is done meanwhile."""
        with self._lock:
            self._stoppers.append(stopper)
        try:
            yield
        finally:
            with self._lock:
                self._stoppers.remove(stopper)

    def stop(self) -> None:
        """
        Call every worker home.

        To be called again until they are: a solver that has not begun yet does not hear it.
        """
        self._stop.set()
        with self._lock:
            for stopper in self._stoppers:
                stopper()


Jobs = Callable[[Run, SlotRoster | None], list[Callable[[], None]]]
"""What each worker does in a run, which may begin with a hint."""


class PartRun(Run):
    """
    A run of a part of a problem, over when the run of the whole is.

    Without a roster of the part there is none of the whole: until it has one, it has the time of
    the whole.

    Attributes
    ----------
    whole
        The run of the whole.
    """

    may_have_none = True

    def __init__(self, whole: Run, problem: RosterProblem, limits: Limits) -> None:
        super().__init__(problem, limits, whole.seed)
        self.whole = whole

    @property
    def bounded(self) -> Run:
        """The whole, where its weeks are proven apart."""
        return self.whole.bounded if goes_by_weeks(self.whole.problem) else self

    @property
    def stopped(self) -> bool:
        """Whether workers of the part or of the whole were told to come home."""
        return super().stopped or self.whole.stopped

    @property
    def left_s(self) -> float:
        """Wall seconds left."""
        return super().left_s if self.best else self.whole.left_s

    @property
    def work_left(self) -> float:
        """Deterministic time left; endless where it is not limited."""
        return super().work_left if self.best else max(self.whole.work_left - self.work, 0.0)

    @property
    def is_out(self) -> bool:
        """Whether no more work may be done."""
        return super().is_out or self.whole.is_out

    @contextmanager
    def stoppable(self, stopper: Callable[[], object]) -> Iterator[None]:
        """Let `stop`, here or of the whole, end what is done meanwhile."""
        with super().stoppable(stopper), self.whole.stoppable(stopper):
            yield
