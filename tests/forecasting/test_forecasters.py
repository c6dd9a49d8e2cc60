"""What every forecaster promises."""

from dataclasses import replace

import numpy as np
import pytest

from forecasting import FORECASTERS
from forecasting.base import Forecaster
from forecasting.explained import Event
from forecasting.features import date_of, wall_clock
from planner.errors import InputError
from tests.forecasting.histories import LEVELS, grid, history, made, true_mean


def forecaster_name(forecaster: Forecaster) -> str:
    return forecaster.name


each_forecaster = pytest.mark.parametrize("forecaster", FORECASTERS, ids=forecaster_name)


@each_forecaster
def test_quantiles_have_their_shape_and_never_fall(forecaster: Forecaster) -> None:
    horizon = grid("2003-08-24", 10, hours=(7, 21))

    made_of = forecaster.fit(made()).predict(horizon, LEVELS)

    assert made_of.mean.shape == (240,)
    assert made_of.quantiles.shape == (len(LEVELS), 240)
    assert made_of.day_quantiles.shape == (len(LEVELS), 10)
    assert (np.diff(made_of.quantiles, axis=0) >= 0).all()
    assert (np.diff(made_of.day_quantiles, axis=0) >= 0).all()
    assert (made_of.quantiles >= 0).all()
    assert np.isfinite(made_of.quantiles).all()
    assert np.isfinite(made_of.mean).all()
    assert (made_of.mean[horizon.is_open] > 0).all()


@each_forecaster
def test_closed_slots_expect_nothing(forecaster: Forecaster) -> None:
    horizon = grid("2003-08-24", 7, hours=(7, 21))

    made_of = forecaster.fit(made()).predict(horizon, LEVELS)

    assert (made_of.mean[~horizon.is_open] == 0).all()
    assert (made_of.quantiles[:, ~horizon.is_open] == 0).all()


@each_forecaster
def test_same_history_gives_the_same_forecast(forecaster: Forecaster) -> None:
    horizon = grid("2003-08-24", 7)
    one, two = (forecaster.fit(made()).predict(horizon, LEVELS) for _ in range(2))

    assert np.array_equal(one.mean, two.mean)
    assert np.array_equal(one.quantiles, two.quantiles)


@each_forecaster
def test_a_doubled_history_doubles_the_mean(forecaster: Forecaster) -> None:
    series, horizon = made(), grid("2003-08-24", 7)
    once = forecaster.fit(series).predict(horizon, LEVELS).mean
    twice = forecaster.fit(replace(series, y=2 * series.y)).predict(horizon, LEVELS).mean

    assert twice.sum() == pytest.approx(2 * once.sum(), rel=0.01)
    assert np.abs(twice - 2 * once).sum() < 0.03 * twice.sum()


@each_forecaster
def test_missing_is_not_zero(forecaster: Forecaster) -> None:
    series, horizon = made(), grid("2003-08-24", 7)
    gone = np.random.default_rng(3).random(len(series)) < 0.15
    whole = forecaster.fit(series).predict(horizon, LEVELS).mean
    holed = forecaster.fit(replace(series, y=np.where(gone, np.nan, series.y)))

    assert holed.predict(horizon, LEVELS).mean.sum() == pytest.approx(whole.sum(), rel=0.03)


@each_forecaster
def test_an_absent_week_leaves_the_week_before(forecaster: Forecaster) -> None:
    slots = grid("2003-06-01", 63)
    y = true_mean(slots)
    y[-7 * 24 :] = np.nan

    week = grid("2003-08-03", 7)
    mean = forecaster.fit(history(slots, y)).predict(week, LEVELS).mean

    assert np.abs(mean - true_mean(week)).sum() < 0.02 * mean.sum()


@each_forecaster
@pytest.mark.parametrize(("missing", "is_refused"), [(0.2, False), (0.201, True), (1.0, True)])
def test_more_than_a_fifth_missing_is_refused(
    forecaster: Forecaster, missing: float, is_refused: bool
) -> None:
    slots = grid("2003-06-02", 125)
    y = true_mean(slots)
    y[: round(missing * len(y))] = np.nan
    series = history(slots, y)

    if not is_refused:
        assert forecaster.fit(series).predict(grid("2003-10-05", 7), LEVELS).mean.sum() > 0
        return
    with pytest.raises(InputError, match=r"history of phone: \d+ of 3000 open slots are missing"):
        forecaster.fit(series)


@each_forecaster
def test_what_stands_in_a_closed_slot_is_no_observation(forecaster: Forecaster) -> None:
    slots = grid("2003-06-01", 56, hours=(7, 21))
    y = true_mean(slots)
    horizon = grid("2003-07-27", 7, hours=(7, 21))
    clean, dirty = (
        forecaster.fit(history(slots, np.where(slots.is_open, y, other))).predict(horizon, LEVELS)
        for other in (np.nan, 999.0)
    )

    assert np.array_equal(clean.quantiles, dirty.quantiles)


@each_forecaster
@pytest.mark.parametrize(
    ("zone", "first", "minutes"),
    [
        ("Europe/London", "2003-10-26", 60),
        ("America/New_York", "2003-10-26", 30),
        ("America/New_York", "2004-04-04", 60),
        ("Australia/Lord_Howe", "2003-10-26", 30),
        ("Australia/Lord_Howe", "2026-04-05", 60),
        ("Asia/Kathmandu", "2026-04-05", 15),
        ("America/Santiago", "2026-09-06", 60),
        ("Africa/Cairo", "2026-04-24", 30),
        ("Pacific/Apia", "2011-12-30", 60),
        ("Europe/Berlin", "2028-02-29", 60),
        ("Europe/Berlin", "2026-12-28", 60),
    ],
)
def test_profiles_follow_the_wall_clock_over_a_change(
    forecaster: Forecaster, zone: str, first: str, minutes: int
) -> None:
    start = np.datetime64(first) - np.timedelta64(43, "D")
    slots = grid(str(start), 42, minutes=minutes, zone=zone)
    week = grid(str(start + np.timedelta64(42, "D")), 7, minutes=minutes, zone=zone)

    mean = forecaster.fit(history(slots, true_mean(slots))).predict(week, LEVELS).mean

    assert np.abs(mean - true_mean(week)).sum() < 0.02 * mean.sum()


@each_forecaster
def test_a_zero_history_forecasts_zero(forecaster: Forecaster) -> None:
    slots = grid("2003-06-01", 56)

    made_of = forecaster.fit(history(slots, np.zeros(len(slots)))).predict(
        grid("2003-07-27", 7), LEVELS
    )

    assert (made_of.mean == 0).all()
    assert (made_of.quantiles == 0).all()
    assert (made_of.day_quantiles == 0).all()


@each_forecaster
def test_a_queue_that_was_never_open_can_only_stay_closed(forecaster: Forecaster) -> None:
    slots = grid("2003-06-01", 28, hours=(0, 0))
    fitted = forecaster.fit(history(slots, np.full(len(slots), np.nan)))

    assert (fitted.predict(grid("2003-06-29", 7, hours=(0, 0)), LEVELS).mean == 0).all()
    with pytest.raises(InputError, match="no open slot is in its history"):
        fitted.predict(grid("2003-06-29", 7), LEVELS)


@each_forecaster
@pytest.mark.parametrize("n_days", [1, 3, 7, 10, 20])
def test_a_short_history_is_enough(forecaster: Forecaster, n_days: int) -> None:
    slots = grid("2003-06-02", n_days)

    made_of = forecaster.fit(history(slots, true_mean(slots))).predict(
        grid("2003-06-23", 5), LEVELS
    )

    assert made_of.mean.sum() == pytest.approx(true_mean(grid("2003-06-23", 5)).sum(), rel=0.2)
    assert np.isfinite(made_of.quantiles).all()


@each_forecaster
def test_a_quiet_holiday_does_not_bend_ordinary_days(forecaster: Forecaster) -> None:
    slots = grid("2003-06-01", 56)
    tuesday = date_of(int(wall_clock(slots).day[-24 * 5]))
    y, horizon = true_mean(slots), grid("2003-07-27", 7)
    plain = forecaster.fit(history(slots, y)).predict(horizon, LEVELS).mean
    on_holiday = wall_clock(slots).day == wall_clock(slots).day[-24 * 5]
    quiet = replace(history(slots, np.where(on_holiday, 0.0, y)), holidays={tuesday: "Founders"})

    assert forecaster.fit(quiet).predict(horizon, LEVELS).mean == pytest.approx(plain, rel=0.01)


@pytest.mark.parametrize("forecaster", FORECASTERS[1:], ids=forecaster_name)
def test_a_day_busier_than_forecast_is_busy_all_day(forecaster: Forecaster) -> None:
    """Bands of day totals are wider than those of independent slots would be."""
    made_of = forecaster.fit(made()).predict(grid("2003-08-24", 7), (0.1, 0.9))
    low, high = made_of.quantiles.reshape(2, 7, 24)
    width = made_of.day_quantiles[1] - made_of.day_quantiles[0]

    assert (width > np.sqrt(((high - low) ** 2).sum(-1))).all()
    assert np.max(made_of.day_cv) > 0.02


@pytest.mark.parametrize("levels", [(), (0.0, 0.5), (0.5, 0.5), (0.9, 0.1), (0.5, 1.0)])
def test_levels_must_ascend_between_0_and_1(levels: tuple[float, ...]) -> None:
    with pytest.raises(InputError, match="quantile levels are"):
        FORECASTERS[0].fit(made()).predict(grid("2003-08-24", 1), levels)


def test_a_horizon_in_other_slots_is_refused() -> None:
    with pytest.raises(InputError, match="slots of 30 minutes from a history in 60"):
        FORECASTERS[0].fit(made()).predict(grid("2003-08-24", 1, minutes=30), LEVELS)


@each_forecaster
def test_components_multiply_to_the_mean_of_each_day(forecaster: Forecaster) -> None:
    fitted, week = forecaster.fit(made()), grid("2003-08-24", 7)
    parts = fitted.components(week)
    clock = wall_clock(week)

    of_day = np.prod(np.stack(list(parts.factors.values())), axis=0)
    mean = of_day[clock.day - parts.days[0]] * parts.profile[clock.weekday, clock.slot]

    assert mean == pytest.approx(fitted.predict(week, LEVELS).mean)


@pytest.mark.parametrize(("days", "ratio"), [(0, None), (-1, None), (1, -0.1), (1, 1e9)])
def test_an_event_has_a_span_and_a_factor(days: int, ratio: float | None) -> None:
    start = np.datetime64("2003-08-24", "s")

    with pytest.raises(InputError, match="event launch: "):
        Event("launch", start, start + np.timedelta64(days, "D"), ratio)


@each_forecaster
def test_what_is_learned_alone_is_the_mean_of_the_fit(forecaster: Forecaster) -> None:
    week = grid("2003-08-24", 7)

    alone = forecaster.learn(made()).mean(week)

    assert np.array_equal(alone, forecaster.fit(made()).predict(week, LEVELS).mean)
