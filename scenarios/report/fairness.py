"""How nights, rest-day shifts and hours are shared among the agents of a site."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from statistics import median
from typing import Final

from planner.people import Agent, hours
from planner.roster import Assignment
from scenarios.plan import Plan

MOST_MARKS: Final = 8
"""Marks of hours that have room below a strip of dots."""


@dataclass(frozen=True, slots=True)
class Bar:
    """`count` agents have `value` of something; `height` is its share of the tallest bar."""

    value: int
    count: int
    height: float


@dataclass(frozen=True, slots=True)
class Dot:
    """Agents at one place of a strip: `x` from 0 to 1, `row` counts upwards from 0."""

    x: float
    row: int


@dataclass(frozen=True, slots=True)
class SiteFairness:
    """Shares of a site's agents; hours are paid hours, nights count those who may work them."""

    site: str
    n_agents: int
    low: float
    middle: float
    high: float
    dots: tuple[Dot, ...]
    nights: tuple[Bar, ...]
    n_night_agents: int
    rest_days: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Fairness:
    """All sites on one scale of hours, 0 to `top`."""

    top: float
    sites: tuple[SiteFairness, ...]

    @property
    def marks(self) -> tuple[int, ...]:
        """Hours to write below the scale: every ten, or as many tens as leave room for them."""
        step = 10 * ceil(self.top / 10 / MOST_MARKS)
        return tuple(range(0, int(self.top) + 1, step))


def fairness(plan: Plan, rest_days: Mapping[tuple[str, date], str]) -> Fairness:
    """How the burden is shared, site by site."""
    by_agent: dict[str, list[Assignment]] = {a.id: [] for a in plan.inputs.team.agents}
    for assignment in plan.roster.assignments:
        by_agent[assignment.agent].append(assignment)
    paid = {agent: sum(hours(a.shift.paid) for a in own) for agent, own in by_agent.items()}
    top = max(10.0, *(-(-value // 10) * 10 for value in paid.values())) if paid else 10.0
    sites = []
    for site in plan.inputs.team.sites:
        agents = [a for a in plan.inputs.team.agents if a.site == site.id]
        if agents:
            sites.append(_site(plan, site.name or site.id, agents, by_agent, rest_days, top))
    return Fairness(top, tuple(sites))


def _site(
    plan: Plan,
    title: str,
    agents: Sequence[Agent],
    by_agent: Mapping[str, Sequence[Assignment]],
    rest_days: Mapping[tuple[str, date], str],
    top: float,
) -> SiteFairness:
    night_ids = {t.id for t in plan.inputs.templates if t.counts_as_night}
    may_work_nights = {c.id for c in plan.inputs.team.contracts if c.max_nights > 0}
    night_agents = [a for a in agents if a.contract in may_work_nights]
    paid = sorted(sum(hours(a.shift.paid) for a in by_agent[agent.id]) for agent in agents)

    def count(of: Agent, is_counted: Callable[[Assignment], bool]) -> int:
        return sum(is_counted(a) for a in by_agent[of.id])

    return SiteFairness(
        site=title,
        n_agents=len(agents),
        low=paid[0],
        middle=median(paid),
        high=paid[-1],
        dots=_dots(paid, top),
        nights=_bars(count(a, lambda x: x.shift.template in night_ids) for a in night_agents),
        n_night_agents=len(night_agents),
        rest_days=_bars(
            count(a, lambda x: (agents[0].site, x.shift.day) in rest_days) for a in agents
        ),
    )


def _bars(values: Iterable[int]) -> tuple[Bar, ...]:
    counts = Counter(values)
    if not counts:
        return ()
    tallest = max(counts.values())
    return tuple(Bar(v, counts[v], counts[v] / tallest) for v in range(max(counts) + 1))


def _dots(values: Sequence[float], top: float, n_places: int = 60) -> tuple[Dot, ...]:
    rows: Counter[int] = Counter()
    dots = []
    for value in values:
        place = round(value / top * n_places)
        dots.append(Dot(place / n_places, rows[place]))
        rows[place] += 1
    return tuple(dots)
