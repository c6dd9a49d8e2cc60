"""Totals by queue, channel, language and group: every level shares out the same contacts."""

import csv
import io
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from planner.errors import InputError
from planner.exports import forecast_totals
from planner.roll_ups import RollUp
from scenarios.forecasts.roll_ups import members, roll_ups
from scenarios.forecasts.run import ForecastRun, make_run
from scenarios.inputs import Inputs
from tests.inputs_fixture import MONDAY, PHONE, TICKETS, small_inputs


def labelled() -> Inputs:
    """Phone is German, tickets have no language; both have groups."""
    queues = (
        replace(PHONE, language="German", group="=Leeds"),
        replace(TICKETS, group="York"),
    )
    return replace(small_inputs(), queues=queues)


@lru_cache(maxsize=1)
def run() -> ForecastRun:
    return make_run(labelled(), week=MONDAY)


@lru_cache(maxsize=1)
def found() -> tuple[RollUp, ...]:
    return tuple(roll_ups(run().inputs, run().forecast))


def one(level: str, name: str) -> RollUp:
    (only,) = (r for r in found() if (r.level, r.name) == (level, name))
    return only


def test_every_level_shares_out_the_same_contacts() -> None:
    total = one("total", "all")
    np.testing.assert_allclose(total.mean, sum(s.mean for s in run().forecast.streams), atol=1e-9)
    for level in ("channel", "language", "group"):
        parts = [r for r in found() if r.level == level]
        assert len(parts) == 2
        np.testing.assert_allclose(sum(r.mean for r in parts), total.mean, atol=1e-9)
        for i, span in enumerate(total.spans):
            assert sum(r.spans[i].mean for r in parts) == pytest.approx(span.mean, abs=1e-9)


def test_days_and_weeks_are_sums_of_slots() -> None:
    for roll_up in found():
        days = [s for s in roll_up.spans if s.span == "day"]
        (week,) = (s for s in roll_up.spans if s.span == "week")
        assert len(days) == 7
        assert sum(s.mean for s in days) == pytest.approx(week.mean, abs=1e-9)
        assert week.mean == pytest.approx(float(roll_up.mean.sum()), abs=1e-9)


def test_queues_without_a_label_are_summed_apart() -> None:
    assert np.array_equal(one("language", "German").mean, one("channel", "phone").mean)
    assert np.array_equal(one("language", "(none)").mean, one("queue", "tickets").mean)


def test_a_queue_of_one_stream_is_not_told_again() -> None:
    assert [r.name for r in found() if r.level == "queue"] == ["tickets"]


def test_without_labels_there_are_no_levels_of_them() -> None:
    levels = {level for level, _, _ in members(small_inputs(), run().forecast)}
    assert levels == {"queue", "channel", "total"}


def test_bands_of_sums_are_narrower_than_sums_of_bands() -> None:
    """Days of phone and tickets, which are not busy together."""
    for i, total in enumerate(one("total", "all").spans):
        parts = [one("group", name).spans[i].quantiles for name in ("=Leeds", "York")]
        width, widths = np.ptp(total.quantiles[[0, 3]]), [np.ptp(q[[0, 3]]) for q in parts]
        if min(widths) > 0:
            assert max(widths) < width < 0.95 * sum(widths)


def test_the_table_holds_slots_days_and_weeks_and_no_formulas() -> None:
    text = forecast_totals.text(found(), run().grid, "Europe/London")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert not any(cell.startswith("=") for row in rows for cell in row.values())
    group = [r for r in rows if r["name"] == "'=Leeds"]
    assert [sum(r["span"] == span for r in group) for span in ("slot", "day", "week")] == [
        338,
        7,
        1,
    ]
    sunday = next(r for r in rows if r["span"] == "day" and r["start_local"][:10] == "2003-10-26")
    assert (sunday["start_utc"], sunday["end_utc"]) == (
        "2003-10-25T23:00:00Z",
        "2003-10-27T00:00:00Z",
    )


@pytest.mark.parametrize("label", [" German", "Ger\nman", "x" * 61])
def test_labels_are_one_short_line(label: str) -> None:
    for key in ("language", "group"):
        with pytest.raises(InputError, match=f"{key} is '"):
            replace(PHONE, **{key: label})  # type: ignore[arg-type]
