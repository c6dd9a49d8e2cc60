"""Pools: sets of skills whose agents may change between queues within a shift."""

import re
from dataclasses import dataclass
from typing import Final

from planner.errors import InputError
from planner.schema import FORBID_EXTRA

FEWEST_SKILLS, MOST_SKILLS = 2, 8
ID: Final = re.compile(r"[^;|\s]+")


@dataclass(frozen=True, slots=True)
class Pool:
    """
    Agents who have all of some skills and take contacts of each, as they come: ``[[pool]]``.

    An agent with every skill may be rostered on the pool instead of on one of its skills. Live
    queues go first; work of deferred queues is done in the time that they leave idle.

    Parameters
    ----------
    id
        One word; it stands in the roster where a skill would, so it may not be one.
    skills
        2 to 8 skills of queues, each once.
    """

    id: str
    skills: tuple[str, ...]
    name: str = ""

    __pydantic_config__ = FORBID_EXTRA

    def __post_init__(self) -> None:
        if not ID.fullmatch(self.id):
            raise InputError(f"id is '{self.id}'; use one word without ; and |")
        if not FEWEST_SKILLS <= len(self.skills) <= MOST_SKILLS:
            raise InputError(
                f"skills holds {len(self.skills)}; name {FEWEST_SKILLS} to {MOST_SKILLS} that "
                "agents of the pool have"
            )
        twice = [skill for i, skill in enumerate(self.skills) if skill in self.skills[:i]]
        if twice:
            raise InputError(f"skills holds '{twice[0]}' twice; name each once")
        if self.id in self.skills:
            raise InputError(f"id is '{self.id}', one of its own skills; rename the pool")

    @property
    def title(self) -> str:
        """Name to show, the id where none was given."""
        return self.name or self.id
