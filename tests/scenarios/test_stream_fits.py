"""What a forecast tells of its series while it is made."""

import numpy as np

from scenarios.forecast import StreamFit, forecast_wide
from tests.inputs_fixture import MONDAY, small_inputs


def test_every_stream_is_told_with_what_was_learned() -> None:
    inputs = small_inputs()
    grid = inputs.week_grid(MONDAY)
    told: list[StreamFit] = []
    wide = forecast_wide(inputs, grid, on_fit=told.append)
    assert [fit.stream for fit in told] == list(inputs.history.streams)
    for fit, stream in zip(told, wide.streams, strict=True):
        assert fit.series.stamps[-1] < grid.stamps()[0]
        ahead = np.isin(fit.horizon.stamps, grid.stamps())
        cut = np.isin(wide.grid.stamps(), grid.stamps())
        assert np.array_equal(fit.prediction.mean[ahead], stream.mean[cut])
