"""Overrides on a forecast: what they change, in which order, and what they leave alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import numpy as np
import pytest

from planner.arrays import FloatArray
from planner.demand import Forecast
from planner.local_time import day_start, zone
from planner.overrides import ForecastOverride
from planner.readers.reading import Reading
from planner.timegrid import Interval
from scenarios.change_kinds import VolumeChange
from scenarios.forecast import forecast_wide
from scenarios.inputs import Inputs
from scenarios.override_checks import override_problems
from scenarios.override_words import override_lines, told_overrides
from scenarios.setup import Setup
from tests.inputs_fixture import MONDAY, small_inputs

LONDON = zone("Europe/London")
Kind = Literal["number", "factor", "total"]


def days(first: date, n_days: int = 1) -> Interval:
    return Interval(day_start(first, LONDON), day_start(first + timedelta(days=n_days), LONDON))


def said(
    kind: Kind,
    value: float,
    span: Interval,
    queue: str = "phone",
    priority: str = "",
    line: int = 2,
) -> ForecastOverride:
    return ForecastOverride((queue,), priority, span, kind, value, "Ann <b>", "we know", line)


def week_of(inputs: Inputs, *overrides: ForecastOverride) -> Forecast:
    grid = inputs.week_grid()
    return forecast_wide(replace(inputs, overrides=overrides), grid).cut(grid)


def part(found: Forecast, values: FloatArray, span: Interval) -> FloatArray:
    return values[found.grid.slot_of(span.start) : found.grid.slot_of(span.end)]


INPUTS = small_inputs()
PLAIN = week_of(INPUTS)
TUESDAY = days(MONDAY + timedelta(days=1))
SUNDAY = days(MONDAY + timedelta(days=6))
PLAIN_TUESDAY = part(PLAIN, PLAIN.mean("phone"), TUESDAY)


def test_a_total_of_the_day_with_25_hours_comes_out_and_keeps_its_profile() -> None:
    found = week_of(INPUTS, said("total", 100, SUNDAY, "tickets"))
    sunday, before = (part(f, f.mean("tickets"), SUNDAY) for f in (found, PLAIN))
    assert len(sunday) == 50
    assert sunday.sum() == pytest.approx(100)
    assert np.allclose(sunday / sunday.sum(), before / before.sum())


def test_closed_slots_stay_closed_and_others_stay_as_they_were() -> None:
    found = week_of(INPUTS, said("number", 6, days(MONDAY, 7)))
    mean, plain = found.mean("phone"), PLAIN.mean("phone")
    assert set(mean[plain > 0]) == {6.0}
    assert not mean[plain == 0].any()
    assert np.array_equal(found.mean("tickets"), PLAIN.mean("tickets"))


def test_rows_act_one_after_the_other() -> None:
    total, factor = said("total", 90, TUESDAY), said("factor", 1.5, TUESDAY)
    both = week_of(INPUTS, total, factor)
    assert part(both, both.mean("phone"), TUESDAY).sum() == pytest.approx(135)
    later = week_of(INPUTS, factor, total)
    assert part(later, later.mean("phone"), TUESDAY).sum() == pytest.approx(90)
    twice = week_of(INPUTS, factor, factor)
    assert np.allclose(
        part(twice, twice.mean("phone"), TUESDAY), 2.25 * part(PLAIN, PLAIN.mean("phone"), TUESDAY)
    )


def test_a_priority_alone_or_all_in_their_proportion() -> None:
    one = week_of(INPUTS, said("factor", 2, TUESDAY, "tickets", "P1"))
    assert np.array_equal(one.of("tickets")[1].mean, PLAIN.of("tickets")[1].mean)
    together = week_of(INPUTS, said("total", 80, TUESDAY, "tickets"))
    sums = [part(together, s.mean, TUESDAY).sum() for s in together.of("tickets")]
    plain = [part(PLAIN, s.mean, TUESDAY).sum() for s in PLAIN.of("tickets")]
    assert sum(sums) == pytest.approx(80)
    assert sums[0] / sums[1] == pytest.approx(plain[0] / plain[1])


def test_several_queues_share_contacts_as_they_are_expected() -> None:
    both = ("phone", "tickets")
    found = week_of(INPUTS, replace(said("total", 300, TUESDAY), queues=both))
    now, before = ([part(f, f.mean(q), TUESDAY).sum() for q in both] for f in (found, PLAIN))
    assert sum(now) == pytest.approx(300)
    assert now[0] / now[1] == pytest.approx(before[0] / before[1])
    found = week_of(INPUTS, replace(said("number", 12, TUESDAY), queues=both))
    together = part(found, found.mean("phone") + found.mean("tickets"), TUESDAY)
    assert np.allclose(together, 12)  # at night tickets alone
    assert not part(found, found.mean("phone"), TUESDAY)[PLAIN_TUESDAY == 0].any()


def test_a_factor_of_several_queues_acts_on_each_and_is_told_once() -> None:
    twice = replace(said("factor", 2, TUESDAY), queues=("phone", "tickets"))
    inputs = replace(INPUTS, overrides=(twice,))
    found = week_of(INPUTS, twice)
    for queue in twice.queues:
        before = part(PLAIN, PLAIN.mean(queue), TUESDAY)
        assert np.allclose(part(found, found.mean(queue), TUESDAY), 2 * before)
    (told,) = told_overrides(found)
    assert told["queue"] == "phone;tickets"
    (line,) = override_lines(inputs, found)
    assert ", ".join(inputs.queue(queue).title for queue in twice.queues) in line


def test_the_band_goes_along() -> None:
    found = week_of(INPUTS, said("factor", 2, TUESDAY))
    (new,), (old,) = found.of("phone"), PLAIN.of("phone")
    first = found.grid.slot_of(TUESDAY.start)
    tuesday = slice(first, first + 48)
    assert np.allclose(new.quantiles[:, tuesday], 2 * old.quantiles[:, tuesday])


def test_a_total_counts_what_has_come_and_gives_the_week_its_part() -> None:
    fortnight = days(MONDAY - timedelta(days=7), 14)
    history, grid = INPUTS.history, INPUTS.week_grid()
    came = float(np.nansum(history.of(("phone", ""))[-7 * 48 :]))
    found = week_of(INPUTS, said("total", came + 300, fortnight))
    assert found.mean("phone").sum() == pytest.approx(300)
    assert week_of(INPUTS, said("total", 1, fortnight)).mean("phone").sum() == 0
    month = Interval(grid.start, grid.end + timedelta(days=21))  # reaches beyond the forecast
    found = week_of(INPUTS, said("total", 4000, month))
    assert found.mean("phone").sum() == pytest.approx(1000, rel=0.02)


def test_a_total_of_nothing_expected_spreads_over_the_open_slots() -> None:
    silent = INPUTS.history.counts.copy()
    silent[0] = np.where(np.isnan(silent[0]), np.nan, 0.0)
    inputs = replace(INPUTS, history=replace(INPUTS.history, counts=silent))
    found = week_of(inputs, said("total", 32, TUESDAY))
    tuesday = part(found, found.mean("phone"), TUESDAY)
    assert sorted(set(tuesday)) == [0.0, 2.0]  # sixteen half hours from nine to five
    (stream,) = found.of("phone")
    assert (part(found, stream.quantiles[-1], TUESDAY)[tuesday > 0] > 2).all()


def test_what_was_applied_is_told_and_what_was_not_too() -> None:
    outside = said("factor", 2, days(MONDAY + timedelta(days=30)), line=3)
    inputs = replace(INPUTS, overrides=(said("total", 90, TUESDAY), outside))
    grid = inputs.week_grid()
    found = forecast_wide(inputs, grid).cut(grid)
    (applied,) = found.overrides
    assert applied.before == pytest.approx(part(PLAIN, PLAIN.mean("phone"), TUESDAY).sum())
    assert applied.after == pytest.approx(90)
    first, second = override_lines(inputs, found)
    assert "Tue 21 Oct 2003 00:00 to Wed 22 Oct 2003 00:00" in first
    assert "became 90.0 (total of 90); Ann <b>: we know" in first
    assert second.startswith("overrides.csv line 3: nothing changes")
    (told,) = told_overrides(found)
    assert (told["author"], told["after"]) == ("Ann <b>", 90.0)


def test_a_change_of_volume_scales_somebody_s_contacts_too() -> None:
    inputs = replace(INPUTS, overrides=(said("total", 90, TUESDAY), said("factor", 2, SUNDAY)))
    changed = VolumeChange(None, 1.1).apply(inputs)
    assert [one.value for one in changed.overrides] == [pytest.approx(99), 2]
    assert VolumeChange("tickets", 1.1).apply(inputs).overrides == inputs.overrides
    together = (replace(said("total", 90, TUESDAY), queues=("phone", "tickets")),)
    assert (
        VolumeChange("phone", 1.1).apply(replace(INPUTS, overrides=together)).overrides == together
    )


def problems(*overrides: ForecastOverride) -> list[tuple[int | None, str]]:
    inputs = INPUTS
    setup = Setup.__new__(Setup)
    object.__setattr__(setup, "queues", {queue.id: queue for queue in inputs.queues})
    found = override_problems(Reading(overrides), inputs.history, setup, inputs.week_grid())
    return [(problem.line, problem.code) for problem in found]


def test_what_does_not_fit_queue_or_week_is_told_by_line() -> None:
    noon = datetime(2003, 10, 21, 12, tzinfo=UTC)
    minute = Interval(noon + timedelta(minutes=1), noon + timedelta(minutes=2))
    assert problems(said("factor", 2, TUESDAY), said("total", 0, SUNDAY)) == []
    assert problems(said("number", 5, SUNDAY, line=7)) == [(7, "closed_span")]
    assert problems(said("number", 5, SUNDAY, "tickets")) == []
    assert problems(replace(said("number", 5, SUNDAY), queues=("phone", "tickets"))) == []
    assert problems(said("number", 5, minute)) == [(2, "no_interval")]
    assert problems(said("factor", 2, TUESDAY, "phone", "P1")) == [(2, "unknown_priority")]
    assert problems(said("factor", 2, TUESDAY, "tickets", "P2")) == [(2, "unknown_priority")]
    assert problems(said("factor", 2, days(date(2003, 12, 1)))) == [(2, "outside_week")]
