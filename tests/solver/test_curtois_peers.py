"""Peers of the public instances that need more than we install."""

import pytest

from tests.benchmarks.curtois_cpsat import sums
from tests.benchmarks.curtois_peers import absent_peers, installed_peers, timefold
from tests.solver.test_curtois_cpsat import ANA, one_week


def test_a_peer_runs_or_says_why_not() -> None:
    assert {*installed_peers(), *absent_peers()} == {"CP-SAT", "OR-Tools example", "Timefold"}


def test_timefold_scores_a_week_as_we_do() -> None:
    if "Timefold" in absent_peers():
        pytest.skip(f"Timefold: {absent_peers()['Timefold']}")
    instance = one_week(ANA)
    reached, best = timefold(instance, 5.0), sums(instance, 10.0)
    assert reached is not None
    assert best is not None
    assert best <= reached <= 2 * best
