"""A kept forecast is found beside the run, in the workspace, or where a path says."""

from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

import pytest

from planner.errors import InputError
from scenarios.forecasts.keep import keep
from scenarios.forecasts.lookup import find_kept
from scenarios.forecasts.run import ForecastRun, make_run
from tests.inputs_fixture import MONDAY, small_inputs

NOW = datetime(2003, 10, 16, 9, tzinfo=UTC)


@lru_cache(maxsize=2)
def run(as_of: date | None = None) -> ForecastRun:
    return make_run(small_inputs(), week=MONDAY, as_of=as_of)


def test_the_results_of_the_run_come_first_then_the_workspace(tmp_path: Path) -> None:
    out, own = tmp_path / "elsewhere", tmp_path / "out"
    theirs = keep(run(), own, NOW).version
    assert find_kept("latest", out, own).version.version == theirs
    ours = keep(run(date(2003, 10, 13)), out, NOW).version
    assert find_kept("latest", out, own).version.version == ours
    assert find_kept(theirs, out, own).version.version == theirs


@pytest.mark.parametrize("end", ["", "/forecast.json"])
def test_a_path_names_a_version_anywhere(tmp_path: Path, end: str) -> None:
    name = keep(run(), tmp_path / "a", NOW).version
    path = f"{tmp_path}/a/forecasts/{name}{end}"
    assert find_kept(path, tmp_path / "b", tmp_path / "c").version.version == name


def test_a_version_in_neither_place_is_told_with_both(tmp_path: Path) -> None:
    out, own = tmp_path / "elsewhere", tmp_path / "out"
    with pytest.raises(InputError, match=rf"no forecast is kept in {out}"):
        find_kept("latest", out, own)
    keep(run(), own, NOW)
    with pytest.raises(InputError, match="'2001' is not known"):
        find_kept("2001", out, own)
    keep(run(date(2003, 10, 13)), out, NOW)
    with pytest.raises(InputError, match=rf"'2001' is not known; .*; nor is it in {own}"):
        find_kept("2001", out, own)


def test_a_path_to_something_else_is_refused(tmp_path: Path) -> None:
    keep(run(), tmp_path, NOW)
    for path in (tmp_path, tmp_path / "forecasts", tmp_path / "forecast.json"):
        with pytest.raises(InputError, match="is no kept forecast"):
            find_kept(str(path), tmp_path, tmp_path)
