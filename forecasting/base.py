"""
What every forecaster takes and gives: a `Series`, a `Horizon`, a `Prediction`.

Stamps are UTC, written as naive ``datetime64[s]`` because numpy has no aware type; the customers'
wall clock is read off them in `forecasting.features` and nowhere else.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

from forecasting.explained import Components, Event, Finding, Stretch
from planner.errors import InputError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Stamps = NDArray[np.datetime64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Horizon:
    """
    Slots to forecast: equally long, in order, without holes; closed slots stay in, marked.

    Parameters
    ----------
    stamps
        Start of each slot in UTC, ``datetime64[s]``, shape ``(n,)``, `minutes` apart.
    is_open
        Whether contacts can arrive in the slot, shape ``(n,)``.
    minutes
        Length of a slot, 5 to 60, a divisor of 60.
    zone
        Clock of the customers, an IANA name.
    holidays
        Public holidays of the customers by local date, for history and horizon alike.
    holiday_share
        Share of the customers who have the holiday, in ``(0, 1]``, by date; 1 where absent.
    events
        Known events, of the past and ahead, in any order.

    Raises
    ------
    InputError
        When the shapes differ, the stamps are not equally spaced or the zone is unknown.
    """

    stamps: Stamps
    is_open: Bools
    minutes: int
    zone: str
    holidays: Mapping[dt.date, str] = field(default_factory=dict)
    holiday_share: Mapping[dt.date, float] = field(default_factory=dict)
    events: tuple[Event, ...] = ()

    def __post_init__(self) -> None:
        _check_slots(self.stamps, self.is_open, self.minutes)
        _check_zone(self.zone)

    def __len__(self) -> int:
        return len(self.stamps)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Series(Horizon):
    """
    History of one queue: a `Horizon` that has happened.

    Parameters
    ----------
    unique_id
        Name of the queue.
    y
        Contacts offered in each slot, shape ``(n,)``, at least 0; NaN where nobody knows. A closed
        slot is no observation, whatever stands in it.
    outages
        Stretches that are known to be outages, such as those found in several series at once.
    """

    unique_id: str
    y: Floats
    outages: tuple[Stretch, ...] = ()

    def __post_init__(self) -> None:
        _check_slots(self.stamps, self.is_open, self.minutes)
        _check_zone(self.zone)
        if self.y.shape != self.stamps.shape:
            raise InputError(
                f"history of {self.unique_id}: {len(self.y)} values for {len(self.stamps)} slots; "
                "give one value a slot, NaN where it is missing"
            )
        bad = np.isinf(self.y) | (self.y < 0)
        if bad.any():
            at = int(np.argmax(bad))
            raise InputError(
                f"history of {self.unique_id}: {self.y[at]} contacts at {self.stamps[at]}Z; "
                "use a number from 0 up, or leave it missing"
            )

    @property
    def is_observed(self) -> Bools:
        """Slots that were open and whose count is known, shape ``(n,)``."""
        return self.is_open & ~np.isnan(self.y)

    def part(self, start: int, stop: int) -> Self:
        """Slots ``start`` to ``stop`` (exclusive) as a series of their own."""
        return replace(
            self,
            stamps=self.stamps[start:stop],
            is_open=self.is_open[start:stop],
            y=self.y[start:stop],
        )

    def horizon(self, start: int, stop: int) -> Horizon:
        """Slots ``start`` to ``stop`` (exclusive) as something to forecast, without counts."""
        return Horizon(
            stamps=self.stamps[start:stop],
            is_open=self.is_open[start:stop],
            minutes=self.minutes,
            zone=self.zone,
            holidays=self.holidays,
            holiday_share=self.holiday_share,
            events=self.events,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """
    Forecast of contacts per slot of a horizon.

    Parameters
    ----------
    mean
        Expected contacts, shape ``(n,)``; 0 where closed.
    levels
        Probabilities of the quantiles, ascending.
    quantiles
        Shape ``(n_levels, n)``; never falling in level, at least 0, 0 where closed. They are
        real numbers, not whole contacts, so that they can be calibrated.
    day_cv
        Standard deviation of the factor that all slots of one day share, relative to the mean, of
        the day of each slot, shape ``(n,)``: what makes a whole day busier than forecast. It does
        not average out over the day, and grows with the lead.
    slot_cv
        Relative standard deviation of each slot's own factor, on top of chance.
    phi
        Variance of the remaining chance in units of the mean; 1 is Poisson.
    day
        Local day of each slot, counted from 1970-01-01, shape ``(n,)``.
    day_quantiles
        Quantiles of the contacts of each whole local day in the horizon, shape
        ``(n_levels, n_days)``, days in the order of `numpy.unique` of `day`.
    """

    mean: Floats
    levels: tuple[float, ...]
    quantiles: Floats
    day_cv: Floats
    slot_cv: float
    phi: float
    day: Ints
    day_quantiles: Floats


class Fitted(Protocol):
    """A forecaster that has seen a history."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What of the history was not taken as ordinary, in order of time."""
        ...

    def components(self, horizon: Horizon) -> Components:
        """What the mean forecast of a horizon's days is made of."""
        ...

    def predict(self, horizon: Horizon, levels: tuple[float, ...]) -> Prediction:
        """
        Mean and quantiles of the contacts in each slot.

        Parameters
        ----------
        horizon
            Slots after the history, with its slot length and zone.
        levels
            Probabilities strictly between 0 and 1, ascending.
        """
        ...


class PointModel(Protocol):
    """A forecaster's core: expected contacts, without a band."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What of the history was not taken as ordinary, in order of time."""
        ...

    def mean(self, horizon: Horizon) -> Floats:
        """Expected contacts of each slot, shape ``(n,)``."""
        ...

    def components(self, horizon: Horizon) -> Components:
        """What the mean of the horizon's days is made of."""
        ...

    def variance_ahead(self, days: Ints) -> Floats:
        """Variance of the log of the level on local days behind the history, 0 where unknown."""
        ...

    def holiday_variance(self, horizon: Horizon) -> Floats:
        """Variance that holidays add to the log of each local day of a horizon, ``(n_days,)``."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """
    A history looked at as a whole, once.

    Parameters
    ----------
    model
        What was learned of all of it.
    cleaned
        The history with outages and spikes taken as missing.
    learn
        Learns from a part of `cleaned` with what holds for all of it, at a small part of the work.
    """

    model: PointModel
    cleaned: Series
    learn: Callable[[Series], PointModel]


class Forecaster(Protocol):
    """A way to forecast; deterministic, and without state of its own."""

    @property
    def name(self) -> str:
        """Stable word for tables and settings."""
        ...

    def learn(self, series: Series) -> PointModel:
        """Learn expected contacts only: a small part of the work of `fit`."""
        ...

    def study(self, series: Series) -> Study:
        """Learn expected contacts, and how to learn them from parts of the history."""
        ...

    def fit(self, series: Series) -> Fitted:
        """
        Learn from one history, the band by forecasts inside it.

        Raises
        ------
        InputError
            When more than a fifth of the open slots are missing.
        """
        ...


def _check_slots(stamps: Stamps, is_open: Bools, minutes: int) -> None:
    if not (5 <= minutes <= 60 and 60 % minutes == 0):
        raise InputError(f"slot length is {minutes} minutes; use 5, 10, 15, 20, 30 or 60")
    if is_open.shape != stamps.shape:
        raise InputError(f"{len(is_open)} opening marks for {len(stamps)} slots; give one a slot")
    if stamps.dtype != np.dtype("datetime64[s]"):
        raise InputError(f"stamps have type {stamps.dtype}; use datetime64[s] in UTC")
    steps = np.diff(stamps)
    wrong = steps != np.timedelta64(60 * minutes, "s")
    if wrong.any():
        at = int(np.argmax(wrong))
        raise InputError(
            f"slot after {stamps[at]}Z starts {steps[at].item()} later; every slot must start "
            f"{minutes} minutes after the one before, missing counts as NaN"
        )


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InputError(
            f"time zone {zone!r} is unknown; use an IANA name, e.g. Europe/London"
        ) from None
