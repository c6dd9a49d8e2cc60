"""The service as one application: its guards, errors, routes and jobs."""

import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic.json_schema import models_json_schema

from api import errors
from api.errors import MEDIA_TYPE
from api.jobs.service import JobService
from api.routes import ROUTERS
from api.schemas.problem import ProblemView
from api.security import Guards, Shell
from api.settings import Settings
from api.workspace import WorkspaceReader

CHILD: Sequence[str] = (sys.executable, "-m", "api.jobs.child")
"""Starts the process of a job."""

API_VERSION = "1.0"

DESCRIPTION = """
Plans weekly rosters from the workspace folder it was started with. A plan runs as a *job*: start
one, follow its events, stop it keeping the best roster so far, and read what it left.

Every failure is a problem document (RFC 9457). A program without a browser names itself in the
header `X-Rotacast-Client` whenever it changes something.
"""


PROBLEM: dict[str, Any] = {
    "description": "Problem document",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemView"}}},
}


def create_app(
    folder: Path, settings: Settings | None = None, command: Sequence[str] = CHILD
) -> FastAPI:
    """
    Application for one workspace folder.

    Parameters
    ----------
    command
        Starts the process of a job, see `api.jobs.protocol`.
    """
    chosen = settings or Settings()
    jobs = JobService(folder.resolve(), chosen, command)
    app = Service(
        title="rotacast",
        version=API_VERSION,
        summary="From contact history to a published weekly roster.",
        description=DESCRIPTION,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
        generate_unique_id_function=_operation_id,
        responses={"4XX": PROBLEM, "5XX": PROBLEM},
    )
    app.state.jobs = jobs
    app.state.workspace = WorkspaceReader(jobs.folder)
    for router in ROUTERS:
        app.include_router(router)
    errors.install(app)
    app.add_middleware(Guards, settings=chosen)
    app.add_middleware(Shell)
    return app


class Service(FastAPI):
    """Application whose description also knows problem documents."""

    def openapi(self) -> dict[str, Any]:
        """OpenAPI document."""
        described = super().openapi()
        _, more = models_json_schema(
            [(ProblemView, "serialization")], ref_template="#/components/schemas/{model}"
        )
        described["components"]["schemas"].update(more["$defs"])
        return described


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    jobs: JobService = app.state.jobs
    jobs.open()
    yield
    await jobs.close()


def _operation_id(route: APIRoute) -> str:
    return route.name
