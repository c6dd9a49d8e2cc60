"""
Demand as chance would have it: the contacts of one week, drawn from the lines of a centre.

Arrivals are Poisson with a rate that is constant within a slot, times a gamma factor of the day and
one of the slot. Nothing here looks at the agents, so rosters are compared on the same contacts.
"""

import math
from typing import Final

import numpy as np
from scipy.special import gammaincinv

from planner.arrays import FloatArray, IntArray
from planner.errors import InputError
from planner.simulation.centre import Centre, Handling, Line
from planner.simulation.drawn_week import DrawnWeek
from planner.simulation.merge import merge

DAYS, LINES, SPELLS = 0, 1, 2
"""What the streams of random numbers of a week are for."""

RARE_REDIAL: Final = 0.005
MOST_REDIALS: Final = 8
LEAST_CV: Final = 1e-6


def week_stream(seed: int, week: int, purpose: int, part: int = 0) -> np.random.Generator:
    """
    Random numbers of one purpose (and line) in one week, independent of all other streams.

    A child of ``numpy.random.SeedSequence(seed)``, so week i of a seed is the same whatever the
    number of weeks, threads or lines.
    """
    key = (week, purpose, part)
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=key))


def draw_week(centre: Centre, seed: int, week: int = 0, *, common_days: bool = False) -> DrawnWeek:
    """
    Contacts of one week, those there at the start first.

    Parameters
    ----------
    centre
        Its lines, slots and days are read; its spells and groups are not.
    seed, week
        Whole numbers of at least 0; the same two give the same week.
    common_days
        Whether a busy day is busy on all lines; else each line has its own chance.

    Raises
    ------
    InputError
        Naming the line whose numbers do not fit the slots or lie outside their range.

    Notes
    -----
    In a slot with mean m after the factor of the day, the gamma factor of the slot has the squared
    coefficient of variation ``slot_cv ** 2 + (phi - 1) / m``, so that with `slot_cv` 0 the count
    has variance ``phi m``; `phi` below 1 is drawn as 1. Redials after the eighth, or rarer than one
    in 200, are cut off.
    """
    if seed < 0 or week < 0:
        raise InputError(f"seed is {seed} and week {week}; use 0 or more")
    n_days = int(centre.day.max(initial=-1)) + 1
    common = week_stream(seed, week, DAYS).random(n_days) if common_days else None
    n_redials = max((_n_redials(line) for line in centre.lines), default=0)
    parts = [
        _contacts_of(centre, number, n_redials, common, week_stream(seed, week, LINES, number))
        for number in range(len(centre.lines))
    ]
    return _merged(parts, n_redials)


def _contacts_of(
    centre: Centre,
    number: int,
    n_redials: int,
    common: FloatArray | None,
    rng: np.random.Generator,
) -> DrawnWeek:
    """Contacts of one line in order of arrival."""
    line = centre.lines[number]
    _check(line, centre.n_slots)
    own = rng.random(int(centre.day.max(initial=-1)) + 1)
    day_factor = _gamma_quantile(line.day_cv, own if common is None else common)
    mean = line.contacts * day_factor[centre.day]
    counts = rng.poisson(mean * _slot_factor(line, mean, rng))
    slot = np.repeat(np.arange(centre.n_slots), counts)
    new_s = np.minimum(
        (slot + _places_in_slots(counts, rng)) * centre.slot_s, np.nextafter(centre.end_s, 0)
    )
    old = np.argsort(line.backlog_arrived_s, kind="stable")
    n = old.size + slot.size
    redials, redial_patience_s = _redials(line, n, n_redials, rng)
    handle_s = handling_times(line.handling, n, rng)
    patience_s = _patience(line, n, rng)
    handle_s[old.size :] *= _handling_factor(line.handling, centre.day, slot, rng)
    return DrawnWeek(
        line=np.full(n, number, np.int64),
        arrive_s=np.concatenate([line.backlog_arrived_s[old], new_s]),
        handle_s=handle_s,
        patience_s=patience_s,
        due_s=_due(line, old, slot),
        redials=redials,
        redial_patience_s=redial_patience_s,
    )


def _places_in_slots(counts: IntArray, rng: np.random.Generator) -> FloatArray:
    """
    Uniform numbers from 0 to 1, as many as `counts` for each slot and in order within it.

    Sums of exponential gaps over the sum with one gap more: sorted without sorting (L. Devroye,
    *Non-Uniform Random Variate Generation*, 1986, ch. V.3).
    """
    sums = np.cumsum(rng.standard_exponential(int(counts.sum()) + counts.size))
    last = np.cumsum(counts + 1) - 1
    wholes = np.diff(sums[last], prepend=0.0)
    is_place = np.ones(sums.size, np.bool_)
    is_place[last] = False
    starts = sums[last] - wholes
    return (sums[is_place] - np.repeat(starts, counts)) / np.repeat(wholes, counts)


def handling_times(handling: Handling, n: int, rng: np.random.Generator) -> FloatArray:
    """Handling times of `n` contacts in seconds, of the shape and mean asked for."""
    if handling.shape == "exponential":
        return rng.standard_exponential(n) * handling.mean_s
    if handling.shape == "empirical":
        sample = handling.sample_s
        times: FloatArray = sample[rng.integers(0, sample.size, n)]
        return times * (handling.mean_s / float(sample.mean()))
    if handling.shape == "deterministic" or handling.cv == 0:
        return np.full(n, handling.mean_s)
    variance = math.log1p(handling.cv**2)
    return np.exp(rng.standard_normal(n) * math.sqrt(variance) - variance / 2) * handling.mean_s


def _handling_factor(
    handling: Handling, day: IntArray, slot: IntArray, rng: np.random.Generator
) -> FloatArray:
    """Factor of the slot and of the day on the handling time of each new contact."""
    factor = np.ones(day.size)
    if handling.by_slot.size:
        factor *= handling.by_slot
    if handling.day_cv >= LEAST_CV:
        chance = rng.random(int(day.max(initial=-1)) + 1)
        factor *= _gamma_quantile(handling.day_cv, chance)[day]
    return factor[slot]


def _gamma_quantile(cv: float, chance: FloatArray) -> FloatArray:
    """Gamma numbers of mean 1 by their uniform ones."""
    if cv < LEAST_CV:
        return np.ones(chance.shape)
    shape = 1.0 / cv**2
    return np.asarray(gammaincinv(shape, chance) / shape, dtype=np.float64)


def _slot_factor(line: Line, mean: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Gamma factors of mean 1, one a slot."""
    excess = max(line.phi - 1.0, 0.0)
    if line.slot_cv < LEAST_CV and excess == 0:
        return np.ones(mean.shape)
    squared_cv = line.slot_cv**2 + excess / np.where(mean > 0, mean, np.inf)
    shape = 1.0 / np.maximum(squared_cv, LEAST_CV**2)
    return rng.standard_gamma(shape) / shape


def _patience(line: Line, n: int, rng: np.random.Generator) -> FloatArray:
    if math.isinf(line.patience_s) or not line.is_live:
        return np.full(n, np.inf)
    return rng.standard_exponential(n) * line.patience_s


def _due(line: Line, old: IntArray, slot: IntArray) -> FloatArray:
    if line.due_s is None:
        return np.full(slot.size, np.inf)
    return np.concatenate([line.backlog_due_s[old], line.due_s[slot]])


def _n_redials(line: Line) -> int:
    """So many that further ones are rare."""
    if line.redial_share <= 0 or math.isinf(line.patience_s) or not line.is_live:
        return 0
    if line.redial_share >= 1:
        return MOST_REDIALS
    return min(MOST_REDIALS, math.ceil(math.log(RARE_REDIAL) / math.log(line.redial_share)))


def _redials(
    line: Line, n: int, n_redials: int, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Times until the next calls, infinite from where one gives up, and the patience then."""
    after_s = np.full((n, n_redials), np.inf)
    patience_s = np.full((n, n_redials), np.inf)
    calls = np.arange(n)
    for again in range(_n_redials(line)):
        calls = calls[rng.random(calls.size) < line.redial_share]
        after_s[calls, again] = rng.standard_exponential(calls.size) * line.redial_after_s
        patience_s[calls, again] = _patience(line, calls.size, rng)
    return after_s, patience_s


def _merged(parts: list[DrawnWeek], n_redials: int) -> DrawnWeek:
    """All lines in order of arrival; one table of times, since many arrays are dear to get."""
    ends = np.cumsum(np.array([part.line.size for part in parts], np.int64))
    n = int(ends[-1]) if parts else 0
    times, line = np.empty((4, n)), np.empty(n, np.int64)
    redials = np.empty((2, n, n_redials))
    for part, end in zip(parts, ends, strict=True):
        here = slice(end - part.line.size, end)
        line[here] = part.line
        times[0, here], times[1, here] = part.arrive_s, part.handle_s
        times[2, here], times[3, here] = part.patience_s, part.due_s
        redials[0, here], redials[1, here] = part.redials, part.redial_patience_s
    order = np.empty(n, np.int64)
    merge(times[0], np.append(np.int64(0), ends[:-1]), ends, order)
    arrive_s, handle_s, patience_s, due_s = times.take(order, axis=1)
    redial_s, redial_patience_s = redials.take(order, axis=1)
    return DrawnWeek(
        line[order], arrive_s, handle_s, patience_s, due_s, redial_s, redial_patience_s
    )


def _check(line: Line, n_slots: int) -> None:
    """Raise `InputError` for what cannot be drawn."""
    where = f"line {line.name}"
    _check_shapes(line, n_slots)
    if not np.all((line.contacts >= 0) & (line.contacts < np.inf)):
        raise InputError(f"{where}: contacts is not a number of at least 0 in every slot; use one")
    if not 0 <= line.redial_share <= 1:
        raise InputError(f"{where}: redial_share is {line.redial_share:g}; use 0 to 1")
    for name in ("day_cv", "slot_cv", "phi"):
        if not 0 <= (value := getattr(line, name)) < math.inf:
            raise InputError(f"{where}: {name} is {value:g}; use 0 or more")
    for name in ("patience_s", "redial_after_s"):
        if not (value := getattr(line, name)) > 0:
            raise InputError(f"{where}: {name} is {value:g}; use seconds above 0")
    sample = line.handling.sample_s
    if line.handling.shape == "empirical" and not (sample.min() >= 0 and 0 < sample.sum() < np.inf):
        raise InputError(f"{where}: sample_s holds times below 0 or only 0; use seconds")


def _check_shapes(line: Line, n_slots: int) -> None:
    if line.contacts.shape != (n_slots,):
        raise InputError(
            f"line {line.name}: contacts has {line.contacts.size} slots; give {n_slots}"
        )
    if line.handling.by_slot.size not in (0, n_slots):
        raise InputError(
            f"line {line.name}: by_slot has {line.handling.by_slot.size} slots; give {n_slots}"
        )
    if line.due_s is not None and line.due_s.shape != (n_slots,):
        raise InputError(f"line {line.name}: due_s has {line.due_s.size} slots; give {n_slots}")
    if line.backlog_arrived_s.shape != line.backlog_due_s.shape:
        raise InputError(
            f"line {line.name}: backlog_arrived_s has {line.backlog_arrived_s.size} contacts for "
            f"{line.backlog_due_s.size} in backlog_due_s; give one for each"
        )
