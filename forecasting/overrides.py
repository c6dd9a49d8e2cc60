"""
Corrections of a forecast by a person: pure arithmetic on means and quantiles.

A correction acts on the slots that it may change, ``free``: those of its span that are open and
have not happened. What is closed stays closed.
"""

from dataclasses import replace

import numpy as np

from forecasting.arrays import ratio_or
from forecasting.base import Bools, Floats, Prediction
from forecasting.spread import count_quantiles, day_sums


def times(mean: Floats, free: Bools, factor: float) -> Floats:
    """Means ``(n_series, n_slots)`` times a factor where they are free."""
    return np.where(free, mean * factor, mean)


def numbered(mean: Floats, free: Bools, number: float) -> Floats:
    """
    Means ``(n_series, n_slots)`` whose sum over the series is `number` in every free slot.

    The series share it as they are expected in the slot, where none is as they are over the span,
    and evenly where nothing is expected at all.
    """
    expected = np.where(free, mean, 0.0)
    over_span = np.where(free, expected.sum(axis=1, keepdims=True), 0.0)
    shares = expected
    for other in (over_span, free.astype(float)):
        shares = np.where(shares.sum(axis=0) > 0, shares, other)
    total = shares.sum(axis=0)
    return np.where(free, number * ratio_or(shares, np.broadcast_to(total, mean.shape), 0.0), mean)


def totalled(
    mean: Floats, free: Bools, total: float, elsewhere: float = 0.0, free_elsewhere: int = 0
) -> Floats:
    """
    Means ``(n_series, n_slots)`` that add up to `total` over the free slots, profile kept.

    Parameters
    ----------
    total
        Contacts over the whole span less those that have come.
    elsewhere, free_elsewhere
        Contacts expected, and open slots, of the span beyond these arrays, which have their part
        of the total.

    Notes
    -----
    ``mean * total / (sum of free means + elsewhere)``; where nothing is expected, `total` spreads
    evenly over the open slots.
    """
    expected = float(mean[free].sum()) + elsewhere
    if expected > 0:
        return times(mean, free, total / expected)
    n_free = int(free.sum()) + free_elsewhere
    return np.where(free, total / n_free if n_free else 0.0, mean)


def scaled_quantiles(
    quantiles: Floats, before: Floats, after: Floats, fresh: Floats | None = None
) -> Floats:
    """
    Quantiles ``(n_levels, n)`` whose mean went from `before` to `after`: scaled alike.

    `fresh` are those of slots in which nothing was expected before, ``(n_levels, n)``; without
    them such slots have the new mean for every quantile.
    """
    if fresh is None:
        fresh = np.broadcast_to(after, quantiles.shape)
    factor = ratio_or(after, before, 0.0)
    return np.where(before > 0, quantiles * factor, np.where(after > 0, fresh, 0.0))


def with_mean(prediction: Prediction, mean: Floats) -> Prediction:
    """
    The same prediction around another mean: slots, days and their bands go along.

    The day factor, the slots' and chance keep their size; slots and days of which nothing was
    expected get the band that these give around the new mean.
    """
    day_cv = np.asarray(prediction.day_cv, dtype=float)
    own = prediction.phi * mean + prediction.slot_cv**2 * mean**2
    shared = day_cv * mean
    days, levels = prediction.day, prediction.levels
    before, after = day_sums(days, prediction.mean), day_sums(days, mean)
    day_variance = day_sums(days, own) + day_sums(days, shared) ** 2
    return replace(
        prediction,
        mean=mean,
        quantiles=scaled_quantiles(
            prediction.quantiles,
            prediction.mean,
            mean,
            count_quantiles(mean, own + shared**2, levels),
        ),
        day_quantiles=scaled_quantiles(
            prediction.day_quantiles, before, after, count_quantiles(after, day_variance, levels)
        ),
    )
