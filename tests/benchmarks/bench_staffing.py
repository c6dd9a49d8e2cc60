"""Staffing: speed of a year's requirement, and the worst error against independent tables."""

import csv
import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.staffing import (
    agents_by_target,
    asa_s,
    due_windows,
    erlang_b,
    erlang_c,
    min_constant_capacity,
    required_agents,
    scheduled_agents,
    service_level,
    spread_work,
)
from tests.benchmarks.row import Row

REFERENCE = Path(__file__).resolve().parents[2].parent / "shared" / "reference"
N_INTERVALS = 100_000
N_PEER = 500
AHT_S, WITHIN_S, FRACTION = 240.0, 20.0, 0.8
MEAN_LOADS = (10.0, 50.0, 500.0)
TARGET_COLUMNS = {
    "fraction": "target_sl",
    "within_s": "awt_s",
    "max_asa_s": "max_asa_s",
    "max_occupancy": "max_occ",
}

ReferenceRow = dict[str, str]
Columns = list[NDArray[np.float64]]


def run() -> list[Row]:
    """All rows; those that need the reference tables only where these lie beside the project."""
    rows = [requirement_of_a_year(mean_load) for mean_load in MEAN_LOADS]
    rows.append(levelling_of_a_year())
    if REFERENCE.exists():
        rows += [
            worst_error("Erlang B", "open_erlang_b", "N A", "blocking", erlang_b),
            worst_error("Erlang C wait", "open_erlang_c", "N A", "p_wait", erlang_c),
            worst_error("Erlang C level", "open_erlang_c", "N A T_over_aht", "sl", level_in_aht),
            worst_error("Erlang C ASA", "open_erlang_c", "N A", "asa_over_aht", wait_in_aht),
            wrong_requirements(),
            worst_capacity_error(),
        ]
    return rows


def requirement_of_a_year(mean_load: float) -> Row:
    """Seconds for the Erlang C requirement of a year at a mean load in erlangs."""
    loads = np.random.default_rng(20_240_101).gamma(2.0, mean_load / 2.0, N_INTERVALS)
    agents_at_80_in_20(loads[:10])
    best = seconds(lambda: agents_at_80_in_20(loads))
    start = time.perf_counter()
    peer = [agents_by_textbook(load) for load in loads[:N_PEER].tolist()]
    peer_s = (time.perf_counter() - start) * N_INTERVALS / N_PEER
    differing = int(np.sum(agents_at_80_in_20(loads[:N_PEER]) != np.array(peer)))
    return Row(
        name=f"requirement, {N_INTERVALS} intervals, mean load {mean_load:g}",
        target="<= 0.3 s",
        measured=best,
        unit="s",
        peer="textbook loop as in pyworkforce",
        peer_measured=peer_s,
        note=f"80/20 after compilation, best of 5; peer is our plain-Python rewriting of the "
        f"iterative search, timed on {N_PEER} intervals and extrapolated; answers differ on "
        f"{differing} of them",
    )


def levelling_of_a_year() -> Row:
    """Seconds to level the tickets of a year."""
    n_slots = 365 * 48
    work_s = np.random.default_rng(20_240_102).gamma(2.0, 1800.0, n_slots)
    hour = np.arange(n_slots) // 2 % 24
    is_open = (hour >= 8) & (hour < 20)
    windows = due_windows(is_open, window_slots=48)
    items = work_s, windows.release, windows.due, is_open
    spread_work(*items)
    return Row(
        name="tickets of a year levelled, half-hours, 24 open hours to do them",
        target="<= 0.3 s",
        measured=seconds(lambda: spread_work(*items)),
        unit="s",
        note="after compilation, best of 5",
    )


def worst_error(
    name: str,
    table: str,
    arguments: str,
    answer: str,
    formula: Callable[..., NDArray[np.float64]],
) -> Row:
    """Worst relative error of a formula on a reference table; `arguments` names its columns."""
    rows = reference_rows(table)
    reference = column(rows, answer)
    found = formula(*columns(rows, arguments))
    finite = np.isfinite(reference)
    distance = np.abs(found[finite] - reference[finite])
    size = np.abs(reference[finite])
    relative = distance[size > 1e-9] / size[size > 1e-9]
    beyond = np.sum(distance > 1e-9 * size + 1e-12) + np.sum(found[~finite] != reference[~finite])
    return Row(
        name=f"{name}, worst relative error",
        target="<= 1e-9",
        measured=float(relative.max()),
        unit="",
        note=f"{len(rows)} rows of {table}, {beyond} beyond 1e-9 |ref| + 1e-12; values above 1e-9",
    )


def wrong_requirements() -> Row:
    """Requirements that differ from the reference table, which holds whole agents."""
    rows = reference_rows("open_required_c")
    return Row(
        name="requirement, rows with a wrong integer",
        target="0",
        measured=float(sum(not is_right(row) for row in rows)),
        unit="rows",
        note=f"{len(rows)} rows of open_required_c: agents for level, mean wait and occupancy, "
        "the largest of them, and those to schedule",
    )


def is_right(row: ReferenceRow) -> bool:
    """Whether a row's requirement is found, each target alone and with shrinkage."""
    asked: dict[str, Any] = {
        name: float(row[column]) for name, column in TARGET_COLUMNS.items() if row[column]
    }
    if "fraction" not in asked:
        asked.pop("within_s", None)
    aht_s = float(row["aht_s"])
    load = float(row["volume"]) * aht_s / float(row["interval_s"])
    alone = agents_by_target(load, aht_s, **asked)
    most = max(int(agents) for agents in alone.values())
    found = [int(alone.get(name, np.array(0))) for name in ("service_level", "asa", "occupancy")]
    found += [most, int(scheduled_agents(most, float(row["shrinkage"])))]
    return found == [
        int(row[name]) for name in ("n_sl", "n_asa", "n_occ", "n_required", "n_scheduled")
    ]


def worst_capacity_error() -> Row:
    """Worst relative error of the least constant capacity."""
    rows = reference_rows("open_deferred_edf")
    errors = [abs(least_capacity(row) / float(row["min_constant_capacity"]) - 1.0) for row in rows]
    return Row(
        name="least constant capacity for tickets, worst relative error",
        target="<= 1e-9",
        measured=max(errors),
        unit="",
        note=f"{len(rows)} rows of open_deferred_edf",
    )


def least_capacity(row: ReferenceRow) -> float:
    """Least capacity in hours of work per hour."""
    slot_hours = float(row["slot_hours"])
    is_open = np.array([mark == "1" for mark in row["open_mask"]])
    work_hours = np.array([float(hours) for hours in row["work_hours"].split()])
    windows = due_windows(is_open, round(float(row["due_open_hours"]) / slot_hours))
    capacity, _ = min_constant_capacity(work_hours, windows.release, windows.due, is_open)
    return capacity / slot_hours


def agents_at_80_in_20(loads: NDArray[np.float64]) -> NDArray[np.int64]:
    """Agents for 80 % within 20 s."""
    return required_agents(loads, AHT_S, within_s=WITHIN_S, fraction=FRACTION)


def agents_by_textbook(load: float) -> int:
    """Erlang C from the inverse recursion of Erlang B, anew for every agent added."""
    agents = math.floor(load) + 1
    while True:
        inverse_blocking = 1.0
        for n in range(1, agents + 1):
            inverse_blocking = 1.0 + inverse_blocking * n / load
        blocking = 1.0 / inverse_blocking
        waits = agents * blocking / (agents - load * (1.0 - blocking))
        if 1.0 - waits * math.exp(-(agents - load) * WITHIN_S / AHT_S) >= FRACTION:
            return agents
        agents += 1


def level_in_aht(
    agents: NDArray[np.float64], load: NDArray[np.float64], threshold: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Service level with the threshold in units of the handling time."""
    return service_level(agents, load, 1.0, threshold)


def wait_in_aht(agents: NDArray[np.float64], load: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean wait in units of the handling time."""
    return asa_s(agents, load, 1.0)


def seconds(action: Callable[[], object]) -> float:
    """Best of five."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def reference_rows(name: str) -> list[ReferenceRow]:
    """Rows of a reference table beside the project, cells as text."""
    with (REFERENCE / f"{name}.csv").open(newline="") as stream:
        return list(csv.DictReader(stream))


def column(rows: list[ReferenceRow], name: str) -> NDArray[np.float64]:
    """One column as numbers."""
    return np.array([float(row[name]) for row in rows])


def columns(rows: list[ReferenceRow], names: str) -> Columns:
    """Columns as numbers, their names parted by spaces."""
    return [column(rows, name) for name in names.split()]
