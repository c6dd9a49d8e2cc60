"""``pairs.csv``: good rows are pairs, and each wrong one is told by its line."""

from pathlib import Path

import pytest

from planner.pairings import Pairing
from planner.people import Agent
from planner.readers.pairs import read_pairs
from planner.readers.reading import Context

AGENTS = {
    name: Agent(name, name.upper(), site, "full", ("phone",))
    for name, site in (("a1", "london"), ("a2", "london"), ("k1", "kathmandu"))
}


def read(tmp_path: Path, rows: str) -> tuple[tuple[Pairing, ...], list[tuple[int | None, str]]]:
    path = tmp_path / "pairs.csv"
    path.write_text(f"first,second,kind,price\n{rows}", encoding="utf-8")
    reading = read_pairs(path, Context(agents=AGENTS))
    return reading.items, [(p.line, p.code) for p in reading.problems]


def test_good_rows_are_pairs_and_repeats_count_once(tmp_path: Path) -> None:
    items, problems = read(tmp_path, "a1,a2,Together,20\na2,a1,together,20\na1,k1,apart,\n")
    assert items == (Pairing("a1", "a2", True, 20.0), Pairing("a1", "k1", False))
    assert problems == []


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("a1,a9,apart,", "unknown_id"),
        ("a1,a1,apart,", "invalid"),
        ("a1,a2,never,", "bad_kind"),
        ("a1,a2,apart,-3", "not_a_number"),
        ("a1,k1,together,", "different_sites"),
    ],
)
def test_wrong_row_is_told_by_its_line(row: str, code: str, tmp_path: Path) -> None:
    items, problems = read(tmp_path, f"{row}\n")
    assert (items, problems) == ((), [(2, code)])


def test_pair_both_together_and_apart_is_told(tmp_path: Path) -> None:
    items, problems = read(tmp_path, "a1,a2,together,\na2,a1,apart,\n")
    assert items == (Pairing("a1", "a2", True),)
    assert problems == [(3, "contradictory_pairs")]
