"""Everything that was asked for at a price and is not kept: by whom, when, what, for how much."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from planner.explanations import Explanation
from planner.local_time import day_start, zone
from planner.roster import Assignment
from planner.timegrid import TimeGrid
from planner.wording import short_day
from scenarios.hand_made import hand_made
from scenarios.inputs import Inputs
from scenarios.no_demand import nothing_required
from scenarios.options import site_days
from scenarios.plan import UnkeptTerm
from scenarios.problem import roster_problem
from scenarios.unkept.limits import long_days, unkept_limits
from scenarios.unkept.sequences import unkept_sequences
from scenarios.unkept.unkept import Unkept


def unkept_terms(
    inputs: Inputs, grid: TimeGrid, assignments: Iterable[Assignment]
) -> tuple[UnkeptTerm, ...]:
    """Terms of contracts, turns and successions that a roster breaks at a price, dearest first."""
    if not _has_prices(inputs):
        return ()
    problem = roster_problem(inputs, nothing_required(inputs, grid))
    problem, roster, _ = hand_made(inputs, problem, grid, assignments)
    contracts = tuple(inputs.team.contract(agent) for agent in inputs.team.agents)
    found = (
        *unkept_sequences(problem, roster, contracts),
        *long_days(problem, roster, contracts),
        *unkept_limits(problem, roster),
    )
    days = {site.id: site_days(site, grid) for site in inputs.team.sites}
    told = (_told(inputs, days, one) for one in sorted(found, key=_rank))
    return tuple(told)


def unkept_note(inputs: Inputs, found: tuple[UnkeptTerm, ...]) -> Iterator[str]:
    """One line for all of them, none where all is kept."""
    if found:
        n_agents = len({one.agent for one in found})
        times = "1 time" if len(found) == 1 else f"{len(found):,} times"
        who = "1 agent" if n_agents == 1 else f"{n_agents:,} agents"
        yield (
            f"terms at a price: not kept {times} by {who}, for "
            f"{sum(one.money for one in found):,.0f} {inputs.settings.currency}; "
            "explanations.csv tells each"
        )


def unkept_line(one: UnkeptTerm, currency: str) -> str:
    """One of them as a line, such as ``Ann (a1), Tue 21 Oct, min_rest_hours: ...``."""
    when = f", {short_day(one.day)}" if one.day else ""
    price = f"{one.money:,.2f} {currency}"
    return f"{one.name} ({one.agent}){when}, {one.term}: {one.message} ({price})"


def unkept_explanations(inputs: Inputs, found: Iterable[UnkeptTerm]) -> Iterator[Explanation]:
    """Each as a line of an explanation, with the local day as its time."""
    for one in found:
        site = inputs.team.site(inputs.team.agent(one.agent))
        start, end = _whole_day(one.day, site.zone) if one.day else (None, None)
        when = f"{short_day(one.day)}: " if one.day else ""
        yield Explanation(
            "unkept",
            f"{when}{one.message}",
            one.term,
            start,
            end,
            money=one.money,
            people=(one.name,),
        )


def _has_prices(inputs: Inputs) -> bool:
    """Whether anything is asked for at a price, so that there is something to look for."""
    team = inputs.team
    return (
        any(c.prices or any(x.price is not None for x in c.limits) for c in team.contracts)
        or any(rotation.price is not None for rotation in team.rotations)
        or any(template.not_after_price is not None for template in inputs.templates)
    )


def _rank(one: Unkept) -> tuple[int, int, int]:
    return -one.cents, one.person, -1 if one.day is None else one.day


def _told(inputs: Inputs, days: dict[str, tuple[date, ...]], one: Unkept) -> UnkeptTerm:
    agent = inputs.team.agents[one.person]
    day = None if one.day is None else days[agent.site][one.day]
    return UnkeptTerm(agent.id, agent.name, day, one.term, one.message, one.cents / 100)


def _whole_day(day: date, zone_name: str) -> tuple[datetime, datetime]:
    clock = zone(zone_name)
    return day_start(day, clock), day_start(day + timedelta(days=1), clock)
