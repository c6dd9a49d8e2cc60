"""Forecasts that a workspace keeps, over HTTP."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from scenarios.forecasts.document import Remark
from scenarios.forecasts.keep import keep
from scenarios.forecasts.run import make_run
from tests.inputs_fixture import MONDAY, small_inputs

PATH = "/api/v1/forecasts"
NOW = datetime(2003, 10, 16, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def version(folder: Path) -> str:
    run = make_run(small_inputs(), week=MONDAY)
    return keep(run, folder / "out", NOW, remark=Remark("Ana", "<b>first</b>")).version


def test_a_workspace_without_forecasts_lists_none(client: httpx.Client, folder: Path) -> None:
    if not (folder / "out" / "forecasts").exists():
        assert client.get(PATH).json() == {"forecasts": [], "unreadable": []}
        assert client.get(f"{PATH}/latest").status_code == 404


def test_a_kept_forecast_is_listed_and_read(client: httpx.Client, version: str) -> None:
    (listed,) = client.get(PATH).json()["forecasts"]
    assert (listed["version"], listed["as_of"], listed["note"]) == (
        version, "2003-10-20", "<b>first</b>",
    )  # fmt: skip
    for name in (version, "2003-10-20", "latest"):
        read = client.get(f"{PATH}/{name}").json()
        assert read["forecast"] == listed
    assert len(read["slots"]) == 3 * 338
    week = [t for t in read["totals"] if (t["span"], t["of"]) == ("week", "total")]
    assert week[0]["mean"] == pytest.approx(sum(slot["mean"] for slot in read["slots"]), abs=0.1)
    assert week[0]["q10"] < week[0]["mean"] < week[0]["q90"]


@pytest.mark.parametrize(
    "name", ["2004", "..", "../../rotacast.toml", "%00", "x" * 300, "2003-10-20*"]
)
def test_other_names_are_not_found(client: httpx.Client, version: str, name: str) -> None:
    assert client.get(f"{PATH}/{quote(name, safe='%')}").status_code == 404


def test_a_changed_version_is_rejected_and_a_damaged_one_named(
    client: httpx.Client, folder: Path, version: str
) -> None:
    place = folder / "out" / "forecasts"
    broken = place / "2001-01-01-00000000"
    broken.mkdir()
    (broken / "forecast.json").write_text("{", encoding="utf-8")
    assert client.get(PATH).json()["unreadable"] == ["2001-01-01-00000000"]
    table = place / version / "forecast_days.csv"
    whole = table.read_bytes()
    table.write_bytes(whole[:-5])
    answer = client.get(f"{PATH}/{version}")
    table.write_bytes(whole)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert str(folder) not in answer.text
