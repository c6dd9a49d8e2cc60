"""Rows of the public instances: what was to be reached, and what nobody reached."""

import math

import pytest

from tests.benchmarks import bench_curtois
from tests.benchmarks.curtois_solve import Reached
from tests.solver.test_curtois_cpsat import ANA, one_week

WEEK = one_week(ANA)


@pytest.mark.parametrize(
    ("n", "target"),
    [(5, "<= 1143"), (7, "<= 1066"), (15, "<= 3943"), (16, "best: 3225"), (21, "a roster")],
)
def test_target_of_an_instance(n: int, target: str) -> None:
    assert bench_curtois.target(n) == target


def test_each_peer_has_a_row_beside_the_same_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    peers = {"one": lambda instance, seconds: 1100, "two": lambda instance, seconds: None}
    monkeypatch.setattr(bench_curtois, "reached", lambda *_: Reached(1062, 1040, 2.0, 60.0))
    monkeypatch.setattr(bench_curtois, "installed_peers", lambda: peers)
    monkeypatch.setattr(bench_curtois, "absent_peers", lambda: {"three": "not installed"})
    rows = [*bench_curtois.rows(WEEK, 7)]
    assert [(row.peer, row.measured, row.peer_measured) for row in rows] == [
        ("one", 1062, 1100),
        ("two", 1062, None),
        ("", 1062, None),
    ]
    assert rows[0].note.startswith("0.57 % above 1056; bound 1040, gap 2.07 %")
    assert rows[1].note.endswith("two: no roster")
    assert rows[2].note.endswith("three: not installed")


def test_no_roster_is_told_in_the_solver_s_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_curtois, "reached", lambda *_: "no roster found after 60 s")
    (row,) = bench_curtois.rows(WEEK, 23)
    assert math.isinf(row.measured)
    assert (row.name, row.note) == ("Curtois & Qu 23, 300 s", "no roster found after 60 s")
