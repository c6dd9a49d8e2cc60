"""The week's rostering problem: zones, contracts and wishes become slots, minutes and cents."""

import numpy as np

from planner.arrays import IntArray
from planner.demand import Requirement
from planner.errors import InputError
from planner.roster import on_duty
from planner.wording import short_day
from scenarios.away import away_names
from scenarios.inputs import Inputs
from scenarios.options import shift_options, site_days
from scenarios.rostering.leave import leave_days as leave_days
from scenarios.rostering.past import Past
from scenarios.rostering.past import carried_in as carried_in
from scenarios.rostering.person import person
from scenarios.rostering.skills import rostered_skills as rostered_skills
from scenarios.rostering.together import floors, forbidden_after, pairs, unwanted_after
from scenarios.rostering.wishes import pins, wishes
from solver.prices import Prices
from solver.problem import RosterProblem


def roster_problem(inputs: Inputs, requirement: Requirement) -> RosterProblem:
    """
    Rostering problem of a week.

    Raises
    ------
    InputError
        ``no_agents`` with an empty team; ``off_grid`` for shifts that do not fit the grid.
    """
    grid, team = requirement.grid, inputs.team
    if not team.agents:
        raise InputError("agents.csv holds no agents; add at least one", code="no_agents")
    options = shift_options(inputs, grid)
    days = {site.id: site_days(site, grid) for site in team.sites}
    at_site = {s.id: tuple(o for o in options if o.site == s.id) for s in team.sites}
    carried, pasts = carried_in(inputs, grid), Past(inputs, grid)
    skills = rostered_skills(inputs)
    return RosterProblem(
        skills=skills,
        slot_minutes=grid.minutes,
        n_slots=grid.n_slots,
        n_days=max(len(d) for d in days.values()),
        people=tuple(
            person(inputs, a, grid, days[a.site], at_site[a.site], pasts) for a in team.agents
        ),
        options=options,
        required=required_by_skill(inputs, requirement),
        carried_in=np.stack([on_duty(carried, grid, skill) for skill in skills]),
        prices=_prices(inputs),
        wishes=tuple(wishes(inputs, options, days)),
        pins=tuple(pins(inputs, grid, days)),
        forbidden_after=forbidden_after(inputs),
        unwanted_after=unwanted_after(inputs),
        floors=floors(inputs, grid),
        pairs=pairs(inputs),
        names={agent.id: agent.name for agent in team.agents},
        site_names={site.id: site.name for site in team.sites},
        currency=inputs.settings.currency,
        day_names={
            (site, i): short_day(day) for site, ds in days.items() for i, day in enumerate(ds)
        },
        away_names=away_names(inputs, days),
    )


def required_by_skill(inputs: Inputs, requirement: Requirement) -> IntArray:
    """Agents to roster per skill or pool and slot, queues with the same skill added up."""
    skills = rostered_skills(inputs)
    required = np.zeros((len(skills), requirement.grid.n_slots), dtype=np.int64)
    for queue in inputs.queues:
        required[skills.index(queue.skill)] += requirement.of(queue.id).scheduled
    for pool in requirement.pools:
        required[skills.index(pool.pool)] += pool.scheduled
    return required


def _prices(inputs: Inputs) -> Prices:
    costs = inputs.costs

    def short(skills: tuple[str, ...]) -> int:
        own = [q.understaffing_cost for q in inputs.queues if q.skill in skills]
        asked = (costs.short_hour if c is None else c for c in own)
        return round(100 * max(asked, default=costs.short_hour))

    return Prices(
        short=tuple(
            short(skills)
            for skills in (
                *((s,) for s in inputs.skills),
                *(p.skills for p in inputs.pools),
                *((s,) for s in inputs.other_skills),
            )
        ),
        short_deep=round(100 * costs.deep_short_hour),
        over=round(100 * costs.over_hour),
        unfair_night=round(100 * costs.unfair_night),
        unfair_rest_day=round(100 * costs.unfair_rest_day),
        unfair_holiday=round(100 * costs.unfair_holiday),
        relaxation=inputs.relaxation.cents,
    )
