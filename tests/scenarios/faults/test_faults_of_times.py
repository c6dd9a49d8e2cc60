"""Wrong times, zones and intervals: each gives one clear line."""

from tests.fault_fixture import (
    HISTORY,
    TOML,
    Edit,
    Fault,
    add,
    history_rows,
    key,
    let_through,
    put,
    swap,
    told,
)


def history(*parts: list[str], line: int | None = None) -> Edit:
    """Replace the history."""
    text = "start,queue,offered\n" + "".join(row for part in parts for row in part)
    return put(HISTORY, text, line)


def stamp(start: str, code: str, *words: str, fault: str) -> Fault:
    """A wrong start."""
    return Fault(fault, HISTORY, add(HISTORY, f"{start},phone,4,,240.5"), code, ("start", *words))


FAULTS = (
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
        history(history_rows(15, 14), history_rows(30, 21, "2026-01-26"), line=2 + 2 * 40 * 10),
        "interval_changed",
        ("30 minutes apart", "elsewhere 15"),
        alone=False,
    ),
    Fault(
        "B14-coarse",
        HISTORY,
        history(history_rows(60, 28)),
        "interval_too_coarse",
        ("60 minutes apart", "interval_minutes = 60"),
        alone=False,
    ),
    Fault(
        "B14-gaps",
        HISTORY,
        history(history_rows(30, 14), history_rows(30, 7, "2026-03-16")),
        "too_many_gaps",
        ("%", "absent_rows"),
        alone=False,
    ),
    Fault(
        "B14-short",
        HISTORY,
        history(history_rows(30, 5)),
        "history_too_short",
        ("5 days of history", "two weeks"),
        alone=False,
    ),
)


test_wrong_input_gives_one_clear_line = told(FAULTS)
test_only_warnings_let_a_workspace_through = let_through(FAULTS)
