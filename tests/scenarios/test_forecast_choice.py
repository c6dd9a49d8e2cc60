"""A plan's forecast names the model of each series and why, however many processes made it."""

from dataclasses import replace

import numpy as np
import pytest

from forecasting import workers
from scenarios.forecast import forecast_wide
from scenarios.inputs import Inputs
from scenarios.progress import StageProgress
from tests.inputs_fixture import small_inputs


def chosen_by(name: str) -> Inputs:
    inputs = small_inputs()
    return replace(inputs, settings=replace(inputs.settings, forecaster=name))


def test_the_chosen_model_and_the_reason_are_told() -> None:
    inputs = chosen_by("auto")
    for stream in forecast_wide(inputs, inputs.week_grid(None)).streams:
        assert stream.model == "day_level"
        assert "day_level" in stream.why


def test_a_model_that_was_set_needs_no_reason() -> None:
    inputs = chosen_by("six_week_mean")
    streams = forecast_wide(inputs, inputs.week_grid(None)).streams

    assert {(s.model, s.why) for s in streams} == {("six_week_mean", "")}


def test_processes_change_no_forecast(monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = chosen_by("six_week_mean")
    alone = forecast_wide(inputs, inputs.week_grid(None))
    monkeypatch.setattr(workers, "_WORTH_STARTING_S", -1.0)
    monkeypatch.setattr("scenarios.forecast.usable_cores", lambda: 2)
    spread = forecast_wide(inputs, inputs.week_grid(None))

    for one, other in zip(alone.streams, spread.streams, strict=True):
        assert (one.queue, one.priority, one.model) == (other.queue, other.priority, other.model)
        assert np.array_equal(one.mean, other.mean)
        assert np.array_equal(one.quantiles, other.quantiles)


def test_asked_to_stop_it_stops() -> None:
    inputs = chosen_by("six_week_mean")
    moments: list[StageProgress] = []

    def stop(moment: StageProgress) -> bool:
        moments.append(moment)
        return moment.done == 0

    with pytest.raises(KeyboardInterrupt):
        forecast_wide(inputs, inputs.week_grid(None), stop)
    assert len(moments) == 2
