"""The judge: speed of a simulated week, beside plain Python and SimPy doing the same."""

import gc
import time
from collections.abc import Callable
from dataclasses import fields
from importlib import import_module
from importlib.util import find_spec
from statistics import median

import numpy as np

from planner.simulation.centre import Centre, Group, Handling, Line, Spells
from planner.simulation.drawn_week import DrawnWeek
from planner.simulation.floor import Floor
from planner.simulation.serve import serve, serve_contacts
from tests.benchmarks.peer_weeks import answered_by_heap, answered_in_simpy
from tests.benchmarks.row import Row

N_CONTACTS, N_AGENTS, N_GROUPS, N_DAYS = 30_000, 200, 8, 7
DAY_S, HOUR_S, SLOT_S = 86_400.0, 3_600.0, 1_800.0
AHT_S, PATIENCE_S = 600.0, 180.0
WEEK = f"{N_CONTACTS} contacts, {N_AGENTS} agents, {N_GROUPS} skill groups, breaks"
TIMES = 101

# Hours of a shift from its start: four spells of work with three breaks between them.
SPELLS_H = ((0.0, 2.0), (2.25, 4.0), (4.5, 6.5), (6.75, 8.5))


def run() -> list[Row]:
    """Time of a week, events a second, and whether all agree."""
    centre = busy_centre()
    drawn = busy_week(centre)
    floor = Floor.of(centre)
    serve(floor, drawn)
    times = sorted(seconds(lambda: serve(floor, drawn)) for _ in range(TIMES))
    week_s, best_s = median(times), times[0]
    n_events = events(floor, drawn)
    answered_s = serve_contacts(floor, drawn).answered_s.tolist()
    heap_s, by_heap = timed(lambda: answered_by_heap(centre, drawn))
    rows = [
        Row(
            name=f"simulated week: {WEEK}",
            target="<= 10 ms",
            measured=week_s * 1e3,
            unit="ms",
            peer="plain Python with heapq",
            peer_measured=heap_s * 1e3,
            note=f"median of {TIMES} after compilation, with tally; best {best_s * 1e3:.2f} ms; "
            f"peer without tally, best of 3",
        ),
        Row(
            name="simulated events per second",
            target=">= 10 million",
            measured=n_events / week_s / 1e6,
            unit="million/s",
            note=f"{n_events} arrivals, answers, ends of contacts, hang-ups, starts and ends of "
            f"spells; {n_events / best_s / 1e6:.1f} at the best time",
        ),
        Row(
            name="contacts answered at another instant than by the heapq peer",
            target="0",
            measured=float(differing(answered_s, by_heap)),
            unit="contacts",
            note=f"of {N_CONTACTS}, to the last bit",
        ),
        Row(
            name="weeks that differ when repeated",
            target="0",
            measured=float(n_not_repeated(floor, drawn)),
            unit="weeks",
            note="10 repetitions, every number of the tally bit for bit",
        ),
    ]
    return rows + beside_simpy(centre, drawn, answered_s, week_s)


def beside_simpy(
    centre: Centre, drawn: DrawnWeek, answered_s: list[float], week_s: float
) -> list[Row]:
    """A row more where SimPy is there."""
    if find_spec("simpy") is None:
        return []
    simpy = import_module("simpy")
    simpy_s, in_simpy = timed(lambda: answered_in_simpy(simpy, centre, drawn), best_of=1)
    return [
        Row(
            name="simulated week beside SimPy",
            target="<= 10 ms",
            measured=week_s * 1e3,
            unit="ms",
            peer=f"SimPy {simpy.__version__}",
            peer_measured=simpy_s * 1e3,
            note=f"{differing(answered_s, in_simpy)} of {N_CONTACTS} contacts answered at another "
            "instant; peer timed once",
        )
    ]


def busy_centre() -> Centre:
    """Each group takes its own line first, then those of the next two, longest wait first."""
    slots = round(N_DAYS * DAY_S / SLOT_S)
    return Centre(
        slot_s=SLOT_S,
        n_slots=slots,
        day=np.arange(slots) // round(DAY_S / SLOT_S),
        lines=tuple(
            Line(f"line {i}", np.zeros(slots), Handling(AHT_S), 20.0, PATIENCE_S)
            for i in range(N_GROUPS)
        ),
        groups=tuple(
            Group(f"group {g}", tuple((g + i) % N_GROUPS for i in range(3)), (0, 1, 1))
            for g in range(N_GROUPS)
        ),
        spells=busy_spells(),
    )


def busy_spells() -> Spells:
    """Five days of seven for each agent, shifts staggered by half-hours from 7 to 10.30."""
    rows = [
        (agent, agent % N_GROUPS, start_s + begin_h * HOUR_S, start_s + end_h * HOUR_S, end_h > 8)
        for agent in range(N_AGENTS)
        for day in range(N_DAYS)
        if (agent + day) % N_DAYS < 5
        for start_s in [day * DAY_S + 7 * HOUR_S + agent // N_GROUPS % 8 * SLOT_S]
        for begin_h, end_h in SPELLS_H
    ]
    agent, group, start_s, end_s, is_shift_end = (
        np.array(column) for column in zip(*rows, strict=True)
    )
    return Spells(agent, group, start_s, end_s, is_shift_end)


def busy_week(centre: Centre) -> DrawnWeek:
    """A hill of calls on each day from 7 to 19, log-normal handling times."""
    rng = np.random.default_rng(20_260_315)
    n = N_CONTACTS
    arrive_s = rng.integers(0, N_DAYS, n) * DAY_S + (7.0 + 12.0 * rng.beta(2, 2, n)) * HOUR_S
    none = np.zeros((n, 0))
    return DrawnWeek(
        line=rng.integers(0, len(centre.lines), n),
        arrive_s=np.sort(arrive_s),
        handle_s=rng.lognormal(np.log(AHT_S) - 0.3, np.sqrt(0.6), n),
        patience_s=rng.exponential(PATIENCE_S, n),
        due_s=np.full(n, np.inf),
        redials=none,
        redial_patience_s=none,
    )


def events(floor: Floor, drawn: DrawnWeek) -> int:
    """Instants at which something happens in a served week, changes of staff included."""
    outcomes = serve_contacts(floor, drawn)
    happened = outcomes.arrived_s, outcomes.answered_s, outcomes.done_s, outcomes.left_s
    return int(sum(np.isfinite(instants).sum() for instants in happened)) + floor.changes.size


def n_not_repeated(floor: Floor, drawn: DrawnWeek) -> int:
    """How many of ten runs of a week differ in any byte from the first."""
    first = serve(floor, drawn)
    again = [serve(floor, drawn) for _ in range(10)]
    return sum(
        any(getattr(t, f.name).tobytes() != getattr(first, f.name).tobytes() for f in fields(t))
        for t in again
    )


def differing(found: list[float], expected: list[float]) -> int:
    """How many instants two answers have different."""
    return sum(a != b for a, b in zip(found, expected, strict=True))


def timed(action: Callable[[], list[float]], best_of: int = 3) -> tuple[float, list[float]]:
    """Best time, and the answer."""
    answers: list[list[float]] = []
    best = min(seconds(lambda: answers.append(action())) for _ in range(best_of))
    return best, answers[0]


def seconds(action: Callable[[], object]) -> float:
    """Seconds of one run, garbage collected before."""
    gc.collect()
    start = time.perf_counter()
    action()
    return time.perf_counter() - start
