"""Wrong inputs about queues, calendars, pools, judge and backlog: each gives one clear line."""

import shutil
from pathlib import Path

import pytest

from scenarios.document import read_workspace
from scenarios.template import write_template
from tests.fault_fixture import TOML, Edit, Fault, add, assert_is_told, key, swap

BACKLOG = "backlog.csv"
PHONE_KEYS = "min_agents = 1   "
TICKET_KEYS = "due_hours = 8  "


def put(old: str, toml: str, channel: str = "phone") -> Edit:
    """Keys in the place of another, of which the last is wrong."""

    def edit(folder: Path) -> int | None:
        swap(TOML, 'channel = "phone"', f'channel = "{channel}"')(folder)
        line = swap(TOML, old, f"{toml} # ")(folder)
        return None if line is None else line + toml.count("\n")

    return edit


def phone(fault: str, toml: str, *words: str, code: str = "invalid", alone: bool = True) -> Fault:
    """Keys of the phone queue of which the last is wrong."""
    words = ("queue phone: ", *words)
    return Fault(fault, TOML, put(PHONE_KEYS, toml), code, words, alone=alone)


def tickets(fault: str, toml: str, *words: str, code: str = "invalid") -> Fault:
    """Keys of the ticket queue of which the last is wrong."""
    return Fault(fault, TOML, put(TICKET_KEYS, toml), code, ("queue tickets: ", *words))


def chat(fault: str, toml: str, *words: str) -> Fault:
    """Keys of a chat queue of which the last is wrong."""
    edit = put(PHONE_KEYS, toml, "chat")
    return Fault(fault, TOML, edit, "invalid", ("queue phone: ", *words))


def end(*lines: str, told: int | None = None) -> Edit:
    """Tables at the end of the settings; the problem is in line `told` of them."""

    def edit(folder: Path) -> int | None:
        path = folder / TOML
        text = path.read_text(encoding="utf-8")
        path.write_text(text + "\n".join(("", *lines, "")), encoding="utf-8")
        return None if told is None else text.count("\n") + 2 + told

    return edit


def table(
    fault: str, toml: tuple[str, ...], told: int, code: str, *words: str, alone: bool = True
) -> Fault:
    """A table that is wrong in line `told` of it, counted from 0."""
    return Fault(fault, TOML, end(*toml, told=told), code, words, alone=alone)


def calendar(fault: str, *keys: str, told: int, code: str, words: tuple[str, ...]) -> Fault:
    """A calendar that is wrong."""
    return table(fault, ("[[calendar]]", *keys), told, code, *words)


def pool(fault: str, name: str, skills: str, told: int, code: str, *words: str) -> Fault:
    """A pool that is wrong."""
    return table(fault, ("[[pool]]", f'id = "{name}"', f"skills = {skills}"), told, code, *words)


def open_ticket(fault: str, row: str, code: str, *words: str) -> Fault:
    """A row of the backlog that is wrong."""
    return Fault(fault, BACKLOG, add(BACKLOG, row), code, words)


QUEUES = (
    phone("patience-0", "patience_s = 0", "patience_s is 0; use 1 to 86400"),
    phone("patience-day", "patience_s = 100000", "use 1 to 86400"),
    phone("patience-text", 'patience_s = "long"', "patience_s is long; use a number"),
    phone("patience-slip", "patiense_s = 60", "did you mean patience_s?", code="unknown_key"),
    phone(
        "abandon-0",
        "patience_s = 60\nmax_abandonment = 0",
        "max_abandonment is 0; use 0.0001 to 1",
    ),
    phone("abandon-alone", "max_abandonment = 0.05", "max_abandonment needs patience_s", "add it"),
    phone("level-alone", 'level_definition = "answered"', "level_definition needs patience_s"),
    phone("redial-alone", "redial_share = 0.2", "redial_share needs patience_s"),
    phone("redial-after", "redial_after_s = 60", "redial_after_s needs patience_s"),
    phone("redial-1", "patience_s = 60\nredial_share = 1", "redial_share is 1; use 0 to 0.99"),
    phone("level-word", 'level_definition = "all"', "use one of", "without_short_abandons"),
    phone("holds-word", 'holds_over = "month"', "use one of 'interval', 'day' or 'week'"),
    phone("method-word", 'load_method = "sipp"', "use one of", "'modified'"),
    phone("cv", "aht_cv = 11", "aht_cv is 11; use 0 to 10"),
    phone("urgency", "urgency = -1", "urgency is -1; use 0 to 100"),
    phone("concurrency-phone", "concurrency = 2", "concurrency is 2", "only chat and messaging"),
    phone("on-time-live", "on_time = 0.9", "on_time is for deferred channels", "remove it"),
    phone("placing-live", 'placing = "roster"', "placing is for deferred channels", "remove it"),
    phone("calendar-live", 'calendar = "always"', "calendar is for deferred channels"),
    phone(
        "priority-fraction",
        "target_by_priority = { P0 = { fraction = 90, within_s = 20 } }",
        "service-level fraction is 90",
    ),
    phone(
        "priority-key",
        "target_by_priority = { P0 = { fraction = 0.9, within = 20 } }",
        "did you mean within_s?",
        code="unknown_key",
        alone=False,
    ),
    phone("priority-number", "target_by_priority = 0.9", "use a table in { }"),
    key(
        "priority-alone",
        "target = { fraction = 0.8, within_s = 30 }",
        "target_by_priority = { P0 = { fraction = 0.9, within_s = 20 } }",
        "invalid",
        "target_by_priority stands without target",
    ),
    chat("concurrency-21", "concurrency = 21", "concurrency is 21; use 1 to 20"),
    chat("levels-alone", "aht_by_level_s = [270, 300]", "has 2 numbers, concurrency is 1"),
    chat(
        "levels-few",
        "concurrency = 3\naht_by_level_s = [270, 300]",
        "has 2 numbers, concurrency is 3; give one for each",
    ),
    chat(
        "levels-first",
        "concurrency = 2\naht_by_level_s = [260, 300]",
        "begins with 260",
        "begin with aht_s, 270",
    ),
    chat("levels-fall", "concurrency = 2\naht_by_level_s = [270, 250]", "aht_by_level_s falls"),
    chat("levels-0", "concurrency = 2\naht_by_level_s = [270, 0]", "aht_by_level_s is 0; use 1"),
    chat(
        "levels-priority",
        "concurrency = 2\ntarget_by_priority = { P0 = { fraction = 0.9, within_s = 20 } }",
        "one conversation at a time",
    ),
    tickets("patience-mail", "due_hours = 8\npatience_s = 60", "patience_s is for live channels"),
    tickets("holds-mail", 'due_hours = 8\nholds_over = "day"', "holds_over is for live channels"),
    tickets("method-mail", 'due_hours = 8\nload_method = "lagged"', "load_method is for live"),
    tickets("urgency-mail", "due_hours = 8\nurgency = 3", "urgency is for live channels"),
    tickets("on-time-0", "due_hours = 8\non_time = 0", "on_time is 0; use 0.01 to 1"),
    tickets("placing-word", 'due_hours = 8\nplacing = "late"', "use one of 'level' or 'roster'"),
    Fault(
        "placing-shared",
        TOML,
        put('skill = "tickets"', 'skill = "phone"\nplacing = "roster"', "phone"),
        "shared_skill",
        ("queue tickets: placing is", "its skill phone also serves queue phone"),
        alone=False,
    ),
    tickets(
        "calendar-unknown",
        'due_hours = 8\ncalendar = "alway"',
        "calendar 'alway' is not known; did you mean always?",
        code="unknown_id",
    ),
    tickets(
        "calendar-priority",
        'due_hours = 8\ncalendar_by_priority = { high = "office" }',
        "calendar 'office' is not known",
        code="unknown_id",
    ),
)

PLACE = ('zone = "Europe/London"', 'country = "GB"')
CALENDARS = (
    calendar(
        "calendar-always",
        'id = "always"',
        *PLACE,
        told=1,
        code="bad_id",
        words=("calendar id is 'always'", "rename it"),
    ),
    calendar(
        "calendar-twice",
        'id = "office"',
        *PLACE,
        "[[calendar]]",
        'id = "office"',
        *PLACE,
        told=5,
        code="duplicate_id",
        words=("calendar id 'office'", "rename one"),
    ),
    calendar(
        "calendar-zone",
        'id = "office"',
        'zone = "Europe/Londn"',
        'country = "GB"',
        told=2,
        code="unknown_time_zone",
        words=("calendar office", "did you mean Europe/London"),
    ),
    calendar(
        "calendar-country",
        'id = "office"',
        'zone = "Europe/London"',
        'country = "XX"',
        told=3,
        code="unknown_country",
        words=("calendar office", "country 'XX'"),
    ),
    calendar(
        "calendar-no-country",
        'id = "office"',
        'zone = "Europe/London"',
        told=0,
        code="missing_key",
        words=("country is missing", "every calendar needs it"),
    ),
    calendar(
        "calendar-key",
        'id = "office"',
        *PLACE,
        "openings = []",
        told=4,
        code="unknown_key",
        words=("did you mean opening?",),
    ),
)

POOLS = (
    pool("pool-unknown", "both", '["phone", "tikets"]', 2, "unknown_id", "did you mean tickets?"),
    pool("pool-one", "both", '["phone"]', 2, "invalid", "skills holds 1; name 2 to 8"),
    pool("pool-twice", "both", '["phone", "phone"]', 2, "invalid", "holds 'phone' twice"),
    pool("pool-word", "a b", '["phone", "tickets"]', 1, "invalid", "id is 'a b'; use one word"),
    pool("pool-own", "phone", '["phone", "tickets"]', 1, "invalid", "one of its own skills"),
    table(
        "pool-two",
        (
            *("[[pool]]", 'id = "one"', 'skills = ["phone", "tickets"]'),
            *("[[pool]]", 'id = "two"', 'skills = ["chat", "phone"]'),
            *("[[queue]]", 'id = "chat"', 'channel = "chat"', 'skill = "chat"', "aht_s = 300"),
            *PLACE,
            "max_asa_s = 30",
        ),
        5,
        "skill_in_two_pools",
        "pool two: skill phone is in pool one already",
        alone=False,
    ),
)

PLANS = (
    key("certainty-1", "# certainty = 0.9", "certainty = 1", "invalid", "certainty is 1; use 0.5"),
    key("certainty-90", "# certainty = 0.9", "certainty = 90", "invalid", "0.9 is nine in ten"),
    key("weeks-1", "weeks = 200", "weeks = 1", "invalid", "simulation: weeks is 1; use 2 to"),
    key("weeks-half", "weeks = 200", "weeks = 20.5", "invalid", "weeks is 20.5; use a whole"),
    key("rounds", "rounds = 3", "rounds = -1", "invalid", "rounds is -1; use 0 to 20"),
    key("confidence", "confidence = 0.95", "confidence = 95", "invalid", "such as 0.95"),
    key("threads", "# threads = 2", "threads = 0", "invalid", "threads is 0; use 1 to 1024"),
    key("simulation", "[simulation]", "[[simulation]]", "not_a_table", "single brackets"),
)

TICKETS = (
    open_ticket("row-queue", "tikets,high,2026-03-20T10:00,,", "unknown_id", "did you mean"),
    open_ticket("row-live", "phone,,2026-03-20T10:00,,", "live_backlog", "is a phone queue"),
    open_ticket("row-no-priority", "tickets,,2026-03-20T10:00,,", "unknown_priority", "is empty"),
    open_ticket(
        "row-priority",
        "tickets,hihg,2026-03-20T10:00,,",
        "unknown_priority",
        "did you mean high?",
    ),
    open_ticket("row-time", "tickets,high,yesterday,,", "bad_time", "arrived is 'yesterday'"),
    open_ticket("row-empty", "tickets,high,,,", "bad_time", "arrived is empty"),
    open_ticket(
        "row-skipped",
        "tickets,high,2025-03-30T01:30,,",
        "nonexistent_time",
        "use 00:30 or 02:30",
    ),
    open_ticket(
        "row-doubled",
        "tickets,high,2025-10-26T01:30,,",
        "ambiguous_time",
        "happens twice",
        "give an offset",
    ),
    open_ticket("row-offset", "tickets,high,2026-03-20T10:00Z,,", "mixed_offsets", "all an offset"),
    open_ticket(
        "row-due",
        "tickets,high,2026-03-20T10:00,2026-03-20T09:00,",
        "reversed",
        "not after arrived",
        "leave due empty",
    ),
    open_ticket("row-bad-due", "tickets,high,2026-03-20T10:00,soon,", "bad_time", "due is 'soon'"),
    open_ticket("row-negative", "tickets,high,2026-03-20T10:00,,-3", "negative", "contacts is"),
    open_ticket("row-half", "tickets,high,2026-03-20T10:00,,1.5", "fractional", "whole"),
    open_ticket("row-short", "tickets,high", "ragged_row", "has 2 fields"),
)

WARNINGS = (
    Fault(
        "row-late",
        BACKLOG,
        add(BACKLOG, "tickets,high,2026-03-24T10:00,,"),
        "not_open_yet",
        ("not before the planned week begins at 2026-03-23T00:00Z", "ignored"),
        warning=True,
    ),
    Fault(
        "pool-nobody",
        TOML,
        end(
            *("[[pool]]", 'id = "both"', 'skills = ["phone", "chat"]'),
            *("[[queue]]", 'id = "chat"', 'channel = "chat"', 'skill = "chat"', "aht_s = 300"),
            *PLACE,
            "max_asa_s = 30",
            told=2,
        ),
        "pool_without_agents",
        ("pool both: nobody has all of phone, chat",),
        warning=True,
        alone=False,
    ),
    Fault(
        "calendar-closed",
        TOML,
        lambda folder: (
            end(
                *("[[calendar]]", 'id = "rare"', *PLACE, "open_on_holidays = false"),
                'opening = [{ days = ["friday"], start = "09:00", until = "17:00" }]',
            )(folder)
            or swap(TOML, "week = 2026-03-23", "week = 2026-03-30", line=False)(folder)
        ),
        "never_open",
        ("calendar rare is closed all week",),
        warning=True,
        alone=False,
    ),
    Fault(
        "target-of-tickets",
        TOML,
        put(TICKET_KEYS, "due_hours = 8\nmax_asa_s = 60"),
        "unused_key",
        ("queue tickets: max_asa_s is for live channels and counts for nothing here; remove it",),
        warning=True,
    ),
    Fault(
        "priority-that-nobody-has",
        TOML,
        swap(TOML, "aht_s_by_priority = { high", "aht_s_by_priority = { hihg"),
        "unused_key",
        ("queue tickets: aht_s_by_priority: priority 'hihg' is not in history.csv", "mean high?"),
        warning=True,
    ),
)

FAULTS = (*QUEUES, *CALENDARS, *POOLS, *PLANS, *TICKETS, *WARNINGS)


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work") / "workspace"
    write_template(folder)
    return folder


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "workspace"
    shutil.copytree(sound, copy)
    return copy


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_wrong_input_gives_one_clear_line(fault: Fault, folder: Path) -> None:
    assert_is_told(fault, folder)


def test_ticket_of_the_week_itself_is_a_note_and_no_backlog(folder: Path) -> None:
    add(BACKLOG, "tickets,high,2026-03-23T00:00,,")(folder)
    inputs = read_workspace(folder)
    assert [note.code for note in inputs.notes] == ["not_open_yet"]
    assert len(inputs.backlog) == 4
    assert inputs.open_backlog(inputs.week_grid()) == inputs.backlog[:3]
