"""What known events do to contacts: what those of the name did, beside what is expected."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from forecasting.arrays import distinct, ratio_or, sums_at
from forecasting.base import Bools, Floats, Horizon, Series
from forecasting.explained import Event
from forecasting.features import wall_clock

PRIOR_SD = 0.3
EXPECTED_SD = 0.2
NOISE_SD = 0.15
_LEAST_RATIO = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class EventEffects:
    """Sums of logs of measured ratios, and their number, by the name of the event."""

    measured: Mapping[str, tuple[float, int]]

    def ratio(self, event: Event) -> float:
        """Contacts of the event's span over ordinary ones, measured and expected blended."""
        total, n = self.measured.get(event.name, (0.0, 0))
        if event.ratio is not None and n == 0:
            return event.ratio
        prior, sd = 0.0, PRIOR_SD
        if event.ratio is not None:
            prior, sd = float(np.log(max(event.ratio, _LEAST_RATIO))), EXPECTED_SD
        strength = (NOISE_SD / sd) ** 2
        return float(np.exp((total + strength * prior) / (n + strength)))

    def factors(self, slots: Horizon) -> Floats:
        """Factor of each slot: the product over the events in it, 1 without, shape ``(n,)``."""
        factors = np.ones(len(slots))
        for event in slots.events:
            factors[during(slots, event)] *= self.ratio(event)
        return factors

    def day_factors(self, slots: Horizon, profile: Floats) -> Floats:
        """Factor of each local day as a whole, by a profile of shape ``(7, slots a day)``."""
        clock = wall_clock(slots)
        days, index = distinct(clock.day)
        share = profile[clock.weekday, clock.slot] * slots.is_open
        moved = sums_at(index, share * self.factors(slots), len(days))
        return ratio_or(moved, sums_at(index, share, len(days)), 1.0)


def during(slots: Horizon, event: Event) -> Bools:
    """Slots that begin while an event goes on."""
    return np.asarray((slots.stamps >= event.start) & (slots.stamps < event.end))


def any_event(slots: Horizon) -> Bools:
    """Slots in which some event goes on."""
    found = np.zeros(len(slots), dtype=np.bool_)
    for event in slots.events:
        found |= during(slots, event)
    return found


def outside_events(series: Series) -> Bools:
    """
    Slots that teach what is ordinary: those without an event.

    All of them where events leave less than half of the known ones, for then they are the rule.
    """
    outside = ~any_event(series)
    seen = series.is_observed
    if 2 * np.count_nonzero(outside & seen) < np.count_nonzero(seen):
        return np.ones_like(outside)
    return outside


def learn_events(series: Series, ordinary: Floats) -> EventEffects:
    """
    Effects of the events of a history, given what an ordinary course would have brought.

    An event during which not even one contact was expected teaches nothing. Where events overlap,
    each is given what came over the whole of them.
    """
    measured: dict[str, tuple[float, int]] = {}
    for event in series.events:
        span = during(series, event) & series.is_observed
        expected = float(ordinary[span].sum())
        if expected >= 1:
            ratio = max(float(series.y[span].sum()) / expected, _LEAST_RATIO)
            total, n = measured.get(event.name, (0.0, 0))
            measured[event.name] = (total + float(np.log(ratio)), n + 1)
    return EventEffects(measured)
