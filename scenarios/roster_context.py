"""What readers of rosters are told of a workspace."""

from planner.abilities import need_of
from planner.readers.reading import Context
from scenarios.inputs import Inputs


def context_of(inputs: Inputs) -> Context:
    """What a reader of rosters must know of a workspace."""
    team = inputs.team
    return Context(
        interval_minutes=inputs.settings.interval_minutes,
        zone=inputs.settings.zone,
        queues={queue.id: queue for queue in inputs.queues},
        sites={site.id: site for site in team.sites},
        contracts={contract.id: contract for contract in team.contracts},
        templates={template.id: template for template in inputs.templates},
        agents={agent.id: agent for agent in team.agents},
        needs={skill: need_of(skill) for skill in inputs.skills},
        pools={pool.id: pool for pool in inputs.pools},
    )
