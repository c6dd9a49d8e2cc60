"""Mean of the last few slots of the same weekday and wall time: the core of both baselines."""

from dataclasses import dataclass, replace

import numpy as np

from forecasting.arrays import distinct, ratio_or, sums_at
from forecasting.base import Bools, Floats, Horizon, Ints, Series
from forecasting.cleaning import dispersion
from forecasting.closing import Closing, learn_closing
from forecasting.event_effect import EventEffects, learn_events, outside_events
from forecasting.explained import Components, Finding
from forecasting.features import is_holiday, wall_clock, weekday_of
from forecasting.findings import event_findings
from forecasting.holiday_effect import HolidayEffect, learn_holiday_effect
from forecasting.silence import learn_silence

HOLIDAY_CV = 0.2
_AROUND_DAYS = 28
_NO_EVENTS = EventEffects({})


@dataclass(frozen=True, slots=True, eq=False)
class SameSlotMean:
    """
    Expected contacts by weekday and slot of the day, ``table`` of shape ``(7, slots a day)``.

    Known events multiply them, and holidays where they are looked at.
    """

    table: Floats
    events: EventEffects = _NO_EVENTS
    findings: tuple[Finding, ...] = ()
    holidays: "Holidays | None" = None

    def mean(self, horizon: Horizon) -> Floats:
        """Expected contacts in each slot, open or not, shape ``(n,)``."""
        clock = wall_clock(horizon)
        ordinary = self.table[clock.weekday, clock.slot] * self.events.factors(horizon)
        if self.holidays is None:
            return np.asarray(ordinary)
        days, index = distinct(clock.day)
        return np.asarray(ordinary * np.exp(self.holidays.log_ratio(days, horizon))[index])

    def variance_ahead(self, days: Ints) -> Floats:
        """None: a mean knows no drift."""
        return np.zeros(len(days))

    def holiday_variance(self, horizon: Horizon) -> Floats:
        """As the holidays seen were alike; the same for all where none is looked at."""
        if self.holidays is None:
            return same_for_every_holiday(horizon)
        return self.holidays.variance(np.unique(wall_clock(horizon).day), horizon)

    def components(self, horizon: Horizon) -> Components:
        """The mean day of each weekday, its profile, and what events do."""
        days = np.unique(wall_clock(horizon).day)
        total = self.table.sum(axis=1)
        profile = ratio_or(self.table, total[:, None], 0.0)
        factors = {"level": total[weekday_of(days)]}
        if self.holidays is not None:
            factors["holiday"] = np.exp(self.holidays.log_ratio(days, horizon))
        if horizon.events:
            factors["event"] = self.events.day_factors(horizon, profile)
        return Components(days, factors, profile)


@dataclass(frozen=True, slots=True, eq=False)
class Holidays:
    """What holidays make of a mean of weeks."""

    effect: HolidayEffect
    closing: Closing

    def log_ratio(self, days: Ints, horizon: Horizon) -> Floats:
        """Log of what holidays among local days of a horizon bring over ordinary days."""
        return self.effect.log_ratio(days, self.closing.of(horizon))

    def variance(self, days: Ints, horizon: Horizon) -> Floats:
        """Variance of that log."""
        return self.effect.variance(days, self.closing.of(horizon))


def with_holidays(model: SameSlotMean, series: Series) -> SameSlotMean:
    """The same mean, which on holidays expects what those of the history brought."""
    if not series.holidays:
        return model
    clock = wall_clock(series)
    seen = series.is_observed & outside_events(series)
    ordinary = seen & ~is_holiday(clock.day, series.holidays)
    mean = _at_its_time(series, ordinary, model.table[clock.weekday, clock.slot])
    days, index = distinct(clock.day[seen])
    total, due = (sums_at(index, values[seen], len(days)) for values in (series.y, mean))
    silence = learn_silence(series, dispersion(series.y[seen], mean[seen]))
    closing = learn_closing(series, clock.day, days, silence)
    effect = learn_holiday_effect(days, total, due, closing.of(series, clock))
    return replace(model, holidays=Holidays(effect, closing))


def same_for_every_holiday(horizon: Horizon) -> Floats:
    """Variance of the log of each local day that forecasters have who learn none of holidays."""
    days = np.unique(wall_clock(horizon).day)
    return np.where(is_holiday(days, horizon.holidays), HOLIDAY_CV**2, 0.0)


def same_slot_mean(series: Series, n_weeks: int) -> SameSlotMean:
    """
    Mean of the last `n_weeks` slots of each weekday and wall time that count.

    Slots that were closed, missing, in an event or on a public holiday do not count: the week
    before steps in.
    A weekday that was never seen takes the mean of that wall time over all days, a wall time never
    seen the mean of everything; no history at all gives 0.
    """
    clock = wall_clock(series)
    keep = series.is_observed & ~is_holiday(clock.day, series.holidays) & outside_events(series)
    n_slots = 1440 // series.minutes
    cell = (clock.weekday * n_slots + clock.slot)[keep]
    y = series.y[keep]
    recent = _age_in_cell(cell) < n_weeks
    total = sums_at(cell[recent], y[recent], 7 * n_slots).reshape(7, n_slots)
    count = sums_at(cell[recent], np.ones(recent.sum()), 7 * n_slots).reshape(7, n_slots)
    table = _filled_mean(total, count)
    if not series.events:
        return SameSlotMean(table)
    ordinary = _at_its_time(series, keep, table[clock.weekday, clock.slot])
    found = tuple(sorted(event_findings(series, ordinary), key=lambda one: one.start))
    return SameSlotMean(table, learn_events(series, ordinary), found)


def _at_its_time(series: Series, keep: Bools, mean: Floats) -> Floats:
    """A mean of late, at the level that the four weeks on either side of each slot had."""
    reach = _AROUND_DAYS * 1440 // series.minutes
    at = np.arange(len(series))
    first, stop = np.maximum(at - reach, 0), np.minimum(at + reach, len(series))
    came, due = (
        np.concatenate([[0.0], np.cumsum(np.where(keep, values, 0.0))])
        for values in (series.y, mean)
    )
    return mean * ratio_or(came[stop] - came[first], due[stop] - due[first], 1.0)


def _age_in_cell(cell: Ints) -> Ints:
    """How many later entries the same cell has, for each entry of `cell`."""
    backwards = cell[::-1]
    order = np.argsort(backwards, kind="stable")
    grouped = backwards[order]
    first = np.searchsorted(grouped, grouped)
    age = np.empty_like(cell)
    age[order] = np.arange(len(cell)) - first
    return age[::-1]


def _filled_mean(total: Floats, count: Floats) -> Floats:
    """``total / count`` by weekday and slot; empty cells borrow from the slot, then from all."""
    overall = total.sum() / max(count.sum(), 1)
    of_slot = ratio_or(total.sum(0), count.sum(0), overall)
    return np.where(count > 0, ratio_or(total, count, 0.0), of_slot)
