"""The page of a workspace's backtest, with what is known of its series and their worst days."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from forecasting.auto import Auto
from forecasting.backtest import Backtest
from forecasting.base import Forecaster, Series
from forecasting.explained import Finding
from scenarios.backtests import measured_streams
from scenarios.forecast import forecaster, history_series, stream_name
from scenarios.inputs import Inputs
from scenarios.report import render_backtest
from scenarios.views.view_backtest import backtest_view, busiest

PAGE: Final = "backtest.html"


def backtest_page(inputs: Inputs, found: Backtest, now: datetime) -> str:
    """HTML of the page; `now` is when the backtest was made, aware."""
    own = forecaster(inputs.settings.forecaster)
    streams = measured_streams(inputs)
    histories = [history_series(inputs, stream) for stream in streams]
    learned = {one.unique_id: _learned(own, one) for one in busiest(histories)}
    view = backtest_view(
        inputs.settings.name,
        histories,
        found,
        own.name,
        titles={stream_name(stream): _title(inputs, stream) for stream in streams},
        reasons={name: why for name, (why, _) in learned.items()},
        findings={name: findings for name, (_, findings) in learned.items()},
        facts={"Inputs": inputs.digest[:16]},
    )
    return render_backtest(view, now)


def _title(inputs: Inputs, stream: tuple[str, str]) -> str:
    return f"{inputs.queue(stream[0]).title} {stream[1]}".strip()


def _learned(own: Forecaster, series: Series) -> tuple[str, Sequence[Finding]]:
    """What speaks for the forecaster that a series has, and what that found in its history."""
    if not isinstance(own, Auto):
        return "", own.learn(series).findings
    chosen = own.fit(series)
    return chosen.choice.why, chosen.findings
