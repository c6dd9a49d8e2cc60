"""Ctrl-C belongs to the program that calls the solver."""

import subprocess
import sys

PROGRAM = """
import os, signal
from ortools.sat.python import cp_model
from solver.cpsat import cp_solver

heard = []
signal.signal(signal.SIGINT, lambda *_: heard.append(True))
model = cp_model.CpModel()
model.add(model.new_int_var(0, 3, "x") >= 2)
cp_solver().solve(model)
os.kill(os.getpid(), signal.SIGINT)
print("heard" if heard else "lost")
"""


def test_a_program_still_hears_ctrl_c_after_a_solve() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, "heard")
