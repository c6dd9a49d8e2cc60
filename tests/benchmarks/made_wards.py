"""
Seeded shift-scheduling instances with the rules and in sizes of the public ones.

What is tuned on the public instances is tried on these: as many weeks, people and kinds of shift as
the sizes that are rarely at hand, all else drawn by chance. Demand is about what the staff can work
at most, so that some of it stays uncovered.
"""

from collections.abc import Iterator

import numpy as np

from tests.benchmarks.curtois import WEEK, Cover, Instance, Member, Request, Shift

SIZES = {
    "ward 4 x 18 x 3": (4, 18, 3),
    "ward 4 x 30 x 4": (4, 30, 4),
    "ward 4 x 40 x 5": (4, 40, 5),
    "ward 4 x 60 x 10": (4, 60, 10),
    "ward 6 x 32 x 4": (6, 32, 4),
    "ward 8 x 20 x 3": (8, 20, 3),
    "ward 12 x 22 x 3": (12, 22, 3),
    "ward 26 x 50 x 6": (26, 50, 6),
    "ward 52 x 50 x 10": (52, 50, 10),
    "ward 52 x 150 x 32": (52, 150, 32),
}
"""Weeks, people and kinds of shift."""
FAMILIES, LENGTHS = "EDLN", (480, 480, 600, 720)
LONG = 720
WEEK_MINUTES = {"full": 2160, "part": 1080}
"""Most minutes a week, on average."""


def ward(name: str, seed: int = 1) -> Instance:
    """An instance of one of the sizes."""
    weeks, n_people, n_kinds = SIZES[name]
    rng = np.random.default_rng([seed, weeks, n_people, n_kinds])
    shifts = tuple(_shifts(n_kinds))
    staff = tuple(_member(i, weeks, shifts, rng) for i in range(n_people))
    on = tuple(_requests(staff, weeks, rng, each=4.0))
    return Instance(
        name=name,
        n_days=weeks * WEEK,
        shifts=shifts,
        staff=staff,
        on=on,
        off=_against(on, tuple(_requests(staff, weeks, rng, each=2.0))),
        cover=tuple(_cover(weeks, shifts, staff, rng)),
    )


def _shifts(n_kinds: int) -> Iterator[Shift]:
    """Early, day, late and night in turn; no earlier one follows, nor a long one a long one."""
    drawn = [
        (k % len(FAMILIES), LENGTHS[k // len(FAMILIES) % len(LENGTHS)]) for k in range(n_kinds)
    ]
    names = [f"{FAMILIES[family]}{k // len(FAMILIES)}" for k, (family, _) in enumerate(drawn)]
    for name, (family, minutes) in zip(names, drawn, strict=True):
        bans = (
            other
            for other, (next_family, next_minutes) in zip(names, drawn, strict=True)
            if next_family < family or (minutes == LONG == next_minutes and next_family == family)
        )
        yield Shift(name, minutes, frozenset(bans))


def _member(i: int, weeks: int, shifts: tuple[Shift, ...], rng: np.random.Generator) -> Member:
    contract = "full" if rng.random() < 0.75 else "part"
    most = weeks * WEEK_MINUTES[contract]
    in_row = int(rng.choice([5, 6] if contract == "full" else [4, 5], p=[0.8, 0.2]))
    return Member(
        id=f"M{i}",
        most=dict(_most(weeks, shifts, rng)),
        max_minutes=most,
        min_minutes=most - (1080 if weeks < 8 else 960),
        max_in_row=in_row,
        min_in_row=2 if contract == "full" else 1,
        min_off_in_row=3 if in_row == 6 and weeks < 8 else 2,
        max_weekends=weeks // 2,
        days_off=_days_off(weeks, rng),
    )


def _days_off(weeks: int, rng: np.random.Generator) -> frozenset[int]:
    """Single days, or weeks of leave where there are many, a day in every second week or more."""
    length = 1 if weeks < 8 else 4
    firsts = rng.choice(weeks * WEEK - length, size=max(weeks // (2 * length), 1), replace=False)
    return frozenset(day for first in firsts.tolist() for day in range(first, first + length))


def _most(
    weeks: int, shifts: tuple[Shift, ...], rng: np.random.Generator
) -> Iterator[tuple[str, int]]:
    """Anybody may work the first kind or the second; nights and long shifts are limited."""
    sure = int(rng.integers(min(2, len(shifts))))
    for k, shift in enumerate(shifts):
        is_limited = shift.id.startswith("N") or shift.minutes == LONG
        if k != sure and rng.random() < 0.3:
            yield shift.id, 0
        else:
            yield shift.id, weeks * 3 // 2 if is_limited else weeks * WEEK


def _requests(
    staff: tuple[Member, ...], weeks: int, rng: np.random.Generator, each: float
) -> Iterator[Request]:
    """Runs of one to four days on which somebody wants a kind they may work."""
    for i, member in enumerate(staff):
        may = [kind for kind, most in member.most.items() if most]
        taken: set[int] = set()
        for _ in range(rng.poisson(each * weeks / 8)):
            first, length = int(rng.integers(weeks * WEEK)), int(rng.integers(1, 5))
            days = {*range(first, min(first + length, weeks * WEEK))} - member.days_off - taken
            kind, weight = may[int(rng.integers(len(may)))], int(rng.integers(1, 4))
            yield from (Request(i, day, kind, weight) for day in sorted(days))
            taken |= days


def _against(on: tuple[Request, ...], off: tuple[Request, ...]) -> tuple[Request, ...]:
    """Wishes against a shift, on days on which the person wishes for none."""
    wished = {(r.member, r.day) for r in on}
    return tuple(r for r in off if (r.member, r.day) not in wished)


def _cover(
    weeks: int, shifts: tuple[Shift, ...], staff: tuple[Member, ...], rng: np.random.Generator
) -> Iterator[Cover]:
    """Each kind's share of what the people who may work it can give, day by day by chance."""
    minutes = [0.0] * len(shifts)
    for member in staff:
        may = [k for k, shift in enumerate(shifts) if member.most[shift.id]]
        for k in may:
            is_limited = member.most[shifts[k].id] < weeks * WEEK
            minutes[k] += member.max_minutes / len(may) * (0.5 if is_limited else 1.0)
    for day in range(weeks * WEEK):
        for k, shift in enumerate(shifts):
            mean = minutes[k] / shift.minutes / (weeks * WEEK)
            least, most = np.round(mean * np.array([0.6, 1.45])).astype(int).tolist()
            yield Cover(day, shift.id, int(rng.integers(least, most + 1)), 100, 1)
