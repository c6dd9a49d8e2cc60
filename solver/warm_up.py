"""Compiling the inner loops before the clock of a solve starts."""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import Event
from typing import Final

import numpy as np

from solver.anneal import Annealer, quick_roster
from solver.dual import Dual, piece
from solver.offers import work
from solver.prices import Prices
from solver.problem import BreakWindow, Person, RosterProblem, ShiftOption
from solver.result import Limits, OnProgress, SolveProgress
from solver.ruin import have_weeks
from solver.run import Run
from solver.schedules.ascent import Ascent
from solver.schedules.cover import cover
from solver.schedules.interior import cheapest_mix
from solver.schedules.pricer import Pricer, Strays
from solver.schedules.programme import Programme
from solver.schedules.relaxation import Relaxation
from solver.schedules.search import Schedules

ONE_CHUNK = Limits(time_s=3_600.0, workers=1, deterministic=0.01)
"""
Work that ends an annealer's walk at its first look at the clock; the time is never the limit, since
on a busy machine compiling takes minutes.
"""
TELL_EVERY_S: Final = 3.0
"""Longer than it takes to load what was compiled before."""


def compile_told(progress: OnProgress | None) -> None:
    """
    Compile what is not yet, and say so every few seconds while it takes long.

    What `progress` raises is raised here, once all is compiled.
    """
    done, began = Event(), time.monotonic()

    def tell() -> None:
        while progress is not None and not done.wait(TELL_EVERY_S):
            elapsed_s = time.monotonic() - began
            progress(SolveProgress(elapsed_s, None, None, 0, is_compiling=True))

    with ThreadPoolExecutor(max_workers=1) as aside:
        telling = aside.submit(tell)
        try:
            compile_loops()
        finally:
            done.set()
        telling.result()


@cache
def compile_loops() -> None:
    """
    Run every compiled loop once on a problem of one person and two days.

    Takes one or two minutes of a core after an installation, when nothing is compiled yet, and a
    fraction of a second afterwards; a solve's time limit is for the roster, not for this.
    """
    problem = _smallest()
    run = Run(problem, ONE_CHUNK, 0)
    Dual(problem, (piece(run.arrays, problem),)).step(0.0)
    have_weeks(run.arrays, work(run.arrays))
    run.offer(quick_roster(run))
    Annealer(run, 0).improve()
    Schedules(Run(problem, ONE_CHUNK, 0)).search()
    _price(run)
    _mix()
    _climb(run)


def _climb(run: Run) -> None:
    """A step of what bounds long problems, which calls from Python what others call compiled."""
    problem, members = run.problem, run.pricer.members
    rows = cover(problem)
    relaxation = Relaxation(problem, members, rows)
    Ascent(problem, members, rows, relaxation.sums(), relaxation.solve(1.0)).step()


def _price(run: Run) -> None:
    """One person's schedule by the light graph, which small problems do without."""
    prices = np.zeros(run.problem.required.size)
    Pricer(run.problem, large=0).search([0], prices, Strays(1, 1.0, 0))


def _mix() -> None:
    """Somebody's two schedules, of which one covers a row: a mix that is not settled beforehand."""
    slacks = np.zeros(2, dtype=np.int64)
    programme = Programme(
        first=np.array([0, 1, 1]),
        rows=slacks[:1],
        person=slacks,
        need=np.ones(1),
        slack_row=slacks,
        slack_sign=np.array([1.0, -1.0]),
        cents=np.array([1.0, 0.0, 2.0, 0.0]),
        most=np.full(4, np.inf),
    )
    cheapest_mix(programme, np.zeros(1))


def _smallest() -> RosterProblem:
    options = tuple(
        ShiftOption(
            "day",
            "site",
            day,
            4 * day,
            4 * day + 3,
            180,
            (BreakWindow(4 * day + 1, 4 * day + 1, 1),),
        )
        for day in range(2)
    )
    person = Person("somebody", "site", (0,), 0, 600, 1, 2, 0, 0, False, 100)
    nobody = np.zeros((1, 8), dtype=np.int64)
    return RosterProblem(
        skills=("skill",),
        slot_minutes=60,
        n_slots=8,
        n_days=2,
        people=(person,),
        options=options,
        required=nobody + 1,
        carried_in=nobody,
        prices=Prices(short=(1000,)),
    )
