"""Key figures of a plan: hours, money, coverage, fairness, wishes."""

from collections import Counter
from collections.abc import Iterable

from planner.people import Agent, hours
from planner.roster import Assignment, Coverage, Roster
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs
from scenarios.options import week_days
from scenarios.overtime import overtime
from scenarios.plan import Figures, FloorGap, UnkeptTerm


def key_figures(
    inputs: Inputs,
    roster: Roster,
    coverage: Coverage,
    gaps: Iterable[FloorGap] = (),
    unkept: Iterable[UnkeptTerm] = (),
) -> Figures:
    """Figures of one roster."""
    nights = [a for a in roster.assignments if _is_night(inputs, a)]
    rest_days = [a for a in roster.assignments if is_rest_day_shift(inputs, a)]
    paid = {agent.id: hours(roster.paid(agent.id)) for agent in inputs.team.agents}
    return Figures(
        agents=len({a.agent for a in roster.assignments}),
        paid_hours=sum(paid.values()),
        cost=sum(paid[a.id] * inputs.team.contract(a).hourly_cost for a in inputs.team.agents)
        + sum(one.cost for one in overtime(inputs, roster, coverage.grid).values()),
        required_hours=coverage.required_hours,
        covered=coverage.covered,
        short_hours=coverage.short_hours,
        over_hours=coverage.over_hours,
        nights=len(nights),
        rest_day_shifts=len(rest_days),
        spread_nights=_spread(inputs, nights, _shares_nights(inputs)),
        spread_rest_days=_spread(inputs, rest_days, inputs.team.agents),
        wishes_kept=_wishes_kept(inputs, roster, coverage.grid),
        floor_short_hours=sum(gap.hours for gap in gaps),
        unkept_money=round(sum(term.money for term in unkept), 2),
    )


def is_rest_day_shift(inputs: Inputs, assignment: Assignment) -> bool:
    """Whether a shift begins on a weekend day or public holiday of its agent's site."""
    site = inputs.team.site(inputs.team.agent(assignment.agent))
    return inputs.is_rest_day(site, assignment.shift.day)


def _is_night(inputs: Inputs, assignment: Assignment) -> bool:
    template = next((t for t in inputs.templates if t.id == assignment.shift.template), None)
    return template is not None and template.counts_as_night


def _shares_nights(inputs: Inputs) -> tuple[Agent, ...]:
    """Agents among whom nights are shared: allowed nights, and other shifts too."""
    return tuple(
        agent
        for agent in inputs.team.agents
        if (contract := inputs.team.contract(agent)).max_nights and not contract.nights_only
    )


def _spread(inputs: Inputs, burdens: list[Assignment], agents: tuple[Agent, ...]) -> int:
    """Most less fewest burdens of one agent, the worst site."""
    count = Counter(a.agent for a in burdens)
    sites = {
        site.id: [count[a.id] for a in agents if a.site == site.id] for site in inputs.team.sites
    }
    return max((max(c) - min(c) for c in sites.values() if c), default=0)


def _wishes_kept(inputs: Inputs, roster: Roster, grid: TimeGrid) -> float | None:
    """Share of wishes about the seven days of the week at the agent's site that are kept."""
    names = inputs.families
    worked = {
        (a.agent, a.shift.day): (a.shift.template, names.get(a.shift.template, ""))
        for a in roster.assignments
    }
    site_of = {agent.id: agent.site for agent in inputs.team.agents}
    days = {site.id: week_days(site, grid) for site in inputs.team.sites}
    kept = [
        (_holds(worked.get((wish.agent, day)), wish.shift)) == (wish.weight > 0)
        for wish in inputs.team.preferences
        for day in days[site_of[wish.agent]]
        if wish.applies(day)
    ]
    return sum(kept) / len(kept) if kept else None


def _holds(worked: tuple[str, str] | None, wished: str) -> bool:
    """Whether what was worked on the day is what the wish names."""
    if wished == "off":
        return worked is None
    return worked is not None and wished in ("any", *worked)
