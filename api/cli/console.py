"""What the terminal shows besides results: a bar for every stage, on standard error."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Column

from api.cli.exits import TERMINATED, say
from planner.wording import per_cent
from scenarios.progress import StageProgress

TITLES = {
    "read": "Reading",
    "forecast": "Forecasting",
    "staffing": "Staffing",
    "roster": "Rostering",
    "judge": "Simulating",
    "write": "Writing",
}


PIPE_WIDTH = 120
SAY_EVERY_S = 10.0
"""Seconds between lines of progress where no terminal shows bars."""


class ResultConsole(Console):
    """Standard output for tables; a pipe is wide, and a reader that went away is an error."""

    def __init__(self) -> None:
        super().__init__()
        if not self.is_terminal and "COLUMNS" not in self._environ:
            self.width = PIPE_WIDTH

    def on_broken_pipe(self) -> None:
        """Leave it to `exit_codes`, whatever command prints."""
        raise BrokenPipeError


class ProgressLines:
    """A line of progress now and then, for logs; a run that is over soon says nothing."""

    def __init__(self) -> None:
        self._began = self._said = time.monotonic()

    def __call__(self, moment: StageProgress) -> None:
        """Say a moment if none was said for a while."""
        now = time.monotonic()
        if now - self._said < SAY_EVERY_S:
            return
        self._said = now
        title = TITLES.get(moment.stage, moment.stage)
        text = f": {moment.text}" if moment.text else ""
        say(f"{now - self._began:.0f} s, {title} {per_cent(moment.done, 0)}{text}")


class StageBars:
    """
    A bar per stage; the first Ctrl-C asks the run to stop and keep the best roster so far.

    ``interrupted`` tells afterwards whether that happened.
    """

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._lines = ProgressLines() if bars.disable else None
        self._tasks: dict[str, TaskID] = {}
        self._at_once = False
        self.interrupted = False

    def __call__(self, moment: StageProgress) -> bool:
        """Show one moment; False once Ctrl-C was pressed."""
        task = self._tasks.get(moment.stage)
        if task is None:
            title = TITLES.get(moment.stage, moment.stage)
            task = self._tasks[moment.stage] = self._bars.add_task(title, total=1.0, text="")
        self._bars.update(task, completed=moment.done, text=moment.text)
        if self._lines:
            self._lines(moment)
        return not self.interrupted

    def finish(self, stage: str) -> None:
        """Fill a stage's bar."""
        if stage in self._tasks:
            self._bars.update(self._tasks[stage], completed=1.0)

    def end_if_interrupted(self) -> None:
        """End a run that has no best roster to keep, after Ctrl-C."""
        if self.interrupted:
            raise KeyboardInterrupt

    def let_interrupt(self) -> None:
        """Let Ctrl-C end at once what no longer looks at its progress; what is done stays."""
        self._at_once = True

    def interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        """Note Ctrl-C; the second one ends the run at once."""
        if self.interrupted:
            raise KeyboardInterrupt
        self.interrupted = True
        if self._at_once:
            raise KeyboardInterrupt
        say("stopping; a roster found so far is kept (press again to give up)")


@contextmanager
def stage_bars() -> Iterator[StageBars]:
    """Bars while a run goes on, on standard error; where that is no terminal, a line at times."""
    console = Console(stderr=True)
    bars = Progress(
        TextColumn("{task.description}", table_column=Column(no_wrap=True)),
        BarColumn(bar_width=16),
        TimeElapsedColumn(table_column=Column(no_wrap=True)),
        TextColumn("{task.fields[text]}", markup=False, table_column=Column(ratio=1)),
        console=console,
        disable=not console.is_terminal,
    )
    watcher = StageBars(bars)
    before = signal.signal(signal.SIGINT, watcher.interrupt)
    before_end = signal.signal(signal.SIGTERM, _end)
    try:
        with bars:
            yield watcher
    finally:
        signal.signal(signal.SIGINT, before)
        signal.signal(signal.SIGTERM, before_end)


def _end(_signal: int, _frame: FrameType | None) -> None:
    """End as at an error, so that all that the run has started ends with it."""
    raise SystemExit(TERMINATED)
