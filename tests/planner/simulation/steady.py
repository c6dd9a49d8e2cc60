"""Centres that stay the same all the time, for comparison with formulas of the steady state."""

from collections.abc import Callable
from math import inf

import numpy as np
from numpy.random import Generator, default_rng

from planner.arrays import FloatArray
from planner.simulation.centre import Centre, Group, Line, Spells
from planner.simulation.drawn_week import DrawnWeek
from planner.simulation.floor import Floor
from planner.simulation.serve import serve
from planner.simulation.tally import Tally

N_SLOTS = 12
JUDGED = slice(2, N_SLOTS - 1)
"""Slots counted: the centre starts empty, and who comes at the very end is not answered."""

Measure = Callable[[Tally], FloatArray]


def steady_centre(lines: tuple[Line, ...], n_agents: int, slot_s: float) -> Centre:
    """One group that takes all lines, the first first, with everyone always on duty."""
    numbers = tuple(range(len(lines)))
    end_s = np.full(n_agents, slot_s * N_SLOTS)
    return Centre(
        slot_s=slot_s,
        n_slots=N_SLOTS,
        day=np.zeros(N_SLOTS, dtype=np.int64),
        lines=lines,
        groups=(Group("everyone", numbers, numbers),),
        spells=Spells(
            agent=np.arange(n_agents),
            group=np.zeros(n_agents, dtype=np.int64),
            start_s=np.zeros(n_agents),
            end_s=end_s,
            is_shift_end=np.ones(n_agents, dtype=np.bool_),
        ),
    )


def poisson_week(
    rng: Generator, centre: Centre, per_s: list[float], patience_s: float = inf
) -> DrawnWeek:
    """Poisson arrivals of each line, exponential handling and patience, and calls again."""
    n = rng.poisson(sum(per_s) * centre.end_s)
    line = rng.choice(len(per_s), n, p=np.array(per_s) / sum(per_s))
    first = centre.lines[0]
    shape = (n, 5 if first.redial_share else 0)
    calls_again = rng.random(shape) < first.redial_share
    return DrawnWeek(
        line=line,
        arrive_s=np.sort(rng.uniform(0.0, centre.end_s, n)),
        handle_s=rng.exponential(first.handling.mean_s, n),
        patience_s=rng.exponential(patience_s, n) if patience_s < inf else np.full(n, inf),
        due_s=np.full(n, inf),
        redials=np.where(calls_again, rng.exponential(first.redial_after_s, shape), inf),
        redial_patience_s=rng.exponential(min(patience_s, 1e9), shape),
    )


def mean_and_error(
    centre: Centre,
    per_s: list[float],
    patience_s: float,
    measures: tuple[Measure, ...],
    seed: int,
    n_weeks: int = 30,
) -> tuple[FloatArray, FloatArray]:
    """Means of measures over weeks, and their standard errors, ``(n_measures, n_lines)``."""
    floor = Floor.of(centre)
    streams = np.random.SeedSequence(seed).spawn(n_weeks)
    found = [
        [measure(tally) for measure in measures]
        for stream in streams
        for tally in [serve(floor, poisson_week(default_rng(stream), centre, per_s, patience_s))]
    ]
    return np.mean(found, axis=0), np.std(found, axis=0, ddof=1) / np.sqrt(n_weeks)


def level(tally: Tally) -> FloatArray:
    """Share answered in time by line."""
    return share(tally.in_time, tally.offered)


def abandonment(tally: Tally) -> FloatArray:
    """Share that hung up by line."""
    return share(tally.abandoned, tally.offered)


def mean_wait_s(tally: Tally) -> FloatArray:
    """Mean wait of those answered by line."""
    return share(tally.wait_s, tally.answered)


def occupancy(tally: Tally) -> FloatArray:
    """Share of the time on duty with a contact in hand, by group."""
    return share(tally.busy_s, tally.staffed_s)


def share(part: FloatArray, whole: FloatArray) -> FloatArray:
    """Part of the whole over the slots that are judged."""
    return np.asarray(part[:, JUDGED].sum(axis=1) / whole[:, JUDGED].sum(axis=1))
