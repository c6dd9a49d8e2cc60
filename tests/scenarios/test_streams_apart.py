"""Streams whose histories begin or end at other times than those of their neighbours."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from planner.errors import InputError
from scenarios.forecast import history_series
from scenarios.inputs import Inputs
from scenarios.pipeline import make_forecast
from tests.inputs_fixture import MONDAY, small_inputs

BASE = small_inputs()
WEEK = 7 * 48
PHONE = ("phone", "")


def known(first_week: int, last_week: int) -> Inputs:
    """Phone's history from one week to another of nine, missing before and after."""
    counts = BASE.history.counts.copy()
    counts[0, : first_week * WEEK] = np.nan
    counts[0, last_week * WEEK :] = np.nan
    return replace(BASE, history=replace(BASE.history, counts=counts))


@pytest.mark.parametrize(("first", "last"), [(5, 9), (0, 6), (3, 7)])
def test_a_history_that_begins_later_or_ends_earlier_has_no_holes(first: int, last: int) -> None:
    inputs = known(first, last)
    series = history_series(inputs, PHONE)
    assert not (np.isnan(series.y) & series.is_open).any()
    assert np.nansum(series.y[series.is_open]) == np.nansum(inputs.history.of(PHONE))
    mean = make_forecast(inputs).mean("phone")
    np.testing.assert_allclose(mean.sum(), make_forecast(BASE).mean("phone").sum(), rtol=0.1)


def test_holes_inside_stay_missing() -> None:
    counts = BASE.history.counts.copy()
    counts[0, 4 * WEEK : 4 * WEEK + 48] = np.nan
    inputs = replace(BASE, history=replace(BASE.history, counts=counts))
    series = history_series(inputs, PHONE)
    assert len(series) == BASE.history.grid.n_slots
    assert (np.isnan(series.y) & series.is_open).sum() == 16


def test_a_stream_that_ended_long_ago_is_named() -> None:
    with pytest.raises(InputError, match="after the history of phone ends"):
        make_forecast(known(0, 3), week=MONDAY + timedelta(weeks=8))


def office_mail(counts: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Inputs:
    """The small team whose tickets are answered in phone's hours."""
    mail = replace(BASE.queue("tickets"), opening=BASE.queue("phone").opening)
    history = replace(BASE.history, counts=counts)
    return replace(BASE, queues=(BASE.queue("phone"), mail), history=history)


def test_mail_that_begins_later_has_no_holes_either() -> None:
    counts = BASE.history.counts.copy()
    closed = ~BASE.queue("phone").open_slots(BASE.history.grid, {})
    counts[1, : 5 * WEEK] = np.where(closed[: 5 * WEEK], 0.0, np.nan)
    series = history_series(office_mail(counts), ("tickets", "P1"))
    assert not np.isnan(series.y).any()
    assert series.is_open.all()


def test_mail_never_seen_while_closed_is_not_expected_then() -> None:
    closed = ~BASE.queue("phone").open_slots(BASE.history.grid, {})
    counts = BASE.history.counts.copy()
    counts[1:, closed] = 0.0
    inputs = office_mail(counts)
    grid = inputs.week_grid()
    shut = ~inputs.queue("tickets").open_slots(grid, {})
    mean = make_forecast(inputs).mean("tickets")
    assert mean[shut].sum() == 0
    assert mean[~shut].sum() > 50
