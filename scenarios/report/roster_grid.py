"""The roster as the page shows it: sites, their agents, and a cell for every local day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from planner.exports.roster import break_words
from planner.exports.stamps import clock_span
from planner.local_time import day_start, local_days, zone
from planner.people import Agent, Site, hours
from planner.roster import Assignment
from planner.timegrid import Interval
from scenarios.plan import Plan
from scenarios.report.on_duty import FloorRow, floor_rows


@dataclass(frozen=True, slots=True)
class RosterCell:
    """
    One agent on one local day.

    `text` is the time worked or the kind of leave, empty when free; `note` the breaks in words.
    `kind` is ``shift``, ``away`` or ``free``; `tone` numbers the skill's colour.
    """

    kind: str
    text: str = ""
    skill: str = ""
    tone: int = 0
    is_night: bool = False
    is_rest_day: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class RosterRow:
    """An agent's week; `search` is what the filter looks at."""

    agent: Agent
    contract: str
    cells: tuple[RosterCell, ...]
    paid_hours: float
    search: str


@dataclass(frozen=True, slots=True)
class SiteBlock:
    """A site's agents and floors; `day_notes` names rest days, one text per day of the grid."""

    site: Site
    rows: tuple[RosterRow, ...]
    day_notes: tuple[str, ...]
    floors: tuple[FloorRow, ...] = ()

    @property
    def title(self) -> str:
        """Name to show."""
        return self.site.name or self.site.id


@dataclass(frozen=True, slots=True)
class RosterGrid:
    """
    Days across, sites and agents down; `skills` in the order of their tones.

    `floors` are those of no single site, on the clock of the plan.
    """

    days: tuple[date, ...]
    skills: tuple[str, ...]
    blocks: tuple[SiteBlock, ...]
    floors: tuple[FloorRow, ...] = ()

    def begins_week(self, number: int) -> bool:
        """Whether a later week begins on the day of that number."""
        return (
            number > 0
            and (self.days[number] - self.days[0]).days % 7 == 0
            and number < len(self.days) - 1
        )

    @property
    def n_agents(self) -> int:
        """Agents shown."""
        return sum(len(block.rows) for block in self.blocks)


def roster_grid(plan: Plan, rest_days: Mapping[tuple[str, date], str]) -> RosterGrid:
    """
    The roster of a plan by site, agents in the order of the input.

    Days are local to each site. A site ahead of or behind the plan's clock may touch an eighth
    day; it is shown if anybody works then.
    """
    days = _days(plan)
    skills = tuple(dict.fromkeys((*plan.inputs.skills, *(a.skill for a in _assignments(plan)))))
    lookup = _Lookup(plan, skills, rest_days)
    blocks = (lookup.block(site, days) for site in plan.inputs.team.sites)
    of_team = [rule for rule in plan.inputs.floors if len(rule.sites) != 1]
    floors = floor_rows(plan, of_team, days, plan.inputs.settings.zone)
    return RosterGrid(days, skills, tuple(block for block in blocks if block.rows), floors)


def _assignments(plan: Plan) -> tuple[Assignment, ...]:
    return plan.roster.assignments


def _days(plan: Plan) -> tuple[date, ...]:
    own = set(local_days(plan.grid, zone(plan.inputs.settings.zone)))
    return tuple(sorted(own | {a.shift.day for a in _assignments(plan)}))


class _Lookup:
    """What cells are made of, found once."""

    def __init__(
        self, plan: Plan, skills: tuple[str, ...], rest_days: Mapping[tuple[str, date], str]
    ) -> None:
        team = plan.inputs.team
        self.plan = plan
        self.team = team
        self.rest_days = rest_days
        self.tones = {skill: number for number, skill in enumerate(skills)}
        self.nights = {
            template.id for template in plan.inputs.templates if template.counts_as_night
        }
        self.contracts = {c.id: c.name or c.id for c in team.contracts}
        self.shifts: dict[tuple[str, date], Assignment] = {}
        self.paid: dict[str, timedelta] = {}
        for one in _assignments(plan):
            self.shifts[one.agent, one.shift.day] = one
            self.paid[one.agent] = self.paid.get(one.agent, timedelta(0)) + one.shift.paid
        self.away: dict[str, list[tuple[Interval, str]]] = {}
        for absence in team.time_off:
            self.away.setdefault(absence.agent, []).append((absence.interval, absence.kind))

    def block(self, site: Site, days: tuple[date, ...]) -> SiteBlock:
        agents = [agent for agent in self.team.agents if agent.site == site.id]
        notes = tuple(self.rest_days.get((site.id, day), "") for day in days)
        own = [rule for rule in self.plan.inputs.floors if rule.sites == (site.id,)]
        floors = floor_rows(self.plan, own, days, site.zone)
        return SiteBlock(
            site, tuple(self.row(agent, site, days) for agent in agents), notes, floors
        )

    def row(self, agent: Agent, site: Site, days: tuple[date, ...]) -> RosterRow:
        clock = zone(site.zone)
        contract = self.contracts[agent.contract]
        words = (agent.name, agent.id, site.id, site.name, contract, *agent.skills)
        return RosterRow(
            agent=agent,
            contract=contract,
            cells=tuple(self.cell(agent, site, day, clock) for day in days),
            paid_hours=hours(self.paid.get(agent.id, timedelta(0))),
            search=" ".join(words).casefold(),
        )

    def cell(self, agent: Agent, site: Site, day: date, clock: ZoneInfo) -> RosterCell:
        is_rest_day = (site.id, day) in self.rest_days
        assignment = self.shifts.get((agent.id, day))
        if assignment is not None:
            return self.shift_cell(assignment, clock, is_rest_day)
        whole_day = Interval(day_start(day, clock), day_start(day + timedelta(days=1), clock))
        kinds = [kind for away, kind in self.away.get(agent.id, []) if away.overlaps(whole_day)]
        if kinds:
            return RosterCell("away", ", ".join(kinds), is_rest_day=is_rest_day)
        return RosterCell("free", is_rest_day=is_rest_day)

    def shift_cell(self, one: Assignment, clock: ZoneInfo, is_rest_day: bool) -> RosterCell:
        shift = one.shift
        breaks = "; ".join(break_words(rest, clock) for rest in shift.breaks)
        return RosterCell(
            kind="shift",
            text=clock_span(shift.interval.start, shift.interval.end, clock).replace("-", "–"),
            skill=one.skill,
            tone=self.tones[one.skill] % 8,
            is_night=shift.template in self.nights,
            is_rest_day=is_rest_day,
            note=f"{shift.template}, {hours(shift.paid):g} h paid"
            + (f"; {breaks}" if breaks else ""),
        )
