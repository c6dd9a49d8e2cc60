"""What is found in a history that was no ordinary course, and that it bends nothing."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from forecasting.base import Series
from forecasting.closing import learn_closing
from forecasting.day_level import DayLevel, look_at
from forecasting.explained import Event, Finding
from forecasting.features import day_number, wall_clock
from forecasting.near_holidays import NEAR, near_holidays
from forecasting.silence import learn_silence
from tests.forecasting.histories import LEVELS, counts, grid, history, holiday_days, made, true_mean

WEEK = grid("2003-08-24", 7)


def found(series: Series, kind: str) -> list[Finding]:
    return [f for f in look_at(series)[0].findings if f.kind == kind]


def altered(series: Series, first: int, n_slots: int, factor: float) -> Series:
    y = series.y.copy()
    y[first : first + n_slots] = np.round(y[first : first + n_slots] * factor)
    return replace(series, y=y)


def forecast(series: Series) -> float:
    return float(DayLevel().learn(series).mean(WEEK).sum())


def test_a_plain_history_has_no_findings_of_slots() -> None:
    assert not found(made(), "outage")
    assert not found(made(), "spike")


@pytest.mark.parametrize("n_slots", [3, 12, 24, 72])
def test_an_outage_is_found_and_bends_nothing(n_slots: int) -> None:
    series = made()
    first = 71 * 24 + 9
    (outage,) = found(altered(series, first, n_slots, 0.0), "outage")

    assert outage.start <= series.stamps[first]
    assert outage.end >= series.stamps[first + n_slots - 1]
    assert outage.came == pytest.approx(0, abs=25)
    assert outage.expected > 50
    assert forecast(altered(series, first, n_slots, 0.0)) == pytest.approx(
        forecast(series), rel=0.02
    )


def test_an_hour_cut_short_belongs_to_its_outage() -> None:
    series = altered(altered(made(), 71 * 24 + 10, 5, 0.0), 71 * 24 + 15, 1, 0.3)

    (outage,) = found(series, "outage")

    assert outage.end == series.stamps[71 * 24 + 16]
    assert outage.came > 0


def test_a_spike_is_found_and_bends_nothing() -> None:
    series = made()
    spiked = altered(series, 71 * 24 + 9, 2, 12.0)
    (spike,) = found(spiked, "spike")

    assert (spike.start, spike.end) == (series.stamps[71 * 24 + 9], series.stamps[71 * 24 + 11])
    assert spike.came > 5 * spike.expected
    assert forecast(spiked) == pytest.approx(forecast(series), rel=0.01)


def test_hours_that_are_always_quiet_are_no_outage() -> None:
    slots = grid("2003-06-01", 84)
    quiet = np.isin(wall_clock(slots).slot, (12, 13))
    series = history(slots, np.where(quiet, 0.0, counts(slots, true_mean(slots), 0.1, 1)))

    assert not found(series, "outage")


def test_a_level_break_is_told_with_the_level_before_and_after() -> None:
    series = altered(made(n_days=112), 70 * 24, 42 * 24, 0.4)

    (fall,) = found(series, "level_break")

    assert fall.start == series.stamps[70 * 24]
    assert fall.end == series.stamps[-1] + np.timedelta64(1, "h")
    assert fall.came / fall.expected == pytest.approx(0.4, rel=0.1)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_break_is_found_where_most_days_bring_nothing(seed: int) -> None:
    slots, fell = grid("2002-01-01", 596), 496
    usual = true_mean(slots, busiest=0.08)
    after = np.arange(len(slots)) // 24 >= fell
    series = history(slots, counts(slots, usual * np.where(after, 0.15, 1.0), 0.0, seed))

    (fall,) = found(series, "level_break")
    ahead = float(DayLevel().learn(series).mean(WEEK).sum())

    assert abs(fall.start - slots.stamps[24 * fell]) <= np.timedelta64(14, "D")
    assert ahead < 0.3 * true_mean(WEEK, busiest=0.08).sum()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_queue_of_few_contacts_and_one_level_has_no_break(seed: int) -> None:
    slots = grid("2002-01-01", 596)
    series = history(slots, counts(slots, true_mean(slots, busiest=0.08), 0.3, seed))

    assert not found(series, "level_break")


def test_holidays_and_wild_days_are_told_as_whole_local_days() -> None:
    series = altered(made(zone="Europe/London"), 50 * 24 + 23, 24, 1.9)
    holidays = {dt.date(2003, 6, 20): "Founders"}
    told = {f.kind: f for f in look_at(replace(series, holidays=holidays))[0].findings}

    assert told["outlier"].start == np.datetime64("2003-07-21T23:00:00")
    assert told["outlier"].end == np.datetime64("2003-07-22T23:00:00")
    assert told["holiday"].name == "Founders"
    assert told["holiday"].start == np.datetime64("2003-06-19T23:00:00")


def event(first: str, hours: int, ratio: float | None = None) -> Event:
    start = np.datetime64(first, "s")
    return Event("launch", start, start + np.timedelta64(hours, "h"), ratio)


def test_an_event_seen_before_comes_back_and_bends_nothing() -> None:
    series = made()
    past, ahead = event("2003-08-05T08", 30), event("2003-08-26T08", 30)
    at = int(np.flatnonzero(series.stamps == past.start)[0])
    moved = replace(altered(series, at, 30, 2.0), events=(past, ahead))
    week = replace(WEEK, events=(past, ahead))

    mean, plain = (DayLevel().learn(s).mean(week) for s in (moved, series))
    during = (week.stamps >= ahead.start) & (week.stamps < ahead.end)

    assert mean[during].sum() / plain[during].sum() == pytest.approx(1.75, abs=0.2)
    assert mean[~during].sum() == pytest.approx(plain[~during].sum(), rel=0.02)
    assert found(moved, "event")[0].came == pytest.approx(
        2 * found(moved, "event")[0].expected, rel=0.1
    )


@pytest.mark.parametrize("ratio", [0.0, 0.5, 1.8])
def test_an_event_without_a_past_does_what_is_expected_of_it(ratio: float) -> None:
    ahead = event("2003-08-26T08", 30, ratio)
    mean, plain = (
        DayLevel().fit(made()).predict(replace(WEEK, events=events), LEVELS).mean
        for events in ((ahead,), ())
    )
    during = (WEEK.stamps >= ahead.start) & (WEEK.stamps < ahead.end)

    assert mean == pytest.approx(np.where(during, ratio, 1.0) * plain)


MONDAY = day_number(dt.date(2003, 6, 2))
DAYS = np.arange(MONDAY, MONDAY + 14)
WEEKDAYS = np.arange(7) < 5


def kinds(holiday: int, closed: float, worked: np.ndarray) -> dict[str, dict[int, float]]:
    marks = near_holidays(DAYS, holiday_days({holiday: "x"}, closed=closed), worked)
    return {
        effect.name: {int(i): float(v) for i, v in enumerate(mark) if v}
        for effect, mark in zip(NEAR, marks, strict=True)
    }


def test_a_tuesday_after_a_closed_monday_takes_on_more_than_a_monday_after_a_friday() -> None:
    after_monday = kinds(MONDAY + 7, 1.0, WEEKDAYS)["first day after closing"]
    after_friday = kinds(MONDAY + 4, 1.0, WEEKDAYS)["first day after closing"]

    assert after_monday == {8: pytest.approx(1 - 2**-3)}
    assert after_friday == {7: pytest.approx(2**-2 - 2**-3)}


def test_an_open_holiday_leaves_nothing_pent_up() -> None:
    open_one = kinds(MONDAY + 2, 0.0, np.ones(7, bool))

    assert not open_one["first day after closing"]
    assert (open_one["eve"], open_one["day after"]) == ({1: 1.0}, {3: 1.0})


@pytest.mark.parametrize(("weekday", "bridge"), [(0, {}), (1, {0: 1.0}), (2, {}), (3, {4: 1.0})])
def test_a_bridge_lies_between_a_holiday_and_the_weekend(
    weekday: int, bridge: dict[int, float]
) -> None:
    assert kinds(MONDAY + weekday, 0.0, WEEKDAYS)["bridge"] == bridge


def test_a_queue_that_closed_on_its_holidays_is_expected_to() -> None:
    slots = grid("2003-06-02", 70)
    dates = {dt.date(2003, 6, 10): "A", dt.date(2003, 7, 10): "B", dt.date(2003, 9, 2): "C"}
    shut = np.isin(wall_clock(slots).day, [day_number(d) for d in dates])
    day, ones = wall_clock(slots).day, np.ones(len(slots))
    seen = [replace(history(slots, y), holidays=dates) for y in (np.where(shut, np.nan, 1.0), ones)]
    closing, opening = (
        learn_closing(one, day, np.unique(day[one.is_observed]), learn_silence(one, 1.0))
        for one in seen
    )

    assert closing.past == {day_number(d): 1.0 for d in list(dates)[:2]}
    assert closing.probability > 0.5 > 0.1 > opening.probability
