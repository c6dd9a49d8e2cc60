"""Plans made by hand, for tests of what is written and shown."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from planner.arrays import FloatArray
from planner.calendars import OpeningWindow
from planner.demand import Forecast, History, QueueRequirement, Requirement, StreamForecast
from planner.errors import Problem
from planner.local_time import day_start, shift_instant, week_grid, zone
from planner.people import Agent, Contract, Preference, Site, Team, TimeOff
from planner.queues import Channel, Queue, ServiceLevelTarget
from planner.roster import Assignment, Coverage, QueueCoverage, Roster, on_duty
from planner.shifts import Break, BreakRule, Shift, ShiftTemplate
from planner.timegrid import Interval, TimeGrid
from scenarios.inputs import Inputs, PlanSettings
from scenarios.plan import DayService, Figures, Plan, Shortfall, SolveSummary

MONDAY = date(2003, 10, 20)
SUNDAY = date(2003, 10, 26)
NOW = datetime(2003, 10, 16, 9, 0, tzinfo=UTC)
LEVELS = (0.1, 0.5, 0.8, 0.9, 0.95)

SITES = (
    Site(id="london", zone="Europe/London", country="GB", name="London"),
    Site(
        id="kathmandu", zone="Asia/Kathmandu", country="NP", name="Kathmandu",
        rest_days=("saturday",),
    ),
    Site(id="newyork", zone="America/New_York", country="US", name="New York"),
    Site(id="jakarta", zone="Asia/Jakarta", country="ID", name="Jakarta"),
    Site(id="tehran", zone="Asia/Tehran", country="IR", name="Tehran", rest_days=("friday",)),
)  # fmt: skip
CONTRACTS = (
    Contract(id="full", min_hours=32, max_hours=40, hourly_cost=28.5, name="Full time"),
    Contract(id="part", min_hours=16, max_hours=24, hourly_cost=24, name="Part time"),
    Contract(
        id="nights", min_hours=24, max_hours=40, hourly_cost=33, name="Nights", nights_only=True
    ),
)
LUNCH = BreakRule(30, 180, 270, paid=False, name="lunch")
EVERYWHERE = tuple(site.id for site in SITES)
TEMPLATES = (
    ShiftTemplate("early", EVERYWHERE, time(6), time(14, 30), breaks=(LUNCH,), name="Early"),
    ShiftTemplate("day", EVERYWHERE, time(9), time(17, 30), breaks=(LUNCH,), name="Day"),
    ShiftTemplate("late", EVERYWHERE, time(14), time(22, 30), breaks=(LUNCH,), name="Late"),
    ShiftTemplate("night", EVERYWHERE, time(22), time(6), is_night=True, name="Night"),
)


def tiny_plan() -> Plan:
    """Two queues, London and Kathmandu, the week of the clock change, one shortfall."""
    settings = PlanSettings(zone="Europe/London", name="Tiny support", week=MONDAY, currency="GBP")
    team = Team(
        SITES[:2],
        CONTRACTS,
        agents=(
            Agent("a1", "Amélie Ørsted", "london", "full", ("phone",), "amelie@example.com"),
            Agent("a2", "=HYPERLINK(1)", "london", "nights", ("phone",)),
            Agent("k/1", "नमस्ते श्रेष्ठ", "kathmandu", "part", ("tickets",)),
            Agent("k2", "محمد رضایی", "kathmandu", "part", ("tickets", "phone")),
        ),
        time_off=(TimeOff("a1", whole_days(SUNDAY, 1, "Europe/London"), "holiday"),),
        preferences=(Preference("a1", SUNDAY, None, "off", 5),),
    )
    shifts = (
        *(worked(team, "a1", "day", day, "phone") for day in range(4)),
        *(worked(team, "a2", "night", day, "phone") for day in (4, 5)),
        *(worked(team, "k/1", "day", day, "tickets") for day in (0, 1)),
        worked(team, "k2", "early", 3, "tickets"),
    )
    return build_plan(settings, QUEUES[:2], team, shifts, seed=7)


WEEKDAYS_OPEN = OpeningWindow(
    ("monday", "tuesday", "wednesday", "thursday", "friday"), time(7), time(21)
)
QUEUES = (
    Queue(
        "phone", Channel.PHONE, "phone", 240, "Europe/London", "GB", name="Phone",
        opening=(WEEKDAYS_OPEN,), target=ServiceLevelTarget(0.8, 20),
    ),
    Queue(
        "tickets", Channel.PORTAL, "tickets", 900, "Europe/London", "GB", name="Tickets",
        due_hours=24, due_hours_by_priority={"P0": 1, "P1": 4},
    ),
    Queue(
        "chat", Channel.CHAT, "chat", 600, "America/New_York", "US", name="Live chat",
        target=ServiceLevelTarget(0.85, 45),
    ),
    Queue(
        "billing", Channel.PHONE, "billing", 420, "America/New_York", "US",
        name="Billing & payments", opening=(WEEKDAYS_OPEN,), target=ServiceLevelTarget(0.9, 30),
    ),
)  # fmt: skip


def worked(team: Team, agent_id: str, template_id: str, day: int, skill: str) -> Assignment:
    """A shift of a template on the agent's site's clock, `day` days after Monday."""
    template = next(t for t in TEMPLATES if t.id == template_id)
    clock = zone(team.site(team.agent(agent_id)).zone)
    local = MONDAY + timedelta(days=day)
    start = shift_instant(local, template.start, clock)
    last = local + timedelta(days=template.until <= template.start)
    interval = Interval(start, shift_instant(last, template.until, clock))
    breaks = tuple(
        Break(_at(start, rule.earliest_minutes, rule.minutes), rule.paid, rule.name)
        for rule in template.breaks
    )
    return Assignment(agent_id, Shift(template.id, local, interval, breaks), skill)


def _at(start: datetime, after: int, minutes: int) -> Interval:
    first = start + timedelta(minutes=after)
    return Interval(first, first + timedelta(minutes=minutes))


def whole_days(first: date, n_days: int, zone_name: str) -> Interval:
    clock = zone(zone_name)
    return Interval(day_start(first, clock), day_start(first + timedelta(days=n_days), clock))


def build_plan(
    settings: PlanSettings,
    queues: tuple[Queue, ...],
    team: Team,
    shifts: tuple[Assignment, ...],
    *,
    seed: int,
    notes: tuple[str, ...] = ("history of 6 weeks; the model was chosen by the workspace",),
) -> Plan:
    """A plan around given shifts; demand is a made-up daily wave, fitted to what is rostered."""
    grid = week_grid(MONDAY, zone(settings.zone), settings.interval_minutes)
    rng = np.random.default_rng(seed)
    n_before = 6 * 7 * 24 * 60 // grid.minutes
    past = TimeGrid(grid.instant(-n_before), grid.minutes, n_before)
    waves = {q.id: _wave(q, grid, shifts) for q in queues}
    history = History(
        past,
        tuple((q.id, "") for q in queues),
        np.array(
            [rng.poisson(np.resize(waves[q.id][: n_before // 6], n_before)) for q in queues], float
        ),
    )
    forecast = Forecast(grid, tuple(_forecast(q, waves[q.id]) for q in queues))
    requirement = Requirement(grid, tuple(_requirement(q, waves[q.id], grid) for q in queues))
    roster = Roster(grid.interval, tuple(sorted(shifts, key=lambda a: (a.agent, a.shift.interval))))
    coverage = Coverage(grid, tuple(_covered(q, requirement, roster, waves[q.id]) for q in queues))
    inputs = Inputs(
        settings, queues, TEMPLATES, team, history, digest="4f1c8e02a9d7" + "0" * 52,
        notes=(Problem("rest days of 2003 follow the calendar of today", "rotacast.toml", 12,
                       warning=True),),
    )  # fmt: skip
    return Plan(
        inputs=inputs,
        grid=grid,
        known_history=history,
        actual={queues[0].id: rng.poisson(waves[queues[0].id]).astype(float)},
        forecast=forecast,
        requirement=requirement,
        roster=roster,
        coverage=coverage,
        service=_service(queues, coverage),
        shortfalls=_shortfalls(queues, coverage),
        figures=_figures(coverage, roster, team),
        solve=SolveSummary(
            "time_limit", 61_204.0, 60_120.5, 0.0177, 58.3,
            {"cost": 52_880.0, "cover": 7_324.0, "fairness": 600.0, "wishes": 400.0},
        ),
        seed=seed,
        notes=notes,
    )  # fmt: skip


def _wave(queue: Queue, grid: TimeGrid, shifts: tuple[Assignment, ...]) -> FloatArray:
    """Contacts per slot: what the people on duty could take, smoothed, and a little always."""
    present = on_duty(shifts, grid, queue.skill)
    n_near = 4 * 60 // grid.minutes
    smooth = np.convolve(present, np.ones(n_near) / n_near, mode="same")
    load = (0.1 + 0.68 * smooth) * queue.open_slots(grid, {})
    contacts: FloatArray = load * grid.slot_s / queue.aht_s
    return contacts


def _forecast(queue: Queue, mean: FloatArray) -> StreamForecast:
    spread = np.sqrt(mean + 0.04 * mean**2)
    z = (-1.28, 0.0, 0.84, 1.28, 1.64)
    quantiles = np.array([np.maximum(mean + k * spread, 0) for k in z])
    return StreamForecast(queue.id, "", mean, LEVELS, quantiles, "day level")


def _requirement(queue: Queue, mean: FloatArray, grid: TimeGrid) -> QueueRequirement:
    load = mean * queue.aht_s / grid.slot_s
    net = np.ceil(load + 0.25 * np.sqrt(load)).astype(np.int64)
    scheduled = np.ceil(net / 0.97).astype(np.int64)
    return QueueRequirement(queue.id, load, net, net, scheduled, queue.open_slots(grid, {}))


def _covered(
    queue: Queue, requirement: Requirement, roster: Roster, contacts: FloatArray
) -> QueueCoverage:
    need = requirement.of(queue.id)
    present = roster.on_duty(requirement.grid, queue.skill)
    ratio = np.divide(present, need.scheduled, out=np.ones(len(present)), where=need.scheduled > 0)
    level = np.where(contacts > 0, np.clip(0.82 * ratio**0.5, 0, 0.995), np.nan)
    return QueueCoverage(queue.id, need.scheduled, present, contacts, level)


def _service(queues: tuple[Queue, ...], coverage: Coverage) -> tuple[DayService, ...]:
    found = []
    clock = zone("Europe/London")
    local = [
        coverage.grid.instant(s).astimezone(clock).date() for s in range(coverage.grid.n_slots)
    ]
    for queue in queues:
        row = coverage.of(queue.id)
        target = queue.target.fraction if queue.target else 0.95
        for offset in range(7):
            day = MONDAY + timedelta(days=offset)
            inside = np.array([d == day for d in local])
            contacts = float(row.contacts[inside].sum())
            weights = row.contacts[inside]
            achieved = (
                float(np.nansum(row.service_level[inside] * weights) / contacts)
                if contacts
                else None
            )
            found.append(DayService(queue.id, day, contacts, achieved, target))
    return tuple(found)


def _shortfalls(queues: tuple[Queue, ...], coverage: Coverage) -> tuple[Shortfall, ...]:
    found = []
    for queue in queues:
        missing = float(coverage.of(queue.id).short.sum()) * coverage.grid.minutes / 60
        if missing:
            found.append(
                Shortfall(
                    queue.id,
                    missing,
                    f"{queue.title}: {missing:,.1f} agent-hours missing, most on Sat 25 Oct "
                    "from 09:00 to 13:00; nobody with the skill is free then",
                )
            )
    return tuple(found)


def _figures(coverage: Coverage, roster: Roster, team: Team) -> Figures:
    contract = {a.id: team.contract(a) for a in team.agents}
    paid = {a.id: roster.paid(a.id) / timedelta(hours=1) for a in team.agents}
    return Figures(
        agents=len(team.agents),
        paid_hours=sum(paid.values()),
        cost=sum(h * contract[a].hourly_cost for a, h in paid.items()),
        required_hours=coverage.required_hours,
        covered=coverage.covered,
        short_hours=coverage.short_hours,
        over_hours=coverage.over_hours,
        nights=sum(a.shift.template == "night" for a in roster.assignments),
        rest_day_shifts=sum(a.shift.day.weekday() >= 5 for a in roster.assignments),
        spread_nights=1,
        spread_rest_days=1,
        wishes_kept=0.94 if team.preferences else None,
    )


def renamed(plan: Plan, names: Mapping[str, str]) -> Plan:
    """The same plan with some agents called otherwise."""
    team = plan.inputs.team
    agents = tuple(replace(a, name=names.get(a.id, a.name)) for a in team.agents)
    return replace(plan, inputs=replace(plan.inputs, team=replace(team, agents=agents)))
