"""Work that outlasts its slot, and pooled skills: accuracy and speed."""

from functools import partial

import numpy as np

from planner.staffing.load.handling_time import (
    DeterministicTime,
    ExponentialTime,
    HandlingTime,
    LogNormalTime,
    Shape,
    handling_time,
)
from planner.staffing.load.modified_load import load_course, modified_load
from planner.staffing.load.offered_load import offered_load
from planner.staffing.load.peak_load import peak_load
from planner.staffing.load.through_slot import required_through_slot
from planner.staffing.pooled import pooled_requirement, required_by_set
from tests.benchmarks.bench_staffing import REFERENCE, reference_rows, seconds
from tests.benchmarks.row import Row

N_SLOTS = 365 * 96
SLOT_S, REFERENCE_SLOT_S = 900.0, 1800.0
AHT_S, WITHIN_S, FRACTION = 2700.0, 20.0, 0.8
SHAPE_OF: dict[str, Shape] = {"exponential": "exponential", "deterministic": "deterministic"}
TIMES: dict[str, HandlingTime] = {
    "exponential": ExponentialTime(AHT_S),
    "fixed": DeterministicTime(AHT_S),
    "log-normal, cv 1": LogNormalTime(AHT_S, 1.0),
}


def run() -> list[Row]:
    """All rows; the one of the reference table only where it lies beside the project."""
    rows = [load_of_a_year(name) for name in TIMES]
    rows += [stationary_gap(), through_a_week(), two_skills(), pool_of_a_week()]
    if REFERENCE.exists():
        rows += [worst_error(name) for name in ("m_end", "m_mean", "m_max")]
    return rows


def load_of_a_year(name: str) -> Row:
    """Seconds for the modified load of a year, handling times of a distribution by name."""
    contacts = np.random.default_rng(20_240_103).gamma(4.0, 10.0, N_SLOTS)
    time = TIMES[name]
    modified_load(contacts[:10], time, SLOT_S)
    peak_s = seconds(lambda: peak_load(contacts, time, SLOT_S))
    return Row(
        name=f"modified load, {N_SLOTS} quarter-hours, {name} times of 45 min",
        target="<= 0.1 s",
        measured=seconds(lambda: modified_load(contacts, time, SLOT_S)),
        unit="s",
        note=f"start, mean and end, best of 5; peak within each slot {peak_s:.3g} s",
    )


def worst_error(answer: str) -> Row:
    """Worst relative error of a column of the reference table."""
    rows = reference_rows("open_mol")
    contacts = {row["profile"]: np.zeros(48) for row in rows}
    for row in rows:
        contacts[row["profile"]][int(row["interval"])] = float(row["arrivals_30min"])
    errors, beyond = [], 0
    for row in rows:
        volume, slot = contacts[row["profile"]], int(row["interval"])
        time = handling_time(float(row["aht_s"]), SHAPE_OF[row["dist"]])
        load = modified_load(volume, time, REFERENCE_SLOT_S)
        peak = peak_load(volume, time, REFERENCE_SLOT_S)
        found = {"m_end": load.end, "m_mean": load.mean, "m_max": peak}[answer][slot]
        reference = float(row[answer])
        beyond += abs(found - reference) > 1e-9 * reference + 1e-12
        if reference > 1e-9:
            errors.append(abs(found / reference - 1.0))
    return Row(
        name=f"modified load {answer}, worst relative error",
        target="<= 1e-9",
        measured=max(errors),
        unit="",
        note=f"{len(rows)} rows of open_mol, {beyond} beyond 1e-9 |ref| + 1e-12",
    )


def stationary_gap() -> Row:
    """By how many erlangs the load slot by slot misses the modified one on a day."""
    contacts = np.concatenate([np.zeros(16), 60.0 * np.sin(np.pi * np.arange(1, 24) / 24), [0.0]])
    modified = offered_load(contacts, AHT_S, REFERENCE_SLOT_S)
    stationary = offered_load(contacts, AHT_S, REFERENCE_SLOT_S, method="stationary")
    busy = contacts > 0
    return Row(
        name="load of a day, 45 min handling: slot by slot against modified, worst difference",
        target="shown",
        measured=float(np.max(np.abs(stationary - modified)[busy])),
        unit="erlangs",
        note=f"largest load {modified.max():.0f} erlangs",
    )


def through_a_week() -> Row:
    """Seconds for agents that keep the level all through each slot of a week."""
    contacts = np.random.default_rng(20_240_104).gamma(4.0, 10.0, 336)
    course = load_course(contacts, ExponentialTime(AHT_S), REFERENCE_SLOT_S, cyclic=True)
    staffed = partial(required_through_slot, within_s=WITHIN_S, fraction=FRACTION)
    staffed(course[:, :2], AHT_S)
    return Row(
        name="agents for the level through a slot, 336 half-hours, 8 points each",
        target="<= 0.1 s",
        measured=seconds(lambda: staffed(course, AHT_S)),
        unit="s",
        note="best of 5",
    )


def two_skills() -> Row:
    """Agents for two pooled skills, against each covered by itself."""
    by_set = required_by_set([[10.0], [10.0]], 240.0, within_s=WITHIN_S, fraction=FRACTION)
    pool = pooled_requirement(by_set)
    (first, second), flexible = pool.dedicated[:, 0].tolist(), int(pool.flexible[0])
    return Row(
        name="two skills of 10 erlangs, 240 s, 80/20: agents in all",
        target="25",
        measured=float(pool.total[0]),
        unit="agents",
        peer="each skill covered by itself, as in pyworkforce's MultiSkillStaffing",
        peer_measured=float(max(by_set[1, 0], by_set[2, 0])),
        note=f"{first} and {second} dedicated, {flexible} flexible; {int(by_set[1, 0])} each alone",
    )


def pool_of_a_week() -> Row:
    """Seconds for the pool of five lines over a week."""
    loads = np.random.default_rng(20_240_105).gamma(2.0, 8.0, (5, 672))

    def staffed() -> object:
        by_set = required_by_set(loads, 300.0, within_s=WITHIN_S, fraction=FRACTION)
        return pooled_requirement(by_set)

    staffed()
    return Row(
        name="pool of five lines, 672 quarter-hours",
        target="<= 0.2 s",
        measured=seconds(staffed),
        unit="s",
        note="all 31 sets of lines and the least split, best of 5",
    )
