"""Wrong availability, wishes and rosters of weeks before: each gives one clear line."""

from tests.fault_fixture import Fault, add, let_through, put, swap, told

FAULTS = (
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


test_wrong_input_gives_one_clear_line = told(FAULTS)
test_only_warnings_let_a_workspace_through = let_through(FAULTS)
