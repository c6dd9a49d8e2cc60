"""What a job's process does: read the folder, plan the week or mend a roster, write the files."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from api.jobs.protocol import Order
from api.replans import changed, published_shifts
from scenarios.changes import parse_change
from scenarios.document import read_workspace
from scenarios.inputs import Inputs
from scenarios.output import write_plan
from scenarios.pipeline import make_plan
from scenarios.plan import Plan
from scenarios.progress import Progress, StageProgress
from scenarios.replanning.asked import published_requirement
from scenarios.replanning.order import ReplanOrder, moment_of
from scenarios.replanning.run import make_replan
from scenarios.replanning.sick_calls import earlier_sick_calls

OnLimit = Callable[[float, int], None]
REPLAN_S = 10.0
"""Seconds of the search for changes where the order does not say."""


def carry_out(order: Order, on_limit: OnLimit, progress: Progress) -> Plan:
    """Carry out an order; `on_limit` is told its seconds and weeks as soon as they are known."""
    inputs = read_workspace(Path(order.folder)).over_weeks(order.weeks)
    make = _plan if order.replan is None else _replan
    plan = make(order, inputs, on_limit, progress)
    progress(StageProgress("write", 0.0))
    out = Path(order.out)
    if order.replan is not None:
        _lay_calendars(order.replan.base, out)
    write_plan(plan, out, datetime.now(UTC))
    progress(StageProgress("write", 1.0))
    return plan


def _plan(order: Order, inputs: Inputs, on_limit: OnLimit, progress: Progress) -> Plan:
    inputs = changed(inputs, order.changes)
    limit_s = order.time_limit_s or inputs.settings.time_limit_s
    on_limit(limit_s, inputs.settings.weeks)
    progress(StageProgress("read", 1.0))
    return make_plan(
        inputs, week=order.week, seed=order.seed, time_limit_s=limit_s, progress=progress
    )


def _replan(order: Order, inputs: Inputs, on_limit: OnLimit, progress: Progress) -> Plan:
    asked = order.replan
    assert asked is not None
    limit_s = order.time_limit_s or REPLAN_S
    on_limit(limit_s, inputs.settings.weeks)
    inputs = changed(inputs, asked.so_far)
    shifts = published_shifts(asked, inputs, order.week)
    required = published_requirement(asked.base / "requirement.csv", inputs.week_grid(order.week))
    news = (*(f"sick.{one}" for one in asked.sick), *order.changes)
    progress(StageProgress("read", 1.0))
    wanted = ReplanOrder(
        now=moment_of(asked.now, inputs) if asked.now else datetime.now(UTC),
        week=order.week,
        seed=order.seed,
        time_limit_s=limit_s,
        most_changes=asked.most_changes,
    )
    earlier = earlier_sick_calls(asked.base, inputs, inputs.week_grid(order.week))
    changes = [*earlier, *(parse_change(one, inputs) for one in news)]
    return make_replan(inputs, shifts, required, changes, wanted, progress)


def _lay_calendars(base: Path, out: Path) -> None:
    """Put what was published before where the new calendars go on from it."""
    if (base / "calendars").is_dir():
        shutil.copytree(base / "calendars", out / "calendars", dirs_exist_ok=True)
    if (base / "team.ics").is_file():
        shutil.copyfile(base / "team.ics", out / "team.ics")
