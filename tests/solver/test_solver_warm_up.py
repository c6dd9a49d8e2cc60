"""Compiling ahead leaves nothing of the kind to the solve."""

from numba.core.dispatcher import Dispatcher

from solver import dual, ruin
from solver.warm_up import compile_loops


def compiled_of(module: object) -> list[Dispatcher]:
    """Functions of a module that Python calls compiled."""
    found = [value for value in vars(module).values() if isinstance(value, Dispatcher)]
    return [f for f in found if f.targetoptions.get("inline") != "always"]


def test_every_loop_that_a_solve_calls_is_compiled() -> None:
    compile_loops()
    called = [ruin.build, ruin.search, ruin.total]
    assert all(loop.signatures for loop in called)
    assert any(loop.signatures for loop in compiled_of(dual))
