"""
Forecasts of parts and of their sums, each made by itself, brought to agree.

A sum that is forecast by itself knows its own level better than the sum of many small parts, or
worse. What the two differ by is evidence on the errors of the parts, and is shared out among them
as far as errors of the past went together. Sums are sums of the parts afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forecasting.base import Bools, Floats, Ints
from forecasting.day_correlation import FARTHEST
from forecasting.day_errors import DayErrors
from planner.errors import InputError

LEAST_DAYS = 28
"""Days of errors, the same of all series, without which parts are left as they are."""

WORTH = 0.99
"""Absolute error, as a share of what parts alone leave, from which on reconciling pays."""

_SMALLEST, _LARGEST = 0.5, 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Reconciliation:
    """
    How a difference between sums and their parts is shared out among the parts.

    Parameters
    ----------
    summing
        A row for each sum, 1 for each part in it, shape ``(n_sums, n_parts)``.
    covariance
        Of the relative errors of whole days, parts first and then sums, square.
    pays
        Whether days of the past would have been forecast better; else parts stay as they are.
    """

    summing: Floats
    covariance: Floats
    pays: bool

    def parts(self, day: Ints, parts: Floats, sums: Floats) -> Floats:
        """
        Contacts of the parts once they agree with the sums, shape ``(n_parts, n_slots)``.

        Parameters
        ----------
        day
            Number of the local day of each slot.
        parts, sums
            As forecast by themselves, ``(n_parts, n_slots)`` and ``(n_sums, n_slots)``.

        Notes
        -----
        All slots of a part's day change by one factor, from 0.5 to 2: nothing falls below 0, and
        closed slots stay at 0. Sums are ``summing @ parts``.
        """
        if not self.pays:
            return parts
        days, index = np.unique(day, return_inverse=True)
        starts = np.zeros((len(index), len(days)))
        starts[np.arange(len(index)), index] = 1.0
        factor = self._factors(parts @ starts, sums @ starts)
        return np.asarray(parts * factor[:, index], dtype=np.float64)

    def _factors(self, parts: Floats, sums: Floats) -> Floats:
        """Factor of each part and day, shape ``(n_parts, n_days)``."""
        factor = np.ones(parts.shape)
        for i in range(parts.shape[1]):
            known = parts[:, i] > 0
            if known.any():
                error = shared_out(self.summing, self.covariance, parts[:, i], sums[:, i])
                factor[known, i] += error[known] / parts[known, i]
        return np.clip(factor, _SMALLEST, _LARGEST)


def shared_out(summing: Floats, covariance: Floats, parts: Floats, sums: Floats) -> Floats:
    """
    What to add to the parts of one day, shape ``(n_parts,)``.

    Notes
    -----
    With the errors ``e`` of parts and ``f`` of sums, both true less forecast, and the summing
    matrix ``A``, the difference ``z = sums - A parts`` is ``A e - f``. The best linear estimate of
    ``e`` given ``z`` is ``cov(e, z) var(z)^-1 z``, with ``W`` the covariance of ``(e, f)`` and
    ``U = (A, -1)``::

        cov(e, z) = W[parts] U'        var(z) = U W U'

    which minimises the variance of all errors together among unbiased forecasts that add up
    ("minimum trace"). Relative errors have the same covariance on every day.
    """
    scale = np.concatenate([parts, sums])
    error = covariance * np.outer(scale, scale)
    constraint = np.hstack([summing, -np.eye(len(sums))])
    with_difference = error @ constraint.T
    variance = constraint @ with_difference
    difference = sums - summing @ parts
    solved = np.linalg.lstsq(variance, difference, rcond=1e-9)[0]
    return np.asarray(with_difference[: len(parts)] @ solved, dtype=np.float64)


def reconciliation(
    parts: Sequence[DayErrors], sums: Sequence[DayErrors], summing: Floats
) -> Reconciliation:
    """
    Learn from errors of whole days how parts and sums miss together.

    Days that all series have in common count. The odd weeks show whether what the even ones teach
    pays, and the other way round: the absolute errors of parts and of sums of parts must fall by a
    hundredth in total, and those of neither may rise.

    Raises
    ------
    InputError
        When `summing` has another shape.
    """
    n = len(parts)
    if summing.shape != (len(sums), n):
        raise InputError(
            f"summing has shape {summing.shape} for {n} parts and {len(sums)} sums; give "
            f"({len(sums)}, {n})"
        )
    everything = [*parts, *sums]
    common = _common_days(everything)
    if len(common) < LEAST_DAYS:
        return Reconciliation(summing, np.eye(len(everything)), pays=False)
    expected = np.stack([e.expected[np.searchsorted(e.day, common)] for e in everything])
    came = np.stack([e.came[np.searchsorted(e.day, common)] for e in everything])
    odd = common // 7 % 2 == 1
    pays = _pays(summing, expected, came, odd)
    return Reconciliation(summing, error_covariance(came / expected - 1), pays)


def error_covariance(errors: Floats) -> Floats:
    """
    Covariance of relative errors ``(n_series, n_days)``, shrunk; errors far out are cut off.

    Notes
    -----
    Correlations are multiplied by ``1 - shrinkage`` with ``shrinkage = sum var(r_ij) / sum r_ij²``
    over all pairs, ``var`` that of the products of standardised errors over the number of days: as
    much as chance made of them.
    """
    n_days = errors.shape[1]
    middle = np.median(np.abs(errors), axis=1, keepdims=True)
    limit = FARTHEST * 1.4826 * np.maximum(middle, 1e-6)
    cut = np.clip(errors, -limit, limit)
    sd = np.sqrt((cut**2).mean(axis=1))
    standard = cut / np.maximum(sd, 1e-12)[:, None]
    correlation = standard @ standard.T / n_days
    noise = ((standard**2) @ (standard**2).T / n_days - correlation**2) / max(n_days - 1, 1)
    off = ~np.eye(len(errors), dtype=np.bool_)
    squares = float((correlation[off] ** 2).sum())
    shrinkage = min(1.0, float(noise[off].sum()) / squares) if squares > 0 else 1.0
    shrunk = np.where(off, (1 - shrinkage) * correlation, 1.0)
    return np.asarray(shrunk * np.outer(sd, sd), dtype=np.float64)


def _common_days(errors: Sequence[DayErrors]) -> Ints:
    common = errors[0].day
    for one in errors[1:]:
        common = np.intersect1d(common, one.day, assume_unique=True)
    return common


def _pays(summing: Floats, expected: Floats, came: Floats, odd: Bools) -> bool:
    n = summing.shape[1]
    before, after = np.zeros((2, 2))
    for learn, tell in ((odd, ~odd), (~odd, odd)):
        covariance = error_covariance(came[:, learn] / expected[:, learn] - 1)
        kept = Reconciliation(summing, covariance, pays=True)
        days = np.arange(int(tell.sum()))
        parts = expected[:n, tell]
        before += _missed(summing, parts, came[:n, tell])
        after += _missed(summing, kept.parts(days, parts, expected[n:, tell]), came[:n, tell])
    return bool(after.sum() <= WORTH * before.sum() and (after <= before).all())


def _missed(summing: Floats, parts: Floats, came: Floats) -> Floats:
    """Absolute errors of the parts and of their sums."""
    error = parts - came
    return np.array([np.abs(error).sum(), np.abs(summing @ error).sum()])
