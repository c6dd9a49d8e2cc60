"""All benchmarks: a table of target, measured and peer, saved as ``bench.json``."""

import json
import math
import platform
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module
from os import cpu_count
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks.row import Row

BENCHMARKS = (
    "bench_staffing",
    "bench_live_staffing",
    "bench_chat_priority",
    "bench_uncertain",
    "bench_offered_load",
    "bench_deferred",
    "bench_simulation",
    "bench_judge",
    "bench_forecasting",
    "bench_cardiff",
    "bench_forecast_speed",
    "bench_handling_time",
    "bench_forecast_robust",
    "bench_forecast_peers",
    "bench_validate",
    "bench_replan",
    "bench_conflicts",
    "bench_solver",
    "bench_long",
    "bench_explain",
    "bench_centres",
    "bench_contracts",
    "bench_curtois",
    "bench_wards",
    "bench_plan",
)
SAVED = Path("bench.json")


def main(names: list[str]) -> None:
    """
    Run the benchmarks named, or all of them; print and save their rows.

    Rows are saved after each benchmark. One that fails is told at the end and stops no other.
    """
    rows: list[Row] = []
    failed: list[str] = []
    for name in names or BENCHMARKS:
        try:
            run: Callable[[], list[Row]] = import_module(f"tests.benchmarks.{name}").run
            rows += run()
        except Exception:
            traceback.print_exc()
            failed.append(name)
        _save(rows, failed)
    Console(width=160).print(_table(rows))
    sys.stdout.write(f"{cpu_count()} cores, Python {platform.python_version()}; saved: {SAVED}\n")
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def _save(rows: list[Row], failed: list[str]) -> None:
    machine = {"python": platform.python_version(), "cores": cpu_count()}
    saved = {"machine": machine, "failed": failed, "rows": [_saved(row) for row in rows]}
    SAVED.write_text(json.dumps(saved, indent=2, allow_nan=False))


def _saved(row: Row) -> dict[str, str | float | None]:
    """A row for JSON, which knows no infinity: what was not reached is null."""
    cells = asdict(row)
    return {**cells, "measured": row.measured if math.isfinite(row.measured) else None}


def _table(rows: list[Row]) -> Table:
    table = Table("benchmark", "target", "measured", "peer", "note")
    for row in rows:
        peer = "" if row.peer_measured is None else f"{row.peer}: {row.peer_measured:.4g}"
        table.add_row(row.name, row.target, f"{row.measured:.4g} {row.unit}", peer, row.note)
    return table


if __name__ == "__main__":
    main(sys.argv[1:])
