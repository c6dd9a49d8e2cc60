"""A kept forecast held against what came."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from planner.arrays import FloatArray
from planner.demand import History
from planner.errors import InputError
from planner.events import QueueEvent
from planner.overrides import ForecastOverride
from planner.queue_sources import HistoryFrom
from planner.timegrid import Interval, TimeGrid
from scenarios.forecasts.actuals import choose_version, read_actuals
from scenarios.forecasts.against import against_document, hold_against
from scenarios.forecasts.keep import keep
from scenarios.forecasts.run import make_run
from scenarios.forecasts.versions import KeptForecast, find_version, list_versions, read_version
from scenarios.inputs import HistorySettings, Inputs
from tests.inputs_fixture import MONDAY, small_inputs

NOW = datetime(2003, 10, 16, 9, tzinfo=UTC)
FILE = Path("actuals.csv")


@lru_cache(maxsize=1)
def inputs() -> Inputs:
    return small_inputs()


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("versions")
    keep(make_run(inputs(), week=MONDAY), folder, NOW)
    keep(make_run(inputs(), week=MONDAY, as_of=date(2003, 10, 6)), folder, NOW)
    keep(make_run(inputs(), week=MONDAY, weeks=3, as_of=date(2003, 9, 29)), folder, NOW)
    return folder


@pytest.fixture(scope="module")
def kept(out: Path) -> KeptForecast:
    return read_version(out, find_version(out, "2003-10-20"))


def came(kept: KeptForecast, factor: float = 1.0, n_slots: int | None = None) -> History:
    """Exactly what was forecast, times a factor."""
    grid = kept.forecast.grid
    whole = np.stack([s.mean for s in kept.forecast.streams]) * factor
    part = TimeGrid(grid.start, grid.minutes, n_slots or grid.n_slots)
    streams = tuple((s.queue, s.priority) for s in kept.forecast.streams)
    return History(part, streams, whole[:, : part.n_slots])


def score(found: Sequence[object], of: str, queue: str = "") -> dict[str, float]:
    rows = [r for r in found if isinstance(r, dict) and (r["of"], r["queue"]) == (of, queue)]
    return dict(rows[0])


def test_a_perfect_forecast_has_no_error_and_lies_in_its_bands(kept: KeptForecast) -> None:
    found = hold_against(inputs(), kept, came(kept), FILE)
    for one in found.scores:
        assert one.wape == pytest.approx(0, abs=1e-9)
        assert one.days_in_band == 1
    assert found.misses == ()
    assert found.notes == ()


def test_half_as_much_again_is_told_as_a_bias_of_a_third(kept: KeptForecast) -> None:
    found = against_document(hold_against(inputs(), kept, came(kept, 1.5), FILE))
    for row in (score(found["scores"], "series", "phone"), score(found["scores"], "total")):
        assert row["bias"] == pytest.approx(-1 / 3, abs=1e-3)
        assert row["wape"] == pytest.approx(1 / 3, abs=1e-3)
    phone = score(found["scores"], "series", "phone")
    assert phone["days_in_band"] < 1
    assert phone["n_days"] == 5


def test_days_known_in_part_are_no_days(kept: KeptForecast) -> None:
    found = hold_against(inputs(), kept, came(kept, n_slots=48 + 24), FILE)
    assert {d.day for d in found.days} == {MONDAY}
    assert max(one.n_days for one in found.scores) == 1


def test_a_share_of_a_few_intervals_inside_their_bands_is_none(kept: KeptForecast) -> None:
    one_day = hold_against(inputs(), kept, came(kept, 3.0, n_slots=48), FILE)
    told = score(against_document(one_day)["scores"], "series", "phone")
    assert told["n_slots"] == 16
    assert told["slots_in_band"] is None
    two_days = hold_against(inputs(), kept, came(kept, 3.0, n_slots=96), FILE)
    assert two_days.scores[0].n_slots == 32
    assert two_days.scores[0].slots_in_band == 0


def test_the_hour_missed_most_comes_first_with_what_was_known_of_it(kept: KeptForecast) -> None:
    actuals = came(kept)
    start = datetime(2003, 10, 22, 10, tzinfo=UTC)  # 11:00 in London's summer
    slot = kept.forecast.grid.slot_of(start)
    actuals.counts[0, slot : slot + 2] += 50
    launch = QueueEvent("phone", "launch", Interval(start, start + timedelta(hours=3)))
    found = hold_against(replace(inputs(), events=(launch,)), kept, actuals, FILE)
    first = found.misses[0]
    assert (first.queue, first.start, first.why) == ("phone", start, ("event: launch",))
    assert first.actual - first.forecast == pytest.approx(100, abs=0.1)
    assert first.is_outside
    assert not any(m.why for m in found.misses[1:])


def test_weekdays_and_hours_are_those_of_the_plans_clock(kept: KeptForecast) -> None:
    found = hold_against(inputs(), kept, came(kept), FILE)
    phone = [h for h in found.hours if h.queue == "phone"]
    assert {h.weekday for h in phone} == set(range(5))
    assert {h.hour for h in phone} == set(range(9, 17))


def test_a_queue_told_without_priorities_is_compared_as_one(kept: KeptForecast) -> None:
    full = came(kept)
    lumped = History(
        full.grid, (("phone", ""), ("tickets", "")),
        np.stack([full.counts[0], full.counts[1] + full.counts[2]]),
    )  # fmt: skip
    found = hold_against(inputs(), kept, lumped, FILE)
    names = [s.name for s in found.series]
    assert names == ["phone", "tickets"]
    assert found.scores[1].wape == pytest.approx(0, abs=1e-9)


def test_what_only_one_of_both_has_is_told(kept: KeptForecast) -> None:
    full = came(kept)
    part = History(full.grid, (("phone", ""), ("tickets", "P9")), full.counts[:2])
    assert hold_against(inputs(), kept, part, FILE).notes == (
        "tickets/P1 is forecast, but not in the file",
        "tickets/P3 is forecast, but not in the file",
        "tickets/P9 is in the file, but was not forecast",
    )


def week(first: date, n_days: int, counts: FloatArray | None = None) -> History:
    grid = TimeGrid(datetime(first.year, first.month, first.day, tzinfo=UTC), 30, 48 * n_days)
    return History(grid, (("phone", ""),), np.ones((1, grid.n_slots)))


def test_the_newest_version_that_covers_most_is_taken(out: Path) -> None:
    known = list_versions(out)[0]
    one_week = choose_version(known, week(date(2003, 10, 21), 3), "a.csv")
    assert one_week.as_of == MONDAY
    two_weeks = choose_version(known, week(date(2003, 10, 22), 10), "a.csv")
    assert two_weeks.as_of == date(2003, 9, 29)


def test_nothing_in_common_is_refused_with_a_remedy(out: Path) -> None:
    known = list_versions(out)[0]
    with pytest.raises(InputError, match=r"covers any of a\.csv.*--as-of 2004-05-03"):
        choose_version(known, week(date(2004, 5, 3), 7), "a.csv")


def test_a_version_asked_for_that_does_not_fit_is_refused(kept: KeptForecast) -> None:
    with pytest.raises(InputError, match="no interval in common"):
        hold_against(inputs(), kept, week(date(2004, 5, 3), 7), FILE)


def test_a_file_of_one_queue_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "came.csv"
    path.write_text(
        "start,queue,offered\n2003-10-20T09:00,phone,7\n2003-10-20T09:30,phone,9\n",
        encoding="utf-8",
    )
    actuals, _ = read_actuals(path, inputs(), HistorySettings())
    assert actuals.streams == (("phone", ""),)
    assert np.nansum(actuals.counts) == 16


def test_a_renamed_queue_needs_no_row_of_its_old_id(tmp_path: Path) -> None:
    path = tmp_path / "came.csv"
    path.write_text("start,queue,offered\n2003-10-20T09:00,phone,7\n", encoding="utf-8")
    phone, *others = inputs().queues
    renamed = replace(inputs(), queues=(replace(phone, history_from=HistoryFrom("old")), *others))
    actuals, _ = read_actuals(path, renamed, HistorySettings())
    assert np.nansum(actuals.counts) == 7


def test_contacts_under_the_old_id_of_a_queue_are_its_own(tmp_path: Path) -> None:
    path = tmp_path / "came.csv"
    rows = "2003-10-20T09:00,old,10\n2003-10-20T09:00,tickets,3\n"
    path.write_text(f"start,queue,offered\n{rows}", encoding="utf-8")
    phone, *others = inputs().queues
    split = replace(phone, history_from=HistoryFrom("old", 0.4))
    actuals, _ = read_actuals(path, replace(inputs(), queues=(split, *others)), HistorySettings())
    assert np.nansum(actuals.of(("phone", ""))) == 4
    assert np.nansum(actuals.counts) == 7


def test_contacts_of_a_queue_of_the_plan_are_nobody_elses(tmp_path: Path) -> None:
    path = tmp_path / "came.csv"
    rows = "2003-10-20T08:30,tickets,8\n2003-10-20T09:00,phone,6\n"
    path.write_text(f"start,queue,offered\n{rows}", encoding="utf-8")
    phone, *others = inputs().queues
    split = replace(phone, history_from=HistoryFrom("tickets", 0.5))
    actuals, _ = read_actuals(path, replace(inputs(), queues=(split, *others)), HistorySettings())
    assert np.nansum(actuals.of(("phone", ""))) == 6


def test_a_bad_row_of_actuals_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "came.csv"
    path.write_text("start,queue,offered\n2003-10-20T09:00,phone,many\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"came\.csv line 2"):
        read_actuals(path, inputs(), HistorySettings())
    path.write_text("start,queue,offered\n2003-10-20T09:00,fone,7\n", encoding="utf-8")
    with pytest.raises(InputError, match="did you mean phone"):
        read_actuals(path, inputs(), HistorySettings())


NOON = datetime(2003, 10, 22, 11, tzinfo=UTC)  # 12:00 in London's summer


def corrected(priority: str, kind: Literal["factor", "total"], value: float) -> ForecastOverride:
    queue = "tickets" if priority else "phone"
    span = Interval(NOON, NOON + timedelta(hours=2))
    return ForecastOverride((queue,), priority, span, kind, value, "Ana", "=fair")


@pytest.mark.parametrize(("factor", "helped"), [(2.0, True), (1.0, False)])
def test_an_override_helped_where_more_came_as_it_said(
    tmp_path: Path, factor: float, helped: bool
) -> None:
    with_it = replace(inputs(), overrides=(corrected("", "factor", 2.0),))
    name = keep(make_run(with_it, week=MONDAY), tmp_path, NOW).version
    plain = make_run(inputs(), week=MONDAY).forecast
    streams = tuple((s.queue, s.priority) for s in plain.streams)
    actuals = History(plain.grid, streams, np.stack([s.mean for s in plain.streams]) * factor)
    kept = read_version(tmp_path, find_version(tmp_path, name))
    found = hold_against(with_it, kept, actuals, FILE)
    (effect,) = found.effects
    assert effect.helped is helped
    assert effect.after == pytest.approx(2 * effect.before, rel=1e-3)
    assert (effect.wape_after if helped else effect.wape_before) == pytest.approx(0, abs=1e-3)
    told = [m for m in found.misses if any("factor of 2, by Ana: =fair" in w for w in m.why)]
    assert bool(told) is not helped
    assert all(NOON <= m.start < NOON + timedelta(hours=2) for m in told)


def test_an_override_of_one_priority_says_nothing_of_others(tmp_path: Path) -> None:
    with_it = replace(inputs(), overrides=(corrected("P1", "total", 40),))
    name = keep(make_run(with_it, week=MONDAY), tmp_path, NOW).version
    kept = read_version(tmp_path, find_version(tmp_path, name))
    found = hold_against(with_it, kept, came(kept, 0.5), FILE)
    assert [(e.queue, e.priority) for e in found.effects] == [("tickets", "P1")]
    assert {(m.queue, m.priority) for m in found.misses if m.why} == {("tickets", "P1")}


def test_an_override_of_several_queues_is_judged_on_all_of_them(tmp_path: Path) -> None:
    both = replace(corrected("", "factor", 2.0), queues=("phone", "tickets"))
    with_it = replace(inputs(), overrides=(both,))
    name = keep(make_run(with_it, week=MONDAY), tmp_path, NOW).version
    kept = read_version(tmp_path, find_version(tmp_path, name))
    found = hold_against(with_it, kept, came(kept, 0.5), FILE)
    (effect,) = found.effects
    assert effect.queue == "phone;tickets"
    assert effect.wape_after == pytest.approx(1)
    grid = kept.forecast.grid
    span = slice(grid.slot_of(both.interval.start), grid.slot_of(both.interval.end))
    of_both = sum(kept.forecast.mean(queue)[span].sum() for queue in both.queues)
    assert effect.after == pytest.approx(of_both)


def test_a_version_with_a_broken_override_is_damaged(tmp_path: Path) -> None:
    with_it = replace(inputs(), overrides=(corrected("", "factor", 2.0),))
    name = keep(make_run(with_it, week=MONDAY), tmp_path, NOW).version
    path = tmp_path / "forecasts" / name / "forecast.json"
    path.write_text(path.read_text("utf-8").replace("2003-10-22T11", "soon"), encoding="utf-8")
    with pytest.raises(InputError, match="is damaged"):
        find_version(tmp_path, name)
