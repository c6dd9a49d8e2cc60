"""The roster reader: takes what a plan writes, and refuses every slip of a hand that edits it."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from planner.exports import roster as exporting
from planner.local_time import shift_instant, zone
from planner.people import Team
from planner.pools import Pool
from planner.readers.reading import Context, Reading
from planner.readers.roster import read_roster
from planner.roster import Assignment, Roster
from planner.shifts import Break, Shift
from planner.timegrid import Interval
from tests.inputs_fixture import AGENTS, CONTRACTS, MONDAY, PHONE, SITES, TEMPLATES, TICKETS

CONTEXT = Context(
    zone="Europe/London",
    queues={q.id: q for q in (PHONE, TICKETS)},
    sites={s.id: s for s in SITES},
    templates={t.id: t for t in TEMPLATES},
    agents={a.id: a for a in AGENTS},
    pools={"both": Pool("both", ("phone", "tickets"))},
)
TEAM = Team(SITES, CONTRACTS, AGENTS)
Edit = Callable[[list[dict[str, str]]], None]


def shift_of(agent: str, template: str, day: date, skill: str = "tickets") -> Assignment:
    """A shift by its template, with its lunch at the earliest."""
    made = next(t for t in TEMPLATES if t.id == template)
    clock = zone(next(s for s in SITES if s.id in made.sites).zone)
    until = day + timedelta(days=made.until <= made.start)
    span = Interval(shift_instant(day, made.start, clock), shift_instant(until, made.until, clock))
    lunch = span.start + timedelta(minutes=180)
    rest = Break(Interval(lunch, lunch + timedelta(minutes=30)), False, "lunch")
    return Assignment(agent, Shift(template, day, span, (rest,)), skill)


SHIFTS = (
    shift_of("k0", "ktm-early", MONDAY),
    shift_of("l0", "early", MONDAY, "phone"),
    shift_of("l0", "late", MONDAY + timedelta(days=6), "both"),
    shift_of("n0", "night", MONDAY + timedelta(days=5)),
)


def rows_of(shifts: tuple[Assignment, ...] = SHIFTS) -> list[dict[str, str]]:
    week = Interval(SHIFTS[0].shift.interval.start, SHIFTS[-1].shift.interval.end)
    text = exporting.text(Roster(week, shifts), TEAM)
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def read(folder: Path, rows: list[dict[str, str]], delimiter: str = ",") -> Reading[Assignment]:
    path = folder / "roster.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return read_roster(path, CONTEXT)


def test_a_roster_comes_back_as_it_was_written(tmp_path: Path) -> None:
    reading = read(tmp_path, rows_of())
    assert reading.problems == ()
    assert reading.items == SHIFTS


def test_rows_may_be_sorted_otherwise_and_a_spreadsheet_may_divide_them(tmp_path: Path) -> None:
    reading = read(tmp_path, rows_of()[::-1], ";")
    assert reading.problems == ()
    assert reading.items == SHIFTS


def test_local_times_do_where_the_utc_columns_are_emptied(tmp_path: Path) -> None:
    rows = rows_of()
    for row in rows:
        row["start_utc"] = row["end_utc"] = ""
    assert read(tmp_path, rows).items == SHIFTS


def test_an_agent_whose_id_a_spreadsheet_might_take_for_a_formula_is_found(tmp_path: Path) -> None:
    odd = replace(AGENTS[0], id="=l0")
    team = Team(SITES, CONTRACTS, (odd,))
    shift = replace(SHIFTS[1], agent="=l0")
    path = tmp_path / "roster.csv"
    path.write_text(exporting.text(Roster(shift.shift.interval, (shift,)), team), encoding="utf-8")
    assert read_roster(path, replace(CONTEXT, agents={"=l0": odd})).items == (shift,)


def put(column: str, value: str, row: int = 1) -> Edit:
    def edit(rows: list[dict[str, str]]) -> None:
        rows[row][column] = value

    return edit


def twice(rows: list[dict[str, str]]) -> None:
    rows.append(dict(rows[0]))


def moved(rows: list[dict[str, str]]) -> None:
    """A shift an hour later by the clock alone."""
    rows[1]["start_local"] = rows[1]["start_local"].replace("T07:00", "T08:00")


def lunch(start: str, end: str) -> Edit:
    def edit(rows: list[dict[str, str]]) -> None:
        rows[1]["breaks"] = ""
        rows[1]["breaks_utc"] += f";2003-10-20T{start}:00Z/2003-10-20T{end}:00Z/paid/tea"

    return edit


@pytest.mark.parametrize(
    ("edit", "code", "words"),
    [
        (put("agent", "l9"), "unknown_id", "use l0, l1"),
        (put("shift", "erly"), "unknown_id", "did you mean early"),
        (put("skill", "fone"), "unknown_skill", "did you mean phone"),
        (put("skill", "phone", 0), "lacks_skill", "agent k0 is rostered for phone"),
        (put("skill", "both", 0), "lacks_skill", "has no skill phone"),
        (put("day", "2003-10-21"), "wrong_day", "begins on 2003-10-20 at london"),
        (put("day", "20/10/2003"), "ambiguous_date", "write it as"),
        (put("start_utc", "2003-10-20T07:00"), "bad_time", "with their offset"),
        (put("start_utc", "2003-10-20T07:00:00Z"), "contradictory_times", "change both"),
        (moved, "contradictory_times", "start_local is 2003-10-20 07:00 in UTC"),
        (put("breaks", "11:00-11:30 lunch (unpaid)"), "contradictory_times", "breaks_utc says"),
        (put("breaks_utc", "2003-10-20T10:00:00Z/2003-10-20T10:30:00Z"), "bad_break", "unpaid"),
        (lunch("23:00", "23:15"), "bad_break", "does not lie in the shift"),
        (lunch("09:15", "09:45"), "bad_break", "lunch and tea of l0 overlap"),
        (lunch("06:30", "06:00"), "reversed", "swap them"),
        (twice, "overlapping_shifts", "shifts of k0 overlap"),
    ],
)
def test_a_slip_is_refused_once_with_its_line(
    tmp_path: Path, edit: Edit, code: str, words: str
) -> None:
    rows = rows_of()
    edit(rows)
    (problem,) = read(tmp_path, rows).problems
    assert problem.code == code
    assert words in problem.message
    assert problem.line is not None
    assert "\n" not in problem.message


def test_a_shift_inside_a_longer_one_overlaps_though_its_neighbour_does_not(tmp_path: Path) -> None:
    long = shift_of("l0", "early", MONDAY)
    whole = replace(long.shift, interval=Interval(long.shift.interval.start, long.shift.interval.end
                                                  + timedelta(hours=7)))  # fmt: skip
    inside = shift_of("l0", "late", MONDAY)
    starts = inside.shift.interval.start
    short = replace(inside.shift, interval=Interval(starts, starts + timedelta(hours=1)), breaks=())
    later = replace(
        short, interval=Interval(starts + timedelta(hours=2), starts + timedelta(hours=3))
    )
    shifts = tuple(Assignment("l0", s, "tickets") for s in (whole, short, later))
    found = read(tmp_path, rows_of(shifts)).problems
    assert [p.code for p in found] == ["overlapping_shifts"] * 2
