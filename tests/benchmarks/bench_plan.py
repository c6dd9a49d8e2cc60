"""The sample team's week from reading to plan, stage by stage."""

import tempfile
from pathlib import Path
from time import perf_counter

from scenarios.document import read_workspace
from scenarios.pipeline import make_plan, make_requirement
from scenarios.sample import write_sample
from tests.benchmarks.row import Row

TIME_LIMIT_S = 60.0


def run() -> list[Row]:
    """Measure a cold read, a warm forecast with staffing, and the whole plan."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "sample"
        write_sample(folder)
        began = perf_counter()
        inputs = read_workspace(folder)
        read_s = perf_counter() - began
    make_requirement(inputs)
    began = perf_counter()
    make_requirement(inputs)
    staffed_s = perf_counter() - began
    began = perf_counter()
    plan = make_plan(inputs, time_limit_s=TIME_LIMIT_S)
    plan_s = perf_counter() - began
    figures = plan.figures
    note = (
        "60 s for the roster, 15 s for each correction, the rest for simulated weeks; "
        f"{figures.covered:.1%} of {figures.required_hours:,.0f} agent-hours covered"
    )
    return [
        Row("sample: read the workspace", "<= 5 s", read_s, "s"),
        Row("sample: forecast and staff 8 series", "<= 5 s", staffed_s, "s"),
        Row("sample: plan 100 agents, 5 zones", "<= 120 s", plan_s, "s", note=note),
        Row("sample: gap to the proven bound", "<= 2 %", 100 * plan.solve.gap, "%"),
    ]
