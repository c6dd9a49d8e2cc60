"""Forecasts made by hand and by a seed, for tests of their page."""

from datetime import UTC, date, datetime, timedelta

import numpy as np

from forecasting.base import Floats
from forecasting.explained import Components, Finding, FindingKind
from forecasting.features import date_of, day_number, weekday_of
from scenarios.views.bins import day_numbers
from scenarios.views.forecast_view import Adjustment, DayView, ForecastView, SeriesView

FIRST = date(2003, 10, 20)
_WEEKDAY = np.array([1.2, 1.1, 1.0, 1.0, 1.0, 0.4, 0.3])
_NY = "America/New_York"


def found(
    kind: FindingKind, start: str, end: str, came: float, due: float, name: str = ""
) -> Finding:
    """A finding between two UTC stamps."""
    return Finding(kind, np.datetime64(start, "s"), np.datetime64(end, "s"), came, due, name)


FINDINGS = (
    found("level_break", "2003-07-14T04:00", "2003-10-20T04:00", 240_000, 200_000),
    found("outage", "2003-08-14T20:00", "2003-08-15T02:00", 0, 420),
    found("holiday", "2003-09-01T04:00", "2003-09-02T04:00", 900, 2400, "Labor Day"),
    found("spike", "2003-09-18T13:00", "2003-09-18T14:00", 900, 130),
    found("outlier", "2003-09-30T04:00", "2003-10-01T04:00", 3400, 2310),
    found("outage", "2003-10-08T15:00", "2003-10-08T18:00", 3, 390),
    found("event", "2003-10-15T04:00", "2003-10-16T04:00", 3100, 2400, "Launch"),
)


def view_of(n_weeks: int = 1, name: str = "Tiny support", title: str = "Phone") -> ForecastView:
    """A phone queue with everything to tell, and a sum that has nothing."""
    phone = series_view(n_weeks, title)
    return ForecastView(
        name=name,
        zone=_NY,
        first=FIRST,
        last=FIRST + timedelta(days=7 * n_weeks - 1),
        series=(_summed(phone), phone),
        n_left_out=2,
        known_until=date(2003, 10, 19),
        facts={"Inputs": "0123456789abcdef"},
        notes=("history of 33 weeks",),
    )


def series_view(n_weeks: int = 1, title: str = "Phone") -> SeriesView:
    """Half-hours of eight weeks of New York and `n_weeks` ahead, over the clock change."""
    start, middle = np.datetime64("2003-08-25T04:00", "s"), np.datetime64("2003-10-20T04:00", "s")
    n_past = int((middle - start) / np.timedelta64(30, "m"))
    n_ahead = 336 * n_weeks + 2
    stamps = start + np.arange(n_past + n_ahead) * np.timedelta64(30, "m")
    mean = expected(stamps)
    came = np.random.default_rng(1).poisson(mean).astype(float)
    came[n_past:] = np.nan
    came[:40] = np.nan
    spread = 1.28 * np.sqrt(mean + (0.08 * mean) ** 2)
    for one in FINDINGS:
        inside = (stamps >= one.start) & (stamps < one.end)
        if one.kind != "level_break":
            came[inside] *= one.came / one.expected
    ahead = mean[n_past:]
    handling = np.where(ahead > 0, 240 + 40 * np.sin(np.arange(n_ahead) / 8), np.nan)
    return SeriesView(
        title=title,
        about="phone",
        zone=_NY,
        minutes=30,
        stamps=stamps,
        n_past=n_past,
        came=came,
        mean=ahead,
        low=np.maximum(ahead - spread[n_past:], 0),
        middle=ahead * 0.99,
        high=ahead + spread[n_past:],
        days=days_of(ahead, n_weeks),
        findings=FINDINGS,
        parts=parts(n_weeks),
        adjustments=(
            Adjustment(
                "override",
                "total of 2,900",
                datetime(2003, 10, 22, 4, tzinfo=UTC),
                datetime(2003, 10, 23, 4, tzinfo=UTC),
                "Ngozi",
                "billing run",
            ),
        ),
        handling_s=handling,
        model="day_level",
        why="5.2 % WAPE against 6.8 % of the eight-week mean",
    )


def expected(stamps: np.ndarray) -> Floats:
    """A wave by day and weekday at UTC stamps, nothing at night."""
    day = day_numbers(stamps, _NY)
    hour = (stamps.astype(np.int64) / 3600 - 4) % 24
    shape = np.where((hour >= 7) & (hour < 21), 1 + 0.6 * np.sin((hour - 7) / 14 * np.pi * 2), 0.0)
    found: Floats = 80 * _WEEKDAY[weekday_of(day)] * np.maximum(shape, 0)
    return found


def days_of(ahead: Floats, n_weeks: int) -> tuple[DayView, ...]:
    """Days of the forecast; the last of the first week has 25 hours."""
    stops = np.cumsum([50 if n == 6 else 48 for n in range(7 * n_weeks)])
    sums = np.add.reduceat(ahead, np.concatenate([[0], stops[:-1]])).tolist()
    return tuple(
        DayView(
            day=FIRST + timedelta(days=n),
            mean=total,
            low=0.9 * total,
            middle=0.99 * total,
            high=1.1 * total,
            before=total * 1.04 if n else None,
            came=total * 1.2 if n == 0 else None,
            notes=("25 hours: the clocks change",) if n == 6 else (),
        )
        for n, total in enumerate(sums)
    )


def parts(n_weeks: int) -> Components:
    """Level with a break, weekdays, season, month, a holiday and an event; profiles."""
    first = day_number(date(2002, 9, 1))
    days = np.arange(first, day_number(FIRST) + 7 * n_weeks)
    level = 1500 + 0.4 * (days - first) + np.where(days >= day_number(date(2003, 7, 14)), 300, 0)
    of_month = np.array([date_of(int(day)).day for day in days])
    slots = expected(
        np.datetime64("2003-10-20T04:00", "s") + np.arange(336) * np.timedelta64(30, "m")
    )
    profile = slots.reshape(7, 48)
    special = {date(2002, 12, 25): 0.2, date(2003, 9, 1): 0.4, date(2003, 10, 23): 0.8}
    holiday = np.array([special.get(date_of(int(day)), 1.0) for day in days])
    return Components(
        days,
        {
            "level": level.astype(float),
            "weekday": _WEEKDAY[weekday_of(days)],
            "season": 1 + 0.08 * np.sin(days / 365.25 * 2 * np.pi),
            "month": 1 + 0.05 * np.cos(of_month / 31 * 2 * np.pi),
            "holiday": holiday,
            "event": np.where(days == day_number(date(2003, 10, 15)), 1.3, 1.0),
        },
        profile / profile.sum(axis=1, keepdims=True),
    )


def _summed(phone: SeriesView) -> SeriesView:
    return SeriesView(
        title="All contacts",
        about="2 queues together",
        zone=phone.zone,
        minutes=phone.minutes,
        stamps=phone.stamps,
        n_past=phone.n_past,
        came=phone.came * 2,
        mean=phone.mean * 2,
        low=phone.low * 2,
        middle=phone.middle * 2,
        high=phone.high * 2,
        days=phone.days,
        model="day_level",
        n_summed=2,
    )
