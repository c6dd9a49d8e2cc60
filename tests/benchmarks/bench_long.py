"""Rosters of a month and of a quarter: the first one, and the gap to the bound."""

import tempfile
from dataclasses import replace
from pathlib import Path

from scenarios.document import read_workspace
from scenarios.pipeline import make_requirement
from scenarios.problem import roster_problem
from scenarios.sample import write_sample
from solver.contract import WEEK, Floor, Pair
from solver.problem import RosterProblem
from solver.result import Limits
from solver.solve import solve
from solver.validate import Validator
from tests.benchmarks.contact_centres import agent_time_gap, contact_centre_weeks
from tests.benchmarks.curtois_solve import Watch
from tests.benchmarks.row import Row

CASES = ((4, 45.0), (13, 60.0))
"""Weeks of the sample team, and seconds on two workers."""
CENTRE, CENTRE_S = (200, 1.0, 4), 60.0
"""A contact centre's people, load and weeks, and seconds."""
GREATEST_GAP, CENTRE_GAP, FIRST_SHARE = 2.0, 0.3, 0.25
"""
Per cent aimed at, of the price and, in a contact centre, of the agent-time; and part of the time
after which there is to be a roster.
"""


def run() -> list[Row]:
    """A hundred people of five sites at half hours, and two hundred of three at quarter hours."""
    found = [row for weeks, time_s in CASES for row in _rows("", _problem(weeks), time_s)]
    weeks, time_s = CASES[0]
    bound = _with_terms(_problem(weeks))
    return [*found, *_rows(", pairs, 35 h of rest and leaders", bound, time_s), _centre()]


def _centre() -> Row:
    problem = contact_centre_weeks(*CENTRE)
    result = solve(problem, Limits(time_s=CENTRE_S, workers=2, gap=0.0), seed=1)
    assert not Validator(problem).violations(result.roster)
    return Row(
        f"centre gap, {CENTRE[0]} agents, {CENTRE[2]} weeks",
        f"<= {CENTRE_GAP} % in {CENTRE_S:.0f} s",
        agent_time_gap(problem, result.objective - result.bound),
        "% of agent-time",
        note=f"{result.objective / 100:,.0f}, bound {result.bound / 100:,.0f}",
    )


def _rows(terms: str, problem: RosterProblem, time_s: float) -> list[Row]:
    watch, weeks = Watch(), problem.n_days // WEEK
    result = solve(problem, Limits(time_s=time_s, workers=2, gap=0.0), seed=1, progress=watch)
    assert not Validator(problem).violations(result.roster)
    name, seconds = f"100 people, {weeks} weeks{terms}", f"in {time_s:.0f} s"
    first = result.runtime_s if watch.first_s is None else watch.first_s
    note = f"{result.objective / 100:,.0f}, bound {result.bound / 100:,.0f}"
    return [
        Row(
            f"roster gap, {name}",
            f"<= {GREATEST_GAP:.0f} % {seconds}",
            100 * result.gap,
            "%",
            note=note,
        ),
        Row(f"first roster, {name}", f"<= {FIRST_SHARE * time_s:.0f} s", first, "s"),
    ]


def _with_terms(problem: RosterProblem) -> RosterProblem:
    """Hard pairs of some, weekly rest of all, and two of a dozen leaders on duty by day."""
    a_day = 24 * 60 // problem.slot_minutes
    alike: dict[object, list[int]] = {}
    for p, person in enumerate(problem.people):
        alike.setdefault((person.site, person.skills), []).append(p)
    a, b, c, d, *_ = max(alike.values(), key=len)
    by_day = tuple(2 * int(1 / 3 <= t % a_day / a_day < 3 / 4) for t in range(problem.n_slots))
    people = (replace(p, min_weekly_rest=35 * a_day // 24) for p in problem.people)
    return replace(
        problem,
        people=tuple(people),
        pairs=(Pair(a, b, together=True), Pair(c, d, together=False)),
        floors=(Floor("leader", tuple(range(0, len(problem.people), 9)), by_day, 60_000),),
    )


def _problem(weeks: int) -> RosterProblem:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "sample"
        write_sample(folder)
        inputs = read_workspace(folder)
    inputs = replace(inputs, settings=replace(inputs.settings, weeks=weeks))
    _, requirement = make_requirement(inputs)
    return roster_problem(inputs, requirement)
