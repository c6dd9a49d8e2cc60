"""Wrong inputs, each of which gives one clear line: file, line, what was found, what would do."""

import errno
import gzip
import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from planner.errors import InputError
from scenarios.document import check_workspace, read_workspace
from scenarios.template import write_template
from tests.fault_fixture import (
    AGENT_HEADER,
    AGENTS,
    HISTORY,
    LAST,
    TOML,
    Edit,
    Fault,
    add,
    assert_is_told,
    gone,
    key,
    put,
    swap,
)


def rows(minutes: int, days: int, first: str = "2026-01-12") -> list[str]:
    """History rows of both queues, `minutes` apart in opening hours."""
    start = datetime.fromisoformat(first)
    made = []
    for day in range(days):
        if (start + timedelta(days=day)).weekday() < 5:
            for step in range(600 // minutes):
                at = start + timedelta(days=day, minutes=480 + minutes * step)
                made += [f"{at:%Y-%m-%dT%H:%M},{queue},4\n" for queue in ("phone", "tickets")]
    return made


def history(*parts: list[str], line: int | None = None) -> Edit:
    """Replace the history."""
    text = "start,queue,offered\n" + "".join(row for part in parts for row in part)
    return put(HISTORY, text, line)


def cell(offered: str, code: str, *words: str, fault: str) -> Fault:
    """A wrong count."""
    row = f"{LAST},{offered},,240.5"
    return Fault(fault, HISTORY, add(HISTORY, row), code, ("offered", *words))


def stamp(start: str, code: str, *words: str, fault: str) -> Fault:
    """A wrong start."""
    return Fault(fault, HISTORY, add(HISTORY, f"{start},phone,4,,240.5"), code, ("start", *words))


TABLES = (
    Fault("A04-handle", HISTORY, add(HISTORY, f'{LAST},4,,"1,234"'), "ambiguous_number", ("1234",)),
    Fault(
        "A03-both",
        HISTORY,
        add(HISTORY, f'{LAST},4,,"1,234.5"'),
        "ambiguous_number",
        ("without marks",),
    ),
    Fault(
        "A05",
        AGENTS,
        put(AGENTS, AGENT_HEADER.encode("utf-16-le")),
        "encoding_unknown",
        ("UTF-16", "save it as UTF-8"),
    ),
    Fault(
        "A06",
        AGENTS,
        put(AGENTS, f"{AGENT_HEADER}a1,Müller,bristol,full,phone,\n".encode("cp1252"), 2),
        "encoding_invalid",
        ("0xFC", "offset 39", "Müller", "save the file as UTF-8"),
    ),
    Fault("A07", AGENTS, add(AGENTS, b"a9,M\xfcller,bristol,full,phone,"), "encoding_invalid", ()),
    Fault("A08-nul", AGENTS, add(AGENTS, "a9,N\0,bristol,full,phone,"), "control_character", ()),
    Fault("A08-bell", AGENTS, add(AGENTS, "a9,N\a,b,full,phone,"), "control_character", ("0007",)),
    Fault(
        "A08-toml",
        TOML,
        swap(TOML, 'name = "Bristol"', 'name = "Bris\\u0007tol"'),
        "invalid",
        ("cannot be seen",),
    ),
    Fault(
        "A09",
        HISTORY,
        swap(HISTORY, "priority", "offered"),
        "duplicate_column",
        ("offered stands 2 times",),
    ),
    Fault(
        "A10",
        AGENTS,
        swap(AGENTS, "contract", "deal"),
        "missing_column",
        ("contract is missing", "header holds id, name, site, deal"),
    ),
    Fault("A11-empty", HISTORY, put(HISTORY, "", 1), "no_header", ("empty", "start, queue")),
    Fault("A11-blank", AGENTS, put(AGENTS, "\n \n\n", 1), "no_header", ("empty",)),
    Fault("A11-rows", HISTORY, put(HISTORY, "start,queue,offered\n\n", 1), "no_rows", ()),
    Fault("A12-few", AGENTS, add(AGENTS, "a9,Bo,bristol"), "ragged_row", ("has 3 fields", "has 6")),
    Fault("A12-many", HISTORY, add(HISTORY, f"{LAST},1,,2,3"), "ragged_row", ("has 6 fields",)),
    Fault("A13", AGENTS, add(AGENTS, 'a9,"Bo,bristol,full,phone,\n' * 3), "unterminated_quote", ()),
    Fault("A13-tail", AGENTS, add(AGENTS, 'a9,"Bo" X,bristol,full,phone,'), "bad_quote", ()),
    Fault(
        "A14-field",
        AGENTS,
        add(AGENTS, f"a9,{'x' * 70_000},bristol,full,phone,"),
        "field_too_large",
        ("name", "64 KiB"),
    ),
    Fault(
        "A14-line",
        AGENTS,
        add(AGENTS, f"a9,{'x' * 3_000_000},bristol,full,phone,"),
        "field_too_large",
        ("64 KiB",),
    ),
    Fault("A23-xlsx", AGENTS, put(AGENTS, b"PK\x03\x04 sheet"), "wrong_file_type", ("Excel",)),
    Fault("A23-pdf", AGENTS, put(AGENTS, b"%PDF-1.7"), "wrong_file_type", ("PDF", "CSV")),
    Fault("A23-html", AGENTS, put(AGENTS, "<!DOCTYPE html><p>"), "wrong_file_type", ("web page",)),
    Fault("A23-gz", HISTORY, put(HISTORY, gzip.compress(b"x")), "wrong_file_type", ("gzip",)),
    Fault(
        "A29",
        HISTORY,
        put(
            HISTORY,
            "start,queue,offered,handle_s\n" + "".join(rows(30, 28)).replace(",4\n", ",300,4\n"),
        ),
        "implausible",
        ("handle_s is 4 s", "swapped"),
        warning=True,
    ),
)

NUMBERS = (
    cell("1.234", "ambiguous_number", "1234", fault="A04-point"),
    cell('"1,234"', "ambiguous_number", "may be 1234 or a decimal", fault="A04-comma"),
    cell("NaN", "not_a_count", "'NaN'", "whole number", fault="A15-nan"),
    cell("inf", "not_a_count", "'inf'", fault="A15-inf"),
    cell("-0", "not_a_count", "'-0'", fault="A15-minus-zero"),
    cell("1e309", "not_a_count", "'1e309'", fault="A15-overflow"),
    cell("", "not_a_count", "is empty", fault="A15-empty"),
    cell("null", "not_a_count", "'null'", fault="A15-null"),
    cell("N/A", "not_a_count", "'N/A'", "leave the row out", fault="A15-na"),
    cell("١٢", "not_a_count", "'١٢'", fault="A15-digits"),
    cell("-5", "negative", "'-5'", fault="A16"),
    cell("1000000000000", "out_of_range", "at most 1000000", fault="A17"),
    cell("1e12", "out_of_range", "'1e12'", fault="A17-power"),
    cell("3.7", "fractional", "use a whole number", fault="A18"),
    Fault("A16-handle", HISTORY, add(HISTORY, f"{LAST},4,,-3"), "negative", ("handle_s",)),
    Fault("A17-handle", HISTORY, add(HISTORY, f"{LAST},4,,90000"), "out_of_range", ("one day",)),
    Fault("A15-handle", HISTORY, add(HISTORY, f"{LAST},4,,0:04:10"), "not_a_number", ("seconds",)),
)

TIMES = (
    Fault(
        "B06",
        HISTORY,
        lambda folder: (
            swap(TOML, 'doubled_hour = "first"', 'doubled_hour = "refuse"')(folder)
            and add(HISTORY, "2025-10-26T01:30,phone,4,,")(folder)
        ),
        "ambiguous_time",
        ("happens twice in Europe/London", "00:30Z or 01:30Z", "doubled_hour"),
    ),
    Fault(
        "B06-leave",
        "time_off.csv",
        add("time_off.csv", "a1,2026-10-25T01:30,2026-10-25T09:00,leave,yes"),
        "ambiguous_time",
        ("start", "happens twice"),
    ),
    stamp("2026-03-29T01:30", "nonexistent_time", "00:30 or 02:30", fault="B07"),
    stamp("2026-03-20T18:00Z", "mixed_offsets", "an offset", "or none", fault="B08"),
    key("B09", 'zone = "Europe/London"', 'zone = "Mars/Phobos"', "unknown_time_zone", "Mars"),
    key("B09-near", 'zone = "Europe/London"', 'zone = "CET6"', "unknown_time_zone", "'CET6'"),
    key("B09-empty", 'zone = "Europe/London"', 'zone = ""', "unknown_time_zone", "time zone ''"),
    key(
        "B09-site",
        'zone = "Europe/London"          # clock of its',
        'zone = "London" # ',
        "unknown_time_zone",
        "site bristol",
        "Europe/London",
    ),
    key(
        "B09-queue",
        'zone = "Europe/London"          # the',
        'zone = "Europe/Londn" # ',
        "unknown_time_zone",
        "queue phone",
        "Europe/London",
    ),
    stamp("03/04/2026 08:00", "ambiguous_date", "2026-03-04 or 2026-04-03", fault="B11"),
    stamp("1774000800", "out_of_range", "Unix seconds", "2026-03-20T10:00Z", fault="B12-seconds"),
    stamp("1774000800000", "out_of_range", "Unix milliseconds", fault="B12-millis"),
    stamp("1970-01-01T08:00", "out_of_range", "1990 to 2100", fault="B12-1970"),
    stamp("9999-01-01T08:00", "out_of_range", "1990 to 2100", fault="B12-9999"),
    stamp("2026-02-30T08:00", "bad_time", "no calendar has", fault="B10-february"),
    stamp("2026-03-20", "bad_time", "give the time as well", fault="B12-date"),
    stamp("45678.25", "bad_time", "'45678.25'", fault="A24-serial"),
    stamp("", "bad_time", "is empty", fault="B12-empty"),
    Fault(
        "B13-duplicate",
        HISTORY,
        add(HISTORY, "2026-03-20T17:30,phone,4,,"),
        "duplicate_interval",
        ("2026-03-20T17:30Z", "in line", "keep one"),
    ),
    Fault(
        "B13-overlap",
        HISTORY,
        add(HISTORY, "2026-03-20T17:45,phone,4,,"),
        "overlap",
        ("30 minutes each",),
    ),
    Fault(
        "B14-changed",
        HISTORY,
        history(rows(15, 14), rows(30, 21, "2026-01-26"), line=2 + 2 * 40 * 10),
        "interval_changed",
        ("30 minutes apart", "elsewhere 15"),
        alone=False,
    ),
    Fault(
        "B14-coarse",
        HISTORY,
        history(rows(60, 28)),
        "interval_too_coarse",
        ("60 minutes apart", "interval_minutes = 60"),
        alone=False,
    ),
    Fault(
        "B14-gaps",
        HISTORY,
        history(rows(30, 14), rows(30, 7, "2026-03-16")),
        "too_many_gaps",
        ("%", "absent_rows"),
        alone=False,
    ),
    Fault(
        "B14-short",
        HISTORY,
        history(rows(30, 5)),
        "history_too_short",
        ("5 days of history", "two weeks"),
        alone=False,
    ),
)

PEOPLE = (
    Fault("C01", AGENTS, put(AGENTS, AGENT_HEADER, 1), "no_agents", ("nobody to roster",)),
    Fault(
        "C03-nobody",
        TOML,
        swap(TOML, 'skill = "tickets"', 'skill = "mail"'),
        "skill_nobody_has",
        ("queue tickets", "mail", "uncovered"),
        warning=True,
        alone=False,
    ),
    Fault(
        "C03-none",
        AGENTS,
        add(AGENTS, "a9,Bo,bristol,full,,"),
        "no_skills",
        ("agent a9", "name a skill"),
        warning=True,
    ),
    key("C04", "min_hours = 30", "min_hours = 50", "invalid", "min_hours 50", "max_hours 40"),
    Fault(
        "C04-long",
        TOML,
        lambda folder: (
            swap(TOML, "min_hours = 12", "min_hours = 0")(folder)
            and swap(TOML, "max_hours = 24", "max_hours = 3")(folder)
        ),
        "shift_too_long",
        ("contract part", "max_hours is 3", "4 paid hours"),
    ),
    Fault(
        "C07-reversed",
        "time_off.csv",
        add("time_off.csv", "a1,2026-03-25,2026-03-24T08:00,leave,yes"),
        "reversed",
        ("2026-03-25", "swap them"),
    ),
    Fault(
        "C07-zero",
        "time_off.csv",
        add("time_off.csv", "a1,2026-03-25T08:00,2026-03-25T08:00,leave,yes"),
        "zero_length",
        ("give a later end",),
    ),
    Fault(
        "C07-who",
        "time_off.csv",
        add("time_off.csv", "a33,2026-03-25,2026-03-25,leave,yes"),
        "unknown_id",
        ("agent 'a33' is not known", "did you mean"),
    ),
    Fault(
        "C07-paid",
        "time_off.csv",
        add("time_off.csv", "a1,2026-03-25,2026-03-25,leave,maybe"),
        "not_a_claim",
        ("paid is 'maybe'", "yes or no"),
    ),
    Fault("C11-id", AGENTS, add(AGENTS, "a1,Bo,bristol,full,phone,"), "duplicate_id", ("line 2",)),
    Fault(
        "C11-email",
        AGENTS,
        add(AGENTS, "a9,Bo,bristol,full,phone,AMARA@example.org"),
        "duplicate_email",
        ("line 2",),
    ),
    Fault("C11-name", AGENTS, add(AGENTS, "a9, ,bristol,full,phone,"), "invalid", ("a9 is empty",)),
    Fault("C11-noid", AGENTS, add(AGENTS, ",Bo,bristol,full,phone,"), "invalid", ("id is empty",)),
    Fault(
        "C11-long",
        AGENTS,
        add(AGENTS, f"a9,{'x' * 300},bristol,full,phone,"),
        "invalid",
        ("300 letters", "up to 200"),
    ),
    Fault("C11-mail", AGENTS, add(AGENTS, "a9,Bo,bristol,full,phone,bo"), "bad_email", ("'bo'",)),
    Fault(
        "C-site",
        AGENTS,
        add(AGENTS, "a9,Bo,bristl,full,phone,"),
        "unknown_id",
        ("site 'bristl'", "did you mean bristol?"),
    ),
    Fault(
        "C-contract",
        AGENTS,
        add(AGENTS, "a9,Bo,bristol,fuller,phone,"),
        "unknown_id",
        ("contract 'fuller'", "did you mean full?"),
    ),
    Fault(
        "C-skill",
        AGENTS,
        add(AGENTS, "a9,Bo,bristol,full,phnoe,"),
        "unknown_skill",
        ("'phnoe'", "did you mean phone?"),
        warning=True,
    ),
    Fault(
        "C-queue",
        HISTORY,
        add(HISTORY, "2026-03-20T17:30,fone,4,,"),
        "unknown_id",
        ("queue 'fone'", "did you mean phone?"),
    ),
    key("C13", "aht_s = 270", "aht_s = 0", "invalid", "queue phone", "aht_s is 0", "1 to 86400"),
    key("C13-target", "fraction = 0.8", "fraction = 1.0", "invalid", "between 0 and 1"),
    key("C14", "shrinkage = 0.10", "shrinkage = 1.0", "invalid", "shrinkage is 1"),
    key("C14-queue", "shrinkage = 0.12", "shrinkage = 1.2", "invalid", "queue tickets", "1.2"),
    key("C14-busy", "max_occupancy = 0.85", "max_occupancy = 0", "invalid", "max_occupancy is 0"),
    Fault(
        "C16",
        "locks.csv",
        add("locks.csv", "a5,2026-03-23,late,tickets"),
        "contradictory_locks",
        ("late with tickets on 2026-03-23", "early with tickets in line 2"),
    ),
    Fault(
        "C16-leave",
        "locks.csv",
        add("locks.csv", "a2,2026-03-26,late,"),
        "lock_in_time_off",
        ("a2", "time_off.csv line 2"),
    ),
    Fault(
        "C16-day",
        "locks.csv",
        add("locks.csv", "a1,2026-03-28,late,"),
        "bad_lock",
        ("does not begin on a saturday",),
    ),
    Fault(
        "C16-skill",
        "locks.csv",
        add("locks.csv", "a2,2026-03-24,late,tickets"),
        "bad_lock",
        ("has not the skill 'tickets' but phone",),
    ),
    Fault(
        "C16-needless",
        "locks.csv",
        swap(TOML, 'skill = "tickets"', 'skill = "french"', line=False),
        "needless_skill",
        ("line 2", "the skill 'tickets' is needed by no queue", "kept with any other"),
        warning=True,
        alone=False,
    ),
    Fault(
        "C16-shift",
        "locks.csv",
        add("locks.csv", "a1,2026-03-24,lat,"),
        "unknown_id",
        ("did you mean late?",),
    ),
)

OTHERS = (
    Fault(
        "availability-day",
        "availability.csv",
        add("availability.csv", "a6,someday,08:00,18:00"),
        "bad_weekday",
        ("weekday is 'someday'", "monday to sunday"),
    ),
    Fault(
        "availability-time",
        "availability.csv",
        add("availability.csv", "a6,friday,8am,18:00"),
        "bad_time",
        ("start is '8am'", "07:00"),
    ),
    Fault(
        "wish-zero",
        "preferences.csv",
        add("preferences.csv", "a2,monday,early,0"),
        "invalid",
        ("weight is 0",),
    ),
    Fault(
        "wish-much",
        "preferences.csv",
        add("preferences.csv", "a2,monday,early,11"),
        "invalid",
        ("weight is 11",),
    ),
    Fault(
        "wish-word",
        "preferences.csv",
        add("preferences.csv", "a2,monday,early,much"),
        "not_a_number",
        ("weight is 'much'",),
    ),
    Fault(
        "wish-day",
        "preferences.csv",
        add("preferences.csv", "a2,someday,early,2"),
        "bad_day",
        ("day is 'someday'", "2003-10-20"),
    ),
    Fault(
        "wish-twice",
        "preferences.csv",
        add("preferences.csv", "a1,friday,early,-5"),
        "duplicate_preference",
        ("line 2", "keep one"),
    ),
    Fault(
        "wish-shift",
        "preferences.csv",
        add("preferences.csv", "a2,monday,earl,2"),
        "unknown_id",
        ("did you mean early?",),
    ),
    Fault(
        "before-naive",
        "last_week.csv",
        swap("last_week.csv", "10:00:00Z", "10:00:00"),
        "bad_time",
        ("start_utc", "2003-10-20T11:00:00Z"),
    ),
    Fault(
        "before-break",
        "last_week.csv",
        swap("last_week.csv", "/unpaid/", "/free/"),
        "bad_break",
        ("breaks_utc", "unpaid/lunch"),
    ),
    Fault(
        "before-now",
        "last_week.csv",
        put(
            "last_week.csv",
            "agent,shift,day,skill,start_utc,end_utc\n"
            "a1,late,2026-03-24,phone,2026-03-24T10:00:00Z,2026-03-24T18:00:00Z\n",
            2,
        ),
        "not_last_week",
        ("a1 on 2026-03-24", "week before"),
    ),
    Fault(
        "before-left",
        "last_week.csv",
        put(
            "last_week.csv",
            "agent,shift,day,skill,start_utc,end_utc\n"
            "z1,late,2026-03-20,phone,2026-03-20T10:00:00Z,2026-03-20T18:00:00Z\n",
            2,
        ),
        "agent_left",
        ("agent 'z1'", "skipped"),
        warning=True,
    ),
)

SETTINGS = (
    key("toml", 'name = "Bristol"', 'name = "Bristol', "bad_toml", "column"),
    key("toml-time", "week = 2026-03-23", "week = 23.3.2026", "bad_toml", alone=False),
    key("key", "aht_s = 270", "aht_sec = 270", "unknown_key", "did you mean aht_s?", alone=False),
    key("key-break", "earliest_minutes = 180", "earliest = 180", "unknown_key", alone=False),
    key("key-table", "[costs]", "[cost]", "unknown_key", "did you mean costs?"),
    Fault(
        "missing",
        TOML,
        swap(TOML, "min_hours = 30\n", "\n", line=False),
        "missing_key",
        ("contract full: min_hours is missing",),
    ),
    key("text", "aht_s = 270", 'aht_s = "long"', "invalid", "aht_s is long", "use a number"),
    key("claim", "nights_only = false", "nights_only = 3", "invalid", "use true or false"),
    key("true", "min_agents = 1 ", "min_agents = true ", "invalid", "min_agents is true"),
    key("nan", "aht_s = 270", "aht_s = nan", "invalid", "aht_s is nan"),
    key("clock", 'start = "14:00"', "start = 1200", "invalid", "start is 1200", '"07:00"'),
    key("clock-text", 'start = "14:00"', 'start = "noon"', "invalid", "start is 'noon'"),
    key("week", "week = 2026-03-23", 'week = "next"', "bad_time", "week is 'next'"),
    key("week-number", "week = 2026-03-23", "week = 20260323", "bad_time", "week is '20260323'"),
    key("grid", "interval_minutes = 30", "interval_minutes = 7", "invalid", "5, 10, 15, 30 or 60"),
    key("weekday", '["mon-fri"]', '["mon-fry"]', "invalid", "days holds 'mon-fry'"),
    key("channel", 'channel = "email"', 'channel = "letter"', "invalid", "'phone'", "'email'"),
    key("id", 'id = "late"', 'id = "early"', "duplicate_id", "stands in line"),
    key("id-word", 'id = "half"', 'id = "off"', "bad_id", "rename it"),
    key(
        "site",
        'sites = ["bristol"]',
        'sites = ["bath"]',
        "unknown_id",
        "shift early",
        "'bath'",
        alone=False,
    ),
    key("country", 'country = "GB"', 'country = "XX"', "unknown_country", "country 'XX'"),
    key("region", 'region = "ENG"', 'region = "ENGL"', "unknown_country", "region of GB", "ENG"),
    key("forecaster", '"auto"', '"day_levl"', "unknown_id", "did you mean day_level?"),
    key("skill", 'skill = "tickets"', 'skill = "the tickets"', "bad_id", "one word"),
    key(
        "off-grid",
        'start = "08:00"\nuntil = "16:00"',
        'start = "08:20"\nuntil = "16:00"',
        "off_grid",
        "shift early starts at 08:20 in Europe/London, which is 08:20 UTC",
        "start at 08:00 or 08:30, or use interval_minutes = 10",
    ),
    key("break", "{ minutes = 30", "{ minutes = 20", "off_grid", "lunch is 20", "use 30"),
    key("single", "[[site]]\nid", "[site]\nid", "not_a_table", "[[site]]"),
    Fault(
        "no-plan",
        TOML,
        swap(TOML, "[plan]", "[plans]", line=False),
        "missing_table",
        ("[plan] is missing",),
        alone=False,
    ),
    Fault("no-toml", TOML, gone(TOML), "missing_file", ("rotacast init",)),
    Fault("no-agents", AGENTS, gone(AGENTS), "missing_file", ("add it to the folder",)),
    Fault("no-history", HISTORY, gone(HISTORY), "missing_file", ("add it to the folder",)),
)

FAULTS = (*TABLES, *NUMBERS, *TIMES, *PEOPLE, *OTHERS, *SETTINGS)


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template, which has nothing wrong with it."""
    folder = tmp_path_factory.mktemp("sound") / "workspace"
    write_template(folder)
    return folder


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    """A copy of the template to spoil."""
    copy = tmp_path / "workspace"
    shutil.copytree(sound, copy)
    return copy


def test_there_are_enough_faults_and_each_has_its_own_name() -> None:
    assert len({fault.id for fault in FAULTS}) == len(FAULTS) >= 100


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_wrong_input_gives_one_clear_line(fault: Fault, folder: Path) -> None:
    assert_is_told(fault, folder)


@pytest.mark.parametrize(
    "fault",
    [f for i, f in enumerate(FAULTS) if f.warning or i % 5 == 0],
    ids=lambda fault: fault.id,
)
def test_only_warnings_let_a_workspace_through(fault: Fault, folder: Path) -> None:
    fault.edit(folder)
    if fault.warning:
        notes = read_workspace(folder).notes
        assert fault.code in [note.code for note in notes]
    else:
        with pytest.raises(InputError) as caught:
            read_workspace(folder)
        assert fault.code in [p.code for p in caught.value.problems]
        assert not any(p.warning for p in caught.value.problems)


def test_no_folder_and_a_file_for_a_folder_are_told(tmp_path: Path) -> None:
    (missing,) = check_workspace(tmp_path / "nowhere")
    assert (missing.code, "rotacast init" in str(missing)) == ("missing_folder", True)
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    (wrong,) = check_workspace(file)
    assert wrong.code == "not_a_folder"


def test_folder_in_the_place_of_a_file_is_told(folder: Path) -> None:
    (folder / AGENTS).unlink()
    (folder / AGENTS).mkdir()
    (problem,) = check_workspace(folder)
    assert (problem.code, problem.file) == ("not_a_file", AGENTS)


@pytest.mark.parametrize("file", [TOML, AGENTS, HISTORY])
def test_file_that_may_not_be_read_is_told(
    file: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def refuse(path: Path, *args: Any, **more: Any) -> Any:
        if path.name == file:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return opened(path, *args, **more)

    monkeypatch.setattr(Path, "open", refuse)
    problems = [p for p in check_workspace(folder) if not p.warning]
    assert [(p.code, p.file) for p in problems] == [("unreadable", file)]
    assert "permission denied" in problems[0].message


def test_one_problem_hides_no_other(folder: Path) -> None:
    every = [f for f in FAULTS if f.id in ("C11-email", "A18", "C07-zero", "C16", "C14", "id-word")]
    for fault in every:
        fault.edit(folder)
    found = {(p.file, p.code) for p in check_workspace(folder)}
    assert {(fault.file, fault.code) for fault in every} <= found


def test_broken_settings_do_not_hide_broken_tables(folder: Path) -> None:
    swap(TOML, "[plan]", "[plan")(folder)
    add(AGENTS, "a9,Bo")(folder)
    add(HISTORY, f"{LAST},-4,,")(folder)
    found = [(p.file, p.code) for p in check_workspace(folder)]
    assert found == [(TOML, "bad_toml"), (AGENTS, "ragged_row"), (HISTORY, "negative")]


def test_a_refused_queue_is_not_told_again_by_those_who_have_its_skill(folder: Path) -> None:
    swap(TOML, 'skill = "tickets"', 'skill = "tickets"\non_time = 7')(folder)
    found = [(p.file, p.field) for p in check_workspace(folder) if p.file != HISTORY]
    assert found == [(TOML, "on_time")]


def test_thousand_wrong_rows_are_told_in_a_hundred_lines(folder: Path) -> None:
    add(HISTORY, "\n".join(f"{LAST},x,," for _ in range(1000)))(folder)
    told = [str(p) for p in check_workspace(folder)]
    assert len(told) == 101
    assert "900 more rows like line" in told[0]
