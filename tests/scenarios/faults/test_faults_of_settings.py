"""Wrong keys and tables of a workspace's settings: each gives one clear line."""

from pathlib import Path

from tests.fault_fixture import (
    AGENTS,
    HISTORY,
    TOML,
    Fault,
    assert_is_told,
    assert_only_a_warning_passes,
    each,
    gone,
    key,
    some,
    swap,
)

FAULTS = (
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
    key("certainty-1", "# certainty = 0.9", "certainty = 1", "invalid", "certainty is 1; use 0.5"),
    key("certainty-90", "# certainty = 0.9", "certainty = 90", "invalid", "0.9 is nine in ten"),
    key("weeks-1", "weeks = 200", "weeks = 1", "invalid", "simulation: weeks is 1; use 2 to"),
    key("weeks-half", "weeks = 200", "weeks = 20.5", "invalid", "weeks is 20.5; use a whole"),
    key("rounds", "rounds = 3", "rounds = -1", "invalid", "rounds is -1; use 0 to 20"),
    key("confidence", "confidence = 0.95", "confidence = 95", "invalid", "such as 0.95"),
    key("threads", "# threads = 2", "threads = 0", "invalid", "threads is 0; use 1 to 1024"),
    key("simulation", "[simulation]", "[[simulation]]", "not_a_table", "single brackets"),
)


@each(FAULTS)
def test_wrong_input_gives_one_clear_line(fault: Fault, folder: Path) -> None:
    assert_is_told(fault, folder)


@each(some(FAULTS))
def test_only_warnings_let_a_workspace_through(fault: Fault, folder: Path) -> None:
    assert_only_a_warning_passes(fault, folder)
