"""What every reader is given and gives back: known ids in, objects and problems out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Generic, Literal, TypeVar

from planner.abilities import Needs
from planner.errors import InputError, Problem
from planner.people import Agent, Contract, Site
from planner.pools import Pool
from planner.queues import Queue
from planner.shifts import ShiftTemplate

Item = TypeVar("Item")
Item_co = TypeVar("Item_co", covariant=True)

SPELLED_OUT = 100
"""Problems of one code in one file that are told one by one; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Context:
    """
    What a reader must know beside the file itself.

    Parameters
    ----------
    interval_minutes, zone
        Grid and clock of the plan.
    history_zone
        Clock of history stamps without an offset; None for each queue's own.
    doubled_hour, skipped_hour, absent_rows
        As in ``[history]`` of a workspace.
    needs
        What the skills of queues mean in level and language, where they do.
    """

    interval_minutes: int = 30
    zone: str = "UTC"
    queues: Mapping[str, Queue] = field(default_factory=dict)
    sites: Mapping[str, Site] = field(default_factory=dict)
    contracts: Mapping[str, Contract] = field(default_factory=dict)
    templates: Mapping[str, ShiftTemplate] = field(default_factory=dict)
    agents: Mapping[str, Agent] = field(default_factory=dict)
    pools: Mapping[str, Pool] = field(default_factory=dict)
    history_zone: str | None = None
    doubled_hour: Literal["refuse", "first", "second", "both"] = "refuse"
    skipped_hour: Literal["refuse", "next"] = "refuse"
    absent_rows: Literal["missing", "zero"] = "missing"
    needs: Needs = field(default_factory=dict)

    def site_of(self, agent_id: str) -> Site | None:
        """Site of an agent, None where either is not known."""
        agent = self.agents.get(agent_id)
        return self.sites.get(agent.site) if agent else None

    @property
    def lenders(self) -> Mapping[str, Queue]:
        """Ids of the history that are no queue of the plan, each with the first that takes it."""
        found: dict[str, Queue] = {}
        for queue in self.queues.values():
            source = queue.history_from
            if source is not None and source.queue not in self.queues:
                found.setdefault(source.queue, queue)
        return found

    @property
    def shift_names(self) -> tuple[str, ...]:
        """Ids of shifts and of the families from which some are made."""
        families = (t.family for t in self.templates.values() if t.family)
        return tuple(dict.fromkeys((*families, *self.templates)))

    @property
    def skills(self) -> tuple[str, ...]:
        """Skills that queues need, or shifts that are for them alone."""
        of_queues = (queue.skill for queue in self.queues.values())
        of_shifts = (skill for shift in self.templates.values() for skill in shift.skills)
        return tuple(dict.fromkeys((*of_queues, *of_shifts)))


@dataclass(frozen=True, slots=True)
class Reading(Generic[Item_co]):
    """
    What a file held: the good rows as objects, and every problem.

    `lines` holds the line of each item, so that later checks can name it.
    """

    items: tuple[Item_co, ...]
    lines: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()


class Findings:
    """Problems of one file; of one code `SPELLED_OUT` are told, the rest counted."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._told: list[Problem] = []
        self._seen: dict[tuple[str, str], int] = {}

    def add(
        self,
        message: str,
        *,
        line: int | None = None,
        field: str = "",
        value: str = "",
        code: str = "invalid",
        warning: bool = False,
    ) -> None:
        """Note one problem; `value` is cut to 80 letters."""
        seen = self._seen.get((code, field), 0)
        self._seen[code, field] = seen + 1
        if seen < SPELLED_OUT:
            self._told.append(Problem(message, self.file, line, field, value[:80], code, warning))

    def found(self) -> tuple[Problem, ...]:
        """All problems told, by line, then a count for each code that had more."""
        told = sorted(self._told, key=lambda p: p.line or 0)
        for (code, name), n in self._seen.items():
            if n > SPELLED_OUT:
                kind = next(p for p in told if (p.code, p.field) == (code, name))
                message = f"{n - SPELLED_OUT} more rows like line {kind.line} ({code})"
                told.append(
                    Problem(message, self.file, None, name, code=code, warning=kind.warning)
                )
        return tuple(told)

    def attempt(
        self, make: Callable[[], Item], *, line: int, field: str = "", value: str = ""
    ) -> Item | None:
        """What `make` gives; None, and its problems noted, where it refuses."""
        try:
            return make()
        except InputError as error:
            for problem in error.problems:
                self.add(
                    f"{field} {problem.message}".strip(),
                    line=line,
                    field=field,
                    value=value,
                    code=problem.code,
                )
            return None


def shown(value: str) -> str:
    """A value as messages quote it: on one line, at most 40 letters, nothing invisible."""
    short = value if len(value) <= 40 else f"{value[:37]}..."
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in short)
    return f"'{text}'"


def unknown(what: str, value: str, known: Iterable[str]) -> str:
    """Message for an id that is not known, with near matches or all there are."""
    ids = list(known)
    folded = {i.casefold(): i for i in ids}
    near = get_close_matches(value.casefold(), list(folded), n=2, cutoff=0.6)
    if near:
        hint = f"did you mean {' or '.join(folded[n] for n in near)}?"
    elif ids:
        hint = f"use {', '.join(ids[:6])}{', ...' if len(ids) > 6 else ''}"
    else:
        hint = "none is defined"
    return f"{what} {shown(value)} is not known; {hint}"
