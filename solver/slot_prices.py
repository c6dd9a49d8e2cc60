"""What one more agent at work is worth in each slot: prices of the proven bound."""

import time

import numpy as np

from solver.arrays import arrays
from solver.demand import demand
from solver.dual import Dual, piece
from solver.problem import IntArray, RosterProblem
from solver.tighten import tightened


def slot_prices(problem: RosterProblem, time_s: float = 5.0) -> IntArray:
    """
    Cents for an agent at work in each slot, shape ``(n_skills + n_floors, n_slots)``.

    A person at work earns the price of the skill that is worked, and those of his or her floors.

    Parameters
    ----------
    time_s
        Wall seconds to spend, beside a first step, which may have to compile; the prices are the
        better the longer they are searched.

    Notes
    -----
    Prices of a Lagrangian relaxation, see `solver.dual`: at them nobody gains by working otherwise,
    so that they say what a little more would save. They are not unique where the roster has slack.
    All are 0 where somebody's schedule is not found.
    """
    drawn_in = tightened(problem)
    dual = Dual(drawn_in, (piece(arrays(drawn_in), drawn_in),))
    dual.step(0.0)
    if dual.bound is None:
        return np.zeros_like(demand(problem).required)
    began = time.monotonic()
    while (done := (time.monotonic() - began) / time_s) < 1:
        dual.step(done)
    return np.rint(dual.prices).astype(np.int64)
