"""Wrong people, contracts and locks: each gives one clear line."""

from pathlib import Path

from tests.fault_fixture import (
    AGENT_HEADER,
    AGENTS,
    HISTORY,
    TOML,
    Fault,
    add,
    assert_is_told,
    assert_only_a_warning_passes,
    each,
    key,
    put,
    some,
    swap,
)

FAULTS = (
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


@each(FAULTS)
def test_wrong_input_gives_one_clear_line(fault: Fault, folder: Path) -> None:
    assert_is_told(fault, folder)


@each(some(FAULTS))
def test_only_warnings_let_a_workspace_through(fault: Fault, folder: Path) -> None:
    assert_only_a_warning_passes(fault, folder)
