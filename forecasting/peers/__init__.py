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

_NEEDED: tuple[tuple[str, Forecaster], ...] = (
    ("statsforecast", MstlEts()),
    ("statsforecast", Mfles()),
    ("prophet", Prophet()),
    ("lightgbm", LightGbm()),
)


def installed_peers() -> tuple[Forecaster, ...]:
    """Peers whose library is installed, in a fixed order."""
    return tuple(peer for library, peer in _NEEDED if find_spec(library) is not None)
