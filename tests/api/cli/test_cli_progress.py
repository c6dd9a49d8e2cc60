"""Where no terminal shows bars, a long run says now and then where it is."""

import signal
from contextlib import ExitStack
from types import SimpleNamespace

import pytest

from api.cli import console
from api.cli.console import stage_bars
from scenarios.progress import StageProgress
from scenarios.solve_progress import reporter
from solver.result import SolveProgress


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that the progress reads, the last one."""
    seconds = [0.0]
    monkeypatch.setattr(console, "time", SimpleNamespace(monotonic=lambda: seconds[-1]))
    return seconds


def test_a_line_is_said_every_ten_seconds(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    with stage_bars() as bars:
        for second in (1, 9, 11, 12, 20, 25):
            clock.append(second)
            bars(StageProgress("roster", second / 30, f"objective {100 - second}"))
    assert capsys.readouterr().err.splitlines() == [
        "11 s, Rostering 37 %: objective 89",
        "25 s, Rostering 83 %: objective 75",
    ]


def test_compiling_is_said_with_how_long_it_takes(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    with stage_bars() as bars:
        clock.append(12.0)
        reporter(bars)(SolveProgress(10.0, None, None, 0, is_compiling=True))
    (line,) = capsys.readouterr().err.splitlines()
    assert line == (
        "12 s, Rostering 0 %: compiling for this machine, one or two minutes, "
        "once after an installation"
    )


@pytest.mark.parametrize(
    ("of_floors", "words"),
    [(0.0, "3.5 agent-hours uncovered"), (8.0, "3.5 agent-hours uncovered, 8.0 of floors")],
)
def test_what_a_roster_leaves_uncovered_is_told_on_the_way(of_floors: float, words: str) -> None:
    told: list[str] = []
    moment = SolveProgress(10.0, 90_000, None, 1, uncovered_hours=(3.5, of_floors))

    def listen(found: StageProgress) -> bool:
        told.append(found.text)
        return True

    reporter(listen)(moment)
    assert told == [f"objective 900, {words}"]


def test_a_short_run_says_nothing(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    with stage_bars() as bars:
        clock.append(9.0)
        bars(StageProgress("write", 1.0, "3 files"))
    assert capsys.readouterr() == ("", "")


def test_sigterm_unwinds_what_a_run_has_begun() -> None:
    """A backtest that was ended left its processes' semaphores behind, with a warning."""
    before = signal.getsignal(signal.SIGTERM)
    ended: list[str] = []

    def run() -> None:
        with stage_bars(), ExitStack() as processes:
            processes.callback(ended.append, "processes")
            signal.raise_signal(signal.SIGTERM)

    with pytest.raises(SystemExit) as error:
        run()
    assert (error.value.code, ended) == (143, ["processes"])
    assert signal.getsignal(signal.SIGTERM) is before
