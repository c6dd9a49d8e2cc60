"""
Made instances in sizes of the public ones: gap to the proven bound, beside plain CP-SAT.

``python -m tests.benchmarks.bench_wards "ward 8 x 20 x 3" --seconds 60`` tries one.
"""

import math
import sys
from argparse import ArgumentParser

from tests.benchmarks.curtois import WEEK
from tests.benchmarks.curtois_cpsat import sums
from tests.benchmarks.curtois_solve import reached
from tests.benchmarks.made_wards import SIZES, ward
from tests.benchmarks.row import Row

TIME_S, LONG_S, LONG_WEEKS = 60.0, 300.0, 26


def run() -> list[Row]:
    """A row for each size."""
    return [row(name) for name in SIZES]


def row(name: str, seconds: float | None = None, *, peer: bool = True) -> Row:
    """
    Gap of our roster, and of plain CP-SAT's against the same bound.

    Longer horizons than a quarter have no peer: its model has millions of rows.
    """
    instance = ward(name)
    is_long = instance.n_days >= LONG_WEEKS * WEEK
    time_s = seconds or (LONG_S if is_long else TIME_S)
    ours = reached(instance, time_s)
    label, goal = f"{name}, {time_s:g} s", "a roster" if is_long else "<= 5 %"
    if isinstance(ours, str):
        return Row(label, goal, math.inf, "% gap", note=ours)
    note = f"objective {ours.objective}, {ours}"
    if is_long or not peer:
        return Row(label, goal, ours.gap, "% gap", note=note)
    theirs = sums(instance, time_s)
    gap = None if theirs is None else 100 * (theirs - ours.bound) / theirs
    return Row(label, goal, ours.gap, "% gap", "CP-SAT", gap, f"{note}; CP-SAT: {theirs}")


def main(arguments: list[str]) -> None:
    """Try some of the sizes."""
    parser = ArgumentParser(prog="python -m tests.benchmarks.bench_wards")
    parser.add_argument("name", nargs="+", choices=list(SIZES))
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--peers", action="store_true")
    chosen = parser.parse_args(arguments)
    for name in chosen.name:
        found = row(name, chosen.seconds, peer=chosen.peers)
        sys.stdout.write(f"{found.name}: {found.measured:.2f} % gap  {found.note}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
