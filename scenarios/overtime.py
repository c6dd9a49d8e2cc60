"""Overtime that a roster holds: hours beyond those of a day or a week, and what they cost more."""

from collections import defaultdict
from dataclasses import dataclass

from planner.contracts import Contract
from planner.people import hours
from planner.roster import Assignment, Roster
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs
from scenarios.options import site_days


@dataclass(frozen=True, slots=True)
class Overtime:
    """Hours of overtime of an agent, and the premium for them."""

    hours: float
    cost: float


def overtime(inputs: Inputs, roster: Roster, grid: TimeGrid) -> dict[str, Overtime]:
    """Overtime by agent, of those who have any; an hour beyond both limits counts for each."""
    first = {site.id: site_days(site, grid)[0] for site in inputs.team.sites}
    n_weeks = max(1, round(grid.hours / (7 * 24)))
    found = {}
    for agent in inputs.team.agents:
        contract, own = inputs.team.contract(agent), roster.of(agent.id)
        by_week: dict[int, float] = defaultdict(float)
        for made in own:
            week = (made.shift.day - first[agent.site]).days // 7
            by_week[min(week, n_weeks - 1)] += hours(made.shift.paid)
        beyond = _beyond(contract, own, list(by_week.values()))
        if beyond > 0:
            premium = contract.hourly_cost * contract.overtime_premium
            found[agent.id] = Overtime(beyond, beyond * premium)
    return found


def _beyond(contract: Contract, own: tuple[Assignment, ...], weeks: list[float]) -> float:
    """Hours beyond those of each week and of each day."""
    week, day = contract.overtime_after_hours, contract.overtime_after_hours_a_day
    total = 0.0
    if week is not None:
        total += sum(max(0.0, worked - week) for worked in weeks)
    if day is not None:
        total += sum(max(0.0, hours(made.shift.paid) - day) for made in own)
    return total
