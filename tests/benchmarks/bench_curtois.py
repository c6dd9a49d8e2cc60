"""
Public shift-scheduling instances: objective by an independent scorer, bound, and plain models.

``python -m tests.benchmarks.bench_curtois 7 --seconds 60`` tries one instance, with ``--peers``
beside the peers.
"""

import math
import sys
from argparse import ArgumentParser
from collections.abc import Iterator

from tests.benchmarks.curtois import ABSENT, INSTANCES, Instance, number, paths, read
from tests.benchmarks.curtois_peers import absent_peers, installed_peers
from tests.benchmarks.curtois_solve import Reached, reached
from tests.benchmarks.row import Row

_BEST = (
    607, 828, 1001, 1716, 1143, 1950, 1056, 1300, 439, 4631, 3443, 4040,
    1348, 1278, 3829, 3225, 5746, 4459, 3149, 4769, 21133, 30241, 17428, 42463,
)  # fmt: skip
BEST = dict(enumerate(_BEST, start=1))
"""
Best objective known of each instance, by the lists at schedulingbenchmarks.org/nrp: optima, but for
23 and 24. Older copies of the list have 3831 for 15 and 30244 for 22.
"""
WITHIN = {**dict.fromkeys((1, 2, 3, 4, 5, 11), 0), 7: 1, 9: 1, 13: 1, 15: 3, 17: 3, 19: 3}
"""How many per cent above the best a roster may lie."""
TIME_S, LONG_S, LONG_FROM = 60.0, 300.0, 21
PEERS_TO = 20
"""Plain models of later instances have millions of rows; they find no roster from 19 on."""


def run() -> list[Row]:
    """Rows of every instance beside the project; none where they are absent."""
    return [row for path in paths() for row in rows(read(path), number(path))]


def rows(
    instance: Instance, n: int, seconds: float | None = None, *, peers: bool = True
) -> Iterator[Row]:
    """One row for each peer, with the same measure."""
    time_s = seconds or (LONG_S if n >= LONG_FROM else TIME_S)
    ours, name = reached(instance, time_s), f"Curtois & Qu {n}, {time_s:g} s"
    measured, note = math.inf, str(ours)
    if isinstance(ours, Reached):
        measured = ours.objective
        note = f"{100 * (measured / BEST[n] - 1):.2f} % above {BEST[n]}; {ours}"
    if not peers or n > PEERS_TO:
        yield Row(name, target(n), measured, "", note=note)
        return
    for peer, reach in installed_peers().items():
        theirs = reach(instance, time_s)
        none = "" if theirs is not None else f"; {peer}: no roster"
        yield Row(name, target(n), measured, "", peer, theirs, f"{note}{none}")
    for peer, why in absent_peers().items():
        yield Row(name, target(n), measured, "", note=f"{note}; {peer}: {why}")


def target(n: int) -> str:
    """What an instance's objective is to reach."""
    if n in WITHIN:
        return f"<= {math.floor(BEST[n] * (1 + WITHIN[n] / 100))}"
    return "a roster" if n >= LONG_FROM else f"best: {BEST[n]}"


def main(arguments: list[str]) -> None:
    """Try one instance."""
    parser = ArgumentParser(prog="python -m tests.benchmarks.bench_curtois")
    parser.add_argument("n", type=int, nargs="+", choices=sorted(BEST))
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--peers", action="store_true")
    chosen = parser.parse_args(arguments)
    if not INSTANCES.exists():
        parser.error(ABSENT)
    for n in chosen.n:
        path = INSTANCES / f"Instance{n}.txt"
        if not path.exists():
            parser.error(f"{path} does not exist; there are {[number(p) for p in paths()]}")
        for row in rows(read(path), n, chosen.seconds, peers=chosen.peers):
            beside = f"  {row.peer}: {row.peer_measured}" if row.peer else ""
            sys.stdout.write(
                f"{row.name}: {row.measured:g} (target {row.target}){beside}  {row.note}\n"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
