"""Levels and languages of queues become plain skills, in everything that names a skill."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.abilities import Need, Needs, folded, parted, plain_name, settled, stands_for
from planner.pools import Pool
from planner.queues import Queue
from planner.shifts import ShiftTemplate

if TYPE_CHECKING:
    from scenarios.setup import Setup


def with_needs(setup: "Setup", *, by_language: bool) -> "Setup":
    """Setup in which each queue's skill says level and, `by_language`, language as well."""
    spelled: dict[str, str] = {}
    for queue in setup.queues.values() if by_language else ():
        spelled.setdefault(folded(queue.language), queue.language)
    asked = {queue.id: _need(queue, spelled) for queue in setup.queues.values()}
    needs = {need.name: need for need in asked.values()}
    queues = {k: replace(queue, skill=asked[k].name) for k, queue in setup.queues.items()}
    pools = {k: _pool(pool, needs) for k, pool in setup.pools.items()}
    templates = {k: _shift(template, needs) for k, template in setup.templates.items()}
    floors = {k: replace(f, skill=plain_name(f.skill)) for k, f in setup.floors.items()}
    return replace(
        setup, queues=queues, pools=pools, templates=templates, floors=floors, needs=needs
    )


def _need(queue: Queue, spelled: Mapping[str, str]) -> Need:
    """Need of a queue, in the one spelling of its language: ``de`` and ``DE`` are one skill."""
    skill, level = parted(queue.skill)
    return Need(skill, max(level, queue.level), spelled.get(folded(queue.language), ""))


def _pool(pool: Pool, needs: Needs) -> Pool:
    """Pool of what its skills mean; as it is, for the checks to tell, where names then repeat."""
    skills = tuple(settled(skill, needs) for skill in pool.skills)
    is_clear = len({pool.id, *skills}) == 1 + len(skills)
    return replace(pool, skills=skills) if is_clear else pool


def _shift(template: ShiftTemplate, needs: Needs) -> ShiftTemplate:
    meant = (need for skill in template.skills for need in stands_for(skill, needs))
    return replace(template, skills=tuple(dict.fromkeys(meant)))
