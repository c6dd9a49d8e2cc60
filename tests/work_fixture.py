"""Queues, forecasts and rosters made by hand, with round numbers, for staffing and its judge."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import time, timedelta

import numpy as np

from planner.calendars import OpeningWindow
from planner.demand import Forecast, Requirement, StreamForecast
from planner.queues import Channel, Queue, ServiceLevelTarget
from planner.roster import Assignment, Roster
from planner.shifts import Shift
from planner.simulation.judgement import Judgement
from planner.timegrid import Interval
from scenarios.forecast import wide_grid
from scenarios.inputs import Inputs, SimulationSettings
from scenarios.judge.case import Case
from scenarios.judge.judge import judgement
from scenarios.judge.rounds import Judge
from scenarios.progress import silent
from scenarios.staffing.requirement import require_agents
from tests.inputs_fixture import MONDAY, WORKDAYS, small_inputs

BASE = small_inputs()
WEEK = MONDAY - timedelta(weeks=1)  # no clock change in it
GRID = BASE.week_grid(WEEK)
DAY = 48
NINE, FIVE = 18, 34
STEADY = 50.0  # contacts of 180 s an interval: 5 erlangs around the clock
OFFICE = (OpeningWindow(WORKDAYS, time(9), time(17)),)

PHONE = Queue(
    id="phone",
    channel=Channel.PHONE,
    skill="phone",
    aht_s=180,
    zone="Europe/London",
    country="GB",
    target=ServiceLevelTarget(0.8, 20),
    load_method="stationary",
)
MAIL = Queue("mail", Channel.EMAIL, "mail", 900, "Europe/London", "GB", due_hours=2)


def inputs_of(*queues: Queue, shrinkage: float = 0.0, certainty: float | None = None) -> Inputs:
    """Settings of the small team with other queues, judged by few weeks on one thread."""
    return replace(
        BASE,
        queues=queues,
        settings=replace(BASE.settings, shrinkage=shrinkage, certainty=certainty),
        simulation=SimulationSettings(weeks=20, rounds=0, threads=1),
    )


def forecast_of(
    means: Mapping[tuple[str, str], float | Sequence[float]], day_cv: float = 0.0
) -> Forecast:
    """Contacts of each stream in every slot: one number, or one for each slot of a day."""
    grid = wide_grid(GRID)
    none = np.empty((0, grid.n_slots))
    hours = np.arange(grid.n_slots) % DAY
    streams = (
        StreamForecast(
            queue,
            priority,
            np.broadcast_to(mean, DAY)[hours].astype(float),
            (),
            none,
            day_cv=day_cv,
        )
        for (queue, priority), mean in means.items()
    )
    return Forecast(grid, tuple(streams))


def crew(skill: str, heads: int, first: int = 0, last: int | None = None) -> tuple[Assignment, ...]:
    """Agents at work without a break in slots `first` to `last` of the week."""
    span = Interval(GRID.instant(first), GRID.instant(GRID.n_slots if last is None else last))
    shift = Shift("any", WEEK, span)
    return tuple(Assignment(f"{skill}-{first}-{i}", shift, skill) for i in range(heads))


def roster_of(*crews: tuple[Assignment, ...]) -> Roster:
    """One roster of all of them."""
    return Roster(GRID.interval, tuple(one for crew in crews for one in crew))


def case_of(
    inputs: Inputs, wide: Forecast, requirement: Requirement, roster: Roster, seed: int = 1
) -> Case:
    """Simulated weeks of a roster."""
    return Judge(inputs, wide, seed, silent).case_of(requirement, roster, seed, "test")


def case_and_judgement(
    queue: Queue,
    heads: int,
    wide: Forecast | None = None,
    certainty: float | None = None,
    shrinkage: float = 0.0,
    confidence: float = 0.95,
    seed: int = 1,
) -> tuple[Case, Judgement]:
    """Twenty weeks of a queue of its own, served by so many agents around the clock."""
    inputs = replace(
        inputs_of(queue, certainty=certainty, shrinkage=shrinkage),
        simulation=SimulationSettings(weeks=20, rounds=0, threads=1, confidence=confidence),
    )
    wide = wide or forecast_of({(queue.id, ""): STEADY})
    requirement = require_agents(inputs, wide, GRID)
    case = case_of(inputs, wide, requirement, roster_of(crew(queue.skill, heads)), seed)
    return case, judgement(case, seed=seed)
