"""What a forecaster of handling times takes and gives."""

from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np

from forecasting.base import Bools, Floats, Horizon
from planner.errors import InputError

LONGEST_S = 1e6


@dataclass(frozen=True, slots=True, eq=False)
class HandlingSeries:
    """
    Mean handling times of one queue in the slots of its history.

    Parameters
    ----------
    unique_id
        Name of the queue.
    slots
        When: stamps, slot length and the customers' clock.
    mean_s
        Mean seconds of the contacts of each slot, above 0 and at most 1e6, shape ``(n,)``; NaN
        where nobody knows.
    contacts
        Contacts that each mean is taken over, shape ``(n,)``, at least 0. A mean over none counts
        for nothing.

    Raises
    ------
    InputError
        When the shapes differ or a number lies outside its range.
    """

    unique_id: str
    slots: Horizon
    mean_s: Floats
    contacts: Floats

    def __post_init__(self) -> None:
        for name, values in (("mean_s", self.mean_s), ("contacts", self.contacts)):
            if values.shape != self.slots.stamps.shape:
                raise InputError(
                    f"handling times of {self.unique_id}: {name} has {len(values)} values for "
                    f"{len(self.slots)} slots; give one a slot"
                )
        bad = ~np.isnan(self.mean_s) & ~((self.mean_s > 0) & (self.mean_s <= LONGEST_S))
        self._refuse(bad, self.mean_s, "s", "use seconds above 0, or leave it missing")
        bad = ~((self.contacts >= 0) & np.isfinite(self.contacts))
        self._refuse(bad, self.contacts, "contacts", "use a number from 0 up")

    @property
    def is_known(self) -> Bools:
        """Slots with a mean over at least a part of a contact, shape ``(n,)``."""
        return ~np.isnan(self.mean_s) & (self.contacts > 0)

    def part(self, start: int, stop: int) -> Self:
        """Slots ``start`` to ``stop`` (exclusive) as a series of their own."""
        return type(self)(
            self.unique_id,
            part_of(self.slots, start, stop),
            self.mean_s[start:stop],
            self.contacts[start:stop],
        )

    def _refuse(self, bad: Bools, values: Floats, unit: str, remedy: str) -> None:
        if bad.any():
            at = int(np.argmax(bad))
            raise InputError(
                f"handling times of {self.unique_id}: {values[at]:g} {unit} at "
                f"{self.slots.stamps[at]}Z; {remedy}"
            )


@dataclass(frozen=True, slots=True, eq=False)
class HandlingPrediction:
    """
    Handling times to come.

    Parameters
    ----------
    mean_s
        Mean seconds of the contacts of each slot, above 0, shape ``(n,)``.
    day_cv
        Relative standard deviation of the factor that all handling of a day shares.
    contact_cv
        Standard deviation over mean of single contacts in a slot; None where the history does not
        tell.
    """

    mean_s: Floats
    day_cv: float
    contact_cv: float | None


class FittedHandling(Protocol):
    """A forecaster of handling times that has seen a history."""

    def predict(self, horizon: Horizon) -> HandlingPrediction:
        """Handling times in the slots of a horizon, which has the history's length and zone."""
        ...


class HandlingForecaster(Protocol):
    """A way to forecast handling times; deterministic, and without state of its own."""

    @property
    def name(self) -> str:
        """Stable word for tables."""
        ...

    def fit(self, series: HandlingSeries, usual_s: float) -> FittedHandling:
        """
        Learn from one history.

        Parameters
        ----------
        usual_s
            Mean seconds to go by where the history says little or nothing.
        """
        ...


def part_of(slots: Horizon, start: int, stop: int) -> Horizon:
    """Slots ``start`` to ``stop`` (exclusive) of a calendar."""
    return Horizon(
        stamps=slots.stamps[start:stop],
        is_open=slots.is_open[start:stop],
        minutes=slots.minutes,
        zone=slots.zone,
        holidays=slots.holidays,
    )
