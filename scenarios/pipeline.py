"""The one pipeline: forecast, staffing, roster, coverage, plan."""

from datetime import date

from scenarios.inputs import Inputs
from scenarios.plan import Plan
from scenarios.progress import Progress, silent


def make_plan(
    inputs: Inputs,
    *,
    week: date | None = None,
    seed: int | None = None,
    time_limit_s: float | None = None,
    progress: Progress = silent,
) -> Plan:
    """Plan one week."""
    raise NotImplementedError
