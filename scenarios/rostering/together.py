"""What binds people to each other: successions of shifts, floors, pairs and rotations."""

from collections.abc import Iterable
from datetime import date

import numpy as np

from planner.arrays import BoolArray
from planner.calendars import window_slots
from planner.customers import closing_holidays
from planner.floors import FloorRule
from planner.people import Agent
from planner.roster import Assignment, present
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs
from scenarios.rostering.past import carried_in
from scenarios.rostering.skills import rostered_skills
from solver.contract import Floor, Pair


def forbidden_after(inputs: Inputs) -> dict[str, frozenset[str]]:
    """Shifts that may not begin on the day after a shift, for those that forbid any."""
    found: dict[str, set[str]] = {}
    for template in inputs.templates:
        if template.not_after_price is None:
            for before in inputs.templates_of(template.not_after):
                found.setdefault(before, set()).add(template.id)
    return {before: frozenset(after) for before, after in sorted(found.items())}


def unwanted_after(inputs: Inputs) -> dict[str, dict[str, int]]:
    """Shifts that cost something on the day after a shift, and how many cents."""
    found: dict[str, dict[str, int]] = {}
    for template in inputs.templates:
        if template.not_after_price is not None:
            for before in sorted(inputs.templates_of(template.not_after)):
                found.setdefault(before, {})[template.id] = round(100 * template.not_after_price)
    return dict(sorted(found.items()))


def floors(inputs: Inputs, grid: TimeGrid) -> tuple[Floor, ...]:
    """
    Floors of which there is a slot to keep, and somebody to keep it unless it is a ban.

    Those whose shift of the week before still runs count for it.
    """
    return tuple(floors_by_rule(inputs, grid).values())


def floors_by_rule(inputs: Inputs, grid: TimeGrid) -> dict[str, Floor]:
    """`floors` by the id of their rule, in the order in which the solver numbers them."""
    carried = carried_in(inputs, grid)
    made = {rule.id: _floor(inputs, rule, grid, carried) for rule in inputs.floors}
    return {
        name: floor
        for name, floor in made.items()
        if any(floor.required) and (floor.people or floor.cents is None)
    }


def _floor(inputs: Inputs, rule: FloorRule, grid: TimeGrid, carried: Iterable[Assignment]) -> Floor:
    people = tuple(i for i, agent in enumerate(inputs.team.agents) if counts(rule, agent))
    ids = {inputs.team.agents[i].id for i in people}
    there = present((a for a in carried if a.agent in ids), grid)
    required = np.maximum(floor_slots(inputs, rule, grid) * rule.least - there, 0)
    skills = rostered_skills(inputs)
    skill = skills.index(rule.skill) if rule.skill in skills else None
    cents = None if rule.is_ban else round(100 * float(rule.price))
    return Floor(rule.title, people, tuple(required.tolist()), cents, skill)


def counts(rule: FloorRule, agent: Agent) -> bool:
    """Whether an agent is one of those whom a floor asks for."""
    at_site = not rule.sites or agent.site in rule.sites
    has_role = not rule.role or rule.role in agent.roles
    return at_site and has_role and (not rule.skill or rule.skill in agent.skills)


def floor_slots(inputs: Inputs, rule: FloorRule, grid: TimeGrid) -> BoolArray:
    """Slots in which a floor holds, ``(n_slots,)``."""
    if rule.hours:
        first = next((s for s in inputs.team.sites if s.id in rule.sites), None)
        return window_slots(rule.hours, first.zone if first else inputs.settings.zone, grid, {})
    years = tuple(range(grid.start.year - 1, grid.end.year + 2))
    is_open = np.zeros(grid.n_slots, dtype=np.bool_)
    for queue in inputs.queues:
        if not rule.queues or queue.id in rule.queues:
            is_open |= queue.open_slots(grid, closing_holidays(queue, years))
    return is_open


def pairs(inputs: Inputs) -> tuple[Pair, ...]:
    """Pairs of agents by their numbers."""
    number = {agent.id: i for i, agent in enumerate(inputs.team.agents)}
    return tuple(
        Pair(
            number[pair.first],
            number[pair.second],
            pair.together,
            None if pair.price is None else round(100 * pair.price),
        )
        for pair in inputs.team.pairs
    )


def rotation_of(inputs: Inputs, agent: Agent, first_day: date) -> tuple[frozenset[str], ...]:
    """Shifts of each week of the agent's rotation, from the planned week on; empty without one."""
    found = inputs.team.rotation(agent)
    if found is None:
        return ()
    begun = (first_day - (found.begins or first_day)).days // 7
    cycle = [inputs.templates_of(shifts) for shifts in found.weeks]
    turn = (begun + agent.rotation_week - 1) % len(cycle)
    return (*cycle[turn:], *cycle[:turn])


def cents_out_of_turn(inputs: Inputs, agent: Agent) -> int | None:
    """Price of a shift of another week of the agent's rotation; None for a ban."""
    found = inputs.team.rotation(agent)
    return None if found is None or found.price is None else round(100 * found.price)
