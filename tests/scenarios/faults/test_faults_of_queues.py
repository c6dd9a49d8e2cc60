"""Wrong keys of queues: each gives one clear line."""

from pathlib import Path

from tests.fault_fixture import TOML, Edit, Fault, key, let_through, swap, told

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


FAULTS = (
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


test_wrong_input_gives_one_clear_line = told(FAULTS)
test_only_warnings_let_a_workspace_through = let_through(FAULTS)
