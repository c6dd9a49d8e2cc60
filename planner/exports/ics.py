"""
Calendars of shifts (RFC 5545, 7986): one per agent and one for the team.

An event is known by its UID, made of agent and local day, for ever. Writing a calendar takes the
text written before: an event that did not change stays as it was, letter for letter; one that did
gets the next SEQUENCE; a shift gone from the week stays 30 days as cancelled. Times are UTC.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from icalendar import Calendar, Event, Timezone, TimezoneStandard

from planner.exports.ics_published import PublishedEvent, published_events, published_title
from planner.exports.ics_text import SafeText, with_value
from planner.timegrid import Interval

KEEP_CANCELLED: Final = timedelta(days=30)
KEEP_PAST: Final = timedelta(days=180)
"""Shifts that ended longer before the week than this leave the calendar."""

_STAMP: Final = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class CalendarShift:
    """A shift as a calendar shows it; `key` is its identity and never shown."""

    key: str
    interval: Interval
    summary: str
    location: str
    description: str


def calendar(
    title: str,
    shifts: Iterable[CalendarShift],
    *,
    week: Interval,
    now: datetime,
    previous: str | None = None,
    namespace: str = "rotacast",
) -> str:
    """
    Text of a calendar after publishing one week.

    Parameters
    ----------
    shifts
        Shifts that begin in `week`; every one published before that begins in it and is not among
        them is cancelled.
    now
        Moment of publishing, aware; it stamps what changed.
    previous
        Text published before, if any; its events of other weeks are kept as they are.
    namespace
        Keeps the UIDs of two teams apart; the same at every publishing.

    Raises
    ------
    InputError
        If `previous` was not written by this function.
    """
    known = {} if previous is None else published_events(previous)
    events = {uid: event.text for uid, event in _kept(known, week, now).items()}
    moment = now.astimezone(UTC).replace(microsecond=0)
    for shift in shifts:
        uid = _uid(namespace, shift.key)
        events[uid] = _published(shift, uid, known.get(uid), moment)
    return _whole(SafeText(title).to_ical().decode(), events.values())


def withdrawn(previous: str, *, week: Interval, now: datetime) -> str:
    """Text of a calendar whose agent has left: its shifts of the week are cancelled."""
    kept = _kept(published_events(previous), week, now)
    return _whole(published_title(previous), [event.text for event in kept.values()])


def _kept(
    known: Mapping[str, PublishedEvent], week: Interval, now: datetime
) -> dict[str, PublishedEvent]:
    """Events of other weeks as they are, and those of the week as cancelled."""
    kept = {}
    for uid, event in known.items():
        is_past = event.end < week.start - KEEP_PAST
        is_forgotten = event.is_cancelled and now - event.modified > KEEP_CANCELLED
        if is_past or is_forgotten:
            continue
        is_of_week = week.start <= event.start < week.end
        kept[uid] = _cancelled(event, now) if is_of_week and not event.is_cancelled else event
    return kept


def _cancelled(event: PublishedEvent, now: datetime) -> PublishedEvent:
    stamp = f"{now.astimezone(UTC):{_STAMP}}"
    text = with_value(event.text, "STATUS", "CANCELLED")
    text = with_value(text, "SEQUENCE", str(event.sequence + 1))
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        text = with_value(text, name, stamp)
    return published_events(f"BEGIN:VCALENDAR\r\n{text}END:VCALENDAR\r\n")[event.uid]


def _published(shift: CalendarShift, uid: str, before: PublishedEvent | None, now: datetime) -> str:
    if before is None:
        return _event(shift, uid, 0, now)
    same = _event(shift, uid, before.sequence, before.modified)
    (fresh,) = published_events(f"BEGIN:VCALENDAR\r\n{same}END:VCALENDAR\r\n").values()
    if fresh.content == before.content:
        return before.text
    return _event(shift, uid, before.sequence + 1, now)


def _event(shift: CalendarShift, uid: str, sequence: int, stamp: datetime) -> str:
    event = Event()
    event.add("uid", SafeText(uid))
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", sequence)
    event.add("status", SafeText("CONFIRMED"))
    event.add("dtstart", shift.interval.start)
    event.add("dtend", shift.interval.end)
    for name in ("summary", "location", "description"):
        event.add(name, SafeText(getattr(shift, name)))
    text: bytes = event.to_ical()
    return text.decode()


def _uid(namespace: str, key: str) -> str:
    digest = hashlib.sha256(f"{namespace}\0{key}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"{digest[:32]}@rotacast"


def _whole(escaped_title: str, events: Iterable[str]) -> str:
    """Calendar around events, in order of start; without any, one time zone keeps it valid."""
    body = "".join(sorted(events, key=_start_of)) or _utc_zone()
    frame = Calendar()
    frame.add("prodid", SafeText("-//rotacast//shifts//EN"))
    frame.add("version", SafeText("2.0"))
    frame.add("calscale", SafeText("GREGORIAN"))
    frame.add("method", SafeText("PUBLISH"))
    frame.add("x-wr-calname", _Escaped(escaped_title))
    frame.add("refresh-interval", timedelta(minutes=15), parameters={"value": "DURATION"})
    frame.add("x-published-ttl", SafeText("PT15M"))
    text: str = frame.to_ical().decode()
    end = "END:VCALENDAR\r\n"
    return f"{text.removesuffix(end)}{body}{end}"


class _Escaped(SafeText):
    """Text that was escaped before."""

    def to_ical(self) -> bytes:
        return str(self).encode()


def _start_of(event: str) -> tuple[str, str]:
    start = event.index("\r\nDTSTART:")
    uid = event.index("\r\nUID:")
    return event[start : start + 26], event[uid : uid + 40]


def _utc_zone() -> str:
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - a zone's onset is wall time
    standard.add("tzoffsetfrom", timedelta(0))
    standard.add("tzoffsetto", timedelta(0))
    clock = Timezone()
    clock.add("tzid", SafeText("Etc/UTC"))
    clock.add_component(standard)
    text: bytes = clock.to_ical()
    return text.decode()
