"""Problems with the histories that queues have from others, told where they can be mended."""

from collections.abc import Iterable
from dataclasses import replace

from planner.errors import Problem
from scenarios.setup import FILE, Setup


def settled_sources(problems: Iterable[Problem], setup: Setup) -> list[Problem]:
    """Problems; those about ``history_from`` name the line of that key, not ``history.csv``."""
    return [
        replace(one, file=FILE, line=setup.line("queue", one.value, "history_from"))
        if one.field == "history_from" and one.file == "history.csv"
        else one
        for one in problems
    ]
