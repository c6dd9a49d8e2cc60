"""
Level of a day: weekday, season, month, days beside holidays, drift, public holidays.

    log level = base + weekday + season + month + near holiday + breaks + drift + holiday

All but the last are one penalised regression over ordinary days; what holidays take is measured on
its residuals, so that a holiday never bends a weekday.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from forecasting.base import Bools, Floats, Ints
from forecasting.closing import HolidayDays
from forecasting.design import Design
from forecasting.drift import Drift, Knots, days_since, learned_drift
from forecasting.features import weekday_of
from forecasting.holiday_effect import HolidayEffect, learn_holiday_effect
from forecasting.level_breaks import THIN, level_breaks, thin_breaks
from forecasting.near_holidays import ONE_DAY_SD
from forecasting.regression import KEPT_SD, Regression, Totals, regress
from forecasting.wander import Wander, learn_wander

WEIGHT_HALF_LIFE_DAYS = 365.0
_LEAST_TOTAL = 0.5
_TELLING = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class DayTotals:
    """
    What each observed day of a history brought.

    Parameters
    ----------
    days
        Local day numbers, ascending, shape ``(n_days,)``.
    total
        Contacts seen that day.
    share
        Share of the full day's profile that was open and seen.
    last_day
        Last local day of the history.
    holidays
        Public holidays.
    phi
        Variance of chance in units of the mean, 1 for a Poisson.
    """

    days: Ints
    total: Floats
    share: Floats
    last_day: int
    holidays: HolidayDays
    phi: float = 1.0

    @property
    def is_ordinary(self) -> Bools:
        """Days that teach the level."""
        return ~self.holidays.is_in(self.days) & (self.share > 0)

    def of_poisson(self) -> "DayTotals":
        """The same in the unit in which chance is that of a Poisson."""
        return replace(self, total=self.total / self.phi, phi=1.0)

    def where(self, keep: Bools) -> "DayTotals":
        """Only the days to keep."""
        return replace(self, days=self.days[keep], total=self.total[keep], share=self.share[keep])


@dataclass(frozen=True, slots=True)
class Character:
    """What is learned of a series once and holds for every part of it."""

    wander: Wander = field(default_factory=Wander)
    breaks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class DayLevels:
    """Learned level of days, by a regression in units of `unit` contacts."""

    design: Design
    regression: Regression
    base: float
    drift: Drift
    holiday: HolidayEffect
    character: Character
    first_day: int
    last_day: int
    near_covariance: Floats
    unit: float = 1.0

    def parts(self, days: Ints, holidays: HolidayDays) -> Iterator[tuple[str, Floats]]:
        """Name and log of every part of the level, each of shape ``(n_days,)``."""
        x = self.design.columns(days, holidays)
        coefficients = self.regression.unknowns[: x.shape[1]]
        blocks = self.design.blocks()
        logs = {name: x[:, at] @ coefficients[at] for name, at in blocks.items()}
        weekdays = coefficients[blocks["weekday"]]
        usual = float(weekdays[self.design.worked].mean())
        drift = self.drift.mean(days_since(days, self.first_day))
        yield "level", self.base + usual + logs["base"] + logs["break"] + drift
        yield "weekday", logs["weekday"] - usual
        for name in ("fortnight", "season", "month", "near holiday"):
            yield name, logs[name]
        yield "holiday", self.holiday.log_ratio(days, holidays)

    def mean(self, days: Ints, holidays: HolidayDays) -> Floats:
        """Expected contacts of whole days at full opening, shape ``(n_days,)``."""
        return np.exp(sum((log for _, log in self.parts(days, holidays)), np.zeros(len(days))))

    def information(self, mean: Floats) -> Floats:
        """Inverse variance of the log of a day's contacts with this mean."""
        return self.regression.information(mean / self.unit)

    def variance_ahead(self, days: Ints) -> Floats:
        """Variance of the log of the level of days behind the history, as the drift allows."""
        return self.drift.variance_ahead(days_since(days, self.first_day))

    def holiday_variance(self, days: Ints, holidays: HolidayDays) -> Floats:
        """Variance that holidays add to the log of their own level and that of days beside them."""
        x = self.design.columns(days, holidays)[:, self.design.blocks()["near holiday"]]
        kinds = ((x @ self.near_covariance) * x).sum(axis=1)
        one = (ONE_DAY_SD * np.abs(x).max(axis=1)) ** 2
        return np.asarray(self.holiday.variance(days, holidays) + kinds + one)


def learn_levels(seen: DayTotals, character: Character | None = None) -> DayLevels | None:
    """Learn the level from day totals; None when no ordinary day brought a contact."""
    unit, seen = seen.phi, seen.of_poisson()
    ordinary = seen.where(seen.is_ordinary)
    if not ordinary.total.sum() > 0:
        return None
    first_day = int(seen.days[0])
    worked = np.bincount(weekday_of(ordinary.days), minlength=7) > 0
    design = Design(seen.last_day - first_day, worked)
    knots = Knots.over(seen.last_day - first_day)
    if character is None:
        character = _learn_character(ordinary, design, knots)
    breaks = tuple(day for day in character.breaks if first_day < day <= seen.last_day)
    design = replace(design, breaks=breaks)
    totals = _totals(ordinary, design, knots, first_day)
    prior = character.wander.prior(design, knots)
    fit = regress(totals, prior)
    k = totals.x.shape[1]
    covariance = np.asarray(np.linalg.inv(totals.gram(fit.w) + prior.precision()))
    near = design.blocks()["near holiday"]
    learned = DayLevels(
        design,
        fit,
        totals.base(),
        learned_drift(knots, character.wander.drift, fit.unknowns[k:], covariance[k:, k:]),
        HolidayEffect(0.0, {}),
        character,
        first_day,
        seen.last_day,
        covariance[near, near],
    )
    mean = seen.share * learned.mean(seen.days, seen.holidays)
    holiday = learn_holiday_effect(seen.days, seen.total, mean, seen.holidays, fit.cv2)
    return replace(learned, holiday=holiday, base=learned.base + float(np.log(unit)), unit=unit)


def _totals(ordinary: DayTotals, design: Design, knots: Knots, first_day: int) -> Totals:
    age = ordinary.last_day - ordinary.days
    return Totals(
        design.columns(ordinary.days, ordinary.holidays),
        knots.between(days_since(ordinary.days, first_day)),
        ordinary.total,
        ordinary.share,
        0.5 ** (age / WEIGHT_HALF_LIFE_DAYS),
    )


def _learn_character(ordinary: DayTotals, design: Design, knots: Knots) -> Character:
    """
    Breaks of the level, then how far its parts wander.

    Breaks are sought beside a fit that trusts days further off: beside an unknown one many are.
    """
    first_day = int(ordinary.last_day - design.span_days)
    totals = _totals(ordinary, design, knots, first_day)
    fit = regress(totals, Wander().prior(design, knots), KEPT_SD)
    breaks = _breaks(ordinary, totals, fit)
    if breaks:
        design = replace(design, breaks=breaks)
        totals = _totals(ordinary, design, knots, first_day)
    fit = regress(totals, Wander().prior(design, knots))
    age = ordinary.last_day - ordinary.days
    return Character(learn_wander(totals, age, design, knots, fit), breaks)


def _breaks(ordinary: DayTotals, totals: Totals, fit: Regression) -> tuple[int, ...]:
    """
    Breaks in what came over what the columns alone explain.

    Days that are due next to nothing, such as weekends of a queue that rests, say nothing of it.
    """
    k = totals.x.shape[1]
    steady = totals.exposure * np.exp(totals.base() + totals.x @ fit.unknowns[:k])
    mean = totals.exposure * np.exp(totals.predictor(fit.unknowns))
    telling = steady >= _TELLING * steady.mean()
    days, y, steady, mean = (v[telling] for v in (ordinary.days, totals.y, steady, mean))
    if steady.mean() < THIN:
        return thin_breaks(days, y, steady, steady + fit.cv2 * steady**2)
    log_ratio = np.log((y + _LEAST_TOTAL) / (steady + _LEAST_TOTAL))
    noise = np.sqrt(1 / np.maximum(fit.information(mean), 1e-9))
    return level_breaks(days, log_ratio, noise)
