"""Who does what in a solve: CP-SAT as a whole for small problems, neighbourhoods for others."""

from collections import Counter
from collections.abc import Callable
from functools import partial

from ortools.sat.python import cp_model

from solver.anneal import MANY, WEEKS_A_SECOND, Annealer, pace, quick_roster
from solver.assemble import FullModel, new_solver
from solver.breaks import deal
from solver.dual import Dual
from solver.greedy import first_roster
from solver.improve import Improver
from solver.known import are_days_known
from solver.problem import RosterProblem
from solver.result import SlotRoster
from solver.run import Run

SMALL = 800
"""Pairs of person and shift option up to which CP-SAT takes the problem as a whole."""


BOUND_SHARE, LONG_BOUND_SHARE = 0.3, 0.8
"""Part of a run that a worker spends on the bound; longer where others walk better than parts."""


def jobs(run: Run, hint: SlotRoster | None) -> list[Callable[[], None]]:
    """What each worker does; one job a thread."""
    if pairs(run.problem) <= SMALL:
        return [partial(_solve_whole, run, hint)]
    if run.limits.workers == 1:
        return [partial(_all_alone, run, hint)]
    helpers = [partial(_improve, run, number) for number in range(2, run.limits.workers)]
    return [partial(_begin, run, hint), partial(_bound, run, 1), *helpers]


def pairs(problem: RosterProblem) -> int:
    """Pairs of a person and a shift option of the person's site."""
    options = Counter(option.site for option in problem.options)
    return sum(options[person.site] for person in problem.people)


def _begin(run: Run, hint: SlotRoster | None) -> None:
    """First roster, then better ones."""
    if _first(run, hint):
        _improve(run, 0)


def _first(run: Run, hint: SlotRoster | None) -> bool:
    """Whether a first roster was found: of weeks, and by CP-SAT for those who got none."""
    begun = quick_roster(run, hint) if are_days_known(run.problem) else hint
    roster = first_roster(run, begun)
    if roster is not None:
        run.offer(roster)
    return roster is not None


def _bound(run: Run, number: int) -> None:
    """Proven bound, then better rosters."""
    _prove(run)
    _improve(run, number)


def _all_alone(run: Run, hint: SlotRoster | None) -> None:
    """All of it by one worker, in an order that does not depend on the clock."""
    if _first(run, hint):
        _prove(run)
        _improve(run, 0)


def _improve(run: Run, number: int) -> None:
    if run.wait_for_roster():
        if are_days_known(run.problem):
            Annealer(run, number).improve()
        Improver(run, number).improve()


def _prove(run: Run) -> None:
    """Better the bound for a share of the run."""
    if not are_days_known(run.problem):
        return
    began = run.share_done
    goes_long = run.limits.workers > 1 and pace(run) is MANY
    most = LONG_BOUND_SHARE if goes_long else BOUND_SHARE
    share = min(most, 1 - began)
    dual = Dual(run.arrays, run.problem.carried_in)
    while not run.is_over and run.share_done - began < share:
        dual.step((run.share_done - began) / share)
        run.charge(len(run.problem.people) / WEEKS_A_SECOND)
        if dual.bound is None:
            return
        run.prove(dual.bound)


def _solve_whole(run: Run, hint: SlotRoster | None) -> None:
    """
    The whole model, begun from the greedy roster, by one worker.

    CP-SAT's single worker runs the search that proves; its pair gives one to neighbourhoods. Of
    120 and 609 pairs one proved the best in 1 and 4 s, two stood at gaps of 18 and 7 % after 12 s.
    """
    model = FullModel(run.problem)
    roster = first_roster(run, hint)
    if roster is not None:
        run.offer(roster)
        model.hint(model.values(roster))
    solver = new_solver(run.seed)
    solver.parameters.relative_gap_limit = run.limits.gap
    watcher = _Watcher(run, model)
    solver.best_bound_callback = watcher.bound
    with run.solving(solver):
        status = solver.solve(model.cp, watcher)
    if status == cp_model.OPTIMAL:
        run.offer(deal(model, solver.value))
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        watcher.bound(solver.best_objective_bound)


class _Watcher(cp_model.CpSolverSolutionCallback):
    """Passes each roster and each bound of a running CP-SAT on to the run."""

    def __init__(self, run: Run, model: FullModel) -> None:
        super().__init__()
        self._run, self._model = run, model

    def on_solution_callback(self) -> None:
        """Keep the roster if it is better."""
        self._run.offer(deal(self._model, self.value))

    def bound(self, cents: float) -> None:
        """Keep the bound; costs are whole cents, so it may be rounded up."""
        self._run.prove(whole_cents(cents))


def whole_cents(bound: float) -> int:
    """Smallest whole number not below a bound, forgiving its last digits."""
    return int(-(-(bound - 1e-6 * max(abs(bound), 1.0)) // 1))
