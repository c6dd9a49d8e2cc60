"""
The good model: a day level times an intraday profile.

    contacts(day, slot) = level(day) * profile(weekday, slot) * events(slot)

`forecasting.levels` learns the level, `forecasting.profile` the profile; they take turns twice,
since a day with missing slots has a total only once the profile says what share was seen. Outages
and spikes that a first look finds are then taken as missing (`forecasting.cleaning`).
"""

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from forecasting.arrays import distinct, ratio_or, sums_at
from forecasting.banded import banded
from forecasting.base import Fitted, Floats, Horizon, Ints, PointModel, Series, Study
from forecasting.cleaning import outages_and_spikes
from forecasting.closing import Closing, learn_closing
from forecasting.event_effect import EventEffects, any_event, learn_events, outside_events
from forecasting.explained import Components, Finding
from forecasting.features import is_holiday, wall_clock
from forecasting.findings import day_findings, event_findings
from forecasting.holiday_profile import holiday_table
from forecasting.levels import Character, DayLevels, DayTotals, learn_levels
from forecasting.profile import Profile, Sample, flat_profile, learn_profile
from forecasting.silence import learn_silence
from planner.threads import one_thread

_ROUNDS = 2


@dataclass(frozen=True, slots=True)
class DayLevel:
    """Multiplicative day level times shrunk weekday profile; see the package's README."""

    name: str = "day_level"

    def learn(self, series: Series) -> PointModel:
        """Expected contacts only, without a band."""
        return self.study(series).model

    def study(self, series: Series) -> Study:
        """Learn, and keep how far the level wanders and where it broke for parts of the history."""
        model, cleaned = look_at(series)
        character = model.levels.character if model.levels else Character()
        return Study(model, cleaned, partial(learn, character=character, near=model.profile))

    def fit(self, series: Series) -> Fitted:
        """Learn level, profile and, by forecasts inside the history, the spread."""
        return banded(self.study(series), series)


@dataclass(frozen=True, slots=True, eq=False)
class LevelTimesProfile:
    """A learned level and profile."""

    levels: DayLevels | None
    profile: Profile
    closing: Closing
    events: EventEffects
    findings: tuple[Finding, ...] = ()

    def mean(self, horizon: Horizon) -> Floats:
        """Expected contacts in each slot, open or not, shape ``(n,)``."""
        return self.without_events(horizon) * self.events.factors(horizon)

    def without_events(self, slots: Horizon) -> Floats:
        """Expected contacts in each slot, were there no events, shape ``(n,)``."""
        clock = wall_clock(slots)
        days, index = distinct(clock.day)
        if self.levels is None:
            return np.zeros(len(slots))
        holidays = self.closing.of(slots, clock)
        on_holiday = holidays.is_in(days)[index]
        level = self.levels.mean(days, holidays)[index]
        return level * self.profile.at(clock.weekday, clock.slot, on_holiday)

    def components(self, horizon: Horizon) -> Components:
        """Level of each day and what makes it, and the profiles of the weekdays."""
        days = np.unique(wall_clock(horizon).day)
        if self.levels is None:
            return Components(days, {"level": np.zeros(len(days))}, self.profile.table)
        parts = self.levels.parts(days, self.closing.of(horizon))
        factors = {name: np.exp(log) for name, log in parts}
        if horizon.events:
            factors["event"] = self.events.day_factors(horizon, self.profile.table)
        return Components(days, factors, self.profile.table)

    def variance_ahead(self, days: Ints) -> Floats:
        """Variance of the log of the level of days behind the history."""
        return np.zeros(len(days)) if self.levels is None else self.levels.variance_ahead(days)

    def holiday_variance(self, horizon: Horizon) -> Floats:
        """Variance that holidays and days beside them add, as far as the history tells."""
        clock = wall_clock(horizon)
        days = np.unique(clock.day)
        if self.levels is None:
            return np.zeros(len(days))
        return self.levels.holiday_variance(days, self.closing.of(horizon, clock))


def look_at(series: Series) -> tuple[LevelTimesProfile, Series]:
    """Level and profile of a history, and the history without outages and spikes."""
    shapes = _shapes(series)
    first = _model(series, shapes, Character())
    is_known = any_event(series) | shapes.totals.holidays.is_in(wall_clock(series).day)
    expected = first.without_events(series)
    odd = outages_and_spikes(series, expected, is_known, least_phi=min(1.0, shapes.profile.phi))
    cleaned = _without(series, odd) if odd else series
    model = _model(cleaned, _shapes(cleaned) if odd else shapes, None)
    found = [*odd, *event_findings(cleaned, model.without_events(cleaned))]
    if model.levels is not None:
        found += day_findings(cleaned, model.levels, model.closing.of(cleaned), model.profile)
    return replace(model, findings=tuple(sorted(found, key=lambda f: f.start))), cleaned


def learn(
    series: Series, character: Character | None = None, near: Profile | None = None
) -> LevelTimesProfile:
    """
    Level and profile of a clean history; zeros everywhere when nothing came.

    `near` is a profile that comes near its own, such as that of a longer history.
    """
    return _model(series, _shapes(series, near), character)


@dataclass(frozen=True, slots=True, eq=False)
class _Shapes:
    """What is known of a history before its level: profile, totals of days, closing."""

    profile: Profile
    totals: DayTotals
    closing: Closing


def _shapes(series: Series, near: Profile | None = None) -> _Shapes:
    clock = wall_clock(series)
    seen = series.is_observed
    observed_days = np.unique(clock.day[seen])
    seen &= outside_events(series)
    day, slot, y = clock.day[seen], clock.slot[seen], series.y[seen]
    weekday = clock.weekday[seen]
    last_day = int(clock.day[-1]) if len(clock.day) else 0
    days, index = distinct(day)
    ordinary = ~is_holiday(days, series.holidays)[index]
    total = sums_at(index, y, len(days))
    n_slots = 1440 // series.minutes
    profile = near or flat_profile(slot, n_slots)
    for _ in range(1 if near else _ROUNDS):
        share = sums_at(index, profile.table[weekday, slot], len(days))
        level = ratio_or(total, share, 0.0)[index]
        sample = Sample(weekday, slot, y, level, last_day - day)
        profile = learn_profile(sample.where(ordinary), n_slots)
    silence = learn_silence(series, profile.phi)
    closing = learn_closing(series, clock.day, observed_days, silence)
    holidays = closing.of(series, clock)
    profile = profile.resting(silence.rests)
    is_busy = np.isin(days, silence.busy(days))[index]
    of_holidays = sample.where(~ordinary & is_busy)
    profile = replace(profile, holiday=holiday_table(profile, sample.where(ordinary), of_holidays))
    share = sums_at(index, profile.table[weekday, slot], len(days))
    return _Shapes(profile, DayTotals(days, total, share, last_day, holidays, profile.phi), closing)


def _model(series: Series, shapes: _Shapes, character: Character | None) -> LevelTimesProfile:
    """Level, and with it what events did."""
    with one_thread():
        levels = learn_levels(shapes.totals, character)
    model = LevelTimesProfile(levels, shapes.profile, shapes.closing, EventEffects({}))
    if not series.events:
        return model
    return replace(model, events=learn_events(series, model.without_events(series)))


def _without(series: Series, odd: tuple[Finding, ...]) -> Series:
    """The history with the stretches found taken as missing."""
    y = series.y.copy()
    for finding in odd:
        y[(series.stamps >= finding.start) & (series.stamps < finding.end)] = np.nan
    return replace(series, y=y)
