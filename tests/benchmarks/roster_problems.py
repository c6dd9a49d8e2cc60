"""Seeded rostering problems of a support team that follows the sun, straight in slots."""

from dataclasses import dataclass

import numpy as np

from solver.prices import Prices, Wish
from solver.problem import BreakWindow, IntArray, Person, RosterProblem, ShiftOption

SKILLS = ("phone", "tickets", "technical", "priority")
WEEK_HOURS = 169


@dataclass(frozen=True)
class SiteSketch:
    """A site: hours ahead of the plan's clock (New York), its share of people, its rest days."""

    name: str
    ahead: float
    share: float
    rest_days: tuple[int, ...]
    phone: float


SITES = (
    SiteSketch("new_york", 0.0, 0.32, (5, 6), 0.9),
    SiteSketch("london", 5.0, 0.24, (5, 6), 0.7),
    SiteSketch("jakarta", 11.0, 0.18, (5, 6), 0.5),
    SiteSketch("tehran", 7.5, 0.13, (4,), 0.3),
    SiteSketch("kathmandu", 9.5, 0.13, (5,), 0.4),
)
TEMPLATES = (
    ("early", 6.0, 8.5),
    ("day", 8.0, 8.5),
    ("mid", 10.0, 8.5),
    ("late", 13.0, 8.5),
    ("night", 22.0, 8.5),
    ("part_am", 9.0, 4.0),
    ("part_pm", 16.0, 4.0),
)


def support_week(n_people: int = 100, minutes: int = 30, seed: int = 1) -> RosterProblem:
    """
    A week of 169 hours (the clock went back), five sites, four skills, three kinds of contract.

    Demand is about nine tenths of the hours that contracts can put to work.
    """
    rng = np.random.default_rng(seed)
    per_hour = 60 // minutes
    n_slots = WEEK_HOURS * per_hour
    options = tuple(o for site in SITES for o in _options(site, per_hour, n_slots))
    people = tuple(_people(n_people, per_hour, n_slots, rng))
    required = _required(people, per_hour, n_slots, load=0.87)
    return RosterProblem(
        skills=SKILLS,
        slot_minutes=minutes,
        n_slots=n_slots,
        n_days=8,
        people=people,
        options=options,
        required=required,
        carried_in=np.zeros_like(required),
        prices=Prices(
            short=(9000, 6000, 7000, 12000),
            short_deep=6000,
            over=300,
            unfair_night=2000,
            unfair_rest_day=1500,
        ),
        wishes=tuple(_wishes(people, options, rng)),
    )


def _options(site: SiteSketch, per_hour: int, n_slots: int) -> list[ShiftOption]:
    found = []
    for day in range(8):
        for template, start, hours in TEMPLATES:
            first = round((day * 24 + start - site.ahead) * per_hour)
            if 0 <= first < n_slots:
                found.append(_option(site, day, template, first, hours, per_hour))
    return found


def _option(
    site: SiteSketch, day: int, template: str, first: int, hours: float, per_hour: int
) -> ShiftOption:
    full = hours > 5
    half = per_hour // 2
    lunch = BreakWindow(first + 3 * per_hour, first + 5 * per_hour, half, name="lunch")
    pause_at = 6.5 if full else 1.5
    pause = BreakWindow(
        first + round(pause_at * per_hour),
        first + round((pause_at + 1) * per_hour),
        max(half // 2, 1),
        paid=True,
    )
    return ShiftOption(
        template=template,
        site=site.name,
        day=day,
        start=first,
        end=first + round(hours * per_hour),
        paid_minutes=round(hours * 60) - (30 if full else 0),
        breaks=(lunch, pause) if full else (pause,),
        is_night=template == "night",
        is_rest_day=day % 7 in site.rest_days,
    )


def _people(n_people: int, per_hour: int, n_slots: int, rng: np.random.Generator) -> list[Person]:
    found = []
    bounds = np.cumsum([site.share for site in SITES])
    for i in range(n_people):
        site = SITES[int(np.searchsorted(bounds, (i + 0.5) / n_people * bounds[-1]))]
        kind = rng.choice(["full", "full37", "part", "night"], p=[0.6, 0.15, 0.15, 0.1])
        found.append(_person(i, site, str(kind), per_hour, n_slots, rng))
    return found


def _person(
    i: int, site: SiteSketch, kind: str, per_hour: int, n_slots: int, rng: np.random.Generator
) -> Person:
    hours = {"full": (40, 40), "full37": (36, 40), "part": (16, 20), "night": (32, 40)}[kind]
    days_off = int(rng.choice([0, 1, 2], p=[0.85, 0.1, 0.05])) if kind != "part" else 0
    away = []
    if days_off:
        day = int(rng.integers(1, 6))
        first = round((day * 24 - site.ahead) * per_hour)
        away.append((max(first, 0), min(first + days_off * 24 * per_hour, n_slots)))
    return Person(
        id=f"p{i:03d}",
        site=site.name,
        skills=_skills(site, rng),
        min_minutes=max(hours[0] - 8 * days_off, 0) * 60,
        max_minutes=hours[1] * 60,
        min_rest_slots=11 * per_hour,
        max_days_in_row=6,
        min_days_off=2,
        max_nights=5 if kind == "night" else int(rng.choice([0, 2, 3])),
        nights_only=kind == "night",
        cents_per_hour={"new_york": 3000, "london": 2800}.get(site.name, 1200),
        unavailable=tuple(away),
        last_end=int(-rng.integers(2, 40) * per_hour),
        days_before=int(rng.integers(0, 4)),
    )


def _skills(site: SiteSketch, rng: np.random.Generator) -> tuple[int, ...]:
    first = 0 if rng.random() < site.phone else 1
    more = rng.choice(
        [s for s in range(4) if s != first], size=int(rng.integers(0, 3)), replace=False
    )
    return tuple(sorted({first, *(int(s) for s in more)}))


def _required(people: tuple[Person, ...], per_hour: int, n_slots: int, load: float) -> IntArray:
    hours = np.arange(n_slots) / per_hour
    of_day, day = hours % 24, (hours // 24).astype(int)
    weekday = day % 7 < 5
    phone = np.where(
        weekday & (of_day >= 7) & (of_day < 21.5),
        0.5 + np.exp(-(((of_day - 10.5) / 2.5) ** 2)) + 0.8 * np.exp(-(((of_day - 15) / 3) ** 2)),
        0.0,
    )
    busy = np.where(weekday, 1.0, 0.6)
    tickets = busy * (1.0 + 0.5 * np.sin((of_day - 6) / 24 * 2 * np.pi))
    technical = np.where(weekday & (of_day >= 3) & (of_day < 18), 1.0, 0.25)
    shapes = np.stack([phone, tickets, technical, np.ones(n_slots)])
    capacity = sum((p.min_minutes + p.max_minutes) / 2 for p in people) / 60 * 0.94 * per_hour
    shares = np.array([0.42, 0.3, 0.17, 0.11])[:, None] * capacity * load
    required: IntArray = np.round(shapes / shapes.sum(axis=1, keepdims=True) * shares).astype(
        np.int64
    )
    return required


def _wishes(
    people: tuple[Person, ...], options: tuple[ShiftOption, ...], rng: np.random.Generator
) -> list[Wish]:
    found = []
    for p, person in enumerate(people):
        day, template = int(rng.integers(0, 8)), TEMPLATES[int(rng.integers(0, 5))][0]
        for o, option in enumerate(options):
            if option.site == person.site and option.day == day:
                found.append(Wish(p, o, 1000))
            elif option.site == person.site and option.template == template:
                found.append(Wish(p, o, -300))
    return found
