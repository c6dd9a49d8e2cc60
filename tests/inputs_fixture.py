"""A small team over the week of a clock change, with nine weeks of invented history."""

from datetime import date, time, timedelta

import numpy as np

from planner.calendars import OpeningWindow
from planner.demand import History
from planner.local_time import week_grid, zone
from planner.people import Agent, Contract, Site, Team
from planner.queues import Channel, Queue, ServiceLevelTarget
from planner.shifts import BreakRule, ShiftTemplate
from scenarios.inputs import Inputs, PlanSettings

MONDAY = date(2003, 10, 20)
WORKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
LUNCH = BreakRule(30, 180, 270, paid=False, name="lunch")

PHONE = Queue(
    id="phone",
    channel=Channel.PHONE,
    skill="phone",
    aht_s=300,
    zone="Europe/London",
    country="GB",
    opening=(OpeningWindow(WORKDAYS, time(9), time(17)),),
    target=ServiceLevelTarget(0.8, 20),
)
TICKETS = Queue(
    id="tickets",
    channel=Channel.PORTAL,
    skill="tickets",
    aht_s=600,
    zone="Europe/London",
    country="GB",
    due_hours_by_priority={"P1": 2, "P3": 8},
)
SITES = (
    Site(id="london", zone="Europe/London", country="GB", name="London"),
    Site(id="kathmandu", zone="Asia/Kathmandu", country="NP", rest_days=("saturday",)),
)
CONTRACTS = (
    Contract(id="full", min_hours=30, max_hours=40, hourly_cost=30, max_nights=2),
    Contract(id="night", min_hours=24, max_hours=40, hourly_cost=36, nights_only=True),
)
TEMPLATES = (
    ShiftTemplate("early", ("london",), time(7), time(15, 30), breaks=(LUNCH,)),
    ShiftTemplate("late", ("london",), time(14), time(22, 30), breaks=(LUNCH,)),
    ShiftTemplate("night", ("london",), time(22), time(6), breaks=(LUNCH,)),
    ShiftTemplate("ktm-early", ("kathmandu",), time(5, 45), time(14, 15), breaks=(LUNCH,)),
    ShiftTemplate("ktm-day", ("kathmandu",), time(9, 45), time(18, 15), breaks=(LUNCH,)),
)
AGENTS = (
    *(Agent(f"l{i}", f"London {i}", "london", "full", ("phone", "tickets")) for i in range(5)),
    *(Agent(f"n{i}", f"Night {i}", "london", "night", ("tickets",)) for i in range(2)),
    *(Agent(f"k{i}", f"काठमाडौं {i}", "kathmandu", "full", ("tickets",)) for i in range(3)),
)


def small_inputs(interval_minutes: int = 30) -> Inputs:
    """Ten agents in London and Kathmandu, planned by London's clock from 2003-10-20."""
    return Inputs(
        settings=PlanSettings(
            zone="Europe/London",
            week=MONDAY,
            interval_minutes=interval_minutes,
            shrinkage=0.1,
            forecaster="eight_week_mean",
            time_limit_s=5,
        ),
        queues=(PHONE, TICKETS),
        templates=TEMPLATES,
        team=Team(SITES, CONTRACTS, AGENTS),
        history=_history(interval_minutes),
        digest="test",
    )


def _history(minutes: int) -> History:
    grid = week_grid(MONDAY - timedelta(weeks=9), zone("Europe/London"), minutes, n_days=63)
    rng = np.random.default_rng(5)
    is_open = PHONE.open_slots(grid, {})
    per_slot = minutes / 30
    phone = np.where(is_open, rng.poisson(8 * per_slot, grid.n_slots), np.nan)
    urgent, normal = (rng.poisson(rate * per_slot, grid.n_slots) for rate in (0.4, 1.2))
    streams = (("phone", ""), ("tickets", "P1"), ("tickets", "P3"))
    return History(grid, streams, np.stack([phone, urgent, normal]).astype(np.float64))
