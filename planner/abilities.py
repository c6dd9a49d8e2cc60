"""
Skills with levels and languages, told as the plain skills that requirement and roster know.

``phone:2 de`` is what a queue asks that needs phone at level 2 in German. Whoever can serve it has
a skill of that name beside their own, and nothing else knows of levels and languages.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

HIGHEST_LEVEL: Final = 9


@dataclass(frozen=True, slots=True)
class Need:
    """What a queue asks of who serves it; `language` is empty for any."""

    skill: str
    level: int = 1
    language: str = ""

    @property
    def name(self) -> str:
        """Name of the plain skill: ``phone``, ``phone:2``, ``phone de`` or ``phone:2 de``."""
        words = self.skill if self.level == 1 else f"{self.skill}:{self.level}"
        return f"{words} {self.language}" if self.language else words

    def is_met(self, levels: Mapping[str, int], languages: Collection[str]) -> bool:
        """Whether levels by skill and languages, as `folded` has them, are enough."""
        speaks = not self.language or folded(self.language) in languages
        return speaks and levels.get(self.skill, 0) >= self.level


Needs = Mapping[str, Need]
"""What queues ask, by the name of the plain skill."""


def parted(name: str) -> tuple[str, int]:
    """Skill and level of ``phone:2``; level 1 where none from 1 to 9 is said."""
    skill, _, level = name.rpartition(":")
    if skill and re.fullmatch("[1-9]", level):
        return skill, int(level)
    return name, 1


def need_of(name: str) -> Need:
    """The need of that name."""
    skill, _, language = name.partition(" ")
    return Need(*parted(skill), language)


def folded(language: str) -> str:
    """A language as it is compared: whatever its case and however its accents are encoded."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", language).casefold())


def plain_name(name: str) -> str:
    """A skill without the level that goes without saying: ``phone`` of ``phone:1``."""
    return Need(*parted(name)).name


def plain_skills(
    levels: Mapping[str, int], languages: Collection[str], needs: Needs
) -> tuple[str, ...]:
    """Skills of somebody: each at every level up to their own, and all needs that they meet."""
    own = [Need(skill, n).name for skill, top in levels.items() for n in range(1, top + 1)]
    met = [name for name, need in needs.items() if need.is_met(levels, languages)]
    return tuple(dict.fromkeys((*own, *met)))


def stands_for(name: str, needs: Needs) -> tuple[str, ...]:
    """Needs that a skill means, at its level or above in every language; else the skill itself."""
    skill, level = parted(name)
    found = (n for n, need in needs.items() if need.skill == skill and need.level >= level)
    return tuple(found) or (plain_name(name),)


def settled(name: str, needs: Needs) -> str:
    """The one need that a skill means; its plain name where that is one, or none is clear."""
    name = plain_name(name)
    meant = stands_for(name, needs)
    return meant[0] if name not in needs and len(meant) == 1 else name


def meant_by(name: str, own: Collection[str], needs: Needs) -> tuple[str, ...]:
    """Skills that one of somebody's skills can mean; itself where it is a need or not theirs."""
    plain = plain_name(name)
    if plain not in own:
        return (name,)
    meant = stands_for(plain, needs)
    if plain in needs or meant == (plain,):
        return (plain,)
    return tuple(skill for skill in meant if skill in own)


def one_meant_by(name: str, own: Collection[str], needs: Needs) -> str:
    """The one skill that `meant_by` finds; the name as it is where that is not clear."""
    able = meant_by(name, own, needs)
    return able[0] if len(able) == 1 else name
