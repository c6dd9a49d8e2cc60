"""
What simulated weeks prove: service levels and other ratios with their confidence intervals.

A week is one observation. Numbers are told over sets of lines or groups, and over periods of slots:
a slot, a day, the week. Where nothing was counted the entry is masked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from planner.arrays import BoolArray, FloatArray, IntArray
from planner.errors import InputError
from planner.simulation.intervals import (
    CONFIDENCE,
    Estimate,
    proportion,
    ratio_estimate,
    share_estimate,
)
from planner.simulation.tally import Tally

Sets = Sequence[Sequence[int]]
Definition = Literal["offered", "answered", "without_short_abandons"]
Part = Callable[[Tally], FloatArray]

LEVELS: Final[dict[Definition, Part]] = {
    "offered": lambda tally: tally.decided,
    "answered": lambda tally: tally.answered,
    "without_short_abandons": lambda tally: tally.offered - tally.abandoned_in_time,
}


@dataclass(frozen=True, slots=True, eq=False)
class ShareMet:
    """
    In how many weeks (or days) a target was met, by set of lines, ``(n_sets,)``.

    `n` counts those with contacts; `share` has Wilson's interval, masked where there are none.
    """

    n_met: IntArray
    n: IntArray
    share: Estimate


def service_level(
    tally: Tally,
    sets: Sets,
    period: IntArray,
    definition: Definition = "offered",
    confidence: float = CONFIDENCE,
) -> Estimate:
    """
    Share of contacts answered (deferred: done) in time.

    Parameters
    ----------
    tally
        With a leading axis of at least 2 weeks.
    sets
        Indices of the lines that are taken together, such as all priorities of a queue.
    period
        Number of the period that each slot belongs to, from 0, ``(n_slots,)``; slots below 0 are
        left out. Zeros for the week, ``centre.day`` for days, ``arange(n_slots)`` for slots.
    definition
        Contacts answered in time over all whose fate is known (``offered``), over the answered, or
        over all but those who hung up within the threshold; for deferred lines ``offered`` fits.
    confidence
        Above 0 and below 1.

    Returns
    -------
    Estimate
        Shape ``(n_sets, n_periods)``.

    Raises
    ------
    InputError
        For an unknown definition, fewer than two weeks, or a confidence outside its range.

    Notes
    -----
    See `share_estimate`.
    """
    if definition not in LEVELS:
        raise InputError(f"definition is '{definition}'; use {', '.join(LEVELS)}")
    whole = summed(LEVELS[definition](tally), sets, period)
    return share_estimate(summed(tally.in_time, sets, period), whole, confidence)


def abandonment(
    tally: Tally, sets: Sets, period: IntArray, confidence: float = CONFIDENCE
) -> Estimate:
    """Share of contacts offered that hung up; arguments as for `service_level`."""
    part, whole = summed(tally.abandoned, sets, period), summed(tally.offered, sets, period)
    return share_estimate(part, whole, confidence)


def asa_s(tally: Tally, sets: Sets, period: IntArray, confidence: float = CONFIDENCE) -> Estimate:
    """Mean wait of answered contacts in seconds; arguments as for `service_level`."""
    part, whole = summed(tally.wait_s, sets, period), summed(tally.answered, sets, period)
    return ratio_estimate(part, whole, confidence)


def occupancy(
    tally: Tally, sets: Sets, period: IntArray, confidence: float = CONFIDENCE
) -> Estimate:
    """Share of the time on duty with a contact in hand; `sets` holds groups of agents."""
    part, whole = summed(tally.busy_s, sets, period), summed(tally.staffed_s, sets, period)
    return ratio_estimate(part, whole, confidence, most=1.0)


def contacts(
    tally: Tally, sets: Sets, period: IntArray, confidence: float = CONFIDENCE
) -> Estimate:
    """Contacts offered a week; arguments as for `service_level`."""
    offered = summed(tally.offered, sets, period)
    return ratio_estimate(offered, np.ones(offered.shape), confidence)


def backlog(tally: Tally, sets: Sets, confidence: float = CONFIDENCE) -> Estimate:
    """Contacts waiting at the end of each slot, ``(n_sets, n_slots)``."""
    n_slots = tally.backlog.shape[-1]
    waiting = summed(tally.backlog, sets, np.arange(n_slots))
    return ratio_estimate(waiting, np.ones(waiting.shape), confidence)


def oldest_s(tally: Tally, sets: Sets, confidence: float = CONFIDENCE) -> Estimate:
    """Age of the oldest contact waiting at the end of each slot in seconds."""
    oldest = np.stack([tally.oldest_s[:, list(lines)].max(axis=1) for lines in sets], axis=1)
    return ratio_estimate(oldest, np.ones(oldest.shape), confidence)


def overtime_s(tally: Tally, sets: Sets, confidence: float = CONFIDENCE) -> Estimate:
    """Agent-seconds a week behind the ends of shifts, ``(n_sets, 1)``; `sets` holds groups."""
    overtime = summed(tally.overtime_s[..., None], sets, np.zeros(1, np.int64))
    return ratio_estimate(overtime, np.ones(overtime.shape), confidence)


def share_of_weeks(
    tally: Tally, sets: Sets, fraction: float, confidence: float = CONFIDENCE
) -> ShareMet:
    """In how many weeks the service level of the week was at least `fraction`."""
    week = np.zeros(tally.offered.shape[-1], np.int64)
    return share_of_days(tally, sets, week, fraction, confidence)


def shares_of_weeks(
    tally: Tally,
    sets: Sets,
    period: IntArray,
    fraction: float,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """
    In which share of weeks each period's level was at least `fraction`, ``(n_sets, n_periods)``.

    Weeks without contacts in a period do not count for it; Wilson's score interval.
    """
    met, counts = _met(tally, sets, period, fraction)
    return proportion(met.sum(axis=0), counts.sum(axis=0), confidence)


def share_of_days(
    tally: Tally, sets: Sets, day: IntArray, fraction: float, confidence: float = CONFIDENCE
) -> ShareMet:
    """
    In how many days, those of all weeks together, the level of the day was at least `fraction`.

    Notes
    -----
    Wilson's score interval. Days of one week are taken as independent, which they are but for
    contacts that wait over midnight.
    """
    met, counts = _met(tally, sets, day, fraction)
    n_met, n = met.sum(axis=(0, 2)), counts.sum(axis=(0, 2))
    return ShareMet(n_met, n, proportion(n_met, n, confidence))


def _met(
    tally: Tally, sets: Sets, period: IntArray, fraction: float
) -> tuple[BoolArray, BoolArray]:
    """Which periods reached `fraction`, and which had contacts, of each week and set."""
    good, whole = summed(tally.in_time, sets, period), summed(tally.decided, sets, period)
    counts = whole > 0
    return (good >= fraction * whole * (1 - 1e-12)) & counts, counts


def summed(counts: FloatArray, sets: Sets, period: IntArray) -> FloatArray:
    """
    Counts by week, set of lines and period, ``(n_weeks, n_sets, n_periods)``.

    `counts` has shape ``(n_weeks, n_lines, n_slots)``.
    """
    if period.shape != counts.shape[-1:]:
        raise InputError(f"period has {period.size} slots; give {counts.shape[-1]}")
    of_set = np.stack([counts[:, list(lines)].sum(axis=1) for lines in sets], axis=1)
    is_in = period >= 0
    order = np.flatnonzero(is_in)[np.argsort(period[is_in], kind="stable")]
    numbers, starts = np.unique(period[order], return_index=True)
    n_periods = int(period.max(initial=-1)) + 1
    total = np.zeros((*of_set.shape[:2], n_periods))
    if numbers.size:
        total[..., numbers] = np.add.reduceat(of_set[..., order], starts, axis=-1)
    return total
