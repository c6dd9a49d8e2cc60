"""The scorer of the public instances: each rule on both sides of its limit, and known facts."""

from dataclasses import replace
from pathlib import Path

import pytest

from planner.errors import InputError
from tests.benchmarks.curtois import (
    ABSENT,
    INSTANCES,
    Cover,
    Instance,
    Member,
    Request,
    Shift,
    number,
    paths,
    read,
)
from tests.benchmarks.curtois_score import score

KINDS = {"D": "D", "N": "N", ".": None}
ANA = Member(
    id="ana",
    most={"D": 14, "N": 14},
    max_minutes=10_000,
    min_minutes=0,
    max_in_row=14,
    min_in_row=1,
    min_off_in_row=1,
    max_weekends=2,
)
FILE = """\
# two weeks
SECTION_HORIZON
14

SECTION_SHIFTS
D,480,
N,600,D

SECTION_STAFF
ana,D=14|N=3,4800,960,5,2,3,1
ben,D=2|N=14,4800,960,5,2,3,1

SECTION_DAYS_OFF
ben,2,4

SECTION_SHIFT_ON_REQUESTS
ana,3,N,2

SECTION_SHIFT_OFF_REQUESTS
ben,1,D,4

SECTION_COVER
"""
COVER = "".join(f"{day},{kind},1,100,1\n" for day in range(14) for kind in "DN")


def instance(member: Member, **changes: object) -> Instance:
    shifts = (Shift("D", 480, frozenset()), Shift("N", 600, frozenset({"D"})))
    cover = tuple(Cover(day, kind, 0, 100, 1) for day in range(14) for kind in "DN")
    made = Instance("made", 14, shifts, (member,), (), (), cover)
    return replace(made, **changes)  # type: ignore[arg-type]


def broken(member: Member, days: str) -> list[str]:
    return score(instance(member), row(days))[1]


def row(days: str, member: int = 0) -> dict[tuple[int, int], str]:
    assert len(days) == 14
    worked = {(member, day): KINDS[sign] for day, sign in enumerate(days)}
    return {at: kind for at, kind in worked.items() if kind is not None}


@pytest.mark.parametrize(
    ("limit", "kept", "what"),
    [
        ({}, "DDNN...D....ND", "D on day 13 follows N"),
        ({}, "DDNN...D....DN", None),
        ({}, "N.D...........", None),
        ({"most": {"D": 2}}, "DD............", None),
        ({"most": {"D": 2}}, "DDD...........", "3 shifts D, at most 2"),
        ({"most": {"N": 0}}, "N.............", "1 shifts N, at most 0"),
        ({"max_minutes": 1080}, "DN............", None),
        ({"max_minutes": 1079}, "DN............", "1080 minutes, not 0 to 1079"),
        ({"min_minutes": 1080}, "DN............", None),
        ({"min_minutes": 1081}, "DN............", "1080 minutes, not 1081 to 10000"),
        ({"max_in_row": 3}, "..DDD.........", None),
        ({"max_in_row": 3}, "..DDDN........", "4 working days from day 2, at most 3"),
        ({"max_in_row": 3}, "DDD........DDD", None),
        ({"max_in_row": 3}, "DDDD..........", "4 working days from day 0, at most 3"),
        ({"max_in_row": 3}, "..........DDDD", "4 working days from day 10, at most 3"),
        ({"min_in_row": 2}, "...DN...DD....", None),
        ({"min_in_row": 2}, "...D..........", "1 working days from day 3, at least 2"),
        ({"min_in_row": 2}, "D............D", None),
        ({"min_in_row": 2}, ".D............", "1 working days from day 1, at least 2"),
        ({"min_in_row": 2}, "............D.", "1 working days from day 12, at least 2"),
        ({"min_off_in_row": 2}, "DD..DDDDDDDDDD", None),
        ({"min_off_in_row": 3}, "DD..DDDDDDDDDD", "2 days off from day 2, at least 3"),
        ({"min_off_in_row": 3}, ".DDDDDDDDDDDD.", None),
        ({"min_off_in_row": 3}, "D.DDDDDDDDDDDD", "1 days off from day 1, at least 3"),
        ({"max_weekends": 1}, ".....D......D.", "2 weekends, at most 1"),
        ({"max_weekends": 1}, "......D....D..", None),
        ({"max_weekends": 1}, ".....DD.......", None),
        ({"max_weekends": 0}, "......N.......", "1 weekends, at most 0"),
        ({"days_off": frozenset({3})}, "..D.D.........", None),
        ({"days_off": frozenset({3})}, "..DD..........", "works on day 3, a day off"),
    ],
)
def test_each_rule_holds_up_to_its_limit(
    limit: dict[str, object], kept: str, what: str | None
) -> None:
    member = replace(ANA, **limit)  # type: ignore[arg-type]
    assert broken(member, kept) == ([] if what is None else [f"ana: {what}"])


def test_objective_adds_refused_wishes_and_cover_by_weight() -> None:
    cover = tuple(
        Cover(day, kind, 2 if (day, kind) == (0, "D") else 0, 100, 1)
        for day in range(14)
        for kind in "DN"
    )
    wishes = {
        "on": (Request(0, 0, "D", 2), Request(0, 1, "N", 3), Request(0, 2, "D", 5)),
        "off": (Request(0, 0, "D", 7), Request(0, 0, "N", 11), Request(0, 5, "D", 13)),
    }
    made = instance(ANA, cover=cover, **wishes)
    assert score(made, row("DD............"))[0] == 3 + 5 + 7 + 100 + 1
    assert score(made, {})[0] == 2 + 3 + 5 + 200


def test_a_shift_nobody_knows_is_an_error_not_a_score() -> None:
    with pytest.raises(KeyError, match="no shift X"):
        score(instance(ANA), {(0, 0): "X"})
    with pytest.raises(KeyError, match="for member 1 on day 0"):
        score(instance(ANA), {(1, 0): "D"})


def test_a_file_is_read_as_it_stands(tmp_path: Path) -> None:
    made = read(_file(tmp_path, FILE + COVER))
    assert (made.n_days, made.shifts[1].bans) == (14, frozenset("D"))
    ana, ben = made.staff
    assert (ana.most, ana.max_minutes, ana.min_minutes) == ({"D": 14, "N": 3}, 4800, 960)
    assert (ana.max_in_row, ana.min_in_row, ana.min_off_in_row, ana.max_weekends) == (5, 2, 3, 1)
    assert (ana.days_off, ben.days_off) == (frozenset(), frozenset({2, 4}))
    assert (made.on, made.off) == ((Request(0, 3, "N", 2),), (Request(1, 1, "D", 4),))
    assert made.weekends == ((5, 6), (12, 13))


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("D,480,", "D,long,", "line 6: 'long' is no whole number"),
        ("ana,3,N,2", "eve,3,N,2", "line 17: eve is nobody of the staff"),
        ("ana,3,N,2", "ana,3,N", "line 17: 3 cells; it must have 4"),
        ("ana,3,N,2", "ana,14,N,2", "no shift N on day 14"),
        ("N,600,D", "N,600,X", r"unknown shifts \['X'\]"),
        ("0,D,1,100,1\n", "", "must name each shift of each day"),
        ("SECTION_STAFF", "SECTION_PEOPLE", "no SECTION_STAFF"),
    ],
)
def test_a_broken_file_is_refused_in_words(
    tmp_path: Path, before: str, after: str, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        read(_file(tmp_path, (FILE + COVER).replace(before, after, 1)))


@pytest.mark.skipif(not INSTANCES.exists(), reason=ABSENT)
def test_known_sizes_of_the_public_instances() -> None:
    sizes = {1: (14, 8, 1), 7: (28, 20, 3), 13: (28, 120, 18), 19: (84, 40, 5), 23: (364, 100, 16)}
    found = {number(path): read(path) for path in paths()}
    for n, (n_days, staff, shifts) in sizes.items():
        made = found[n]
        assert (made.n_days, len(made.staff), len(made.shifts)) == (n_days, staff, shifts)


def _file(folder: Path, text: str) -> Path:
    path = folder / "made.txt"
    path.write_text(text)
    return path
