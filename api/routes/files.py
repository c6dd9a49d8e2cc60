"""Files of a finished job: the report as a page, tables to download."""

from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict

from api.results import FILES, file, results
from api.routes.parts import TheJob
from api.security import REPORT_POLICY

router = APIRouter(prefix="/api/v1/jobs/{job_id}", tags=["results"])

HTML: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/html": {"example": "<!doctype html><title>Plan of the week</title>"}}}
}
CSV: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {"example": "agent,name,site,shift,day,…"}}}
}


class FilesView(BaseModel):
    """Files of a job by name, and where they are."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"files": {"roster.csv": "/api/v1/jobs/5f0c2d8e91ab/files/roster.csv"}}
        }
    )

    files: dict[str, str]


@router.get("/report", summary="The report", response_class=FileResponse, responses=HTML)
def read_report(job: TheJob) -> FileResponse:
    """Show the self-contained page, in a sandbox of its own."""
    headers = {"Content-Security-Policy": REPORT_POLICY}
    return FileResponse(file(job, "report.html"), media_type="text/html", headers=headers)


@router.get("/files", summary="Files of the plan")
def list_files(job: TheJob) -> FilesView:
    """List what may be downloaded; 409 while there is nothing."""
    folder, own = results(job), f"/api/v1/jobs/{job.id}/files"
    there = [name for name in FILES if (folder / name).is_file()]
    return FilesView(files={name: f"{own}/{name}" for name in there})


@router.get(
    "/files/{name}", summary="A file of the plan", response_class=FileResponse, responses=CSV
)
def read_file(
    job: TheJob,
    name: Annotated[str, Path(description="as the list of files says", examples=["roster.csv"])],
) -> FileResponse:
    """Download a file as it was written."""
    return FileResponse(file(job, name), filename=name)
