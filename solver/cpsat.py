"""CP-SAT as everybody here starts it."""

from ortools.sat.python import cp_model


def cp_solver(seed: int = 0) -> cp_model.CpSolver:
    """
    Solver with a seed and one worker, which leaves Ctrl-C to the program.

    By default CP-SAT takes over SIGINT and afterwards resets it to kill the process, so that a
    program's own handler is never heard.
    """
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.catch_sigint_signal = False
    return solver
