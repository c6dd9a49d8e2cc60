"""
The entry of the command `rotacast`: Ctrl-C is one line and 130 from the first moment on.

Nothing is imported before Ctrl-C is caught.
"""

import sys

INTERRUPTED = 130


class CtrlC:
    """Handler of SIGINT that remembers it, since some modules turn it into errors of their own."""

    def __init__(self) -> None:
        self.pressed = False

    def __call__(self, _signal: int, _frame: object) -> None:
        """End what is going on."""
        self.pressed = True
        raise KeyboardInterrupt


def main() -> None:
    """Run the command line; once it has ended, Ctrl-C changes nothing."""
    ctrl_c = CtrlC()
    try:
        _run(ctrl_c)
    except (KeyboardInterrupt, Exception) as error:
        if not (ctrl_c.pressed or isinstance(error, KeyboardInterrupt)):
            raise
        sys.stderr.write("interrupted; nothing more was written\n")
        sys.exit(INTERRUPTED)


def _run(ctrl_c: CtrlC) -> None:
    import signal

    signal.signal(signal.SIGINT, ctrl_c)
    try:
        from api.cli.main import app

        app()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
