"""Choose a forecaster for a history by backtest."""

from collections.abc import Sequence

from forecasting.backtest import backtest
from forecasting.base import Forecaster, Series

_WORTH_A_CHANGE = 0.98


def best_forecaster(
    series: Series, forecasters: Sequence[Forecaster], default: Forecaster, n_origins: int = 8
) -> Forecaster:
    """
    The forecaster with the lowest WAPE over the last weeks; `default` unless beaten by 2 %.

    A history too short for a backtest, or without contacts, has the default.
    """
    table = backtest([series], (default, *forecasters), n_origins=n_origins)["wape"].to_list()
    best = min(range(len(table)), key=lambda at: (not table[at] >= 0, table[at]))
    is_better = table[best] < _WORTH_A_CHANGE * table[0]
    return (default, *forecasters)[best] if is_better else default
