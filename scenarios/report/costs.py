"""What the roster costs: pay by site, and what the search weighed."""

from dataclasses import dataclass
from typing import Final

from planner.people import hours
from scenarios.overtime import overtime
from scenarios.plan import Plan

GOALS: Final = {
    "cover": "Agents missing or above the requirement",
    "cost": "Pay",
    "wishes": "Wishes and rest-day shifts",
    "changes": "Changes of published shifts",
    "unworked": "Published hours that are paid and not worked",
    "fairness": "Uneven nights and rest days",
    "floors": "People on duty missing",
    "limits": "Overtime and other limits of contracts",
    "wanted": "Rest, days in a row, starts and turns not kept",
    "pairs": "Pairs not kept",
    "deferred": "Work that waited too long",
}
"""The solver's goals in a manager's words; one that is missing shows under its own name."""


@dataclass(frozen=True, slots=True)
class CostRow:
    """A line of a breakdown; `width` is its share of the largest line, 0 to 1."""

    name: str
    paid_hours: float | None
    cost: float
    share: float | None
    width: float


def pay_by_site(plan: Plan) -> tuple[CostRow, ...]:
    """Paid hours and pay of every site, and its share of all pay."""
    agents = {agent.id: agent for agent in plan.inputs.team.agents}
    rates = {contract.id: contract.hourly_cost for contract in plan.inputs.team.contracts}
    names = {site.id: site.name or site.id for site in plan.inputs.team.sites}
    paid: dict[str, float] = dict.fromkeys(names, 0.0)
    cost: dict[str, float] = dict.fromkeys(names, 0.0)
    for one in plan.roster.assignments:
        agent, worked = agents[one.agent], hours(one.shift.paid)
        paid[agent.site] += worked
        cost[agent.site] += worked * rates[agent.contract]
    for agent_id, beyond in overtime(plan.inputs, plan.roster, plan.grid).items():
        cost[agents[agent_id].site] += beyond.cost
    total, most = sum(cost.values()), max(cost.values(), default=0.0)
    return tuple(
        CostRow(
            names[site],
            paid[site],
            cost[site],
            _part(cost[site], total),
            _part(cost[site], most) or 0,
        )
        for site in names
        if paid[site]
    )


def weighed(plan: Plan) -> tuple[CostRow, ...]:
    """Every goal's share of the objective, in money; gains have a negative cost and no bar."""
    most = max((value for value in plan.solve.costs.values()), default=0.0)
    return tuple(
        CostRow(
            GOALS.get(goal, goal.replace("_", " ").capitalize()),
            None,
            value,
            None,
            max(_part(value, most) or 0.0, 0.0),
        )
        for goal, value in sorted(plan.solve.costs.items(), key=lambda item: -item[1])
        if value
    )


def _part(value: float, whole: float) -> float | None:
    return value / whole if whole > 0 else None
