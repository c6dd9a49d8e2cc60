"""
Pages: one self-contained HTML file each, which opens from disk without network.

`render_report` draws a plan, `render_forecast` a forecast, `render_backtest` a backtest.
"""

from scenarios.report.backtest_page import render_backtest
from scenarios.report.forecast_page import render_forecast
from scenarios.report.page import render_report

__all__ = ["render_backtest", "render_forecast", "render_report"]
