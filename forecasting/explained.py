"""What people tell a forecaster of a history, and what it tells them: events, findings, parts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from planner.errors import InputError


@dataclass(frozen=True, slots=True)
class Event:
    """
    Something known that moves contacts for a while: a launch, an outage, a campaign.

    Parameters
    ----------
    name
        What events of a kind are called; equal names share what is measured of them.
    start, end
        Half-open span in UTC, ``datetime64[s]``.
    ratio
        Contacts in the span over those of an ordinary day, as somebody expects it; None leaves it
        to what earlier events of the name did.

    Raises
    ------
    InputError
        When the span is empty or the ratio negative.
    """

    name: str
    start: np.datetime64
    end: np.datetime64
    ratio: float | None = None

    def __post_init__(self) -> None:
        if not self.start < self.end:
            raise InputError(f"event {self.name}: end {self.end}Z is not after start {self.start}Z")
        if self.ratio is not None and not 0 <= self.ratio <= 1000:
            raise InputError(
                f"event {self.name}: effect is {self.ratio:g}; use a factor from 0 to 1000, such "
                "as 1.3 for 30 % more contacts"
            )


@dataclass(frozen=True, slots=True)
class Stretch:
    """A half-open span in UTC, ``datetime64[s]``, not empty."""

    start: np.datetime64
    end: np.datetime64

    def __post_init__(self) -> None:
        if not self.start < self.end:
            raise InputError(f"stretch: end {self.end}Z is not after start {self.start}Z")


FindingKind = Literal["outage", "spike", "outlier", "holiday", "event", "level_break"]


@dataclass(frozen=True, slots=True)
class Finding:
    """
    A stretch of history that was not taken as ordinary, and why.

    Parameters
    ----------
    kind
        ``outage``: slots silent or cut short that should have had contacts, taken as missing.
        ``spike``: a few slots far above what they should hold, taken as missing. ``outlier``: a day
        far off its level, of little weight. ``holiday``, ``event``: known days, measured apart.
        ``level_break``: from here on another level.
    start, end
        Half-open span in UTC, ``datetime64[s]``; a level break lasts to the end of the history.
    came, expected
        Contacts that came, and that an ordinary course would have brought.
    name
        Of the holiday or event; else empty.
    """

    kind: FindingKind
    start: np.datetime64
    end: np.datetime64
    came: float
    expected: float
    name: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Components:
    """
    What a mean forecast is made of, for people to read.

    Parameters
    ----------
    days
        Local day numbers from 1970-01-01, ascending, shape ``(n_days,)``.
    factors
        By name (``level``, ``weekday``, ``season``, ``holiday``...), one value a day: contacts a
        day for ``level``, factors around 1 for the others. Their product is the day's contacts at
        full opening.
    profile
        Share of a day's contacts by weekday (Monday first) and slot, shape ``(7, slots a day)``.
    """

    days: NDArray[np.int64]
    factors: Mapping[str, NDArray[np.float64]]
    profile: NDArray[np.float64]
