"""Peers keep the protocol; skipped where their library is not installed."""

from importlib.util import find_spec

import numpy as np
import pytest

from forecasting.base import Forecaster
from forecasting.peers import installed_peers
from forecasting.peers.lightgbm import LightGbm
from forecasting.peers.prophet import Prophet
from forecasting.peers.regular import regular
from forecasting.peers.statsforecast import Mfles, MstlEts
from tests.forecasting.histories import grid, history, made, true_mean


def test_a_sequence_has_no_closed_slots_and_no_holes() -> None:
    slots = grid("2003-10-06", 28, zone="Europe/London", hours=(8, 20))
    y = true_mean(slots)
    y[100:110] = np.nan
    sequence = regular(history(slots, y))

    assert sequence.seasons == (12, 84)
    assert len(sequence.values) == 28 * 12
    assert not np.isnan(sequence.values).any()


def test_a_sequence_is_read_back_in_its_place() -> None:
    slots = grid("2003-10-07", 28, zone="Europe/London", hours=(8, 20))
    series = history(slots, true_mean(slots))
    sequence = regular(series.part(0, 21 * 24))
    ahead = series.horizon(21 * 24, 28 * 24)
    truth = regular(series).values[len(sequence.values) :]

    assert sequence.taken(ahead, truth) == pytest.approx(
        np.where(ahead.is_open, series.y[-168:], 0)
    )


@pytest.mark.parametrize(
    "peer", [MstlEts(), Mfles(), Prophet(), LightGbm()], ids=lambda peer: peer.name
)
def test_a_peer_forecasts_a_clear_week(peer: Forecaster) -> None:
    if peer not in installed_peers():
        pytest.skip(f'the library of {peer.name} is not installed: pip install ".[peers]"')
    week = grid("2003-08-24", 7)
    mean = peer.learn(made()).mean(week)

    assert mean.shape == (168,)
    assert np.abs(mean - true_mean(week)).sum() < 0.3 * true_mean(week).sum()


def test_what_is_not_installed_is_left_out() -> None:
    if all(find_spec(name) for name in ("statsforecast", "prophet", "lightgbm")):
        pytest.skip("all peers are installed")
    assert len(installed_peers()) < 4
