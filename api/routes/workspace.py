"""The workspace folder the service was started with."""

from fastapi import APIRouter

from api.routes.parts import Workspace
from api.schemas.workspace import WorkspaceView, workspace_view

router = APIRouter(prefix="/api/v1", tags=["workspace"])


@router.get("/workspace", summary="The workspace in short, and what is wrong with it")
def read_workspace(workspace: Workspace) -> WorkspaceView:
    """Read the folder, anew only after a file in it has changed."""
    return workspace_view(workspace.summary())
