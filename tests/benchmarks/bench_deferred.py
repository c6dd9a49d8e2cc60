"""Deferred work: speed, how much joint levelling flattens, and errors against the table."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.staffing.deferred.blending import idle_for_tickets, reserve_for_level
from planner.staffing.deferred.check import check_capacity
from planner.staffing.deferred.due_windows import due_windows
from planner.staffing.deferred.joint_levelling import level_jointly
from planner.staffing.deferred.levelling import min_constant_capacity, spread_work
from planner.staffing.deferred.service import serve_deferred
from planner.staffing.deferred.share import capacity_for_share
from tests.benchmarks.bench_staffing import REFERENCE, reference_rows, seconds
from tests.benchmarks.row import Row

Reals = NDArray[np.float64]

N_SLOTS, SLOT_S = 672, 900
# contacts a week, handling time, busiest hour, share of a weekday at weekends, due hours
QUEUES = (
    (900, 480, 11, 0.5, 2),
    (700, 600, 14, 0.3, 4),
    (300, 900, 16, 0.3, 8),
    (120, 1500, 13, 0.3, 16),
    (200, 420, 20, 1.0, 8),
    (80, 1800, 10, 0.3, 40),
    (400, 300, 12, 0.4, 1),
    (60, 2400, 15, 0.3, 24),
)


@dataclass(frozen=True)
class Week:
    """A week of eight queues at quarter-hours."""

    work: Reals
    release: NDArray[np.int64]
    due: NDArray[np.int64]
    is_open: NDArray[np.bool_]


def run() -> list[Row]:
    """All rows; the table's only where it lies beside the project."""
    office, always = (week(around_the_clock) for around_the_clock in (False, True))
    rows = [
        flattening("office hours", office),
        flattening("around the clock", always),
        time_of_levelling(always),
        time_of_worst_levelling(),
        saving_of_a_share(always),
        time_of_check(always),
        time_of_service(always),
        time_of_blending(),
    ]
    if REFERENCE.exists():
        rows += [wrong_windows()]
    return rows


def week(around_the_clock: bool) -> Week:
    """Eight queues with their due windows, in office hours or around the clock."""
    rng = np.random.default_rng(20_240_103)
    slot = np.arange(N_SLOTS)
    hour, day = slot % 96 / 4, slot // 96
    is_open = np.full(N_SLOTS, True) if around_the_clock else (day < 5) & (hour >= 8) & (hour < 18)
    work, windows = [], []
    for contacts, aht_s, busiest, weekend, due_hours in QUEUES:
        shape = np.exp(-0.5 * ((hour - busiest) / 3.5) ** 2) + 0.03
        shape *= np.where(day < 5, 1.0, weekend)
        work.append(rng.poisson(shape / shape.sum() * contacts) * float(aht_s))
        windows.append(due_windows(is_open, due_hours * 4))
    release, due = np.array([w.release for w in windows]), np.array([w.due for w in windows])
    return Week(np.array(work), release, due, is_open)


def flattening(name: str, items: Week) -> Row:
    """Peak load of all queues levelled together, against each by itself."""
    queues = zip(items.work, items.release, items.due, strict=True)
    alone = sum((spread_work(*queue, items.is_open) for queue in queues), np.zeros(N_SLOTS))
    joint = level_jointly(items.work, items.release, items.due, items.is_open)
    open_alone, open_joint = alone[items.is_open] / SLOT_S, joint[items.is_open] / SLOT_S
    return Row(
        name=f"peak of 8 deferred queues levelled jointly, {name}",
        target="<= peer",
        measured=float(open_joint.max()),
        unit="erlangs",
        peer="each queue by itself",
        peer_measured=float(open_alone.max()),
        note=f"mean {open_joint.mean():.2f}, standard deviation {open_joint.std():.2f} instead of "
        f"{open_alone.std():.2f}",
    )


def time_of_levelling(items: Week) -> Row:
    """Seconds to level a week of eight queues together."""
    arguments = items.work, items.release, items.due, items.is_open
    level_jointly(*arguments)
    return Row(
        name="8 queues, 672 slots levelled jointly",
        target="<= 0.2 s",
        measured=seconds(lambda: level_jointly(*arguments)),
        unit="s",
        note="after compilation, best of 5",
    )


def time_of_worst_levelling() -> Row:
    """Every slot a critical window of its own."""
    is_open = np.ones(1000, bool)
    windows = due_windows(is_open, 1)
    work = np.random.default_rng(20_240_104).gamma(0.3, 900.0, 1000)
    arguments = work, windows.release, windows.due, is_open
    level_jointly(*arguments)
    return Row(
        name="1000 slots levelled jointly, all due at once",
        target="<= 0.2 s",
        measured=seconds(lambda: level_jointly(*arguments)),
        unit="s",
        note="after compilation, best of 5; worst case",
    )


def saving_of_a_share(items: Week) -> Row:
    """Capacity that suffices for 95 % in time, against that for all."""
    arguments = items.work, items.release, items.due, items.is_open
    found = capacity_for_share(*arguments, 0.95)
    taken = seconds(lambda: capacity_for_share(*arguments, 0.95))
    return Row(
        name="least constant capacity for 95 % in time",
        target="<= peer",
        measured=float(found.max()) / SLOT_S,
        unit="erlangs",
        peer="for all in time",
        peer_measured=min_constant_capacity(*arguments)[0] / SLOT_S,
        note=f"{taken:.3f} s, 8 queues, 672 slots",
    )


def time_of_check(items: Week) -> Row:
    """Seconds to find the shortages of a capacity profile."""
    capacity = np.full(N_SLOTS, 3.0 * SLOT_S)
    arguments = items.work, items.release, items.due, capacity
    check_capacity(*arguments)
    return Row(
        name="shortages of a capacity profile, 8 queues, 672 slots",
        target="<= 0.01 s",
        measured=seconds(lambda: check_capacity(*arguments)),
        unit="s",
        note="after compilation, best of 5",
    )


def time_of_service(items: Week) -> Row:
    """Seconds to serve a week in the order of due dates."""
    capacity = np.full(N_SLOTS, 3.0 * SLOT_S)
    arguments = items.work, items.release, items.due, capacity
    serve_deferred(*arguments)
    return Row(
        name="8 queues, 672 slots served earliest due date first",
        target="<= 0.01 s",
        measured=seconds(lambda: serve_deferred(*arguments)),
        unit="s",
        note="after compilation, best of 5",
    )


def time_of_blending() -> Row:
    """Seconds for the idle time that tickets can have beside live contacts."""
    load = np.random.default_rng(20_240_105).gamma(2.0, 25.0, 100_000)
    agents = np.ceil(load + 1.2 * np.sqrt(load)) + 1

    def blended() -> Reals:
        reserve = reserve_for_level(agents, load, 240.0, 20.0, 0.8)
        return idle_for_tickets(agents, load, reserve)

    share = float(blended().sum() / (agents - load).sum())
    return Row(
        name="usable idle time of 100000 intervals",
        target="<= 0.3 s",
        measured=seconds(blended),
        unit="s",
        note=f"80/20 kept; {share:.0%} of the idle time goes to tickets",
    )


def wrong_windows() -> Row:
    """Critical windows and least capacities that differ from the reference table."""
    rows = reference_rows("open_deferred_edf")
    wrong, worst = 0, 0.0
    for row in rows:
        slot_hours = float(row["slot_hours"])
        is_open = np.array([mark == "1" for mark in row["open_mask"]])
        work = np.array([float(hours) for hours in row["work_hours"].split()])
        windows = due_windows(is_open, round(float(row["due_open_hours"]) / slot_hours))
        capacity, window = min_constant_capacity(work, windows.release, windows.due, is_open)
        wrong += window != (int(row["critical_from"]), int(row["critical_to"]))
        worst = max(worst, abs(capacity / slot_hours / float(row["min_constant_capacity"]) - 1.0))
    return Row(
        name="critical windows of deferred work, wrong rows",
        target="0",
        measured=float(wrong),
        unit="rows",
        note=f"{len(rows)} rows of open_deferred_edf; worst relative error of the capacity "
        f"{worst:.1e}",
    )
