"""
Working-time rules of countries as data, each value with its article.

A contract with ``preset = "eu-wtd"`` takes the values that it does not give itself. A file holds a
title, the address of the law, pages that were read, what to beware of, and its values. They are a
start for a planner, no legal advice.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from pydantic import TypeAdapter

PRESETS: Final = ("eu-wtd", "uk-wtr", "de-arbzg", "fr-travail", "es-et", "us-flsa", "us-ca")


@dataclass(frozen=True, slots=True)
class PresetValue:
    """A key of a contract, its value, and where the law says so."""

    key: str
    value: float
    article: str


@dataclass(frozen=True, slots=True)
class PresetBreak:
    """Minutes of break that a shift of more than `over_hours`, or of `from_hours` on, must have."""

    minutes: int
    article: str
    over_hours: float | None = None
    from_hours: float | None = None

    def is_due(self, minutes_of_work: float) -> bool:
        """Whether a shift with so many minutes of work needs it."""
        over = self.over_hours is not None and minutes_of_work > 60 * self.over_hours
        return over or (self.from_hours is not None and minutes_of_work >= 60 * self.from_hours)


@dataclass(frozen=True, slots=True)
class Preset:
    """What a law asks of contracts and of breaks, with its sources and what to beware of."""

    id: str
    title: str
    law: str
    read: tuple[str, ...]
    beware: tuple[str, ...]
    values: tuple[PresetValue, ...]
    breaks: tuple[PresetBreak, ...]

    @property
    def by_key(self) -> Mapping[str, PresetValue]:
        """Values by the key of a contract."""
        return {value.key: value for value in self.values}


@cache
def preset(preset_id: str) -> Preset:
    """Preset by its id, one of `PRESETS`."""
    text = files("scenarios.presets").joinpath(f"{preset_id}.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    raw["values"], raw["breaks"] = raw.pop("value"), raw.pop("break", [])
    return TypeAdapter(Preset).validate_python({"id": preset_id, **raw})


def law_of(preset_id: str, key: str) -> PresetValue | None:
    """What a preset says of a key of contracts; None where there is no such preset or value."""
    return preset(preset_id).by_key.get(key) if preset_id in PRESETS else None
