"""Wrong calendars and pools: each gives one clear line."""

from pathlib import Path

from tests.fault_fixture import TOML, Edit, Fault, let_through, swap, told

PLACE = ('zone = "Europe/London"', 'country = "GB"')


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


FAULTS = (
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
    Fault(
        "pool-nobody",
        TOML,
        end(
            *("[[pool]]", 'id = "both"', 'skills = ["phone", "chat"]'),
            *("[[queue]]", 'id = "chat"', 'channel = "chat"', 'skill = "chat"', "aht_s = 300"),
            *PLACE,
            "max_asa_s = 30",
            'borrow = { queue = "phone", factor = 0.3 }',
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
)


test_wrong_input_gives_one_clear_line = told(FAULTS)
test_only_warnings_let_a_workspace_through = let_through(FAULTS)
