"""The workspace folder the service was started with."""

from fastapi import APIRouter

from api.routes.parts import Readings, Workspace
from api.schemas.agents import AgentsView, agents_view
from api.schemas.workspace import WorkspaceView, workspace_view

router = APIRouter(prefix="/api/v1", tags=["workspace"])


@router.get("/workspace", summary="The workspace in short, and what is wrong with it")
def read_workspace(workspace: Workspace) -> WorkspaceView:
    """Read the folder, anew only after a file in it has changed."""
    return workspace_view(workspace.summary())


@router.get("/agents", summary="Who is in the team")
def list_agents(readings: Readings) -> AgentsView:
    """List people by id and name; 422 where the files of the workspace are wrong."""
    return agents_view(readings.inputs(), (readings.folder / "out" / "roster.csv").is_file())
