"""The plain models of public instances find what trying every roster finds."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from tests.benchmarks.bench_curtois import BEST
from tests.benchmarks.curtois import (
    ABSENT,
    INSTANCES,
    Cover,
    Instance,
    Member,
    Request,
    Shift,
    read,
)
from tests.benchmarks.curtois_cpsat import MODELS
from tests.benchmarks.curtois_score import Roster, score

DAYS = 7
ANA = Member(
    id="ana",
    most={"D": 7, "N": 7},
    max_minutes=10_000,
    min_minutes=0,
    max_in_row=7,
    min_in_row=1,
    min_off_in_row=1,
    max_weekends=1,
)
LIMITS: tuple[dict[str, object], ...] = (
    {},
    {"most": {"D": 2, "N": 1}},
    {"most": {"D": 0, "N": 7}},
    {"max_minutes": 1500},
    {"min_minutes": 3500},
    {"max_in_row": 2},
    {"min_in_row": 3},
    {"min_off_in_row": 3},
    {"max_in_row": 2, "min_in_row": 2, "min_off_in_row": 2},
    {"max_weekends": 0},
    {"days_off": frozenset({1, 3})},
)


@pytest.mark.parametrize("limits", LIMITS, ids=str)
@pytest.mark.parametrize("model", MODELS)
def test_a_plain_model_finds_the_optimum(model: str, limits: dict[str, object]) -> None:
    instance = one_week(replace(ANA, **limits))  # type: ignore[arg-type]
    scored = (score(instance, roster) for roster in every_roster())
    best = min(objective for objective, broken in scored if not broken)
    assert MODELS[model](instance, 10.0) == best


def test_a_plain_model_without_any_roster_says_so() -> None:
    instance = one_week(replace(ANA, min_minutes=9_000))
    assert [reach(instance, 10.0) for reach in MODELS.values()] == [None, None]


@pytest.mark.skipif(not INSTANCES.exists(), reason=ABSENT)
@pytest.mark.parametrize("model", MODELS)
def test_the_published_optimum_of_the_smallest_instance_is_found(model: str) -> None:
    assert MODELS[model](read(INSTANCES / "Instance1.txt"), 60.0) == BEST[1] == 607


def one_week(member: Member) -> Instance:
    """Wants the person on most days, wishes against it here and there."""
    shifts = (Shift("D", 480, frozenset()), Shift("N", 600, frozenset({"D"})))
    wanted = {(0, "D"), (1, "N"), (2, "D"), (4, "D"), (5, "N"), (6, "D")}
    cover = tuple(
        Cover(day, kind, int((day, kind) in wanted), 10, 3) for day in range(DAYS) for kind in "DN"
    )
    on = (Request(0, 3, "N", 6), Request(0, 5, "D", 4))
    off = (Request(0, 2, "D", 12), Request(0, 6, "D", 5), Request(0, 6, "N", 5))
    return Instance("made", DAYS, shifts, (member,), on, off, cover)


def every_roster() -> Iterator[Roster]:
    for days in product(("D", "N", None), repeat=DAYS):
        yield {(0, day): kind for day, kind in enumerate(days) if kind is not None}
