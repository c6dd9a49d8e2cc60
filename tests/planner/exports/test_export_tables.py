import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from planner.demand import PoolRequirement
from planner.exports import EXPORTS
from planner.exports.cells import plain
from planner.exports.week import PublishedWeek
from planner.people import Agent
from planner.shifts import ShiftTemplate
from planner.timegrid import Interval
from scenarios.output import published_week
from tests.judgement_fixture import judged, queue_judgement
from tests.plan_fixture import MONDAY, SUNDAY, TEMPLATES, renamed, tiny_plan

PLAN = judged(tiny_plan())
WEEK = published_week(PLAN)
ODD = ("=1+1", "<script>", 'say "hi", ok', "two\nlines", "🌻", "محمد", "x" * 200, "-5", "＝1")


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("name", EXPORTS)
def test_table_opens_with_a_mark_and_a_header(name: str) -> None:
    text = EXPORTS[name](WEEK)
    header = text.splitlines()[0]
    assert header.startswith("\ufeff")
    assert len(set(header.split(","))) == len(header.split(","))


@pytest.mark.parametrize("name", EXPORTS)
def test_table_is_the_same_twice(name: str) -> None:
    assert EXPORTS[name](WEEK) == EXPORTS[name](published_week(judged(tiny_plan())))


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("odd", ODD)
def test_no_cell_becomes_a_formula(name: str, odd: str) -> None:
    plan = renamed(PLAN, {"a1": odd})
    rows = read(EXPORTS[name](published_week(plan)))
    for row in rows:
        for cell in row.values():
            assert cell[:1] not in "=@\t\r\n＝" or not cell
            assert cell[:1] not in "+-" or not cell or is_number(cell)
    if "name" in rows[0]:
        assert odd in {plain(row["name"]) for row in rows}


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("name", EXPORTS)
def test_instants_agree_on_both_clocks(name: str) -> None:
    for row in read(EXPORTS[name](WEEK)):
        if "start_utc" in row:
            local = datetime.fromisoformat(row["start_local"])
            assert local.astimezone(UTC) == datetime.fromisoformat(row["start_utc"])


def test_every_slot_of_the_long_week_is_told_apart() -> None:
    rows = [row for row in read(EXPORTS["coverage.csv"](WEEK)) if row["queue"] == "phone"]
    assert len(rows) == 169 * 2
    assert len({row["start_local"] for row in rows}) == len(rows)
    assert "2003-10-26T01:30+01:00" in {row["start_local"] for row in rows}
    assert "2003-10-26T01:30+00:00" in {row["start_local"] for row in rows}


def test_forecast_has_the_quantiles_and_leaves_unknown_levels_empty() -> None:
    first = PLAN.forecast.streams[0]
    short = replace(first, levels=first.levels[:4], quantiles=first.quantiles[:4])
    week = replace(WEEK, forecast=replace(PLAN.forecast, streams=(short,)))
    slot = int(np.argmax(first.mean))
    row = read(EXPORTS["forecast.csv"](week))[slot]
    assert float(row["q90"]) == pytest.approx(first.quantiles[3, slot], abs=1e-4)
    assert row["q95"] == ""
    assert row["model"] == "day level"


def test_a_pool_s_flexible_agents_stand_under_its_own_id() -> None:
    n = PLAN.grid.n_slots
    pool = PoolRequirement("desk", ("phone",), np.full(n, 2), np.full(n, 3))
    rows = read(
        EXPORTS["requirement.csv"](
            replace(WEEK, requirement=replace(WEEK.requirement, pools=(pool,)))
        )
    )
    of_pool = [row for row in rows if row["queue"] == "desk"]
    assert len(of_pool) == n
    found = {(r["load_erlangs"], r["net_agents"], r["scheduled_agents"]) for r in of_pool}
    assert found == {("", "2", "3")}


def test_service_level_is_empty_where_nobody_calls() -> None:
    rows = read(EXPORTS["coverage.csv"](WEEK))
    assert {row["service_level"] for row in rows if row["contacts"] == "0"} == {""}


def test_simulated_slots_come_back_and_are_empty_where_nobody_calls() -> None:
    rows = [row for row in read(EXPORTS["simulation.csv"](WEEK)) if row["queue"] == "phone"]
    assert {row["priority"] for row in rows} == {""}
    found = queue_judgement(PLAN, 0)
    assert len(rows) == PLAN.grid.n_slots
    empty = np.isnan(found.slots[0])
    assert 0 < empty.sum() < len(rows)
    for measure in ("in_time", "asa_s", "abandoned", "occupancy", "waiting", "oldest_s"):
        ends = zip(("", "_low", "_high"), getattr(found.by_slot[0], measure), strict=True)
        for end, values in ends:
            written = [float(row[measure + end]) if row[measure + end] else np.nan for row in rows]
            assert written == pytest.approx(values, abs=1e-4, nan_ok=True)


def test_simulated_priorities_have_intervals_of_their_own_and_no_agents() -> None:
    rows = read(EXPORTS["simulation.csv"](WEEK))
    found = queue_judgement(PLAN, 1)
    assert [part.priority for part in found.by_slot] == ["", "P0", "P1", "P2"]
    of_p1 = [r for r in rows if (r["queue"], r["priority"]) == (found.queue, "P1")]
    assert len(of_p1) == PLAN.grid.n_slots
    assert {r["occupancy"] for r in of_p1} == {""}
    assert float(of_p1[3]["waiting_high"]) == pytest.approx(found.by_slot[2].waiting[2, 3])


def test_simulated_days_and_weeks_come_back_with_their_ends() -> None:
    rows = read(EXPORTS["simulation_days.csv"](WEEK))
    assert len(rows) == 8 * len(PLAN.inputs.queues)
    ids = [queue.id for queue in PLAN.inputs.queues]
    phone, tickets = ([r for r in rows if r["queue"] == ids[at]] for at in (0, 1))
    assert [r["span"] for r in phone] == ["day"] * 7 + ["week"]
    assert phone[0]["first_day"] == phone[-1]["first_day"]
    assert [float(r["contacts"]) for r in phone] == [100.0 + i for i in range(8)]
    for row, one in zip(phone, queue_judgement(PLAN, 0).spans, strict=True):
        for measure in ("in_time", "asa_s", "abandoned", "occupancy", "waiting", "weeks_met"):
            for end, key in (("mean", ""), ("low", "_low"), ("high", "_high")):
                level = getattr(getattr(one, measure), end)
                assert float(row[measure + key]) == pytest.approx(level, abs=1e-4)
    assert {r["asa_s"] + r["abandoned_high"] for r in tickets} == {""}
    assert EXPORTS["simulation_days.csv"](replace(WEEK, judgement=None)).count("\n") == 1


def test_a_plan_that_was_not_simulated_leaves_the_header_alone() -> None:
    text = EXPORTS["simulation.csv"](replace(WEEK, judgement=None))
    assert text.splitlines() == [
        "\ufeffqueue,priority,start_local,start_utc,in_time,in_time_low,in_time_high,asa_s,"
        "asa_s_low,asa_s_high,abandoned,abandoned_low,abandoned_high,occupancy,occupancy_low,"
        "occupancy_high,waiting,waiting_low,waiting_high,oldest_s,oldest_s_low,oldest_s_high"
    ]


def test_roster_tells_breaks_to_people_and_machines() -> None:
    row = read(EXPORTS["roster.csv"](WEEK))[0]
    assert row["agent"] == "a1"
    assert row["start_local"] == "2003-10-20T09:00+01:00"
    assert row["start_utc"] == "2003-10-20T08:00:00Z"
    assert row["breaks"] == "12:00-12:30 lunch (unpaid)"
    assert row["breaks_utc"] == "2003-10-20T11:00:00Z/2003-10-20T11:30:00Z/unpaid/lunch"
    assert row["paid_hours"] == "8"


def test_night_over_the_change_pays_nine_hours() -> None:
    nights = [r for r in read(EXPORTS["hours.csv"](WEEK)) if r["night"] == "yes"]
    assert [(r["day"], r["paid_hours"]) for r in nights] == [
        ("2003-10-24", "8"),
        ("2003-10-25", "9"),
    ]
    assert float(nights[1]["cost"]) == 9 * 33
    assert nights[1]["rest_day"] == "weekend"


def test_hours_add_up_to_the_paid_hours_of_the_roster() -> None:
    rows = read(EXPORTS["hours.csv"](WEEK))
    assert sum(float(r["paid_hours"] or 0) for r in rows) == PLAN.figures.paid_hours
    assert sum(float(r["cost"] or 0) for r in rows) == pytest.approx(PLAN.figures.cost)


def test_leave_shows_the_share_of_each_local_day() -> None:
    (leave,) = [r for r in read(EXPORTS["hours.csv"](WEEK)) if r["kind"] != "shift"]
    assert (leave["agent"], leave["kind"], leave["day"]) == ("a1", "holiday", SUNDAY.isoformat())
    assert (leave["leave_days"], leave["paid"], leave["paid_hours"]) == ("1", "yes", "")


def test_saturday_is_a_rest_day_in_kathmandu_and_sunday_is_not() -> None:
    assert WEEK.rest_days["kathmandu", SUNDAY - timedelta(days=1)] == "weekend"
    assert ("kathmandu", SUNDAY) not in WEEK.rest_days


def test_leave_over_a_clock_change_is_counted_by_the_local_day(
    week: Callable[[Interval], PublishedWeek],
) -> None:
    noon = datetime(2003, 10, 26, 11, 30, tzinfo=UTC)  # 12.5 of the 25 hours of that Sunday
    rows = read(EXPORTS["hours.csv"](week(Interval(noon - timedelta(hours=24.5), noon))))
    shares = [(r["day"], float(r["leave_days"])) for r in rows if r["kind"] == "holiday"]
    assert shares == [("2003-10-25", 0.5), ("2003-10-26", 0.5)]


@pytest.fixture
def week() -> Callable[[Interval], PublishedWeek]:
    def with_leave(interval: Interval) -> PublishedWeek:
        leave = replace(WEEK.team.time_off[0], interval=interval)
        return replace(WEEK, team=replace(WEEK.team, time_off=(leave,)))

    return with_leave


def test_names_of_shifts_and_breaks_are_text_too() -> None:
    odd = ShiftTemplate("=x", ("london",), TEMPLATES[0].start, TEMPLATES[0].until)
    first = PLAN.roster.assignments[0]
    named = replace(first, shift=replace(first.shift, template=odd.id))
    week = replace(WEEK, roster=replace(WEEK.roster, assignments=(named,)))
    assert read(EXPORTS["roster.csv"](week))[0]["shift"] == "'=x"


def test_agents_of_one_name_are_told_apart_by_id() -> None:
    plan = renamed(PLAN, {"a1": "Sam", "a2": "Sam"})
    rows = read(EXPORTS["roster.csv"](published_week(plan)))
    assert {row["agent"] for row in rows if row["name"] == "Sam"} == {"a1", "a2"}
    assert isinstance(plan.inputs.team.agents[0], Agent)
    assert MONDAY.isoformat() in {row["day"] for row in rows}
