"""The files about people, and what all readers promise."""

import csv
import io
import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.errors import InputError, Problem
from planner.exports.cells import safe
from planner.people import Agent, Availability, Contract, Lock, Preference, Site, TimeOff
from planner.pools import Pool
from planner.queues import Channel, Queue, ServiceLevelTarget
from planner.readers import READERS
from planner.readers.last_week import read_last_week
from planner.readers.reading import Context, Reading
from planner.roster import Assignment
from planner.shifts import Break, Shift, ShiftTemplate
from planner.timegrid import Interval

NAMES = (
    "Zoë Müller",
    "محمد رضا\u200cپور",
    "रवि शर्मा",
    "李 梅",
    "Nguyễn Ánh",
    "=HYPERLINK(1)",
    "Ana 🌞",
)

KNOWN = Context(
    30,
    "Europe/London",
    queues={
        "phone": Queue(
            "phone", Channel.PHONE, "phone", 300, "UTC", "GB", target=ServiceLevelTarget(0.8, 20)
        ),
    },
    sites={
        "ktm": Site("ktm", "Asia/Kathmandu", "NP"),
        "lon": Site("lon", "Europe/London", "GB"),
    },
    contracts={"full": Contract("full", 30, 40, 10)},
    templates={"early": ShiftTemplate("early", ("ktm", "lon"), time(7), time(15))},
    agents={
        "a1": Agent("a1", "Ann", "ktm", "full", ("phone",)),
        "a2": Agent("a2", "Bo", "lon", "full", ("phone",)),
    },
)

MAIL = Queue("mail", Channel.EMAIL, "mail", 600, "Europe/London", "GB", due_hours=8)

SAMPLES: Mapping[str, str] = {
    "agents.csv": "id,name,site,contract,skills,email\n"
    "a1,Ann,ktm,full,phone,ann@example.org\na2,Zoë,lon,full,phone,\n",
    "history.csv": "start,queue,offered,handle_s\n2003-10-20T07:00Z,phone,4,300\n"
    "2003-10-20T07:30Z,phone,5,310.5\n",
    "time_off.csv": "agent,start,end,kind,paid\na1,2003-10-20,2003-10-21,leave,yes\n"
    "a2,2003-10-22T08:00,2003-10-22T12:00,training,no\n",
    "availability.csv": "agent,weekday,start,until\na1,monday,07:00,15:00\n",
    "preferences.csv": "agent,day,shift,weight\na1,monday,early,5\na2,2003-10-21,off,-3\n",
    "locks.csv": "agent,day,shift,skill\na1,2003-10-20,early,phone\na2,2003-10-20,off,\n",
    "pairs.csv": "first,second,kind,price\na1,a2,apart,\n",
    "last_week.csv": "agent,shift,day,skill,start_utc,end_utc,breaks_utc\n"
    "a1,early,2003-10-17,phone,2003-10-17T01:15:00Z,2003-10-17T09:15:00Z,\n",
    "past_weeks.csv": "agent,week,hours,nights,rest_days,holidays,weekends\n"
    "a1,2003-10-13,38.5,2,1,0,1\na2,2003-10-13,40,0,0,1,0\n",
    "backlog.csv": "queue,priority,arrived,due,contacts\nmail,P1,2003-10-17T09:30,,12\n"
    "mail,P2,2003-10-18T10:00,2003-10-20,1\n",
    "events.csv": "name,start,end,queues,effect\nlaunch,2003-10-20,2003-10-20,phone,+30%\n"
    "sale,2003-10-22T08:00,2003-10-22T12:00,,\n",
    "overrides.csv": "queue,priority,start,end,kind,value,author,reason\n"
    "phone,,2003-10-20,2003-10-20,factor,+30%,Ann,mailing\n"
    "phone,,2003-10-22T08:00,2003-10-22T12:00,number,12.5,Zoë,outage\n",
}


def read(folder: Path, file: str, content: str | bytes) -> Reading[object]:
    path = folder / file
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    known = replace(KNOWN, queues={"mail": MAIL}) if file == "backlog.csv" else KNOWN
    return READERS[file](path, known)


def problems_of(folder: Path, file: str, content: str | bytes) -> tuple[Problem, ...]:
    try:
        return read(folder, file, content).problems
    except InputError as error:
        return error.problems


def rewritten(text: str, delimiter: str, end: str) -> str:
    out = io.StringIO()
    rows = list(csv.reader(io.StringIO(text)))
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue()


def test_every_reader_has_a_sample() -> None:
    assert SAMPLES.keys() == READERS.keys()


@pytest.mark.parametrize("file", READERS)
def test_every_dialect_gives_the_same_objects(file: str, tmp_path: Path) -> None:
    expected = read(tmp_path, file, SAMPLES[file])
    assert expected.items
    assert [p for p in expected.problems if not p.warning] == []
    for delimiter in ",;\t|":
        for end in ("\n", "\r\n", "\r"):
            for codec in ("utf-8", "utf-8-sig", "utf-16"):
                found = read(tmp_path, file, rewritten(SAMPLES[file], delimiter, end).encode(codec))
                assert repr(found) == repr(expected)


@pytest.mark.parametrize("file", READERS)
def test_columns_may_stand_in_any_order_with_others_between(file: str, tmp_path: Path) -> None:
    header, *rows = list(csv.reader(io.StringIO(SAMPLES[file])))
    order = list(range(len(header)))
    random.Random(1).shuffle(order)
    text = "".join(
        ",".join([*(row[i] for i in order), extra]) + "\n"
        for row, extra in zip([header, *rows], ["wfm", *"xyz"], strict=False)
    )
    assert repr(read(tmp_path, file, text)) == repr(read(tmp_path, file, SAMPLES[file]))


@pytest.mark.parametrize("file", READERS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_cell_is_read_or_told_with_its_line(
    file: str, data: st.DataObject, tmp_path: Path
) -> None:
    rows = list(csv.reader(io.StringIO(SAMPLES[file])))
    row = data.draw(st.integers(1, len(rows) - 1))
    column = data.draw(st.integers(0, len(rows[0]) - 1))
    rows[row][column] = data.draw(
        st.text(st.characters(codec="utf-8", min_codepoint=32, max_codepoint=0x2FFFF), max_size=10)
        | st.sampled_from(["NaN", "-1", "1e309", "2003-10-26T01:30", "2003-02-30", "99:99", "0"])
    )
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    for problem in problems_of(tmp_path, file, out.getvalue()):
        assert problem.file == file
        assert problem.line in (None, 2, 3)
        assert "\n" not in str(problem)


@pytest.mark.parametrize("file", [f for f in READERS if f not in ("agents.csv", "history.csv")])
def test_optional_file_may_hold_no_rows(file: str, tmp_path: Path) -> None:
    assert read(tmp_path, file, SAMPLES[file].split("\n", 1)[0] + "\n") == Reading(())


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_names_in_every_script_come_through(codec: str, tmp_path: Path) -> None:
    rows = "".join(f"p{i},{name},lon,full,phone,\n" for i, name in enumerate(NAMES))
    text = f"id,name,site,contract,skills,email\n{rows}"
    agents = read(tmp_path, "agents.csv", text.encode(codec)).items
    assert [agent.name for agent in agents if isinstance(agent, Agent)] == list(NAMES)


def test_skills_may_be_parted_by_semicolon_space_or_bar(tmp_path: Path) -> None:
    text = 'id,name,site,contract,skills\n1,A,lon,full,"b;a b|c ; a"\n'
    (agent,) = read(tmp_path, "agents.csv", text).items
    assert isinstance(agent, Agent)
    assert agent.skills == ("b", "a", "c")


def test_day_off_is_the_whole_day_of_the_site(tmp_path: Path) -> None:
    text = "agent,start,end,kind\na1,2003-10-20,2003-10-21,leave\na2,2003-10-26,2003-10-26,leave\n"
    first, second = read(tmp_path, "time_off.csv", text).items
    assert first == TimeOff(
        "a1",
        Interval(
            datetime(2003, 10, 19, 18, 15, tzinfo=UTC), datetime(2003, 10, 21, 18, 15, tzinfo=UTC)
        ),
    )
    assert isinstance(second, TimeOff)
    assert second.interval.length.total_seconds() == 25 * 3600


def test_time_off_with_an_offset_is_that_instant(tmp_path: Path) -> None:
    text = "agent,start,end,kind\na1,2003-10-20T07:00+02:00,2003-10-20T09:00+02:00,leave\n"
    (off,) = read(tmp_path, "time_off.csv", text).items
    assert isinstance(off, TimeOff)
    assert off.interval.start == datetime(2003, 10, 20, 5, tzinfo=UTC)


def test_overlapping_and_repeated_time_off_is_merged(tmp_path: Path) -> None:
    row = "a2,2003-10-20T08:00,2003-10-20T12:00,leave,yes\n"
    text = (
        f"agent,start,end,kind,paid\n{row}{row}a2,2003-10-20T11:00,2003-10-20T14:00,leave,yes\n"
        "a2,2003-10-20T13:00,2003-10-20T16:00,sick,no\n"
    )
    found = [off for off in read(tmp_path, "time_off.csv", text).items if isinstance(off, TimeOff)]
    assert [(o.kind, o.interval.start.hour, o.interval.end.hour) for o in found] == [
        ("leave", 7, 13),
        ("sick", 13, 15),
    ]


def test_mixed_offsets_in_time_off_are_told_once(tmp_path: Path) -> None:
    text = (
        "agent,start,end,kind\na2,2003-10-20T08:00,2003-10-20T12:00,leave\n"
        "a2,2003-10-21T08:00Z,2003-10-21T12:00Z,leave\n"
    )
    (problem,) = problems_of(tmp_path, "time_off.csv", text)
    assert (problem.code, problem.line, problem.field) == ("mixed_offsets", 3, "start")


def test_wishes_windows_and_locks(tmp_path: Path) -> None:
    wishes = read(tmp_path, "preferences.csv", SAMPLES["preferences.csv"]).items
    assert wishes == (
        Preference("a1", None, "monday", "early", 5),
        Preference("a2", date(2003, 10, 21), None, "off", -3),
    )
    windows = read(tmp_path, "availability.csv", SAMPLES["availability.csv"]).items
    assert windows == (Availability("a1", "monday", time(7), time(15)),)
    locks = read(tmp_path, "locks.csv", SAMPLES["locks.csv"] + "a2,2003-10-20,off,\n").items
    assert locks == (
        Lock("a1", date(2003, 10, 20), "early", "phone"),
        Lock("a2", date(2003, 10, 20), "off"),
    )


@pytest.mark.parametrize("odd", ["=x", "'=x", "-1", "@a", "\u200b=x", "o'clock"])
def test_ids_that_the_export_made_harmless_come_back(odd: str, tmp_path: Path) -> None:
    known = replace(KNOWN, agents={odd: Agent(odd, "Odd", "ktm", "full", ("phone",))})
    header = SAMPLES["last_week.csv"].split("\n", 1)[0]
    row = f"{safe(odd)},early,2003-10-17,phone,2003-10-17T01:15:00Z,2003-10-17T09:15:00Z,"
    path = tmp_path / "last_week.csv"
    path.write_text(f"{header}\n{row}\n", encoding="utf-8")
    (made,) = read_last_week(path, known).items
    assert made.agent == odd


def test_roster_of_last_week_is_read_with_its_breaks(tmp_path: Path) -> None:
    row = (
        "'=x,early,2003-10-17,phone,2003-10-17T01:15:00Z,2003-10-17T09:15:00Z,"
        "2003-10-17T04:00:00Z/2003-10-17T04:30:00Z/unpaid/lunch; "
        "2003-10-17T07:00:00Z/2003-10-17T07:15:00Z/paid/tea / coffee\n"
    )
    text = SAMPLES["last_week.csv"].split("\n", 1)[0] + "\n" + row.replace("'=x", "a1")
    (made,) = read(tmp_path, "last_week.csv", text).items

    def at(hour: int, minute: int = 0) -> datetime:
        return datetime(2003, 10, 17, hour, minute, tzinfo=UTC)

    breaks = (
        Break(Interval(at(4), at(4, 30)), False, "lunch"),
        Break(Interval(at(7), at(7, 15)), True, "tea / coffee"),
    )
    shift = Shift("early", date(2003, 10, 17), Interval(at(1, 15), at(9, 15)), breaks)
    assert made == Assignment("a1", shift, "phone")


def test_an_unknown_agent_hides_no_other_fault_of_the_row(tmp_path: Path) -> None:
    path = tmp_path / "time_off.csv"
    path.write_text("agent,start,end,kind\nx1,2026-13-01,2026-12-02,leave\n", encoding="utf-8")
    agent, start = READERS["time_off.csv"](path, KNOWN).problems
    assert agent.message.startswith("agent 'x1' is not known")
    assert start.message.startswith("start is '2026-13-01'")


def test_lock_may_name_a_pool_all_of_whose_skills_the_agent_has(tmp_path: Path) -> None:
    able = Agent("a1", "Ann", "ktm", "full", ("phone", "mail"))
    context = replace(
        KNOWN,
        agents={**KNOWN.agents, "a1": able},
        pools={"both": Pool("both", ("phone", "mail"))},
    )
    path = tmp_path / "locks.csv"
    text = "agent,day,shift,skill\na1,2003-10-20,early,both\na2,2003-10-20,early,both\n"
    path.write_text(text, encoding="utf-8")
    found = READERS["locks.csv"](path, context)
    assert found.items == (Lock("a1", date(2003, 10, 20), "early", "both"),)
    (problem,) = found.problems
    assert (problem.line, problem.code) == (3, "bad_lock")
    assert "agent a2 has not the skill mail of pool both; change the lock" in str(problem)
