"""Compiling ahead leaves nothing of the kind to the solve."""

from types import ModuleType

from numba.core.dispatcher import Dispatcher

from solver import dual, ruin
from solver.warm_up import compile_loops


def is_compiled(module: ModuleType, name: str) -> bool:
    """Whether a loop that Python calls has been compiled for some types."""
    loop = vars(module)[name]
    assert isinstance(loop, Dispatcher)
    return bool(loop.signatures)


def test_every_loop_that_a_solve_calls_is_compiled() -> None:
    compile_loops()
    assert all(is_compiled(ruin, name) for name in ("build", "search"))
    loops = [name for name, value in vars(dual).items() if isinstance(value, Dispatcher)]
    assert any(is_compiled(dual, name) for name in loops)
