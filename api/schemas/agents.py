"""People of the workspace as clients see them."""

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from scenarios.inputs import Inputs


class AgentView(BaseModel):
    """A person of the team."""

    id: str
    name: str
    site: str


class AgentsView(BaseModel):
    """The team in the order of its file, and whether the folder has a roster of its own."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "agents": [{"id": "lon-03", "name": "Oliver Hughes", "site": "london"}],
                "has_roster": True,
            }
        }
    )

    agents: tuple[AgentView, ...]
    has_roster: bool


def agents_view(inputs: "Inputs", has_roster: bool) -> AgentsView:
    """The team as clients see it."""
    found = tuple(AgentView(id=a.id, name=a.name, site=a.site) for a in inputs.team.agents)
    return AgentsView(agents=found, has_roster=has_roster)
