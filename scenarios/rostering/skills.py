"""What a shift can be for, and which of it an agent can do."""

import numpy as np

from planner.people import Agent
from scenarios.inputs import Inputs


def rostered_skills(inputs: Inputs) -> tuple[str, ...]:
    """
    What a shift can be for: a skill, or a pool of skills whose agents do all of them.

    Last come skills that no queue needs: a shift for one of them covers nothing.
    """
    return (*inputs.skills, *(pool.id for pool in inputs.pools), *inputs.other_skills)


def skills_of(inputs: Inputs, agent: Agent) -> tuple[int, ...]:
    """Numbers of the skills an agent has, and of the pools all of whose skills the agent has."""
    own = [skill in agent.skills for skill in inputs.skills]
    own += [set(pool.skills) <= set(agent.skills) for pool in inputs.pools]
    own += [skill in agent.skills for skill in inputs.other_skills]
    return tuple(int(i) for i in np.flatnonzero(own))
