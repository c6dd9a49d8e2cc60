"""One table of ``rotacast.toml`` into one object, every problem told by its line and key."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from difflib import get_close_matches
from math import isfinite
from typing import Final, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from planner.calendars import OpeningWindow
from planner.contracts import ShiftLimit
from planner.errors import InputError
from planner.local_time import WEEKDAYS
from planner.queue_sources import Borrow, CustomerGroup, HistoryFrom
from planner.queues import ServiceLevelTarget
from planner.readers.reading import Findings, shown
from planner.readers.stamps import calendar_day, clock_time
from planner.shifts import BreakRule
from scenarios.toml_lines import Path as KeyPath
from scenarios.toml_lines import line_of

Thing = TypeVar("Thing")

CONTROL: Final = re.compile("[\x00-\x1f\x7f]")
NESTED: Final = {
    "opening": OpeningWindow,
    "target": ServiceLevelTarget,
    "target_by_priority": ServiceLevelTarget,
    "breaks": BreakRule,
    "customers": CustomerGroup,
    "borrow": Borrow,
    "history_from": HistoryFrom,
    "limits": ShiftLimit,
    "hours": OpeningWindow,
}
CLOCK_KEYS: Final = ("start", "until", "start_from", "start_until")
DATE_KEYS: Final = ("week", "period_from", "begins")
DAY_KEYS: Final = ("days", "rest_days")
CLAIM_KEYS: Final = ("paid", "is_night", "nights_only", "open_on_holidays", "on_call")

REMEDIES: Final = (
    ("float", "use a number"),
    ("int", "use a whole number"),
    ("bool", "use true or false"),
    ("string", "put text in quotes"),
    ("tuple", "use a list in [ ]"),
    ("date", "use a date such as 2003-10-20"),
    ("time", 'use a time such as "07:00"'),
    ("mapping", "use a table in { }"),
    ("dict", "use a table in { }"),
    ("dataclass", "use a table in { }"),
)


@dataclass(frozen=True, slots=True)
class Section:
    """Where a table stands: its kind, the path to it, and where problems go."""

    kind: str
    path: KeyPath
    lines: Mapping[KeyPath, int]
    findings: Findings

    def tell(self, thing: str, keys: KeyPath, message: str, value: object, code: str) -> None:
        """Note a problem with a key of the table."""
        who = f"{self.kind} {thing}" if thing else self.kind
        text = message if message.startswith(who) else f"{who}: {message}"
        line = line_of(self.lines, (*self.path, *keys))
        name = ".".join(str(k) for k in keys)
        self.findings.add(text, line=line, field=name, value=_written(value), code=code)


def build(kind: type[Thing], raw: Mapping[str, object], section: Section) -> Thing | None:
    """Object of a table; None, and every problem told, where the table is not sound."""
    thing = raw.get("id")
    name = thing if isinstance(thing, str) else ""
    prepared = _Preparation(name, section)
    values = prepared.table(raw, ())
    try:
        made = TypeAdapter(kind).validate_python(values)
    except ValidationError as error:
        details: dict[KeyPath, ErrorDetails] = {}
        for one in error.errors():
            details.setdefault(_keys(one), one)
        for keys, detail in details.items():
            if detail["type"] != "value_error" or prepared.is_sound:
                _tell(detail, keys, kind, values, name, section)
        return None
    return made if prepared.is_sound else None


class _Preparation:
    """
    Values as the objects want them: times from text, weekdays from ranges.

    What pydantic would quietly turn into something else (a number into a time, true into 1, nan)
    is told here instead.
    """

    def __init__(self, thing: str, section: Section) -> None:
        self.thing = thing
        self.section = section
        self.is_sound = True

    def table(self, raw: Mapping[str, object], at: KeyPath) -> dict[str, object]:
        return {key: self.value(key, value, (*at, key)) for key, value in raw.items()}

    def value(self, key: str, value: object, at: KeyPath) -> object:
        if key in DATE_KEYS or at == ("history_from", "until"):
            return self._date(value, at)
        if key in CLOCK_KEYS:
            return self._clock(value, at)
        if key in DAY_KEYS:
            return expanded_days(value)
        if key == "length_hours" and not isinstance(value, list):
            return self.value(key, [value], at)
        if key == "history_from" and isinstance(value, str):
            return self.value(key, {"queue": value}, at)
        return self._plain(key, value, at)

    def _plain(self, key: str, value: object, at: KeyPath) -> object:
        if isinstance(value, dict):
            return self.table(value, at)
        if isinstance(value, list):
            return tuple(self._plain(key, part, (*at, i)) for i, part in enumerate(value))
        if isinstance(value, bool) and key not in CLAIM_KEYS:
            return self._refused(at, value, f"{key} is {_written(value)}; use a number or text", 0)
        if isinstance(value, float) and not isfinite(value):
            return self._refused(at, value, f"{key} is {value}; use a number", 0)
        if isinstance(value, str) and CONTROL.search(value):
            message = f"{key} is {shown(value)}; leave out what cannot be seen"
            return self._refused(at, value, message, "")
        return value

    def _clock(self, value: object, at: KeyPath) -> object:
        if isinstance(value, time):
            return value
        if isinstance(value, str):
            try:
                return clock_time(value)
            except InputError as error:
                return self._refused(at, value, f"{at[-1]} {error}", time(0))
        message = f'{at[-1]} is {_written(value)}; write times as "07:00"'
        return self._refused(at, value, message, time(0))

    def _date(self, value: object, at: KeyPath) -> object:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return calendar_day(str(value))
        except InputError:
            message = (
                f"{at[-1]} is {shown(str(value))}; use a date such as 2003-10-20, without quotes"
            )
            return self._refused(at, value, message, date(2003, 10, 20), "bad_time")

    def _refused(
        self,
        at: KeyPath,
        value: object,
        message: str,
        instead: object,
        code: str = "invalid",
    ) -> object:
        self.is_sound = False
        self.section.tell(self.thing, at, message, value, code)
        return instead


def expanded_days(value: object) -> object:
    """
    Full names of weekdays from names, ranges and words.

    ``"weekdays"``, ``"every day"``, ``"mon-fri"`` and ``["sat", "sunday"]`` are all fine; what is
    not understood is left as it stands.
    """
    words = [value] if isinstance(value, str) else value
    if not isinstance(words, list):
        return value
    days: list[object] = []
    for word in words:
        days += _days_of(word) if isinstance(word, str) else [word]
    return tuple(day for i, day in enumerate(days) if day not in days[:i])


def _days_of(word: str) -> list[str]:
    text = word.strip().casefold()
    if text in ("weekdays", "every day", "weekend"):
        return {
            "weekdays": list(WEEKDAYS[:5]),
            "every day": list(WEEKDAYS),
            "weekend": list(WEEKDAYS[5:]),
        }[text]
    ends = [i for part in text.split("-") if (i := _index(part)) is not None]
    if len(ends) != text.count("-") + 1 or len(ends) > 2:
        return [word]
    first, last = ends[0], ends[-1]
    return [WEEKDAYS[(first + i) % 7] for i in range((last - first) % 7 + 1)]


def _index(text: str) -> int | None:
    name = text.strip()
    return next((i for i, day in enumerate(WEEKDAYS) if name in (day, day[:3])), None)


def _keys(detail: ErrorDetails) -> KeyPath:
    """Path to the key that a detail is about; one of a number or text has a detail of each."""
    return tuple(k for k in detail["loc"] if k not in ("[key]", "float", "str"))


def _tell(
    detail: ErrorDetails,
    keys: KeyPath,
    kind: type[object],
    values: Mapping[str, object],
    thing: str,
    section: Section,
) -> None:
    message = detail["msg"]
    owner, label = _owner(kind, section.kind, keys)
    code = "invalid"
    if detail["type"] in ("unexpected_keyword_argument", "extra_forbidden"):
        message, code = _unknown_key(str(keys[-1]), owner, label), "unknown_key"
    elif detail["type"] in ("missing", "missing_argument"):
        message, code = f"{keys[-1]} is missing; every {label} needs it", "missing_key"
    elif detail["type"] == "value_error":
        error = detail["ctx"]["error"]
        message = str(error)
        code = error.problems[0].code if isinstance(error, InputError) else "invalid"
        keys = (*keys, *_named_key(message, owner))
    else:
        name = ".".join(str(k) for k in keys)
        message = f"{name} is {_written(detail['input'])}; {_remedy(detail)}"
    section.tell(thing, keys, message, _at(values, keys), code)


def _owner(kind: type[object], label: str, keys: KeyPath) -> tuple[type[object], str]:
    """Class whose key is meant, and what to call it."""
    names = [k for k in keys if k in NESTED]
    return (NESTED[str(names[-1])], str(names[-1])) if names else (kind, label)


def _unknown_key(key: str, owner: type[object], label: str) -> str:
    known = [f.name for f in fields(owner)]  # type: ignore[arg-type]
    near = get_close_matches(key.casefold(), known, n=1, cutoff=0.6)
    hint = f"did you mean {near[0]}?" if near else f"use {', '.join(known)}"
    return f"{shown(key)[1:-1]} is not a key of {label}; {hint}"


def _named_key(message: str, owner: type[object]) -> KeyPath:
    """Key that a message of an object begins with or names first, to find its line."""
    known = {f.name for f in fields(owner)}  # type: ignore[arg-type]
    words = message.replace(".", " ").replace(":", " ").split()
    aliases = {"zone": "zone", "breaks": "breaks", "service-level": "fraction"}
    found = next((w for w in (aliases.get(w, w) for w in words) if w in known), None)
    if found is None and message.startswith("time zone"):
        found = "zone"
    return () if found is None else (found,)


def _remedy(detail: ErrorDetails) -> str:
    if detail["type"] in ("enum", "literal_error"):
        return f"use one of {detail['ctx']['expected']}"
    return next((r for start, r in REMEDIES if detail["type"].startswith(start)), "correct it")


def _at(values: object, keys: KeyPath) -> object:
    for key in keys:
        try:
            values = values[key]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            return ""
    return values


def _written(value: object) -> str:
    """A value as it would be written in TOML, short."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return value if len(value) < 60 else f"{value[:57]}..."
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, (dict, list, tuple)):
        return "a table" if isinstance(value, dict) else "a list"
    return str(value)
