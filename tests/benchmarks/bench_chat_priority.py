"""Chat and priorities: accuracy, speed, and what the common short cuts miss."""

import csv
import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from planner.staffing.chat.chat_requirement import required_chat_agents
from planner.staffing.chat.measures import chat_measures
from planner.staffing.live.erlang_a import service_level_with_abandonment
from planner.staffing.priority.priority_requirement import required_agents_by_priority
from planner.staffing.priority.waits import mixed_aht_s, mixed_wait_factor, waits_by_class
from tests.benchmarks.row import Row
from tests.benchmarks.small_simulations import simulated_level, simulated_mean_waits

REFERENCE = Path(__file__).resolve().parents[2].parent / "shared" / "reference"
N_INTERVALS = 100_000
N_CHATS = 1_000_000
WITHIN_S = 30.0

Teams = tuple[tuple[int, list[float], float], ...]

# agents, durations by conversations held, patience; the load is what 95 % of all slots can do
TEAMS: Teams = (
    (3, [300.0, 360.0, 450.0], 120.0),
    (5, [480.0, 528.0, 576.0, 624.0], 180.0),
    (5, [720.0, 1008.0], 600.0),
    (8, [300.0, 360.0, 450.0], 120.0),
    (10, [720.0, 1008.0], 180.0),
    (20, [480.0, 600.0, 720.0], 60.0),
    (40, [300.0, 360.0, 450.0], 300.0),
)
STEEP: Teams = (
    (2, [300.0, 600.0], 60.0),
    (3, [300.0, 600.0], 60.0),
    (10, [300.0, 540.0, 810.0], 120.0),
)

# agents, loads and handling times by class
MIXED: tuple[tuple[int, list[float], list[float]], ...] = (
    (5, [1.0, 3.0], [100.0, 600.0]),
    (5, [1.0, 3.0], [300.0, 600.0]),
    (20, [4.0, 12.0], [150.0, 600.0]),
    (10, [2.0, 3.0, 3.5], [900.0, 300.0, 300.0]),
)


def run() -> list[Row]:
    """All rows; those that need the reference tables only where these lie beside the project."""
    rows = [chat_year(mean_load) for mean_load in (10.0, 50.0, 500.0)]
    rows += [priority_year(mean_load) for mean_load in (10.0, 50.0, 500.0)]
    rows.append(chat_against_simulation("chat", "within 1 point", TEAMS))
    rows.append(chat_against_simulation("chat that slows steeply", "within 1 point", STEEP))
    rows += [
        chat_against_simulation(f"{name}, evenly spread", "none", teams, spread="even")
        for name, teams in (("chat", TEAMS), ("chat that slows steeply", STEEP))
    ]
    rows += [mixed_against_simulation(with_factor) for with_factor in (False, True)]
    if REFERENCE.exists():
        rows += [chat_accuracy(), priority_accuracy(), chat_short_cut()]
    return rows


def chat_year(mean_load: float) -> Row:
    """Seconds for the chat agents of a year of intervals at a mean load in erlangs."""
    levels = [300.0, 360.0, 450.0]
    rates = np.random.default_rng(20_240_601).gamma(2.0, mean_load / 2.0, N_INTERVALS) / levels[0]

    def requirement() -> NDArray[np.int64]:
        return required_chat_agents(
            rates, levels, patience_s=120.0, within_s=WITHIN_S, fraction=0.8, spread="uneven"
        )

    return Row(
        name=f"chat requirement, {N_INTERVALS} intervals, mean load {mean_load:g}",
        target="<= 5 s",
        measured=seconds(requirement),
        unit="s",
        note="80 % in 30 s, up to 3 conversations, patience 120 s; after compilation, best of 3",
    )


def priority_year(mean_load: float) -> Row:
    """Seconds for the agents of a year of intervals with four priorities, at a load in erlangs."""
    load = np.random.default_rng(20_240_602).gamma(2.0, mean_load / 2.0, N_INTERVALS)
    loads = np.array([0.05, 0.15, 0.4, 0.4])[:, np.newaxis] * load

    def requirement() -> NDArray[np.int64]:
        return required_agents_by_priority(
            loads, 300.0, within_s=[20, 60, 120, 600], fraction=[0.9, 0.8, 0.8, 0.8]
        )

    return Row(
        name=f"requirement of 4 priorities, {N_INTERVALS} intervals, mean load {mean_load:g}",
        target="<= 5 s",
        measured=seconds(requirement),
        unit="s",
        note="a target for each of P0 to P3; after compilation, best of 3",
    )


def chat_against_simulation(name: str, target: str, teams: Teams, spread: str = "uneven") -> Row:
    """Worst distance of the chat formula from simulated levels, in points, over some teams."""
    gaps, errors = [], []
    for agents, levels, patience in teams:
        rate = 0.95 * agents * len(levels) / levels[-1]
        exact = chat_measures(
            agents, rate, levels, within_s=WITHIN_S, patience_s=patience, spread=spread
        )
        arguments = agents, rate, np.array(levels), patience, WITHIN_S, N_CHATS // 10
        runs = [simulated_level(*arguments, np.random.default_rng(seed)) for seed in range(10)]
        gaps.append(100.0 * (float(exact.sl_offered) - float(np.mean(runs))))
        errors.append(100.0 * 2.26 * float(np.std(runs, ddof=1)) / math.sqrt(len(runs)))
    by_team = ", ".join(
        f"{agents} agents {gap:+.2f} ({error:.2f})"
        for (agents, _, _), gap, error in zip(teams, gaps, errors, strict=True)
    )
    return Row(
        name=f"{name}, service level less that of a simulation, worst",
        target=target,
        measured=max(gaps, key=abs),
        unit="points",
        note=f"chats lie {spread}ly in the formula; {by_team}; half a 95 % interval in brackets",
    )


def mixed_against_simulation(with_factor: bool) -> Row:
    """Worst error of mean waits, per cent, where priorities differ in handling time."""
    gaps, notes = [], []
    for agents, loads, aht in MIXED:
        factor = float(mixed_wait_factor(loads, aht)) if with_factor else 1.0
        exact = waits_by_class(agents, loads, float(mixed_aht_s(loads, aht)), WITHIN_S).mean_wait_s
        draw = np.random.default_rng(20_240_603)
        found = simulated_mean_waits(agents, np.array(loads), np.array(aht), N_CHATS, draw)
        gaps += (100.0 * (factor * exact / found - 1.0)).tolist()
        notes.append(" ".join(f"{gap:+.0f}" for gap in gaps[-len(loads) :]))
    name = "mixed_aht_s and mixed_wait_factor" if with_factor else "mixed_aht_s alone"
    return Row(
        name=f"priorities of different handling times, {name}, mean waits off by up to",
        target="none",
        measured=max(gaps, key=abs),
        unit="%",
        note=f"simulation of {N_CHATS} contacts; by class {'; '.join(notes)}, where the last has "
        "its slowest class first",
    )


def chat_accuracy() -> Row:
    """Chat measures against the reference table."""
    rows = reference_rows("open_chat_levels")
    columns = list(rows[0])[6:]
    found, reference = [], []
    for row in rows:
        measures = chat_measures(*chat_of(row), **chat_terms(row))
        found.append([float(getattr(measures, column)) for column in columns])
        reference.append([float(row[column]) for column in columns])
    return accuracy("chat", np.array(found), np.array(reference), f"{len(rows)} rows, 7 columns")


def chat_short_cut() -> Row:
    """How far Erlang A on AHT over conversations lies from the reference, in points."""
    gaps = []
    for row in reference_rows("open_chat_levels"):
        agents, rate, levels = chat_of(row)
        if len(levels) > 1:
            aht, terms = levels[-1] / len(levels), chat_terms(row)
            level = service_level_with_abandonment(
                agents, rate * aht, aht, terms["patience_s"], terms["within_s"]
            )
            gaps.append(100.0 * (float(level) - float(row["sl_offered"])))
    return Row(
        name="short cut AHT / k on N agents, chat service level too low by up to",
        target="none",
        measured=-min(gaps),
        unit="points",
        note=f"Erlang A with the duration at full hands over k; {len(gaps)} rows of "
        f"open_chat_levels, mean {np.mean(gaps):+.1f} and at most {max(gaps):+.1f} points",
    )


def priority_accuracy() -> Row:
    """Waits by priority against the reference table."""
    rows = reference_rows("open_priority")
    found, reference = [], []
    for row in rows:
        loads, k = [float(x) for x in row["lams_over_mu"].split()], int(row["cls"])
        waits = waits_by_class(int(row["c"]), loads, 1.0, float(row["T_over_aht"]))
        found.append([waits.p_wait, waits.mean_wait_s[k], waits.p_late[k]])
        reference.append([float(row[x]) for x in ("p_wait", "mean_wait_over_aht", "p_wait_gt_T")])
    return accuracy(
        "priorities", np.array(found), np.array(reference), f"{len(rows)} rows, 3 columns"
    )


def accuracy(
    name: str, found: NDArray[np.float64], reference: NDArray[np.float64], what: str
) -> Row:
    """Worst relative error where the reference is above 1e-9, and how many lie beyond 1e-9."""
    distance = np.abs(found - reference)
    beyond = int(np.sum(distance > 1e-9 * np.abs(reference) + 1e-12))
    large = np.abs(reference) > 1e-9
    return Row(
        name=f"{name}, worst relative error",
        target="<= 1e-9",
        measured=float(np.max(distance[large] / np.abs(reference[large]))),
        unit="",
        note=f"{what}, {beyond} numbers beyond 1e-9 |ref| + 1e-12; values above 1e-9",
    )


def chat_of(row: dict[str, str]) -> tuple[int, float, list[float]]:
    """Agents, contacts a second and mean seconds by conversations held, of a row."""
    levels = [float(aht) for aht in row["aht_s_by_level"].split()]
    return int(row["N"]), float(row["lam_per_s"]), levels


class ChatTerms(TypedDict):
    """Threshold and patience of a row."""

    within_s: float
    patience_s: float


def chat_terms(row: dict[str, str]) -> ChatTerms:
    """Threshold and patience of a row, for the measures."""
    return {"within_s": float(row["T_s"]), "patience_s": float(row["patience_s"])}


def seconds(action: Callable[[], object]) -> float:
    """Best of three, after one run that compiles."""
    action()
    times = []
    for _ in range(3):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def reference_rows(name: str) -> list[dict[str, str]]:
    """Rows of a reference table beside the project, cells as text."""
    with (REFERENCE / f"{name}.csv").open(newline="") as stream:
        return list(csv.DictReader(stream))
