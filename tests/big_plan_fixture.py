"""A plan of many agents by a seed, for tests of what is written and shown."""

from dataclasses import replace
from datetime import timedelta

import numpy as np

from planner.people import Agent, Preference, Team, TimeOff
from planner.roster import Assignment
from scenarios.inputs import PlanSettings
from scenarios.plan import Plan
from tests.plan_fixture import CONTRACTS, MONDAY, QUEUES, SITES, build_plan, whole_days, worked

NAMES = (
    "Amélie Ørsted", "नमस्ते श्रेष्ठ", "محمد رضایی", "Ngozi Okonkwo-Bright", "Siti Nurhaliza",
    "李小龍", "Zoë Faulkner", "Björk Guðmundsdóttir", "فاطمه کریمی", "Tom O’Hara",
    "Dewi Lestari", "बिष्णु थापा", "Łukasz Żak", "Иван Петров", "Maya 🌻 Rose",
)  # fmt: skip


def big_plan(n_agents: int = 100, seed: int = 3) -> Plan:
    """A seeded plan of many agents at five sites and four queues."""
    rng = np.random.default_rng(seed)
    skills = ("phone", "tickets", "chat", "billing")
    agents = tuple(
        Agent(
            f"a{i:03d}",
            f"{NAMES[i % len(NAMES)]}{'' if i < len(NAMES) else f' {i // len(NAMES) + 1}'}",
            SITES[i % 5].id,
            CONTRACTS[0 if i % 10 < 6 else 1 if i % 10 < 8 else 2].id,
            tuple(skills[(i + k) % 4] for k in range(1 + i % 2)),
        )
        for i in range(n_agents)
    )
    team = Team(SITES, CONTRACTS, agents)
    leave = tuple(
        TimeOff(a.id, whole_days(MONDAY + timedelta(days=int(rng.integers(0, 6))), 2,
                            team.site(a).zone), str(rng.choice(["holiday", "sick", "training"])))
        for a in agents[::9]
    )  # fmt: skip
    wishes = tuple(Preference(a.id, None, "friday", "off", 4) for a in agents[::6])
    team = replace(team, time_off=leave, preferences=wishes)
    shifts = tuple(s for a in agents for s in _random_week(a, team, rng))
    settings = PlanSettings(zone="Europe/London", name="Northwind Cloud support", week=MONDAY)
    return build_plan(settings, QUEUES, team, shifts, seed=seed)


def _random_week(agent: Agent, team: Team, rng: np.random.Generator) -> list[Assignment]:
    nights = agent.contract == "nights"
    n_days = {"full": 5, "part": 3, "nights": 4}[agent.contract]
    away = [t.interval for t in team.time_off if t.agent == agent.id]
    template = "night" if nights else str(rng.choice(["early", "day", "late"], p=[0.3, 0.45, 0.25]))
    first = int(rng.integers(0, 7))
    days = sorted((first + k) % 7 for k in range(n_days))
    shifts = [
        worked(team, agent.id, template, d, agent.skills[d % len(agent.skills)]) for d in days
    ]
    return [s for s in shifts if not any(s.shift.interval.overlaps(a) for a in away)]
