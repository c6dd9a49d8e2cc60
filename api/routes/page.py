"""The page for people, and the files it needs."""

from importlib.resources import files
from typing import Annotated

from fastapi import APIRouter, Path, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader

from api.errors import NotFoundError
from api.routes.parts import Workspace
from api.security import PAGE_POLICY
from scenarios.progress import STAGES

router = APIRouter(include_in_schema=False)

SCRIPT = "text/javascript; charset=utf-8"
ASSETS = {
    "page.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
    **dict.fromkeys(
        (
            "chart.js",
            "format.js",
            "mend.js",
            "page.js",
            "promises.js",
            "result.js",
            "run.js",
            "service.js",
            "workspace.js",
        ),
        SCRIPT,
    ),
}
TITLES = {
    "read": "Read",
    "forecast": "Forecast",
    "staffing": "Staffing",
    "roster": "Roster",
    "judge": "Simulation",
    "write": "Write",
}

_templates = Environment(loader=PackageLoader("api", "web"), autoescape=True)


@router.get("/", response_class=HTMLResponse)
def show_page(workspace: Workspace) -> HTMLResponse:
    """Show the page; everything that moves is fetched by its script."""
    stages = [(stage, TITLES[stage]) for stage in STAGES]
    html = _templates.get_template("page.html").render(name=workspace.name, stages=stages)
    return HTMLResponse(html, headers={"Content-Security-Policy": PAGE_POLICY})


@router.get("/static/{name}")
def read_asset(name: Annotated[str, Path()]) -> Response:
    """Answer with one of `ASSETS`."""
    if name not in ASSETS:
        raise NotFoundError("there is no such file")
    return Response(files("api.web").joinpath(name).read_bytes(), media_type=ASSETS[name])
