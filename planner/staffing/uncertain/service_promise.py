"""
What a staffing promises of its service level: the mean over weeks, and how many weeks meet it.

Demand is the forecast times random factors, shared by all slots of a day or week or its own in
each slot, with Poisson chance on top. Two promises are told apart throughout: the *mean service
level* over many weeks, and the *certainty*, the share of weeks (or days) that meet the target. A
mean just at the target is met in about half of them.
"""

import math
from dataclasses import dataclass
from typing import NoReturn

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.interpolate import PchipInterpolator
from scipy.special import ndtr

from planner.errors import InputError, Problem
from planner.staffing.checks import checked, checked_aht, checked_load
from planner.staffing.expected import MaskedLevels
from planner.staffing.live.erlang_a import checked_patience
from planner.staffing.uncertain.day_margins import (
    Row,
    Workload,
    day_factors,
    day_margins,
    factor_nodes,
)
from planner.staffing.uncertain.mixed_normals import chance_of_no_loss

_N_DAY_FACTORS = 257
_N_WEEK_FACTORS = 15
_GRID_SIZES = (17, 65)
_LARGEST_CV = 1.0
_NOTHING = 1e-9  # contacts; a margin of 0 that nothing can move is a target met


@dataclass(frozen=True, slots=True)
class DemandUncertainty:
    """
    Coefficients of variation, 0 to 1, of the gamma factors by which demand leaves its forecast.

    ``day_cv`` is of the factor that all slots of a day share, independent between days;
    ``slot_cv`` of the factor of each slot by itself; ``week_cv`` of the one factor of the whole
    horizon.
    """

    day_cv: float = 0.0
    slot_cv: float = 0.0
    week_cv: float = 0.0

    def __post_init__(self) -> None:
        for field in ("day_cv", "slot_cv", "week_cv"):
            checked(field, getattr(self, field), most=_LARGEST_CV)


@dataclass(frozen=True, slots=True)
class ServicePromise:
    """
    What a staffing promises of a service level: on average, and how often.

    ``mean_service_level`` is the share of all contacts answered in time over many weeks;
    ``certainty`` the share of weeks that meet the target, each by its own volume-weighted level;
    ``certainty_by_day`` the same for each day by itself, shape ``(n_days,)``.
    """

    mean_service_level: float
    certainty: float
    certainty_by_day: MaskedLevels


def service_promise(
    agents: ArrayLike,
    load: ArrayLike,
    contacts: ArrayLike,
    aht_s: ArrayLike,
    *,
    within_s: ArrayLike,
    fraction: float,
    uncertainty: DemandUncertainty,
    day: ArrayLike = 0,
    patience_s: ArrayLike | None = None,
) -> ServicePromise:
    """
    Mean service level of a staffing, and the share of weeks and of days that meet the target.

    Parameters
    ----------
    agents
        Agents answering in each slot, whole, shape ``(n_slots,)`` as all that follow.
    load, contacts
        Offered load in erlangs and contacts of each slot as forecast, at their means.
    aht_s, within_s
        Mean handling time and answer-time threshold in seconds.
    fraction
        Share to answer in time over the whole horizon, above 0 and below 1.
    uncertainty
        How far demand may leave the forecast.
    day
        Number of the day of each slot, whole and at least 0.
    patience_s
        Mean patience in seconds; then Erlang A, otherwise Erlang C.

    Returns
    -------
    ServicePromise
        Days without contacts are masked; with no contacts at all every target is met.

    Notes
    -----
    The target is met if the margin, contacts in time less `fraction` of those offered, is not
    below 0. Given its factor the margin of a day is taken as normal, a sum over many slots; its
    variance holds the slots' own factors and the chance of a queue whose waits are correlated
    (`sampling_noise`). The sum over days follows from the characteristic function by the formula
    of J. Gil-Pelaez (1951): no random numbers. That the level of a short period scatters and has
    to be staffed for is shown by A. Roubos, G. Koole, R. Stolletz, Service-level variability of
    inbound call centers, Manufacturing & Service Operations Management 14(3), 2012. Each slot is
    in steady state: what a busy slot leaves waiting to the next is not counted.

    Examples
    --------
    A day of 24 half-hours with 11 erlangs and 14 agents is below 80 % on the mean, and yet reaches
    it on a third of the days.

    >>> day = dict(load=[11.0] * 24, contacts=[110.0] * 24, aht_s=180, within_s=20, fraction=0.8)
    >>> sure = service_promise([14] * 24, uncertainty=DemandUncertainty(), **day)
    >>> round(sure.mean_service_level, 3), round(sure.certainty, 2)
    (0.783, 0.37)
    """
    work = checked_workload(load, contacts, aht_s, within_s, fraction, day, patience_s)
    return promise_of_workload(_whole(agents, work), work, uncertainty)


def certainty_of(
    agents: ArrayLike,
    load: ArrayLike,
    contacts: ArrayLike,
    aht_s: ArrayLike,
    *,
    within_s: ArrayLike,
    fraction: float,
    uncertainty: DemandUncertainty,
    day: ArrayLike = 0,
    patience_s: ArrayLike | None = None,
) -> float:
    """
    Probability that the service level of the whole horizon reaches its target.

    Takes the arguments of `service_promise`. Pass the slots of one day for a promise by day.
    """
    work = checked_workload(load, contacts, aht_s, within_s, fraction, day, patience_s)
    return certainty_of_workload(_whole(agents, work), work, uncertainty)


def promise_of_workload(
    agents: NDArray[np.int64], work: Workload, uncertainty: DemandUncertainty
) -> ServicePromise:
    """`service_promise` of numbers that are checked already."""
    margins = _factored(agents, work, uncertainty)
    in_time = float(margins.week_weight @ (margins.in_time @ margins.day_weight).sum(axis=1))
    offered = float(work.contacts.sum())
    by_day = np.ma.masked_array(_certainty_by_day(margins), mask=_empty_days(work))
    level = min(in_time / offered, 1.0) if offered > 0 else 1.0
    return ServicePromise(level, _certainty(margins), by_day)


def certainty_of_workload(
    agents: NDArray[np.int64], work: Workload, uncertainty: DemandUncertainty
) -> float:
    """`certainty_of` numbers that are checked already."""
    return _certainty(_factored(agents, work, uncertainty))


def checked_workload(
    load: ArrayLike,
    contacts: ArrayLike,
    aht_s: ArrayLike,
    within_s: ArrayLike,
    fraction: float,
    day: ArrayLike,
    patience_s: ArrayLike | None,
) -> Workload:
    """The slots of a queue, checked; slots without contacts included."""
    a = np.atleast_1d(checked_load(load))
    wanted = checked("fraction", fraction, most=1.0, least_allowed=False, most_allowed=False)
    patience = np.inf if patience_s is None else checked_patience(patience_s)
    arrays = (checked("contacts", contacts), checked_aht(aht_s, a), checked("within_s", within_s))
    volume, aht, within, patience, days = (
        np.broadcast_to(array, a.shape) for array in (*arrays, patience, checked("day", day))
    )
    if np.any(days != np.rint(days)):
        refuse("day", "day is not whole; use a number for the day of each slot")
    return Workload(a, volume, aht, within, patience, days.astype(np.int64), float(wanted))


def _whole(agents: ArrayLike, work: Workload) -> NDArray[np.int64]:
    given = checked("agents", agents, most=1e9)
    if np.any(given != np.rint(given)):
        refuse("agents", "agents are not whole; use the number answering in each slot")
    return np.broadcast_to(given, work.load.shape).astype(np.int64)


@dataclass(frozen=True, slots=True)
class _Factored:
    """Margins by factor of the week and of the day, shape ``(n_week, n_days, n_day_factors)``."""

    mean: Row
    variance: Row
    in_time: Row
    week_weight: Row
    day_weight: Row


def _factored(
    agents: NDArray[np.int64], work: Workload, uncertainty: DemandUncertainty
) -> _Factored:
    week, week_weight = factor_nodes(uncertainty.week_cv, _N_WEEK_FACTORS)
    day, day_weight = day_factors(uncertainty.day_cv, _N_DAY_FACTORS)
    mean, variance, in_time = _tables(agents, work, uncertainty, week[:, None] * day)
    return _Factored(mean, variance, in_time, week_weight, day_weight)


def _tables(
    agents: NDArray[np.int64], work: Workload, uncertainty: DemandUncertainty, factor: Row
) -> tuple[Row, Row, Row]:
    """Day margins at factors of shape ``(n_week, n_day)``, interpolated between a few of them."""
    least, most = float(factor.min()), float(factor.max())
    finest = 2.0 * math.sqrt(float(work.load.max(initial=1.0)))
    n_grid = int(np.clip(math.log(most / least) * finest, *_GRID_SIZES))
    grid = np.geomspace(least, most, n_grid) if most > least else np.ones(1)
    mean, variance, in_time = day_margins(agents, work, grid, uncertainty.slot_cv)
    if most == least:
        return mean[None], variance[None], in_time[None]
    log_grid, at = np.log(grid), np.log(np.clip(factor, grid[0], grid[-1]))

    def spread(table: Row) -> Row:
        return np.moveaxis(PchipInterpolator(log_grid, table, axis=1)(at), 0, 1)

    return spread(mean), spread(variance), spread(in_time)


def _empty_days(work: Workload) -> NDArray[np.bool_]:
    return np.asarray(np.bincount(work.day, work.contacts, minlength=1) == 0)


def _certainty(margins: _Factored) -> float:
    """Probability that the margins of all days add up to 0 or more."""
    if margins.mean.shape[1] == 1:  # one day
        return float(_certainty_by_day(margins)[0])
    given_week = [
        chance_of_no_loss(mean, variance, margins.day_weight)
        for mean, variance in zip(margins.mean, margins.variance, strict=True)
    ]
    return float(np.clip(margins.week_weight @ np.array(given_week), 0.0, 1.0))


def _certainty_by_day(margins: _Factored) -> Row:
    scatter = np.sqrt(margins.variance) + 1e-3 * _NOTHING
    met = ndtr((margins.mean + _NOTHING) / scatter) @ margins.day_weight
    return np.asarray(margins.week_weight @ met)


def refuse(field: str, message: str) -> NoReturn:
    """Raise an `InputError` that names the field."""
    raise InputError(message, (Problem(message, field=field),))
