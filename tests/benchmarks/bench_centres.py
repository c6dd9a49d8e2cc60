"""Weeks of contact centres at quarter hours: the gap to the bound in agent-time, with 5,000 too."""

import resource

from solver.result import Limits, Result, SolveProgress
from solver.solve import solve
from solver.validate import Validator
from tests.benchmarks.contact_centres import SHORT_CENTS, agent_time_gap, contact_centre
from tests.benchmarks.plain_model import plain
from tests.benchmarks.row import Row

CASES = ((50, 20.0, 0.4), (200, 30.0, 0.2), (1000, 60.0, 0.2), (5000, 600.0, 0.4))
"""People, seconds, and the gap aimed at, % of the required agent-time."""
PEER_S, PEER_TO = 60.0, 50
"""Plain CP-SAT with the same rules has a minute, and centres up to so many agents."""
LOADS = {0.95: "enough people", 1.08: "too few"}


def run() -> list[Row]:
    """Each size with enough people and with too few, on two workers."""
    return [row for case in CASES for load in LOADS for row in _rows(*case, load)]


def _rows(n_people: int, time_s: float, target: float, load: float) -> list[Row]:
    problem = contact_centre(n_people, load)
    first: list[float] = []

    def watch(progress: SolveProgress) -> bool:
        if progress.objective is not None and not first:
            first.append(progress.elapsed_s)
        return True

    result = solve(problem, Limits(time_s=time_s, workers=2, gap=0.0), seed=1, progress=watch)
    assert not Validator(problem).violations(result.roster)
    name = f"{n_people} agents, {LOADS[load]}"
    gap = agent_time_gap(problem, result.objective - result.bound)
    peer = plain(problem, PEER_S) if n_people <= PEER_TO else None
    theirs = None if peer is None else agent_time_gap(problem, peer - result.bound)
    note = _note(result)
    if n_people <= PEER_TO and peer is None:
        note = f"{note}; plain CP-SAT: no roster in {PEER_S:.0f} s"
    aim = f"<= {target} % in {time_s:.0f} s"
    return [
        Row(f"centre gap, {name}", aim, gap, "% of agent-time", "CP-SAT", theirs, note),
        Row(f"centre first roster, {name}", "<= 30 s", first[0] if first else time_s, "s"),
    ]


def _note(result: Result) -> str:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"{result.objective / 100:.0f}, bound {result.bound / 100:.0f}, an agent-hour short "
        f"{SHORT_CENTS / 100:.0f}; at most {most:.0f} MiB so far"
    )
