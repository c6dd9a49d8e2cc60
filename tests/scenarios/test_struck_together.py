"""An outage of several streams of a workspace is found in the small ones too."""

from dataclasses import replace
from datetime import date

import numpy as np

from scenarios.forecast import StreamFit
from scenarios.forecasts.run import make_run
from scenarios.inputs import Inputs
from tests.inputs_fixture import MONDAY, small_inputs

FIRST, N = 48 * 45, 12


def inputs(*struck: int) -> Inputs:
    """Streams by number, silent from midnight to six in the seventh week."""
    made = small_inputs()
    counts = made.history.counts.copy()
    counts[list(struck), FIRST : FIRST + N] = 0
    settings = replace(made.settings, forecaster="day_level")
    return replace(made, settings=settings, history=replace(made.history, counts=counts))


def outages(fit: StreamFit) -> list[np.datetime64]:
    return [finding.start for finding in fit.fitted.findings if finding.kind == "outage"]


def test_what_strikes_two_streams_is_found_in_both() -> None:
    """P1 expects five tickets in those hours, which alone could be chance."""
    together = make_run(inputs(1, 2), week=MONDAY)
    alone = make_run(inputs(1), week=MONDAY)

    phone, urgent, normal = (outages(fit) for fit in together.fits)
    assert phone == []
    assert len(urgent) == len(normal) == 1
    assert [outages(fit) for fit in alone.fits] == [[], [], []]


def test_nothing_after_the_day_of_the_forecast_is_looked_at() -> None:
    before = make_run(inputs(1, 2), week=MONDAY, as_of=date(2003, 10, 1))

    assert [outages(fit) for fit in before.fits] == [[], [], []]
