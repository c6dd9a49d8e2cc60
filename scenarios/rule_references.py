"""Whether what rules of contracts, shifts, floors and rotations name is there."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from planner.people import Agent
from planner.readers.reading import Findings, Reading, unknown
from scenarios.rostering.together import counts

if TYPE_CHECKING:
    from scenarios.setup import Setup

Named = tuple[str, str, tuple[str | int, ...], str, str]
"""Kind of table, its id, path to the key, what is named, its name."""


def check_rule_references(setup: "Setup", findings: Findings) -> None:
    """Tell shifts, sites and queues that nothing has."""
    known = {
        "shift": setup.shift_names,
        "site": tuple(setup.declared["site"]),
        "queue": tuple(setup.declared["queue"]),
    }
    for kind, thing, keys, what, name in _named(setup):
        is_echo = what == "shift" and setup.may_be_shift(name)
        if name in known[what] or is_echo:
            continue
        told = f"{kind} {thing}: {keys[0]}: {unknown(what, name, known[what])}"
        line = setup.line(kind, thing, *keys)
        findings.add(told, line=line, field=str(keys[0]), value=name, code="unknown_id")


def _named(setup: "Setup") -> Iterator[Named]:
    for contract in setup.contracts.values():
        for i, limit in enumerate(contract.limits):
            yield from _each("contract", contract.id, ("limits", i), "shift", limit.shifts)
    for shift in setup.shifts:
        yield from _each("shift", shift.family, ("not_after",), "shift", shift.not_after)
    for rotation in setup.rotations.values():
        for i, shifts in enumerate(rotation.weeks):
            yield from _each("rotation", rotation.id, ("weeks", i), "shift", shifts)
    for floor in setup.floors.values():
        yield from _each("floor", floor.id, ("sites",), "site", floor.sites)
        yield from _each("floor", floor.id, ("queues",), "queue", floor.queues)


def _each(
    kind: str, thing: str, keys: tuple[str | int, ...], what: str, names: Iterable[str]
) -> Iterator[Named]:
    for name in names:
        yield kind, thing, keys, what, name


def check_floors(setup: "Setup", agents: tuple[Agent, ...], findings: Findings) -> None:
    """Warn of floors that fewer people count for than they ask."""
    for floor in setup.floors.values():
        n_people = sum(counts(floor, agent) for agent in agents)
        if n_people >= floor.least:
            continue
        who = "nobody" if n_people == 0 else f"{n_people} of the {floor.least} people needed"
        never = "; its price is never, so no plan will be given out" if floor.is_ban else ""
        what = "role" if floor.role else "skill" if floor.skill else "site"
        findings.add(
            f"floor {floor.id}: {who} in agents.csv counts for it; give more people the {what}, or "
            f"change the floor{never}",
            line=setup.line("floor", floor.id),
            field="role" if floor.role else "skill",
            value=floor.role or floor.skill,
            code="floor_without_people",
            warning=True,
        )


def check_rotations(setup: "Setup", people: Reading[Agent], findings: Findings) -> None:
    """Tell agents of a rotation that is not there, or of a week beyond it."""
    for agent, line in zip(people.items, people.lines, strict=True):
        rotation = setup.rotations.get(agent.rotation)
        if agent.rotation and agent.rotation not in setup.declared["rotation"]:
            message = unknown("rotation", agent.rotation, setup.declared["rotation"])
        elif rotation is not None and agent.rotation_week > len(rotation.weeks):
            message = (
                f"rotation {rotation.id} has {len(rotation.weeks)} weeks, and {agent.id} begins "
                f"with week {agent.rotation_week}; use 1 to {len(rotation.weeks)}"
            )
        else:
            continue
        findings.add(message, line=line, field="rotation", value=agent.rotation, code="unknown_id")
