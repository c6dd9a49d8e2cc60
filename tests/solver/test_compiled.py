"""Compiled loops that give nothing back call nothing that hands them an array of its own."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

from numba.core.registry import CPUDispatcher

import solver


def loops() -> Iterator[tuple[str, Any]]:
    """Every compiled function of the solver, by module and name."""
    for found in pkgutil.walk_packages(solver.__path__, "solver."):
        module = importlib.import_module(found.name)
        for name, function in vars(module).items():
            if isinstance(function, CPUDispatcher) and function.__module__ == found.name:
                yield f"{found.name}.{name}", function


def test_loops_call_nothing_that_returns_an_array() -> None:
    """What counts no holders would never give it back."""
    all_of_them = dict(loops())
    counted = {f for f in all_of_them.values() if f.targetoptions["_nrt"]}
    makers = {
        f.__name__
        for f in counted
        if any(a in str(f.__annotations__["return"]) for a in ("ray", "Bool", "Float"))
    }
    assert makers
    for name, function in all_of_them.items():
        if function not in counted:
            assert makers.isdisjoint(function.__code__.co_names), name
