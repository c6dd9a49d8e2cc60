"""Who does what in a solve: CP-SAT as a whole for small problems, neighbourhoods for others."""

from collections import Counter
from collections.abc import Callable
from functools import partial

from ortools.sat.python import cp_model

from solver import long
from solver.anneal import Annealer, quick_roster
from solver.assemble import FullModel, new_solver
from solver.breaks import deal
from solver.contract import WEEK
from solver.goals.deferred import n_flows
from solver.greedy import first_roster
from solver.improve import Improver
from solver.known import are_days_known, has_many_options, has_stretches, is_priced_whole
from solver.lengths import LONG_PART, goes_by_weeks, is_long, part_days
from solver.placing_rounds import place_and_walk
from solver.problem import RosterProblem
from solver.prove import prove_by_weeks
from solver.result import SlotRoster
from solver.run import Run
from solver.schedules.anneal import Walks
from solver.schedules.search import Schedules

SMALL, MOST_FLOWS = 800, 4000
"""
Pairs of person and shift option, and of work and span of time, up to which CP-SAT takes the problem
as a whole.
"""


MOST_MIXED_DAYS = 210
"""Days up to which whole schedules of a long problem are mixed; a year's master takes too long."""
BOUND_SHARE, LONG_BOUND_SHARE = 0.3, 0.1
"""Part of a run that a worker spends on the bound; short where prices found at once prove most."""


def jobs(run: Run, hint: SlotRoster | None) -> list[Callable[[], None]]:
    """What each worker does; one job a thread."""
    if is_whole(run.problem):
        if has_stretches(run.problem) and run.limits.workers > 1:
            return [partial(_solve_whole, run, hint), partial(_schedules, run, hint)]
        return [partial(_solve_whole, run, hint)]
    if run.problem.deferred and has_stretches(run.problem):
        return [partial(place_and_walk, run, jobs, hint)]
    if is_long(run.problem):
        n_days = min(part_days(run.problem), LONG_PART)
        if n_days > WEEK and is_mixed(run):
            return _whole_schedules(run, hint)
        return [partial(long.roll, run, jobs, n_days, hint)]
    if has_stretches(run.problem):
        return _whole_schedules(run, hint)
    if run.limits.workers == 1:
        return [partial(_all_alone, run, hint)]
    helpers = [partial(_improve, run, number) for number in range(2, run.limits.workers)]
    return [partial(_begin, run, hint), partial(_bound, run, 1), *helpers]


def is_mixed(run: Run) -> bool:
    """Whether whole schedules of a long problem are mixed: half a year at most, by light graphs."""
    problem = run.problem
    return problem.n_days <= MOST_MIXED_DAYS and is_priced_whole(problem) and run.pricer.is_rough


def is_whole(problem: RosterProblem) -> bool:
    """Whether CP-SAT takes the problem as a whole: few pairs, and few ways for work to flow."""
    return pairs(problem) <= SMALL and n_flows(problem) <= MOST_FLOWS


def _whole_schedules(run: Run, hint: SlotRoster | None) -> list[Callable[[], None]]:
    """One worker makes a mix of whole schedules, the others walk."""
    walks = [partial(_walks, run, number) for number in range(1, run.limits.workers)]
    return [partial(_schedules, run, hint), *walks]


def _schedules(run: Run, hint: SlotRoster | None) -> None:
    """Rosters of whole schedules; a hint that keeps every rule is one to better."""
    if hint is not None and not run.validator.violations(hint):
        run.offer(hint)
    Schedules(run).search()
    _give_up_without(run)


def _give_up_without(run: Run) -> None:
    """Call the others home where no first roster was found: they wait for one."""
    if run.best is None:
        run.stop()


def _walks(run: Run, number: int) -> None:
    """Better rosters by walks through days of single people; a bound where weeks prove one."""
    walks = Walks(run, number)
    walks.first()
    if number == 1:
        _prove(run)
    walks.rest()


def pairs(problem: RosterProblem) -> int:
    """Pairs of a person and a shift option of the person's site."""
    options = Counter(option.site for option in problem.options)
    return sum(options[person.site] for person in problem.people)


def _begin(run: Run, hint: SlotRoster | None) -> None:
    """First roster, then better ones."""
    if _first(run, hint):
        _improve(run, 0)
    _give_up_without(run)


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
    """Better the bound for a share of the run: of a week's own problem, or of all its weeks."""
    bounded = run.bounded
    if not (are_days_known(bounded.problem) or goes_by_weeks(bounded.problem)):
        return
    goes_long = run.limits.workers > 1 and has_many_options(run.problem)
    most = LONG_BOUND_SHARE if goes_long else BOUND_SHARE
    prove_by_weeks(run, min(most, 1 - run.share_done))


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
        """Keep the bound; CP-SAT reckons in whole cents, and tells them in a float."""
        self._run.prove(round(cents))
