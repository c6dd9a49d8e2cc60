"""What was published before: the events of an earlier calendar file, which is the only memory."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from planner.errors import InputError
from planner.exports.ics_text import unfolded

STAMPS: Final = ("DTSTAMP", "LAST-MODIFIED", "SEQUENCE")
"""Properties that say when and how often an event changed, not what it is."""

_EVENT: Final = re.compile(r"(?ms)^BEGIN:VEVENT\n.*?^END:VEVENT\n")


@dataclass(frozen=True, slots=True)
class PublishedEvent:
    """An event as it stands in a file: `text` verbatim, with CRLF, and what must be known of it."""

    uid: str
    sequence: int
    start: datetime
    end: datetime
    modified: datetime
    is_cancelled: bool
    text: str

    @property
    def content(self) -> tuple[str, ...]:
        """Lines that say what the event is, in order, its stamps left out."""
        lines = unfolded(self.text)
        return tuple(line for line in lines if line.split(":", 1)[0] not in STAMPS)


def published_events(calendar: str) -> dict[str, PublishedEvent]:
    """
    Events of a calendar that rotacast wrote, by UID.

    Raises
    ------
    InputError
        ``not_our_calendar`` if the text is anything else, so that no published shift is forgotten
        in silence.
    """
    text = calendar.replace("\r\n", "\n").rstrip("\n") + "\n"
    if not (text.startswith("BEGIN:VCALENDAR\n") and text.endswith("\nEND:VCALENDAR\n")):
        raise _foreign("it does not hold one whole calendar")
    events = [_event(block.replace("\n", "\r\n")) for block in _EVENT.findall(text)]
    if len(events) != text.count("\nBEGIN:VEVENT\n"):
        raise _foreign("an event in it has no end")
    return {event.uid: event for event in events}


def published_title(calendar: str) -> str:
    """Name of a calendar as its file has it, still escaped; empty where it has none."""
    lines = unfolded(calendar)
    return next((line.split(":", 1)[1] for line in lines if line.startswith("X-WR-CALNAME:")), "")


def _event(block: str) -> PublishedEvent:
    pairs = (line.split(":", 1) for line in unfolded(block) if ":" in line)
    value = dict(pairs)
    try:
        return PublishedEvent(
            uid=value["UID"],
            sequence=int(value["SEQUENCE"]),
            start=_instant(value["DTSTART"]),
            end=_instant(value["DTEND"]),
            modified=_instant(value["LAST-MODIFIED"]),
            is_cancelled=value["STATUS"] == "CANCELLED",
            text=block,
        )
    except KeyError as error:
        raise _foreign(f"an event in it lacks {error.args[0]}") from error
    except ValueError as error:
        raise _foreign(f"an event in it cannot be read ({error})") from error


def _instant(value: str) -> datetime:
    return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _foreign(why: str) -> InputError:
    return InputError(
        f"the calendar published before cannot be read: {why}; restore the file, "
        "or move it away to start anew",
        code="not_our_calendar",
    )
