"""Days of uncertain demand, and agents for them by formula and corrected by simulated days."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from planner.arrays import FloatArray, IntArray
from planner.simulation.centre import Centre, Group, Handling, Line, Spells
from planner.simulation.correction import gain_of_agent
from planner.simulation.estimates import service_level
from planner.simulation.intervals import Estimate
from planner.simulation.replicate import replicate
from planner.simulation.spells import spells_of_profile
from planner.simulation.tuning import Corrected, staff_by_simulation
from planner.staffing import required_agents
from planner.staffing.load.offered_load import offered_load
from planner.staffing.uncertain.mixture import mixture_service_level

HOUR_S = 3600.0
HOURS = np.arange(24)
FRACTION = 0.8
TUNING_DAYS = 800


@dataclass(frozen=True)
class Profile:
    """A day of 24 hours."""

    contacts: FloatArray
    aht_s: float
    within_s: float
    cv: float

    @property
    def load(self) -> FloatArray:
        """Offered load of each hour in erlangs, with the work that outlasts it."""
        return offered_load(self.contacts, self.aht_s, HOUR_S, method="modified")

    def line(self) -> Line:
        """The day as a line of a simulated centre."""
        return Line("day", self.contacts, Handling(self.aht_s), self.within_s, day_cv=self.cv)


@dataclass(frozen=True)
class Found:
    """What plans for all profiles come to: agents and level by profile and hour."""

    agents: IntArray
    level: Estimate

    @property
    def below(self) -> IntArray:
        """Hours of each profile whose interval lies wholly below the target."""
        return np.asarray((self.level.high < FRACTION).sum(axis=1), np.int64)

    @property
    def hours(self) -> IntArray:
        """Agent-hours of each profile."""
        return np.asarray(self.agents.sum(axis=1), np.int64)

    def in_words(self) -> str:
        """Hours below the target, the worst level and the agent-hours, for a note."""
        return (
            f"{self.below.sum()} below (most in one day {self.below.max()} of 24), worst level "
            f"{100 * float(self.level.mean.min()):.0f} %, {self.hours.sum()} agent-hours"
        )


def all_profiles() -> Iterator[Profile]:
    """Two humps, and an evening peak, by handling time, uncertainty and answer time."""
    two_humps = 0.15 + hump(10, 3.0) + 0.8 * hump(16, 3.0)
    evening = 0.1 + hump(19, 2.5)
    for minutes in (20, 30, 45):
        for cv in (0.0, 0.1, 0.2):
            yield Profile(60.0 * two_humps, minutes * 60.0, 120.0, cv)
            if cv > 0:
                yield Profile(40.0 * evening, minutes * 60.0, 20.0, cv)


def hump(hour: float, width: float) -> FloatArray:
    """Bell around an hour of the day, 1 at its top, `width` hours wide."""
    return np.asarray(np.exp(-(((HOURS - hour) / width) ** 2)), np.float64)


def sipp_agents(profile: Profile) -> IntArray:
    """Agents of each hour taken by itself: stationary, independent, period by period."""
    load = offered_load(profile.contacts, profile.aht_s, HOUR_S, method="stationary")
    return required_agents(load, profile.aht_s, within_s=profile.within_s, fraction=FRACTION)


def mol_agents(profile: Profile) -> IntArray:
    """Fewest whose level holds on the mean of the uncertain load."""
    load = profile.load
    agents = np.floor(load).astype(np.int64) + 1
    while True:
        level = mixture_service_level(agents, load, profile.cv, profile.aht_s, profile.within_s)
        if np.all(level >= FRACTION):
            return agents
        agents = agents + (level < FRACTION)


def correct(profiles: list[Profile], agents: IntArray) -> Corrected:
    """Agents corrected by simulated days, profiles side by side."""
    loads = np.array([profile.load for profile in profiles])
    aht_s = np.array([[profile.aht_s] for profile in profiles])
    within_s = np.array([[profile.within_s] for profile in profiles])
    return staff_by_simulation(
        agents,
        lambda n, seed: simulated(profiles, n, seed, TUNING_DAYS),
        FRACTION,
        gain=lambda n: gain_of_agent(n, loads, aht_s, within_s),
        accept="mean",
        rounds=8,
    )


def simulated(profiles: list[Profile], agents: IntArray, seed: int, days: int) -> Estimate:
    """Level by profile and hour; every profile is a line with a group of its own."""
    numbers = range(len(profiles))
    centre = Centre(
        slot_s=HOUR_S,
        n_slots=24,
        day=np.zeros(24, np.int64),
        lines=tuple(profile.line() for profile in profiles),
        groups=tuple(Group(f"agents {i}", (i,), (0,)) for i in numbers),
        spells=side_by_side([spells_of_profile(agents[i], HOUR_S, i) for i in numbers]),
    )
    return service_level(replicate(centre, days, seed), [[i] for i in numbers], HOURS)


def side_by_side(parts: list[Spells]) -> Spells:
    """Spells of different people."""
    sizes = [int(part.agent.max(initial=-1)) + 1 for part in parts]
    first = np.cumsum([0, *sizes[:-1]])
    return Spells(
        agent=np.concatenate([part.agent + n for part, n in zip(parts, first, strict=True)]),
        group=np.concatenate([part.group for part in parts]),
        start_s=np.concatenate([part.start_s for part in parts]),
        end_s=np.concatenate([part.end_s for part in parts]),
        is_shift_end=np.concatenate([part.is_shift_end for part in parts]),
    )
