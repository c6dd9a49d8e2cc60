"""A forecast read off for its page."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from planner.demand import Forecast
from planner.local_time import week_grid, zone
from planner.overrides import ForecastOverride
from planner.queue_sources import Borrow
from planner.timegrid import Interval
from scenarios.forecast import StreamFit, forecast_wide
from scenarios.inputs import Inputs
from scenarios.report.forecast_page import render_forecast
from scenarios.views import view_forecast
from scenarios.views.forecast_view import ForecastView
from scenarios.views.view_forecast import forecast_view
from tests.inputs_fixture import MONDAY, small_inputs


def made(inputs: Inputs, day: date = MONDAY) -> tuple[Forecast, list[StreamFit]]:
    grid = week_grid(day, zone(inputs.settings.zone), inputs.settings.interval_minutes)
    fits: list[StreamFit] = []
    return forecast_wide(inputs, grid, on_fit=fits.append).cut(grid), fits


@pytest.fixture(scope="module")
def view() -> ForecastView:
    inputs = small_inputs()
    return forecast_view(inputs, *made(inputs))


def test_sums_queues_and_priorities_are_shown_and_agree(view: ForecastView) -> None:
    titles = [one.title for one in view.series]
    assert titles == ["All contacts", "phone", "tickets", "tickets P1", "tickets P3"]
    total = {one.title: one.mean.sum() for one in view.series}
    assert total["All contacts"] == pytest.approx(total["phone"] + total["tickets"])
    assert total["tickets"] == pytest.approx(total["tickets P1"] + total["tickets P3"])
    for one in view.series:
        assert sum(day.mean for day in one.days) == pytest.approx(one.mean.sum())
        assert all(day.low <= day.middle <= day.high for day in one.days)


def test_parts_and_findings_are_those_of_single_series(view: ForecastView) -> None:
    with_parts = [one.title for one in view.series if one.parts is not None]
    assert with_parts == ["phone", "tickets P1", "tickets P3"]


def test_eight_weeks_back_and_the_week_are_shown(view: ForecastView) -> None:
    phone = view.series[1]
    first = phone.stamps[phone.n_past]
    assert first == np.datetime64("2003-10-19T23:00", "s")
    assert first - phone.stamps[0] == np.timedelta64(8 * 7, "D").astype("timedelta64[s]")
    assert not np.isnan(phone.came[: phone.n_past]).any()
    assert np.isnan(phone.came[phone.n_past :]).all()


def test_days_know_the_week_before_and_the_clock(view: ForecastView) -> None:
    phone = view.series[1]
    history = small_inputs().history
    monday = np.nansum(history.of(("phone", ""))[-336:-288])
    assert phone.days[0].before == monday
    assert phone.days[6].notes == ("25 hours: the clocks change",)


def test_what_came_in_the_week_is_shown_beside_the_forecast() -> None:
    inputs = small_inputs()
    phone = forecast_view(inputs, *made(inputs, MONDAY - timedelta(weeks=1))).series[1]
    assert [day.came is not None for day in phone.days] == [True] * 7
    assert not np.isnan(phone.came[phone.n_past :]).any()


def test_a_queue_without_history_has_no_last_week_and_hides_none_of_others() -> None:
    inputs = small_inputs()
    queue = replace(inputs.queues[0], id="chat", borrow=Borrow("phone", 0.3))
    unseen = np.full((1, inputs.history.grid.n_slots), np.nan)
    history = replace(
        inputs.history,
        streams=(*inputs.history.streams, ("chat", "")),
        counts=np.vstack([inputs.history.counts, unseen]),
    )
    changed = replace(inputs, queues=(*inputs.queues, queue), history=history)
    found = forecast_view(changed, *made(changed))
    total, new = (next(s for s in found.series if s.title == t) for t in ("All contacts", "chat"))
    assert [day.before for day in new.days] == [None] * 7
    alone = forecast_view(inputs, *made(inputs)).series[0]
    assert [day.before for day in total.days] == [day.before for day in alone.days]
    html = render_forecast(found)
    assert "borrowed from phone, times 0.3" in html
    assert "forecast by borrowed" not in html


def test_the_smallest_series_are_left_out_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view_forecast, "MOST_SERIES", 3)
    inputs = small_inputs()
    view = forecast_view(inputs, *made(inputs))
    assert [one.title for one in view.series] == ["All contacts", "phone", "tickets"]
    assert view.n_left_out == 2


def test_the_page_of_a_real_forecast_can_be_made(view: ForecastView) -> None:
    assert "Share of a day" in render_forecast(view)


def test_overrides_are_told_where_they_act_with_who_and_why() -> None:
    inputs = small_inputs()
    start = week_grid(MONDAY, zone("Europe/London"), 30).start
    day = Interval(start, start + timedelta(days=1))
    override = ForecastOverride(("tickets",), "P1", day, "total", 90, "Ngozi", "billing run")
    view = forecast_view(inputs, *made(replace(inputs, overrides=(override,))))
    told = {one.title: one.adjustments for one in view.series if one.adjustments}
    assert "tickets P1" in told
    assert not {"phone", "tickets P3"} & set(told)
    assert told["All contacts"][0].what.startswith("tickets P1: total of 90: ")
    (one,) = told["tickets P1"]
    assert one.what.startswith("P1: total of 90: ")
    assert (one.author, one.reason) == ("Ngozi", "billing run")
    assert view.series[3].days[0].mean == pytest.approx(90)
    assert "billing run" in render_forecast(view)


def test_an_override_of_several_queues_has_their_names_on_each_page_it_is_on() -> None:
    inputs = small_inputs()
    start = week_grid(MONDAY, zone("Europe/London"), 30).start
    day = Interval(start, start + timedelta(days=1))
    override = ForecastOverride(("phone", "tickets"), "", day, "total", 900, "Ngozi", "sale")
    queues = (replace(inputs.queues[0], name="Calls"), inputs.queues[1])
    named = replace(inputs, queues=queues, overrides=(override,))
    view = forecast_view(named, *made(named))
    told = {one.title: one.adjustments[0].what for one in view.series}
    assert set(told) == {"All contacts", "Calls", "tickets", "tickets P1", "tickets P3"}
    assert all(what.startswith("Calls, tickets: total of 900: ") for what in told.values())


def test_numbers_stay_beside_the_right_to_left_name_they_are_about() -> None:
    inputs = small_inputs()
    start = week_grid(MONDAY, zone("Europe/London"), 30).start
    day = Interval(start, start + timedelta(days=1))
    override = ForecastOverride(("phone",), "", day, "factor", 2, "Ngozi", "sale")
    queues = (replace(inputs.queues[0], name="هاتف"), inputs.queues[1])
    named = replace(inputs, queues=queues, overrides=(override,))
    together = forecast_view(named, *made(named)).series[0]
    assert together.adjustments[0].what.startswith("\u2068هاتف\u2069: factor of 2: ")


def test_profiles_have_holes_where_a_queue_is_never_open(view: ForecastView) -> None:
    parts = view.series[1].parts
    assert parts is not None
    is_open = ~np.isnan(parts.profile)
    assert np.flatnonzero(is_open[0])[[0, -1]].tolist() == [18, 33]  # 09:00 to 17:00
    assert not is_open[5:].any()


def test_level_and_profile_are_those_of_open_hours_and_multiply_to_the_forecast(
    view: ForecastView,
) -> None:
    phone = view.series[1]
    assert phone.parts is not None
    shares = np.nansum(phone.parts.profile, axis=1)
    assert shares.max() == pytest.approx(1)
    level = np.prod(list(phone.parts.factors.values()), axis=0)[-7:]
    days = [day.mean for day in phone.days]
    assert level * shares == pytest.approx(days)
