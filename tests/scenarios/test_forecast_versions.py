"""Forecasts as they were made: kept once, never changed, told apart by what they say."""

import csv
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from planner.errors import InputError
from scenarios.forecasts.document import Remark
from scenarios.forecasts.keep import keep
from scenarios.forecasts.run import ForecastRun, make_run
from scenarios.forecasts.since import changes
from scenarios.forecasts.versions import find_version, list_versions, read_version
from tests.inputs_fixture import MONDAY, small_inputs

NOW = datetime(2003, 10, 16, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


@lru_cache(maxsize=4)
def run(weeks: int = 1, as_of: date | None = None) -> ForecastRun:
    return make_run(small_inputs(), week=MONDAY, weeks=weeks, as_of=as_of)


def test_a_forecast_leaves_tables_summary_and_version(tmp_path: Path) -> None:
    kept = keep(run(), tmp_path, NOW, remark=Remark("Ana", "for the budget"))
    assert [path.name for path in kept.written] == [
        "forecast.csv", "forecast_days.csv", "forecast.json", "forecast_totals.csv",
    ]  # fmt: skip
    told = json.loads((tmp_path / "forecast.json").read_text(encoding="utf-8"))
    assert (told["version"], told["as_of"], told["weeks"]) == (kept.version, "2003-10-20", 1)
    assert (told["author"], told["note"]) == ("Ana", "for the budget")
    assert {s["model"] for s in told["series"]} == {"eight_week_mean"}
    folder = tmp_path / "forecasts" / kept.version
    for path in kept.written[:3]:
        assert (folder / path.name).read_bytes() == path.read_bytes()


def test_an_equal_forecast_makes_no_second_version(tmp_path: Path) -> None:
    first = keep(run(), tmp_path, NOW)
    before = {p: p.read_bytes() for p in (tmp_path / "forecasts").rglob("*.*")}
    again = keep(run(), tmp_path, LATER, remark=Remark(note="again"))
    assert (first.is_new, again.is_new, again.version) == (True, False, first.version)
    assert {p: p.read_bytes() for p in (tmp_path / "forecasts").rglob("*.*")} == before
    assert len(list_versions(tmp_path)[0]) == 1


def test_what_does_not_touch_the_forecast_makes_no_version(tmp_path: Path) -> None:
    keep(run(), tmp_path, NOW)
    others = replace(run(), inputs=replace(run().inputs, digest="agents changed"))
    assert not keep(others, tmp_path, LATER).is_new


def test_versions_come_newest_first_and_by_the_beginning_of_their_id(tmp_path: Path) -> None:
    old = keep(run(as_of=date(2003, 10, 13)), tmp_path, NOW)
    new = keep(run(2), tmp_path, LATER)
    assert [v.version for v in list_versions(tmp_path)[0]] == [new.version, old.version]
    assert find_version(tmp_path, "latest").version == new.version
    assert find_version(tmp_path, "2003-10-13").version == old.version
    with pytest.raises(InputError, match=f"fits several; use {new.version}"):
        find_version(tmp_path, "2003-10")
    with pytest.raises(InputError, match="'2004' is not known"):
        find_version(tmp_path, "2004")


def test_a_version_reads_back_as_it_was_made(tmp_path: Path) -> None:
    kept = keep(run(2), tmp_path, NOW)
    found = read_version(tmp_path, find_version(tmp_path, kept.version))
    assert found.forecast.grid == run(2).grid
    for read, made in zip(found.forecast.streams, run(2).forecast.streams, strict=True):
        assert (read.queue, read.priority, read.model) == (made.queue, made.priority, made.model)
        np.testing.assert_allclose(read.mean, made.mean, atol=1e-4)
        np.testing.assert_allclose(read.quantiles, made.quantiles, atol=1e-4)
        assert read.aht_s is not None
        assert made.aht_s is not None
        np.testing.assert_allclose(read.aht_s, made.aht_s, atol=1e-4)
    assert {t.first_day for t in found.totals if t.span == "week"} == {
        MONDAY, MONDAY + timedelta(days=7),
    }  # fmt: skip


def test_a_version_changed_by_hand_is_refused(tmp_path: Path) -> None:
    kept = keep(run(), tmp_path, NOW)
    table = tmp_path / "forecasts" / kept.version / "forecast.csv"
    table.write_bytes(table.read_bytes().replace(b"phone", b"phony", 1))
    with pytest.raises(InputError, match=r"forecast\.csv was changed after it was made"):
        read_version(tmp_path, find_version(tmp_path, kept.version))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', '{"format": 2}', "null"])
def test_a_damaged_version_is_told_and_hides_no_other(tmp_path: Path, text: str) -> None:
    keep(run(), tmp_path, NOW)
    broken = tmp_path / "forecasts" / "2003-01-01-00000000"
    broken.mkdir()
    (broken / "forecast.json").write_text(text, encoding="utf-8")
    found, problems = list_versions(tmp_path)
    assert len(found) == len(problems) == 1
    with pytest.raises(InputError, match="2003-01-01-00000000"):
        find_version(tmp_path, "2003-01-01-00000000")


def test_as_of_an_earlier_day_knows_nothing_from_that_day_on() -> None:
    inputs = small_inputs()
    day = date(2003, 10, 6)
    counts = inputs.history.counts.copy()
    counts[:, int(inputs.history.grid.offset(datetime(2003, 10, 5, 23, tzinfo=UTC))) :] = 999
    spoilt = replace(inputs, history=replace(inputs.history, counts=counts))
    seen, blind = (make_run(i, week=MONDAY, as_of=day) for i in (inputs, spoilt))
    assert seen.as_of == day
    for one, other in zip(seen.forecast.streams, blind.forecast.streams, strict=True):
        assert np.array_equal(one.mean, other.mean)


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        (date(2003, 8, 25), "less than two weeks of history before it, which begins on 2003-08-18"),
        (date(2003, 10, 21), "known up to 2003-10-20"),
        (date(2030, 1, 1), "known up to 2003-10-20"),
    ],
)
def test_an_impossible_as_of_is_refused(as_of: date, said: str) -> None:
    with pytest.raises(InputError, match=said):
        make_run(small_inputs(), week=MONDAY, as_of=as_of)


def test_weeks_that_lie_before_as_of_are_refused() -> None:
    with pytest.raises(
        InputError, match="as-of 2003-10-20 lies in or after the week of 2003-10-13"
    ):
        make_run(small_inputs(), week=date(2003, 10, 13), as_of=MONDAY)


def test_the_thirteenth_week_ahead_is_the_last() -> None:
    assert make_run(small_inputs(), week=MONDAY, weeks=13).forecast.grid.hours == 13 * 168 + 1
    with pytest.raises(InputError, match="week of 2004-01-26 is 14 weeks after"):
        make_run(small_inputs(), week=date(2003, 11, 3), weeks=13)


def test_changes_are_told_day_by_day_over_the_days_of_both(tmp_path: Path) -> None:
    old = keep(run(as_of=date(2003, 9, 22)), tmp_path, NOW)
    base = read_version(tmp_path, find_version(tmp_path, old.version))
    found = changes(base, run(2))
    assert {d.day for d in found.days} == {MONDAY + timedelta(days=i) for i in range(7)}
    for of, queue, _, before, now in found.sums():
        if of == "queue":
            assert queue == "tickets"
            assert before == pytest.approx(float(base.forecast.mean("tickets").sum()), abs=0.1)
            assert now == pytest.approx(float(run().forecast.mean("tickets").sum()), abs=0.1)
    sizes = [abs(d.change) for d in found.largest()]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == max(abs(d.change) for d in found.days if d.of == "series")


def test_an_equal_forecast_shows_no_change(tmp_path: Path) -> None:
    kept = keep(run(), tmp_path, NOW)
    base = read_version(tmp_path, find_version(tmp_path, kept.version))
    assert changes(base, run()).largest() == ()


def test_versions_of_other_weeks_cannot_be_compared(tmp_path: Path) -> None:
    kept = keep(run(), tmp_path, NOW)
    base = read_version(tmp_path, find_version(tmp_path, kept.version))
    later = make_run(small_inputs(), week=date(2003, 11, 3))
    with pytest.raises(InputError, match="no day in common"):
        changes(base, later)


@pytest.mark.parametrize("text", ["two\nlines", "x" * 201, "\x1b[31m"])
def test_a_remark_is_one_printable_line(text: str) -> None:
    with pytest.raises(InputError, match="one line of up to 200"):
        Remark(note=text)


def test_a_queue_named_like_a_formula_comes_back_unharmed(tmp_path: Path) -> None:
    streams = tuple(replace(s, priority=f"=1+{i}") for i, s in enumerate(run().forecast.streams))
    odd = replace(run(), forecast=replace(run().forecast, streams=streams))
    kept = keep(odd, tmp_path, NOW)
    with (tmp_path / "forecast.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert {row["priority"][:2] for row in csv.DictReader(lines)} == {"'="}
    found = read_version(tmp_path, find_version(tmp_path, kept.version))
    assert [s.priority for s in found.forecast.streams] == ["=1+0", "=1+1", "=1+2"]
