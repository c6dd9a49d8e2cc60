"""
What a roster of a public instance costs, and which of its rules it breaks.

Written from the description of the problem with the instances at schedulingbenchmarks.org/nrp,
where the report is T. Curtois and R. Qu, "Computational results on new staff scheduling benchmark
instances" (2014); nothing here knows the solver. Against the least a stretch of work or of days
off goes on outside the horizon without end; against the most, both borders are days off.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby

from tests.benchmarks.curtois import Cover, Instance, Member

Roster = Mapping[tuple[int, int], str]
"""Shift that a member (place in the staff) works on a day; off where there is none."""
Row = list[str | None]
"""One member's shift on each day, None for off."""


def score(instance: Instance, roster: Roster) -> tuple[int, list[str]]:
    """
    Objective of a roster, and what it breaks in words.

    Raises
    ------
    KeyError
        For a member, day or shift that the instance does not have.
    """
    rows: list[Row] = [[None] * instance.n_days for _ in instance.staff]
    minutes = {shift.id: shift.minutes for shift in instance.shifts}
    for (i, day), shift in roster.items():
        if shift not in minutes or not (0 <= i < len(rows) and 0 <= day < instance.n_days):
            raise KeyError(f"{instance.name} has no shift {shift} for member {i} on day {day}")
        rows[i][day] = shift
    broken = [
        f"{member.id}: {what}"
        for member, row in zip(instance.staff, rows, strict=True)
        for what in _broken(instance, member, row)
    ]
    return _requests(instance, roster) + _cover(instance, roster), broken


def _requests(instance: Instance, roster: Roster) -> int:
    """Weights of wishes to work that are not granted, and of wishes not to that are ignored."""
    on = sum(r.weight for r in instance.on if roster.get((r.member, r.day)) != r.shift)
    off = sum(r.weight for r in instance.off if roster.get((r.member, r.day)) == r.shift)
    return on + off


def _cover(instance: Instance, roster: Roster) -> int:
    present = Counter((day, shift) for (_, day), shift in roster.items())
    return sum(_price(line, present[line.day, line.shift]) for line in instance.cover)


def _price(line: Cover, present: int) -> int:
    missing = line.required - present
    return line.under * missing if missing > 0 else -line.over * missing


def _broken(instance: Instance, member: Member, row: Row) -> Iterator[str]:
    yield from _successions(instance, row)
    yield from _amounts(instance, member, row)
    yield from _stretches(member, row)
    weekends = sum(any(row[day] is not None for day in weekend) for weekend in instance.weekends)
    if weekends > member.max_weekends:
        yield f"{weekends} weekends, at most {member.max_weekends}"
    for day in sorted(member.days_off):
        if row[day] is not None:
            yield f"works on day {day}, a day off"


def _successions(instance: Instance, row: Row) -> Iterator[str]:
    bans = {shift.id: shift.bans for shift in instance.shifts}
    for day in range(1, instance.n_days):
        before, now = row[day - 1], row[day]
        if before is not None and now in bans[before]:
            yield f"{now} on day {day} follows {before}"


def _amounts(instance: Instance, member: Member, row: Row) -> Iterator[str]:
    """Shifts of each kind, and minutes altogether."""
    counts = Counter(shift for shift in row if shift is not None)
    for kind, most in member.most.items():
        if counts[kind] > most:
            yield f"{counts[kind]} shifts {kind}, at most {most}"
    minutes = sum(shift.minutes * counts[shift.id] for shift in instance.shifts)
    if not member.min_minutes <= minutes <= member.max_minutes:
        yield f"{minutes} minutes, not {member.min_minutes} to {member.max_minutes}"


def _stretches(member: Member, row: Row) -> Iterator[str]:
    """Stretches of work that are too long or too short, and of days off that are too short."""
    day = 0
    for works, run in groupby(shift is not None for shift in row):
        length = len(list(run))
        inside = day > 0 and day + length < len(row)
        least = member.min_in_row if works else member.min_off_in_row
        what = "working days" if works else "days off"
        if inside and length < least:
            yield f"{length} {what} from day {day}, at least {least}"
        if works and length > member.max_in_row:
            yield f"{length} {what} from day {day}, at most {member.max_in_row}"
        day += length
