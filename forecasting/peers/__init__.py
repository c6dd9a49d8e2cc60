"""
Forecasters of other libraries behind our protocol, for comparison only.

They need ``pip install ".[peers]"``, and nothing here imports this package. `installed_peers` names
those whose library is there.
"""

from importlib.util import find_spec

from forecasting.base import Forecaster
from forecasting.peers.lightgbm import LightGbm
from forecasting.peers.prophet import Prophet
from forecasting.peers.statsforecast import Mfles, MstlEts

_NEEDED: tuple[tuple[tuple[str, ...], Forecaster], ...] = (
    (("statsforecast",), MstlEts()),
    (("statsforecast", "sklearn"), Mfles()),
    (("prophet",), Prophet()),
    (("lightgbm", "sklearn"), LightGbm()),
)


def installed_peers() -> tuple[Forecaster, ...]:
    """Peers whose libraries are installed, in a fixed order."""
    return tuple(peer for needed, peer in _NEEDED if all(map(find_spec, needed)))
