"""Whether a queue has a rhythm of two weeks: other days every other week, or every other day."""

import numpy as np
from scipy.special import xlogy

from forecasting.regression import Normal, Regression, Totals, regress

_CLEAR = 16.0


def keeps_a_fortnight(totals: Totals, fit: Regression, prior: Normal) -> bool:
    """
    Whether the totals are e^16 times as likely under a `prior` that lets the fortnight differ.

    Both are taken as negative binomial with the spread that they have around `fit`, which knows no
    fortnight. Nine numbers explain e^8 of any history, e^14 of a wild one.
    """
    other = regress(totals, prior)
    gain = _log_likelihood(totals, other, fit.cv2) - _log_likelihood(totals, fit, fit.cv2)
    return gain > _CLEAR


def _log_likelihood(totals: Totals, fit: Regression, cv2: float) -> float:
    """Weighted log likelihood of the totals, up to what does not depend on the fit."""
    mean, size = totals.mean(fit.unknowns), 1 / cv2
    logs = xlogy(totals.y, mean * cv2 / (1 + mean * cv2)) - size * np.log1p(mean * cv2)
    return float((totals.weight * logs).sum())
