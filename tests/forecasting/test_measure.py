"""What a backtest reports by days ahead, weekday and band, and that processes change nothing."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from forecasting import FORECASTERS, workers
from forecasting.backtest import Backtest, Rolling, measure
from forecasting.many import Job, forecast_many
from forecasting.tally import LEADS
from planner.errors import InputError
from tests.forecasting.histories import LEVELS, grid, history, made, true_mean

NAIVE, FOUR_WEEKS = FORECASTERS[:2]
FAR = Rolling(91, step_days=7, n_origins=3, cut_short=True)


def test_each_week_ahead_is_measured_by_itself() -> None:
    slots = grid("2003-06-02", 63)
    y = true_mean(slots)
    y[-7 * 24 :] *= 2

    table = measure([history(slots, y)], [NAIVE], FAR).by_lead.set_index("days_ahead")

    assert list(table.index) == ["1-7", "8-14", "15-21"]
    assert table["wape"].to_list() == pytest.approx([0.25, 1 / 3, 0.5], rel=1e-3)
    assert table["n_slots"].to_list() == [3 * 168, 2 * 168, 168]


def test_no_lead_stands_for_one_weekday_alone() -> None:
    quiet = grid("2003-06-02", 63)
    y = true_mean(quiet)
    y[np.arange(len(y)) // 24 % 7 == 0] *= 0.02  # the first day of each week, as of each forecast

    table = measure([history(quiet, y)], FORECASTERS[:1], FAR).by_lead

    assert np.ptp(table["contacts"] / table["n_slots"]) < 1e-9


def test_days_ahead_reach_thirteen_weeks_without_gaps() -> None:
    edges = [[int(day) for day in label.split("-")] for label in LEADS]

    assert [day for first, last in edges for day in range(first, last + 1)] == [*range(1, 92)]


def test_an_error_shows_at_its_weekday_and_hour() -> None:
    slots = grid("2003-06-02", 28)
    y = true_mean(slots)
    y[-7 * 24 + 24 + 9] += 30  # a Tuesday, 09:00

    table = measure([history(slots, y)], [NAIVE], Rolling(n_origins=1)).by_hour
    wrong = table[table["wape"] > 0]

    assert wrong[["weekday", "hour"]].to_numpy().tolist() == [[1, 9]]
    assert wrong["bias"].iloc[0] < 0


def test_wider_bands_cover_more_and_a_calibrated_one_what_it_says() -> None:
    # twelve weeks are learned, so what covers is the band and not luck with the level
    bands = measure([made(n_days=364)], [FORECASTERS[-1]], Rolling()).calibration
    covered = (
        bands.sort_values("band")
        .groupby("band")
        .agg(slots=("slots_covered", "mean"), days=("days_covered", "mean"))
    )

    assert (np.diff(covered, axis=0) >= 0).all()
    assert covered["slots"].to_numpy() == pytest.approx(covered.index.to_numpy(), abs=0.05)


def same(one: Backtest, other: Backtest) -> bool:
    tables = ("summary", "by_lead", "calibration", "by_hour")
    return all(getattr(one, t).equals(getattr(other, t)) for t in tables)


def kill_itself(_code: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def ends_but_first(end: Callable[[int], None], task: int) -> int:
    """Ends the process that does any task but the first."""
    if task:
        end(3)
    return task


def test_processes_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    histories = [made(seed=1), replace(made(seed=2), unique_id="mail")]
    alone = measure(histories, [NAIVE, FOUR_WEEKS], FAR)
    monkeypatch.setattr(workers, "_WORTH_STARTING_S", -1.0)

    assert same(alone, measure(histories, [NAIVE, FOUR_WEEKS], FAR, processes=2))


def test_a_bad_history_is_told_from_a_process_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_WORTH_STARTING_S", -1.0)
    good, week = made(), grid("2003-08-24", 7)
    bad = replace(good, unique_id="holes", y=np.where(np.arange(len(good)) % 2, np.nan, good.y))
    jobs = [Job(series, week, NAIVE, LEVELS) for series in (good, bad)]
    found = forecast_many(jobs, 2, processes=2)

    assert next(found)[1].mean.shape == (168,)
    with pytest.raises(InputError, match="history of holes: 1008 of 2016 open slots") as told:
        next(found)
    assert told.value.problems[0].code == "history_gaps"


def test_who_stops_asking_does_not_wait_for_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_WORTH_STARTING_S", -1.0)
    begun: list[int] = []

    def jobs() -> Iterator[Job]:
        for at in range(10_000):
            begun.append(at)
            yield Job(made(), grid("2003-08-24", 7), NAIVE, LEVELS)

    found = forecast_many(jobs(), 10_000, processes=2)
    for _ in range(3):
        next(found)
    assert multiprocessing.active_children()
    found.close()

    assert len(begun) < 20
    assert not multiprocessing.active_children()


@pytest.mark.parametrize(
    ("end", "error", "told"),
    [(os._exit, RuntimeError, "exit code 3"), (kill_itself, MemoryError, "killed from outside")],
    ids=["crashed", "killed"],
)
def test_how_a_process_ended_is_told_apart(
    end: Callable[[int], None],
    error: type[Exception],
    told: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "_WORTH_STARTING_S", -1.0)
    found = workers.mapped(partial(ends_but_first, end), range(4), 4, processes=2)
    assert next(found) == 0
    with pytest.raises(error, match=told):
        list(found)
