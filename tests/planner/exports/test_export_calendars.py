"""Calendars, read back with a parser that is not the one that wrote them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
import vobject  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from planner.errors import InputError
from planner.exports.ics import CalendarShift, calendar, withdrawn
from planner.exports.ics_shifts import agent_shifts, team_shifts
from planner.timegrid import Interval
from tests.plan_fixture import NOW, tiny_plan

PLAN = tiny_plan()
WEEK = PLAN.roster.week
LATER = NOW + timedelta(days=1)
PROPERTIES = {
    *("UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "STATUS"),
    *("DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION"),
}


def shifts_of(agent: str) -> list[CalendarShift]:
    return agent_shifts(PLAN.roster, PLAN.inputs.team, PLAN.inputs.templates)[agent]


def published(shifts: list[CalendarShift], now: datetime = NOW, previous: str | None = None) -> str:
    return calendar("Amélie", shifts, week=WEEK, now=now, previous=previous)


def events(text: str) -> list[dict[str, object]]:
    read = vobject.readOne(text)
    return [
        {name: event.getChildValue(name) for name in event.contents}
        for event in read.contents.get("vevent", [])
    ]


def by_start(text: str) -> list[dict[str, object]]:
    return sorted(events(text), key=lambda event: str(event["dtstart"]))


def test_a_foreign_reader_finds_the_same_shifts() -> None:
    for agent in PLAN.inputs.team.agents:
        found = {(e["dtstart"], e["dtend"]) for e in events(published(shifts_of(agent.id)))}
        meant = {(a.shift.interval.start, a.shift.interval.end) for a in PLAN.roster.of(agent.id)}
        assert found == meant


def test_the_night_of_the_change_has_nine_hours() -> None:
    night = by_start(published(shifts_of("a2")))[1]
    start, end = night["dtstart"], night["dtend"]
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    assert end - start == timedelta(hours=9)
    assert f"{start.astimezone(ZoneInfo('Europe/London')):%d %H:%M}" == "25 22:00"
    assert f"{end.astimezone(ZoneInfo('Europe/London')):%d %H:%M}" == "26 06:00"


def test_kathmandu_keeps_its_forty_five_minutes() -> None:
    shift = by_start(published(shifts_of("k/1")))[0]
    assert shift["dtstart"] == datetime(2003, 10, 20, 3, 15, tzinfo=UTC)
    assert shift["location"] == "Kathmandu"
    assert str(shift["description"]).splitlines() == [
        "09:00-17:30 Asia/Kathmandu, 8 h paid",
        "Break 12:00-12:30 lunch (unpaid)",
    ]


def test_the_calendar_can_be_subscribed_to() -> None:
    text = published(shifts_of("a1"))
    for line in (
        "METHOD:PUBLISH",
        "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
        "X-PUBLISHED-TTL:PT15M",
    ):
        assert f"\r\n{line}\r\n" in text
    assert vobject.readOne(text).getChildValue("x_wr_calname") == "Amélie"
    found = recurring_ical_events.of(Calendar.from_ical(text)).between(WEEK.start, WEEK.end)
    assert len(found) == 4


def test_publishing_again_changes_nothing() -> None:
    first = published(shifts_of("a1"))
    assert published(shifts_of("a1"), LATER, first) == first


def moved(shift: CalendarShift) -> CalendarShift:
    hour = timedelta(hours=1)
    return replace(shift, interval=Interval(shift.interval.start + hour, shift.interval.end + hour))


def test_a_moved_shift_keeps_its_uid_and_raises_its_sequence() -> None:
    shifts = shifts_of("a1")
    first = published(shifts)
    again = published([moved(shifts[0]), *shifts[1:]], LATER, first)
    before, after = by_start(first), by_start(again)
    assert [e["uid"] for e in before] == [e["uid"] for e in after]
    assert [e["sequence"] for e in after] == ["1", "0", "0", "0"]
    assert [e["last-modified"] for e in after] == [LATER, NOW, NOW, NOW]
    assert after[1:] == before[1:]


def test_a_shift_at_another_site_raises_its_sequence() -> None:
    shifts = shifts_of("a1")
    away = replace(shifts[0], location="Paris")
    again = by_start(published([away, *shifts[1:]], LATER, published(shifts)))
    assert (again[0]["sequence"], again[0]["location"]) == ("1", "Paris")


def test_a_shift_taken_away_is_cancelled_and_kept_thirty_days() -> None:
    first = published(shifts_of("a1"))
    cancelled = published(shifts_of("a1")[1:], LATER, first)
    gone = by_start(cancelled)[0]
    assert (gone["status"], gone["sequence"], gone["dtstamp"]) == ("CANCELLED", "1", LATER)
    assert gone["uid"] == by_start(first)[0]["uid"]
    on_day_30 = published(shifts_of("a1")[1:], LATER + timedelta(days=30), cancelled)
    assert on_day_30 == cancelled
    assert len(events(published(shifts_of("a1")[1:], LATER + timedelta(days=31), cancelled))) == 3


def test_a_shift_that_comes_back_is_confirmed_with_the_next_sequence() -> None:
    first = published(shifts_of("a1"))
    gone = published(shifts_of("a1")[1:], LATER, first)
    back = by_start(published(shifts_of("a1"), LATER + timedelta(days=1), gone))[0]
    assert (back["status"], back["sequence"]) == ("CONFIRMED", "2")


def week_later(shift: CalendarShift) -> CalendarShift:
    days = timedelta(days=7)
    interval = Interval(shift.interval.start + days, shift.interval.end + days)
    return replace(shift, key=f"{shift.key}+7", interval=interval)


def test_the_week_before_stays_as_it_was() -> None:
    first = published(shifts_of("a1"))
    next_week = Interval(WEEK.end, WEEK.end + timedelta(days=7))
    shifts = [week_later(s) for s in shifts_of("a1")]
    both = calendar("Amélie", shifts, week=next_week, now=LATER, previous=first)
    assert by_start(both)[:4] == by_start(first)
    assert len(events(both)) == 8
    far = Interval(WEEK.start + timedelta(weeks=40), WEEK.end + timedelta(weeks=40))
    assert events(calendar("Amélie", [], week=far, now=LATER, previous=both)) == []


def test_publishing_a_week_again_leaves_the_week_after_alone() -> None:
    next_week = Interval(WEEK.end, WEEK.end + timedelta(days=7))
    shifts = [week_later(s) for s in shifts_of("a1")]
    both = calendar("Amélie", shifts, week=next_week, now=NOW, previous=published(shifts_of("a1")))
    again = published([], now=LATER, previous=both)
    assert [e["status"] for e in by_start(again)] == ["CANCELLED"] * 4 + ["CONFIRMED"] * 4
    assert by_start(again)[4:] == by_start(both)[4:]


def test_two_teams_have_different_uids() -> None:
    one, other = (
        calendar("x", shifts_of("a1"), week=WEEK, now=NOW, namespace=name) for name in "ab"
    )
    assert not {e["uid"] for e in events(one)} & {e["uid"] for e in events(other)}


def test_an_agent_who_left_sees_the_shifts_cancelled() -> None:
    text = withdrawn(published(shifts_of("a1")), week=WEEK, now=LATER)
    assert {e["status"] for e in events(text)} == {"CANCELLED"}
    assert vobject.readOne(text).getChildValue("x_wr_calname") == "Amélie"


def test_a_calendar_without_shifts_is_still_valid() -> None:
    text = published([])
    assert events(text) == []
    assert "BEGIN:VTIMEZONE" in text
    assert published([], LATER, text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VCALENDAR\r\n",
        published(shifts_of("a1")).replace("DTSTART:2003", "DTSTART:x"),
        published(shifts_of("a1"))[:-40],
    ],
)
def test_a_damaged_calendar_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="move it away"):
        published(shifts_of("a1"), LATER, text)


def test_line_ends_changed_by_an_editor_do_no_harm() -> None:
    first = published(shifts_of("a1"))
    assert published(shifts_of("a1"), LATER, first.replace("\r\n", "\n")) == first


NASTY = st.text(
    alphabet=st.sampled_from(',;\\\n:"NnBEGIN:VEVENT🌻न🇬🇧\r\x00\x0b\x1e\x85\u2028\u2029م é'),
    min_size=1,
    max_size=120,
)


@given(NASTY)
def test_no_name_breaks_out_of_its_line(name: str) -> None:
    shift = replace(shifts_of("a1")[0], summary=name, location=name, description=name)
    text = calendar(name, [shift], week=WEEK, now=NOW)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert set(event) == PROPERTIES
    assert len(text.splitlines()) == text.count("\r\n")
    assert calendar(name, [shift], week=WEEK, now=LATER, previous=text) == text


@pytest.mark.parametrize(
    "name",
    [
        "a,b;c\\d",
        "two\nlines",
        "back\\Nslash and \\n",
        "BEGIN:VEVENT\r\nEND:VEVENT".replace("\r\n", "\n"),
        "END:VCALENDAR",
        "🌻" * 60,
        "محمد رضایی",
    ],
)
def test_names_read_back_as_they_were(name: str) -> None:
    shift = replace(shifts_of("a1")[0], summary=name)
    (event,) = events(calendar(name, [shift], week=WEEK, now=NOW))
    assert event["summary"] == name


def test_the_team_calendar_names_its_people() -> None:
    shifts = team_shifts(PLAN.roster, PLAN.inputs.team, PLAN.inputs.templates)
    summaries = {e["summary"] for e in events(calendar("Team", shifts, week=WEEK, now=NOW))}
    assert "Amélie Ørsted: Day (phone)" in summaries
    assert len(shifts) == len(PLAN.roster.assignments)
