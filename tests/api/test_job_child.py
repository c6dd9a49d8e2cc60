"""The real process of a job: its protocol, its manners, its end."""

import json
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from api.app import CHILD
from api.jobs import child
from api.jobs.job import JobError, Result
from api.jobs.protocol import (
    Done,
    Failed,
    Order,
    Progressed,
    ProtocolError,
    Started,
    decoded,
    encoded,
)
from planner.errors import InfeasibleError, InputError, Problem, TimeLimitError
from scenarios.progress import STAGES, StageProgress

PROJECT = Path(__file__).resolve().parents[2]

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
SHARES = st.floats(min_value=0, max_value=1)
MESSAGES = st.one_of(
    st.builds(Started, time_limit_s=st.floats(min_value=1, max_value=86_400)),
    st.builds(
        Progressed,
        stage=st.sampled_from(STAGES),
        done=SHARES,
        text=st.text(st.characters(codec="utf-8"), max_size=500),
        objective=st.none() | NUMBERS,
        bound=st.none() | NUMBERS,
    ),
    st.builds(Done, result=st.builds(Result, st.text(st.characters(codec="utf-8")), NUMBERS)),
    st.builds(
        Failed,
        error=st.builds(
            JobError,
            st.just("input_rejected"),
            st.text(st.characters(codec="utf-8")),
            st.just((Problem("too long", "agents.csv", 7),)),
        ),
    ),
)


def start(order: Order) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        CHILD, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin is not None
    process.stdin.write(encoded(order))
    process.stdin.flush()
    return process


@given(MESSAGES)
def test_a_message_is_one_line_and_comes_back_the_same(message: BaseModel) -> None:
    line = encoded(message)
    assert line.count(b"\n") == 1
    assert decoded(line) == message


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"Presolving\n",
        b"{}",
        b"[]",
        b'{"type": "done"}',
        b'{"type": "progress", "stage": "lunch", "done": 0}',
        b'{"type": "progress", "stage": "roster", "done": 2}',
        b'{"type": "progress", "stage": "roster", "done": NaN}',
        b'{"type": "started", "time_limit_s": 0}',
        b"\xff\xfe",
    ],
)
def test_anything_else_is_refused(line: bytes) -> None:
    with pytest.raises(ProtocolError):
        decoded(line)


def test_a_wrong_workspace_is_told_in_a_message(tmp_path: Path) -> None:
    (tmp_path / "rotacast.toml").write_text("[plan]\nzone = 3\n")
    order = Order(folder=str(tmp_path), out=str(tmp_path / "out"), week=date(2003, 10, 20))
    with start(order) as process:
        assert process.stdout is not None
        *_, last = (decoded(line) for line in process.stdout)
    assert isinstance(last, Failed)
    assert last.error.code == "input_rejected"
    assert last.error.problems
    assert process.returncode == 0


def test_it_ends_when_its_input_ends(tmp_path: Path) -> None:
    process = subprocess.Popen(CHILD, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    assert process.wait(timeout=30) != 0
    process.stdout.close()


def test_what_libraries_print_stays_out_of_the_protocol() -> None:
    script = (
        "import os, ctypes\n"
        "from api.jobs.child import _speaker\n"
        "from api.jobs.protocol import Started\n"
        "say = _speaker()\n"
        "print('Presolve summary'); os.system('echo from a shell')\n"
        "say(Started(time_limit_s=60))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, check=True
    )
    assert json.loads(run.stdout) == {"type": "started", "time_limit_s": 60, "weeks": 1}
    assert b"Presolve" in run.stderr
    assert b"from a shell" in run.stderr


def reporter() -> tuple[child._Reporter, list[Any], threading.Event]:
    said: list[Any] = []
    stop = threading.Event()
    return child._Reporter(said.append, stop), said, stop


def test_progress_is_told_a_few_times_a_second_and_never_misses_a_turn() -> None:
    report, said, _ = reporter()
    for step in range(1_000):
        assert report(StageProgress("roster", step / 1_000, f"step {step}"))
    assert report(StageProgress("roster", 0.999, "first", objective=9.0))
    assert report(StageProgress("write", 0.0))
    assert report(StageProgress("write", 1.0))
    told = [(m.stage, m.objective, m.done) for m in said]
    assert told[0] == ("roster", None, 0.0)
    assert ("roster", 9.0, 0.999) in told
    assert told[-2:] == [("write", None, 0.0), ("write", None, 1.0)]
    assert len(said) < 50


def test_a_stop_keeps_what_the_roster_has_and_drops_what_is_before_it() -> None:
    report, _, stop = reporter()
    stop.set()
    assert report(StageProgress("roster", 0.5)) is False
    assert report(StageProgress("write", 0.5)) is False
    with pytest.raises(child.StopAskedError):
        report(StageProgress("forecast", 0.5))


def test_numbers_without_end_are_left_out() -> None:
    report, said, _ = reporter()
    report(StageProgress("roster", 2.0, "x" * 900, objective=float("inf"), bound=float("nan")))
    assert (said[0].done, said[0].objective, said[0].bound) == (1.0, None, None)
    assert len(said[0].text) == 500


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError("wrong"), "input_rejected"),
        (InfeasibleError("no way", ["locks overlap"]), "infeasible"),
        (TimeLimitError("too late"), "time_limit"),
        (MemoryError(), "out_of_memory"),
    ],
)
def test_every_error_has_its_word(
    monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
) -> None:
    def broken(*_: object) -> Result:
        raise error

    monkeypatch.setattr(child, "_carry_out", broken)
    word = child._last_word(Order(folder="", out=""), lambda _: None, threading.Event())
    assert isinstance(word, Failed)
    assert word.error.code == code
    assert word.error.message


def test_an_unforeseen_error_keeps_its_data_to_itself(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> Result:
        raise KeyError("Åsa Lindqvist")

    monkeypatch.setattr(child, "_carry_out", broken)
    word = child._last_word(Order(folder="", out=""), lambda _: None, threading.Event())
    assert isinstance(word, Failed)
    assert (word.error.code, "KeyError" in word.error.message) == ("internal", True)
    shown = capsys.readouterr().err
    assert "KeyError" in shown
    assert "Åsa" not in shown + word.error.message
