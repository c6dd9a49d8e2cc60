"""Live staffing with abandonment: accuracy over the reference tables, and a year's requirement."""

import time
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from planner.staffing.live.erlang import queue_length, wait_longer_than
from planner.staffing.live.erlang_a import erlang_a, service_level_with_abandonment
from planner.staffing.live.redial import load_with_redials
from planner.staffing.live.requirement import agents_by_target, required_agents
from tests.benchmarks.bench_staffing import (
    REFERENCE,
    agents_by_textbook,
    column,
    columns,
    reference_rows,
    seconds,
)
from tests.benchmarks.row import Row
from tests.planner.staffing.erlang_a_rows import LEVELS, MEASURES

N_INTERVALS = 100_000
N_PEER = 300
AHT_S, WITHIN_S, FRACTION, PATIENCE_S = 240.0, 20.0, 0.8, 120.0
DEFINITION_OF = {
    "offered": "offered",
    "answered": "answered",
    "excl_short_abandons": "without_short_abandons",
    "wait_le_T": "wait",
    "virtual": "virtual",
}


def run() -> list[Row]:
    """All rows; those that need the reference tables only where these lie beside the project."""
    rows = [patient_year(), impatient_year(), pooled_pair()]
    if REFERENCE.exists():
        rows += [*abandonment_errors(), *level_errors(), *erlang_c_errors()]
        rows += [redial_error(), wrong_requirements()]
    return rows


def mixed_loads() -> NDArray[np.float64]:
    """Loads of 0.1 to 1000 erlangs, evenly by magnitude."""
    return 10.0 ** np.random.default_rng(20_240_103).uniform(-1.0, 3.0, N_INTERVALS)


def patient_year() -> Row:
    """Seconds for the Erlang C requirement of a year, against a textbook loop."""
    loads = mixed_loads()
    start = time.perf_counter()
    peer = [agents_by_textbook(load) for load in loads[:N_PEER].tolist()]
    peer_s = (time.perf_counter() - start) * N_INTERVALS / N_PEER
    ours = required_agents(loads, AHT_S, within_s=WITHIN_S, fraction=FRACTION)
    differing = int(np.sum(ours[:N_PEER] != np.array(peer)))
    importable = "is importable" if find_spec("pyworkforce") else "is not importable here"
    return Row(
        name=f"Erlang C requirement, {N_INTERVALS} intervals, loads 0.1 to 1000",
        target="<= 0.3 s",
        measured=seconds(
            lambda: required_agents(loads, AHT_S, within_s=WITHIN_S, fraction=FRACTION)
        ),
        unit="s",
        peer="algorithm of pyworkforce",
        peer_measured=peer_s,
        note=f"80/20 after compilation, best of 5; pyworkforce {importable}, the peer is our own "
        f"restatement (Erlang B's recursion anew for each agent), timed on {N_PEER} intervals and "
        f"extrapolated; {differing} answers differ",
    )


def impatient_year() -> Row:
    """Seconds for the Erlang A requirement of a year."""
    loads = mixed_loads()

    def staff() -> NDArray[np.int64]:
        return required_agents(
            loads, AHT_S, within_s=WITHIN_S, fraction=FRACTION, patience_s=PATIENCE_S
        )

    staff()
    return Row(
        name=f"Erlang A requirement, {N_INTERVALS} intervals, loads 0.1 to 1000",
        target="<= 2 s",
        measured=seconds(staff),
        unit="s",
        note=f"80/20 of offered, patience {PATIENCE_S:g} s, after compilation, best of 5",
    )


def pooled_pair() -> Row:
    """Two skills of 10 erlangs whose agents know both: one queue of 20 erlangs."""
    pooled = int(required_agents(20.0, AHT_S, within_s=WITHIN_S, fraction=FRACTION))
    single = int(required_agents(10.0, AHT_S, within_s=WITHIN_S, fraction=FRACTION))
    return Row(
        name="agents for two pooled skills of 10 erlangs each",
        target="25",
        measured=float(pooled),
        unit="agents",
        peer="pyworkforce MultiSkillStaffing, as reported",
        peer_measured=14.0,
        note=f"80 % within 20 s of {AHT_S:g} s; one of the two alone needs {single}",
    )


def abandonment_errors() -> list[Row]:
    """Measures of Erlang A against the reference table, a row each."""
    rows = reference_rows("open_erlang_a")
    agents, load, theta = columns(rows, "N A theta_over_mu")
    found = erlang_a(agents, load, 1.0, 1.0 / theta)
    return [
        error_row(f"Erlang A {name}", getattr(found, name), column(rows, reference))
        for name, reference in MEASURES.items()
    ]


def level_errors() -> list[Row]:
    """Service levels of each definition against the reference table, a row each."""
    rows = reference_rows("open_erlang_a")
    agents, load, theta, threshold = columns(rows, "N A theta_over_mu T_over_aht")
    answer = []
    for definition, name in LEVELS.items():
        level = service_level_with_abandonment(
            agents, load, 1.0, 1.0 / theta, threshold, definition
        )
        worst = float(np.abs(level - column(rows, name)).max())
        answer.append(
            Row(
                f"Erlang A level, {definition}, worst error",
                "<= 1e-10",
                worst,
                "",
                note=f"{len(rows)} rows of open_erlang_a",
            )
        )
    return answer


def erlang_c_errors() -> list[Row]:
    """Tail of the wait and length of the queue against the reference table."""
    rows = reference_rows("open_erlang_c")
    agents, load, threshold = columns(rows, "N A T_over_aht")
    tail = wait_longer_than(agents, load, 1.0, threshold)
    return [
        error_row("Erlang C tail of the wait", tail, column(rows, "p_wait_gt_T")),
        error_row("Erlang C queue", queue_length(agents, load), column(rows, "lq")),
    ]


def redial_error() -> Row:
    """Load with redials against the reference table."""
    rows = reference_rows("open_redial")
    agents, fresh, theta, share = columns(rows, "N A_fresh theta_over_mu redial_prob")
    total = load_with_redials(agents, fresh, 1.0, 1.0 / theta, share)
    return error_row("load with redials", total, column(rows, "A_total"))


def wrong_requirements() -> Row:
    """Requirements that differ from the reference table, which holds whole agents."""
    rows = reference_rows("open_required_a")
    wrong = sum(not is_right(row) for row in rows)
    return Row(
        name="Erlang A requirement, wrong integers",
        target="0",
        measured=float(wrong),
        unit="rows",
        note=f"{len(rows)} rows of open_required_a, five definitions, with and without a cap",
    )


def is_right(row: dict[str, str]) -> bool:
    """Whether a row's requirement is found, with all its targets and each alone."""
    alone = agents_by_target(
        float(row["volume"]) * float(row["aht_s"]) / float(row["interval_s"]),
        float(row["aht_s"]),
        within_s=float(row["awt_s"]),
        fraction=float(row["target_sl"]),
        patience_s=float(row["patience_s"]),
        max_abandonment=float(row["max_abandon"]) if row["max_abandon"] else None,
        definition=DEFINITION_OF[row["sl_definition"]],
    )
    found = int(alone["service_level"]), int(alone.get("abandonment", np.array(0)))
    return (*found, max(found)) == tuple(
        int(row[name]) for name in ("n_sl", "n_abandon", "n_required")
    )


def error_row(name: str, found: NDArray[np.float64], reference: NDArray[np.float64]) -> Row:
    """Worst relative error where the reference is finite and not 0; how many lie beyond 1e-9."""
    finite = np.isfinite(reference)
    size = np.abs(reference[finite])
    distance = np.abs(found[finite] - reference[finite])
    beyond = np.sum(distance > 1e-9 * size + 1e-12) + np.sum(found[~finite] != reference[~finite])
    counted = size > 1e-9
    return Row(
        name=f"{name}, worst relative error",
        target="<= 1e-9",
        measured=float((distance[counted] / size[counted]).max()),
        unit="",
        note=f"{reference.size} rows, {beyond} beyond 1e-9 |ref| + 1e-12; values above 1e-9",
    )
