"""Totals of days and weeks: sums agree, and their bands are those of what they are made of."""

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import pytest

from forecasting.day_correlation import BETWEEN_DAYS
from planner.demand import Forecast
from planner.totals import ForecastTotal
from scenarios.forecasts.run import ForecastRun, make_run
from scenarios.forecasts.totals import totals
from tests.inputs_fixture import MONDAY, small_inputs


@lru_cache(maxsize=1)
def run() -> ForecastRun:
    return make_run(small_inputs(), week=MONDAY, weeks=2)


def one(
    found: tuple[ForecastTotal, ...], span: str, of: str, queue: str, day: date
) -> ForecastTotal:
    (only,) = (t for t in found if (t.span, t.of, t.queue, t.first_day) == (span, of, queue, day))
    return only


def test_totals_sum_up_over_series_days_and_weeks() -> None:
    found = totals(run().inputs, run().forecast)
    days = {t.first_day for t in found if t.span == "day"}
    assert days == {MONDAY + timedelta(days=i) for i in range(14)}
    whole = sum(float(s.mean.sum()) for s in run().forecast.streams)
    for span, of in (("day", "series"), ("day", "total"), ("week", "series"), ("week", "total")):
        total = sum(t.mean for t in found if (t.span, t.of) == (span, of))
        assert total == pytest.approx(whole)
    own = [t.mean for t in found if (t.span, t.of, t.queue) == ("day", "series", "tickets")]
    queue = [t.mean for t in found if (t.span, t.of, t.queue) == ("day", "queue", "tickets")]
    assert sum(own) == pytest.approx(sum(queue))


def test_a_day_of_a_clock_change_has_its_25_hours() -> None:
    sunday = one(
        totals(run().inputs, run().forecast), "day", "queue", "tickets", date(2003, 10, 26)
    )
    slots = run().grid.stamps()
    inside = (np.datetime64("2003-10-25T23:00") <= slots) & (slots < np.datetime64("2003-10-27"))
    assert inside.sum() == 50
    assert sunday.mean == pytest.approx(float(run().forecast.mean("tickets")[inside].sum()))


def test_the_band_of_a_week_is_that_of_simulated_weeks() -> None:
    """A twin that draws factors of days, alike by the correlations, and Poisson counts."""
    day_cv, n = 0.15, 20_000
    rng = np.random.default_rng(7)
    first = run().grid.start
    streams = tuple(replace(s, day_cv=day_cv, slot_cv=0.0, phi=1.0) for s in run().forecast.streams)
    over_series = np.full((3, 3), 0.3) + 0.7 * np.eye(3)
    forecast = Forecast(run().grid, streams, over_series)
    week = one(totals(run().inputs, forecast), "week", "total", "", MONDAY)
    label = (run().grid.stamps() - np.datetime64(first.replace(tzinfo=None))) // np.timedelta64(
        1, "D"
    )
    means = np.array([np.bincount(label, s.mean)[:7] for s in streams])
    over_days = np.full((7, 7), BETWEEN_DAYS) + (1 - BETWEEN_DAYS) * np.eye(7)
    covariance = day_cv**2 * np.kron(over_series, over_days)
    factors = 1 + rng.multivariate_normal(np.zeros(21), covariance, n).reshape(n, 3, 7)
    drawn = rng.poisson(np.maximum(factors * means, 0)).sum(axis=(1, 2))
    low, high = week.quantiles[0], week.quantiles[3]
    assert np.mean((low <= drawn) & (drawn <= high)) == pytest.approx(0.8, abs=0.02)


def test_a_closed_day_expects_nothing_for_sure() -> None:
    sunday = one(totals(run().inputs, run().forecast), "day", "series", "phone", date(2003, 10, 26))
    assert sunday.mean == 0
    assert not sunday.quantiles.any()


def test_days_far_ahead_are_less_sure() -> None:
    """The band of each day is the forecaster's own, which widens with the lead."""
    far = make_run(small_inputs(), week=MONDAY, weeks=6)
    found = totals(far.inputs, far.forecast)
    for stream, fit in zip(far.forecast.streams, far.fits, strict=True):
        if far.inputs.queue(stream.queue).zone != far.inputs.settings.zone:
            continue
        days = np.unique(fit.prediction.day)
        told = {
            (t.first_day - date(1970, 1, 1)).days: t.quantiles
            for t in found
            if (t.span, t.of, t.queue, t.priority)
            == ("day", "series", stream.queue, stream.priority)
        }
        known = dict(zip(days.tolist(), fit.prediction.day_quantiles.T, strict=True))
        assert len(told) == 42
        for day, quantiles in told.items():
            assert quantiles == pytest.approx(known[day], abs=1e-6)
