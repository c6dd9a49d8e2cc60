"""Forecasts that the workspace keeps; runs of the command line leave them."""

from typing import Annotated

from fastapi import APIRouter, Path

from api.kept_forecasts import kept_forecast, kept_forecasts
from api.routes.parts import Jobs
from api.schemas.forecasts import KeptForecastView, VersionsView

router = APIRouter(prefix="/api/v1/forecasts", tags=["forecasts"])


@router.get("", summary="Forecasts that were kept")
def list_forecasts(jobs: Jobs) -> VersionsView:
    """List every version, the newest first."""
    return kept_forecasts(jobs.folder / "out")


@router.get("/{version}", summary="A kept forecast, interval by interval")
def read_kept_forecast(
    jobs: Jobs,
    version: Annotated[
        str,
        Path(
            description="id of a version, the beginning of one, or latest",
            examples=["2003-10-20-1f0c2d8e"],
        ),
    ],
) -> KeptForecastView:
    """Read a version with its totals of days and weeks; 404 if there is none of that name."""
    return kept_forecast(jobs.folder / "out", version)
