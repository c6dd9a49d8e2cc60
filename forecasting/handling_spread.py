"""How far single contacts lie from the mean of their slot, judged from means over few and many."""

from dataclasses import dataclass

import numpy as np

from forecasting.base import Floats

USUAL_CV = 1.0
SMALLEST_CV, LARGEST_CV = 0.05, 3.0
ENOUGH_SLOTS = 100
UNLIKE = 2.0
SURE = 0.5


@dataclass(frozen=True, slots=True)
class HandlingSpread:
    """
    Relative variance of a slot's mean over n contacts: ``slot_variance + contact_cv ** 2 / n``.

    `is_known` tells whether the history says so, or it is what is usual.
    """

    contact_cv: float
    slot_variance: float
    is_known: bool

    def variance(self, contacts: Floats) -> Floats:
        """Relative variance of means over so many contacts."""
        return self.slot_variance + self.contact_cv**2 / contacts


USUAL = HandlingSpread(USUAL_CV, 0.0, is_known=False)


def handling_spread(departure: Floats, contacts: Floats, before: HandlingSpread) -> HandlingSpread:
    """
    Spread of single contacts and of slots.

    Parameters
    ----------
    departure
        Mean of a slot over its expectation, less 1, ``(n,)``.
    contacts
        Contacts it was taken over, ``(n,)``.
    before
        A first idea, which weighs the slots; told again where the history says too little: under
        100 slots, or all with about as many contacts, so that the two parts look alike.

    Notes
    -----
    Least squares of the squared departures on 1 and ``1 / n``, weights ``1 / variance ** 2``. Of
    the constant only what exceeds half its error is the slot's; the rest is the contacts'.
    """
    if len(contacts) < ENOUGH_SLOTS:
        return before
    few, many = np.quantile(contacts, (0.1, 0.9))
    each = 1 / contacts
    squared = departure**2
    weight = 1 / np.maximum(before.variance(contacts), 1e-4) ** 2
    weight = weight / weight.sum()
    if many < UNLIKE * few:
        share = float((weight * squared * each).sum() / (weight * each**2).sum())
        return HandlingSpread(_bounded(share), 0.0, is_known=bool(many <= UNLIKE))
    slot_variance = _least_variance(each, squared, weight)
    slope = (float(weight @ squared) - slot_variance) / float(weight @ each)
    return HandlingSpread(_bounded(slope), slot_variance, is_known=True)


def _least_variance(each: Floats, squared: Floats, weight: Floats) -> float:
    """What squared departures have however many contacts there are, less half its error."""
    mean = float(weight @ each)
    across = float(weight @ (each - mean) ** 2)
    slope = max(float(weight @ ((each - mean) * squared)) / across, 0.0)
    constant = float(weight @ squared) - slope * mean
    pull = weight * (1 - (each - mean) * mean / across)
    error = float(np.sqrt((pull**2 * (squared - constant - slope * each) ** 2).sum()))
    return max(constant - SURE * error, 0.0)


def _bounded(variance: float) -> float:
    """The cv of a variance, within what contacts can have."""
    return float(min(max(variance**0.5, SMALLEST_CV), LARGEST_CV))
