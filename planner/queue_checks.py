"""What a queue may hold: ranges of its numbers, and which keys go together."""

import re
from collections.abc import Iterator
from dataclasses import MISSING, fields
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from planner.abilities import HIGHEST_LEVEL, parted
from planner.errors import InputError

if TYPE_CHECKING:
    from planner.queues import Queue

LIVE_ONLY: Final = (
    "patience_s",
    "max_abandonment",
    "level_definition",
    "redial_share",
    "redial_after_s",
    "target_by_priority",
    "holds_over",
    "load_method",
    "urgency",
)
DEFERRED_ONLY: Final = ("on_time", "due_when", "calendar", "calendar_by_priority", "placing")
NEEDS_PATIENCE: Final = ("max_abandonment", "level_definition", "redial_share", "redial_after_s")
WORDS: Final = {
    "level_definition": ("offered", "answered", "without_short_abandons"),
    "holds_over": ("interval", "day", "week"),
    "due_when": ("begun", "done"),
    "placing": ("level", "roster"),
    "load_method": ("auto", "stationary", "lagged", "modified"),
    "aht": ("history", "fixed"),
}

LABELS: Final = ("language", "group")
LONGEST_LABEL: Final = 60

RANGES: Final = {
    "aht_s": (1, 86_400),
    "max_asa_s": (0.01, 86_400),
    "max_occupancy": (0.01, 1),
    "due_hours": (0.01, 2_000),
    "min_agents": (0, 10_000),
    "shrinkage": (0, 0.99),
    "understaffing_cost": (0, 1e6),
    "patience_s": (1, 86_400),
    "max_abandonment": (0.0001, 1),
    "redial_share": (0, 0.99),
    "redial_after_s": (1, 86_400),
    "concurrency": (1, 20),
    "aht_cv": (0, 10),
    "on_time": (0.01, 1),
    "urgency": (0, 100),
}
RANGES_BY_PRIORITY: Final = {
    "aht_s_by_priority": (1, 86_400),
    "due_hours_by_priority": (0.01, 2_000),
}


def check_queue(queue: "Queue") -> None:
    """
    Refuse numbers out of range, and keys that do not go together.

    Raises
    ------
    InputError
        Naming the key and what would do.
    """
    _check_ranges(queue)
    _check_words(queue)
    _check_labels(queue)
    _check_level(queue)
    _check_promise(queue)
    _check_keys(queue)
    _check_conversations(queue)
    _check_priorities(queue)


def _check_ranges(queue: "Queue") -> None:
    for name, value, low, high in _numbers(queue):
        if value is not None and not low <= value <= high:
            raise InputError(f"{name} is {value:g}; use {low:g} to {high:g}")


def _numbers(queue: "Queue") -> Iterator[tuple[str, float | None, float, float]]:
    for name, (low, high) in RANGES.items():
        yield name, getattr(queue, name), low, high
    for name, (low, high) in RANGES_BY_PRIORITY.items():
        for priority, value in getattr(queue, name).items():
            yield f"{name}.{priority}", value, low, high
    for value in queue.aht_by_level_s:
        yield "aht_by_level_s", value, 1, 86_400


def _check_words(queue: "Queue") -> None:
    for name, words in WORDS.items():
        value = getattr(queue, name)
        if value not in words:
            raise InputError(f"{name} is '{value}'; use {', '.join(words)}")


def _check_labels(queue: "Queue") -> None:
    for name in LABELS:
        value = getattr(queue, name)
        if value != value.strip() or len(value) > LONGEST_LABEL or not value.isprintable():
            raise InputError(
                f"{name} is '{value[:LONGEST_LABEL]}'; use up to {LONGEST_LABEL} printable "
                "letters without spaces around them"
            )
    if re.search("[;|]", queue.language):
        raise InputError(
            f"language is '{queue.language}'; a queue has one, such as de: make a queue of each"
        )


def _check_level(queue: "Queue") -> None:
    if not 1 <= queue.level <= HIGHEST_LEVEL:
        raise InputError(f"level is {queue.level}; use 1 to {HIGHEST_LEVEL}")
    skill, said = parted(queue.skill)
    if parted(skill)[0] != skill:
        raise InputError(f"skill is '{queue.skill}'; say one level, as phone:2 does")
    if said > 1 and queue.level not in (1, said):
        raise InputError(f"level is {queue.level}, but skill is '{queue.skill}'; say it once")


def _check_promise(queue: "Queue") -> None:
    if queue.channel.is_live and queue.target is None and queue.max_asa_s is None:
        raise InputError(f"queue {queue.id}: a {queue.channel} queue needs target or max_asa_s")
    if not queue.channel.is_live and queue.due_hours is None and not queue.due_hours_by_priority:
        raise InputError(f"queue {queue.id}: a {queue.channel} queue needs due_hours")


def _check_keys(queue: "Queue") -> None:
    given = _given(queue)
    strange = DEFERRED_ONLY if queue.channel.is_live else LIVE_ONLY
    found = next((name for name in strange if name in given), None)
    if found:
        which = "deferred channels (email, portal, social)"
        where = which if queue.channel.is_live else "live channels (phone, chat, messaging)"
        raise InputError(f"queue {queue.id}: {found} is for {where}; remove it")
    found = next((name for name in NEEDS_PATIENCE if name in given), None)
    if found and queue.patience_s is None:
        raise InputError(
            f"queue {queue.id}: {found} needs patience_s, the seconds that customers are ready "
            "to wait on average; add it"
        )


def _given(queue: "Queue") -> tuple[str, ...]:
    """Keys that differ from their default."""
    found = []
    for key in fields(queue):
        default = key.default
        if key.default_factory is not MISSING:
            default = key.default_factory()
        if getattr(queue, key.name) != default:
            found.append(key.name)
    return tuple(found)


def _check_conversations(queue: "Queue") -> None:
    levels, most = queue.aht_by_level_s, queue.concurrency
    if most > 1 and queue.channel not in ("chat", "messaging"):
        raise InputError(
            f"queue {queue.id}: concurrency is {most}; only chat and messaging have "
            "conversations side by side, use 1"
        )
    if levels and len(levels) != most:
        raise InputError(
            f"queue {queue.id}: aht_by_level_s has {len(levels)} numbers, concurrency is {most}; "
            "give one for each conversation held at once"
        )
    if levels and levels[0] != queue.aht_s:
        raise InputError(
            f"queue {queue.id}: aht_by_level_s begins with {levels[0]:g}, the seconds of a "
            f"conversation held alone; begin with aht_s, {queue.aht_s:g}"
        )
    if any(b < a for a, b in pairwise(levels)):
        raise InputError(
            f"queue {queue.id}: aht_by_level_s falls; a conversation does not get shorter when "
            "more are held beside it, give rising numbers"
        )


def _check_priorities(queue: "Queue") -> None:
    if not queue.target_by_priority:
        return
    if queue.target is None:
        raise InputError(
            f"queue {queue.id}: target_by_priority stands without target; add target for "
            "contacts of any other priority"
        )
    if queue.concurrency > 1:
        raise InputError(
            f"queue {queue.id}: target_by_priority is for one conversation at a time, but "
            f"concurrency is {queue.concurrency}; remove one of them"
        )
