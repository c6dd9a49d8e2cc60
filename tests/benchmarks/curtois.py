"""
Public shift-scheduling instances of Curtois and Qu (2014), as plain data.

They lie beside the project, not in it. A file has sections (``SECTION_STAFF`` and so on), lines of
commas and comments that begin with ``#``. Day 0 is a Monday.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from planner.errors import InputError

INSTANCES = Path(__file__).resolve().parents[2].parent / "shared" / "instances" / "curtois"
ABSENT = f"the public instances do not lie in {INSTANCES}"
WEEK = 7

Rows = list[tuple[str, list[str]]]
"""Place (file and line) and cells of each line of a section."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A kind of shift; those in `bans` may not be worked on the day after it."""

    id: str
    minutes: int
    bans: frozenset[str]


@dataclass(frozen=True, slots=True)
class Member:
    """What one person may work; `most` says how many shifts of each kind."""

    id: str
    most: Mapping[str, int]
    max_minutes: int
    min_minutes: int
    max_in_row: int
    min_in_row: int
    min_off_in_row: int
    max_weekends: int
    days_off: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Request:
    """A wish to work a shift on a day, or not to; `weight` is the price of refusing it."""

    member: int
    day: int
    shift: str
    weight: int


@dataclass(frozen=True, slots=True)
class Cover:
    """People wanted on a day's shift; `under` and `over` price each one missing or too many."""

    day: int
    shift: str
    required: int
    under: int
    over: int


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance; members are known by their place in `staff`."""

    name: str
    n_days: int
    shifts: tuple[Shift, ...]
    staff: tuple[Member, ...]
    on: tuple[Request, ...]
    off: tuple[Request, ...]
    cover: tuple[Cover, ...]

    def __post_init__(self) -> None:
        known = {shift.id for shift in self.shifts}
        if len(known) < len(self.shifts) or self.n_days < 1 or self.n_days % WEEK:
            raise InputError(f"{self.name}: shifts must differ and {self.n_days} days be weeks")
        named = {s for shift in self.shifts for s in shift.bans}
        named |= {s for member in self.staff for s in member.most}
        if named - known:
            raise InputError(f"{self.name}: unknown shifts {sorted(named - known)}")
        places = [(r.day, r.shift) for r in (*self.on, *self.off)]
        places += [(line.day, line.shift) for line in self.cover]
        for day, name in places:
            if name not in known or not 0 <= day < self.n_days:
                raise InputError(f"{self.name}: no shift {name} on day {day}")
        if len({(c.day, c.shift) for c in self.cover}) < self.n_days * len(known):
            raise InputError(f"{self.name}: the cover must name each shift of each day once")

    @property
    def weekends(self) -> tuple[tuple[int, int], ...]:
        """Saturday and Sunday of each week."""
        return tuple((day + 5, day + 6) for day in range(0, self.n_days, WEEK))


def read(path: Path) -> Instance:
    """
    Instance in a file.

    Raises
    ------
    InputError
        With file and line, where a cell is no number or a name is unknown.
    """
    sections = _sections(path)
    for name in ("HORIZON", "SHIFTS", "STAFF", "COVER"):
        if not sections.get(name):
            raise InputError(f"{path.name} has no SECTION_{name}; it must hold lines")
    where, cells = sections["HORIZON"][0]
    staff = _staff(sections)
    place = {member.id: i for i, member in enumerate(staff)}
    return Instance(
        name=path.stem,
        n_days=_whole(where, cells[0]),
        shifts=tuple(_shift(*row) for row in sections["SHIFTS"]),
        staff=staff,
        on=tuple(_request(place, *row) for row in sections.get("SHIFT_ON_REQUESTS", [])),
        off=tuple(_request(place, *row) for row in sections.get("SHIFT_OFF_REQUESTS", [])),
        cover=tuple(_cover(*row) for row in sections["COVER"]),
    )


def paths() -> list[Path]:
    """Files of the instances beside the project, by number; none where they are absent."""
    return sorted(INSTANCES.glob("Instance*.txt"), key=number)


def number(path: Path) -> int:
    """Number of an instance, from its file's name."""
    return int(path.stem.removeprefix("Instance"))


def _sections(path: Path) -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    rows: Rows = []
    for at, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.strip()
        if text.startswith("SECTION_"):
            rows = found.setdefault(text.removeprefix("SECTION_"), [])
        elif text and not text.startswith("#"):
            rows.append((f"{path.name} line {at}", [cell.strip() for cell in text.split(",")]))
    return found


def _shift(where: str, cells: list[str]) -> Shift:
    name, minutes, bans = _cells(where, cells, 3)
    return Shift(name, _whole(where, minutes), frozenset(filter(None, bans.split("|"))))


def _staff(sections: dict[str, Rows]) -> tuple[Member, ...]:
    days_off: dict[str, frozenset[int]] = {}
    for where, cells in sections.get("DAYS_OFF", []):
        days_off[cells[0]] = frozenset(_whole(where, cell) for cell in cells[1:])
    return tuple(_member(days_off, *row) for row in sections["STAFF"])


def _member(days_off: Mapping[str, frozenset[int]], where: str, cells: list[str]) -> Member:
    name, kinds, *limits = _cells(where, cells, 8)
    most, least, max_row, min_row, min_off, weekends = (_whole(where, cell) for cell in limits)
    return Member(
        id=name,
        most=dict(_most(where, kinds)),
        max_minutes=most,
        min_minutes=least,
        max_in_row=max_row,
        min_in_row=min_row,
        min_off_in_row=min_off,
        max_weekends=weekends,
        days_off=days_off.get(name, frozenset()),
    )


def _most(where: str, kinds: str) -> Iterator[tuple[str, int]]:
    for kind in kinds.split("|"):
        name, _, most = kind.partition("=")
        yield name, _whole(where, most)


def _request(place: Mapping[str, int], where: str, cells: list[str]) -> Request:
    name, day, shift, weight = _cells(where, cells, 4)
    if name not in place:
        raise InputError(f"{where}: {name} is nobody of the staff; name one of SECTION_STAFF")
    return Request(place[name], _whole(where, day), shift, _whole(where, weight))


def _cover(where: str, cells: list[str]) -> Cover:
    day, shift, *numbers = _cells(where, cells, 5)
    required, under, over = (_whole(where, cell) for cell in numbers)
    return Cover(_whole(where, day), shift, required, under, over)


def _cells(where: str, cells: list[str], n: int) -> list[str]:
    if len(cells) != n:
        raise InputError(f"{where}: {len(cells)} cells; it must have {n}")
    return cells


def _whole(where: str, cell: str) -> int:
    if not cell.isdecimal() and cell != "-0":  # one of the public files writes 0 so
        raise InputError(f"{where}: {cell!r} is no whole number; use one of 0 or more")
    return int(cell)
