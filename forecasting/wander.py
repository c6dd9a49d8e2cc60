"""
How far the parts of a level may stray: learned of each series before its coefficients.

The numbers that make the totals most probable (empirical Bayes), with a mild pull towards the
defaults, so that a month effect, say, is there for who pays wages and not for a hospital.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from forecasting.base import Floats, Ints
from forecasting.design import Design
from forecasting.drift import DriftPrior, Knots
from forecasting.fading_walk import walk_fades
from forecasting.fortnight import keeps_a_fortnight
from forecasting.regression import Normal, Precision, Regression, Totals, evidence

_PULL_SD = 0.7
_RATIOS = (2.0, 1.4)
_MOST_ROUNDS = 3
_KEPT_OF_WALK = 1 / 2
_NEXT_TO_NONE = 1 / 50


@dataclass(frozen=True, slots=True)
class Wander:
    """
    How far parts of a level stray.

    ``season``, ``month`` and ``fortnight`` are factors on the prior standard deviations of their
    columns, the last 1 or 0.
    """

    drift: DriftPrior = field(default_factory=DriftPrior)
    season: float = 1.0
    month: float = 1.0
    fortnight: float = 0.0

    def prior(self, design: Design, knots: Knots, drift: Precision | None = None) -> Normal:
        """Prior of all unknowns of a level; `drift` where its precision is known already."""
        mean, sd = design.prior(self.season, self.month, self.fortnight)
        return Normal(mean, sd, drift or Precision.of(knots.prior_covariance(self.drift)))

    def carrying(self, share: float) -> "Wander":
        """The same with a share of its walk."""
        return replace(self, drift=replace(self.drift, walk_sd=share * self.drift.walk_sd))

    def variants(self, ratio: float) -> Iterator["Wander"]:
        """The same with one of its numbers multiplied or divided by `ratio`."""
        drift = self.drift
        for factor in (ratio, 1 / ratio):
            yield replace(self, drift=replace(drift, walk_sd=drift.walk_sd * factor))
            yield replace(self, drift=replace(drift, swing_sd=drift.swing_sd * factor))
            yield replace(self, drift=replace(drift, swing_days=drift.swing_days * factor))
            yield replace(self, month=self.month * factor)
            yield replace(self, season=self.season * factor)

    def log_density(self) -> float:
        """Log-normal prior around the defaults."""
        mine, other = self.numbers(), Wander().numbers()
        return float(-0.5 * (np.log(mine / other) ** 2).sum() / _PULL_SD**2)

    def numbers(self) -> Floats:
        """All that varies."""
        drift = self.drift
        numbers = [drift.walk_sd, drift.swing_sd, drift.swing_days, self.season, self.month]
        return np.array(numbers)


def learn_wander(
    totals: Totals, age: Ints, design: Design, knots: Knots, fit: Regression
) -> Wander:
    """
    Most probable wander given a fit under the defaults: one number at a time, while it pays.

    Of the walk one half is kept, and next to none where that forecast the last weeks better: what
    makes past days likeliest follows some of what fades, and takes it far ahead.
    """
    gram, projected = totals.gram(fit.w), totals.project(fit.w * fit.target)

    drifts: dict[DriftPrior, Precision] = {}
    scores: dict[Wander, float] = {}

    def score(wander: Wander) -> float:
        if wander not in scores:
            if wander.drift not in drifts:
                drifts[wander.drift] = Precision.of(knots.prior_covariance(wander.drift))
            prior = wander.prior(design, knots, drifts[wander.drift])
            scores[wander] = evidence(gram, projected, prior) + wander.log_density()
        return scores[wander]

    two_weekly = Wander(fortnight=1.0)
    has_fortnight = keeps_a_fortnight(totals, fit, two_weekly.prior(design, knots))
    best = two_weekly if has_fortnight else Wander()
    best_score = score(best)
    for ratio in _RATIOS:
        for _ in range(_MOST_ROUNDS):
            scored = [(score(variant), variant) for variant in best.variants(ratio)]
            top_score, top = max(scored, key=lambda pair: pair[0])
            if top_score <= best_score + 1e-6:
                break
            best, best_score = top, top_score
    walking, still = best.carrying(_KEPT_OF_WALK), best.carrying(_NEXT_TO_NONE)
    priors = [wander.prior(design, knots) for wander in (walking, still)]
    return still if walk_fades(totals, age, fit, *priors) else walking
