"""Ctrl-C before, while and after a command does its work: one line and 130, or nothing at all."""

import subprocess
import sys

import pytest

TOLD = "interrupted; nothing more was written\n"
PRESSED = "import os, signal; os.kill(os.getpid(), signal.SIGINT)"


def started(prelude: str) -> subprocess.CompletedProcess[str]:
    """The command after some lines of Python, with ``--version`` for its words."""
    program = f"import sys, types\n{prelude}\nfrom api.cli.start import main\nmain()"
    return subprocess.run(
        [sys.executable, "-c", program, "--version"], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "trouble",
    [
        PRESSED,
        f"try:\n    {PRESSED}\nexcept KeyboardInterrupt:\n    raise ImportError('odd') from None",
    ],
    ids=["as it is", "turned into another error"],
)
def test_ctrl_c_while_the_commands_load_is_one_line_and_130(trouble: str) -> None:
    module = "sys.modules['typer'] = types.ModuleType('typer')"
    ended = started(f"{module}\nsys.modules['typer'].__getattr__ = lambda name: exec({trouble!r})")
    assert (ended.returncode, ended.stderr) == (130, TOLD)


def test_ctrl_c_after_the_last_line_changes_nothing() -> None:
    late = f"import atexit\natexit.register(lambda: exec({PRESSED!r}))"
    ended = started(late)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("rotacast ")
