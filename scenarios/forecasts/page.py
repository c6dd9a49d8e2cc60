"""The page of a forecast, beside its tables."""

from datetime import datetime

from scenarios.forecasts.run import ForecastRun
from scenarios.report import render_forecast
from scenarios.views.view_forecast import forecast_view

PAGE = "forecast.html"


def forecast_page(run: ForecastRun, now: datetime) -> dict[str, bytes]:
    """Page of a forecast by its file name; `now` is when it was made, aware."""
    facts = {"As of": f"{run.as_of}", "Inputs": run.inputs.digest[:16]}
    view = forecast_view(run.inputs, run.forecast, run.fits, facts=facts)
    return {PAGE: render_forecast(view, now).encode()}
