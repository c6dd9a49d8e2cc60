"""The what-if of a queue's level: who may serve it, and what shifts for it are called."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from planner.abilities import Need, folded, need_of
from planner.people import Agent
from scenarios.inputs import Inputs


@dataclass(frozen=True, slots=True)
class LevelChange:
    """The least level of a queue's skill, as ``level`` of a queue says it."""

    queue: str
    level: int

    def apply(self, inputs: Inputs) -> Inputs:
        """Let those serve the queue who have the level; what named its skill alone goes along."""
        old = need_of(inputs.queue(self.queue).skill)
        new = replace(old, level=self.level)
        queues = tuple(
            replace(queue, skill=new.name, level=self.level) if queue.id == self.queue else queue
            for queue in inputs.queues
        )
        agents = tuple(_able(agent, new) for agent in inputs.team.agents)
        changed = replace(inputs, queues=queues, team=replace(inputs.team, agents=agents))
        return changed if old.name in changed.skills else _renamed(changed, old.name, new.name)


def _able(agent: Agent, need: Need) -> Agent:
    """The agent with the need among the skills, where level and language are enough."""
    has_level = Need(need.skill, need.level).name in agent.skills
    speaks = not need.language or folded(need.language) in agent.languages
    if not (has_level and speaks):
        return agent
    return replace(agent, skills=tuple(dict.fromkeys((*agent.skills, need.name))))


def _renamed(inputs: Inputs, old: str, new: str) -> Inputs:
    """Pools, shifts, locks and last week's shifts of a skill that no queue needs any more."""

    def names(skills: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(new if skill == old else skill for skill in skills))

    locks = tuple(
        replace(lock, skill=new) if lock.skill == old else lock for lock in inputs.team.locks
    )
    return replace(
        inputs,
        pools=tuple(replace(pool, skills=names(pool.skills)) for pool in inputs.pools),
        templates=tuple(replace(one, skills=names(one.skills)) for one in inputs.templates),
        team=replace(inputs.team, locks=locks),
        last_week=tuple(
            replace(one, skill=new) if one.skill == old else one for one in inputs.last_week
        ),
    )
