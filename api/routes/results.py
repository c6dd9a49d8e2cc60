"""What a finished job says, as JSON."""

from fastapi import APIRouter

from api.routes.parts import TheJob
from api.schemas.changes import ChangesView, changes_view
from api.schemas.results import (
    CoverageView,
    FiguresView,
    ForecastView,
    RosterView,
    coverage_view,
    figures_view,
    forecast_view,
    roster_view,
)

router = APIRouter(prefix="/api/v1/jobs/{job_id}", tags=["results"])


@router.get("/roster", summary="The roster, shift by shift")
def read_roster(job: TheJob) -> RosterView:
    """Read the shifts; 409 while there are none."""
    return roster_view(job)


@router.get("/changes", summary="What a re-plan changed, person by person")
def read_changes(job: TheJob) -> ChangesView:
    """Read who works otherwise than published and why; 404 for a job that made a new plan."""
    return changes_view(job)


@router.get("/coverage", summary="Required against scheduled agents, interval by interval")
def read_coverage(job: TheJob) -> CoverageView:
    """Read what the roster covers; 409 while there is none."""
    return coverage_view(job)


@router.get("/forecast", summary="Contacts expected, interval by interval")
def read_forecast(job: TheJob) -> ForecastView:
    """Read the forecast with its quantiles; 409 while there is none."""
    return forecast_view(job)


@router.get("/figures", summary="Key figures, service level by day, shortfalls")
def read_figures(job: TheJob) -> FiguresView:
    """Read the plan in brief; 409 while there is none."""
    return figures_view(job)
