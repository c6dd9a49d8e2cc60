"""Compiling ahead leaves nothing of the kind to the solve."""

import pkgutil
from importlib import import_module
from threading import Event

import pytest
from numba.core.dispatcher import Dispatcher

import solver
import solver.schedules
from solver import warm_up
from solver.problem import RosterProblem
from solver.result import Limits, SolveProgress
from solver.solve import solve
from solver.warm_up import compile_loops, compile_told

from .conftest import covered_problem
from .schedules.test_whole_schedules import ward


def compiled_types() -> set[str]:
    """Loops of the solver with the types that each has been compiled for in this process."""
    found = set()
    for package in (solver, solver.schedules):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for name, loop in vars(import_module(module.name)).items():
                if isinstance(loop, Dispatcher):
                    found |= {f"{name} {types}" for types in loop.signatures}
    return found


def long_ward() -> RosterProblem:
    return ward(4, 112)


def test_every_loop_that_a_solve_calls_is_compiled() -> None:
    compile_loops()
    known = compiled_types()
    assert {name.split()[0] for name in known} >= {"build", "search", "nudge", "walk", "redo"}
    for problem in (covered_problem(), ward(6, 28), long_ward()):
        solve(problem, Limits(time_s=300.0, workers=1, deterministic=1.0, gap=0.0), 1)
    assert compiled_types() == known


def test_a_long_compilation_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[SolveProgress] = []
    heard = Event()

    def listen(moment: SolveProgress) -> bool:
        told.append(moment)
        heard.set()
        return True

    monkeypatch.setattr(warm_up, "TELL_EVERY_S", 0.01)
    monkeypatch.setattr(warm_up, "compile_loops", lambda: heard.wait(60))
    compile_told(listen)
    assert told[0].is_compiling


def test_what_a_watcher_raises_meanwhile_reaches_the_caller(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard = Event()

    def leave(_: SolveProgress) -> bool:
        heard.set()
        raise BrokenPipeError

    monkeypatch.setattr(warm_up, "TELL_EVERY_S", 0.01)
    monkeypatch.setattr(warm_up, "compile_loops", lambda: heard.wait(60))
    with pytest.raises(BrokenPipeError):
        compile_told(leave)
