"""
Seeded weeks of contact centres at quarter hours: three zones, starts every half hour.

Below 100 people there are two skills, below 500 three, else four: a small centre that splits its
people further has seats for one that no whole shift fits.

`load` is the demand as a share of the hours at work that contracts can give: 0.95 is a week with
enough people, 1.08 one without. An agent-hour missing costs 200.00 and half as much again beyond
a fifth of the requirement; an hour's pay is 8.00 to 24.00, one agent-hour too many 3.00, a wish
3.00 to 10.00 and a night or rest day shared unfairly 15.00 to 20.00. So a missing agent outweighs
all else, and `agent_hours` turns a difference of prices into hours of missing agents.

Skills, contract hours and the price of a missing agent were chosen with the gaps in view: with four
skills everywhere and 100.00 an agent-hour, 50 people stood 4.6 % from the bound.
"""

from dataclasses import dataclass, replace

import numpy as np

from solver.contract import WEEK, Limit
from solver.prices import Prices, Wish
from solver.problem import BreakWindow, IntArray, Person, RosterProblem, ShiftOption

SKILLS = ("phone", "chat", "technical", "billing")
POPULARITY = (0.4, 0.25, 0.2, 0.15)
PER_HOUR, N_SLOTS, N_DAYS = 4, 672, 8
SHORT_CENTS = 20_000


@dataclass(frozen=True)
class Site:
    """A site: hours on its clock when the week begins, people, pay, weekdays' first local day."""

    name: str
    clock: float
    share: float
    cents_per_hour: int
    rest_days: tuple[int, ...]


SITES = (
    Site("new_york", 19, 0.4, 2400, (0, 6, 7)),
    Site("london", 0, 0.35, 2200, (5, 6)),
    Site("manila", 8, 0.25, 800, (5, 6)),
)
DAY, EVENING, NIGHT = range(13, 27), range(27, 35), range(44, 47)
"""Starts in half hours of the day."""
LENGTHS = {
    4.0: (*DAY, *EVENING),
    6.0: (*DAY, *EVENING),
    8.0: (*DAY, *EVENING),
    8.5: (*DAY, *NIGHT),
    10.0: DAY,
}
CONTRACTS = {"full": (38.5, 40.0, 2), "four_days": (34.0, 36.0, 3), "part": (19.0, 20.0, 3)}
"""Paid hours from and to, days off."""
AT_WORK = 0.9375
"""Share of paid hours that an 8.5 h shift with its two paid pauses is at work."""


def contact_centre(n_people: int, load: float, seed: int = 1) -> RosterProblem:
    """A week of about 680 shift options a person."""
    rng = np.random.default_rng(seed)
    n_skills = 2 if n_people < 100 else 3 if n_people < 500 else 4
    options = tuple(option for site in SITES for option in _options(site))
    people = tuple(_people(n_people, n_skills, rng))
    required = _required(people, n_skills, load)
    return RosterProblem(
        skills=SKILLS[:n_skills],
        slot_minutes=15,
        n_slots=N_SLOTS,
        n_days=N_DAYS,
        people=people,
        options=options,
        required=required,
        carried_in=np.zeros_like(required),
        prices=Prices(
            short=(SHORT_CENTS,) * n_skills,
            short_deep=SHORT_CENTS // 2,
            over=300,
            unfair_night=2000,
            unfair_rest_day=1500,
        ),
        wishes=tuple(_wishes(people, options, rng)),
    )


def contact_centre_weeks(n_people: int, load: float, n_weeks: int) -> RosterProblem:
    """The same week several times: its demand, contract hours and nights, each week anew."""
    week = contact_centre(n_people, load)
    n_days, n_slots = n_weeks * WEEK + 1, n_weeks * N_SLOTS
    options = tuple(option for site in SITES for option in _options(site, n_days, n_slots))
    nights = frozenset(option.template for option in options if option.is_night)
    return replace(
        week,
        n_slots=n_slots,
        n_days=n_days,
        options=options,
        people=tuple(_for_weeks(person, n_weeks, nights) for person in week.people),
        required=np.tile(week.required, (1, n_weeks)),
        carried_in=np.tile(week.carried_in, (1, n_weeks)),
        wishes=(),
    )


def _for_weeks(person: Person, n_weeks: int, nights: frozenset[str]) -> Person:
    """Contract hours and nights of each week, the last of which has a day more."""
    hours, most_nights = (person.min_minutes, person.max_minutes), person.max_nights
    days = [(WEEK * w, WEEK * (w + 1) + (w == n_weeks - 1)) for w in range(n_weeks)]
    return replace(
        person,
        min_minutes=n_weeks * person.min_minutes,
        max_minutes=n_weeks * person.max_minutes,
        max_nights=n_weeks * person.max_nights,
        limits=tuple(
            limit
            for a, b in days
            for limit in (
                Limit("weekly_hours", "minutes", *hours, a, b),
                Limit("weekly_nights", "shifts", 0, most_nights, a, b, nights),
            )
        ),
    )


def agent_hours(cents: float) -> float:
    """Hours of missing agents that cost as much."""
    return cents / SHORT_CENTS


def agent_time_gap(problem: RosterProblem, cents: int) -> float:
    """Cents as agent-time, in per cent of the agent-time required."""
    hours = float(problem.required.sum()) * problem.slot_minutes / 60
    return 100 * agent_hours(cents) / hours


def _options(site: Site, n_days: int = N_DAYS, n_slots: int = N_SLOTS) -> list[ShiftOption]:
    return [
        _option(site, day, half_hour, hours, first)
        for day in range(n_days)
        for hours, starts in LENGTHS.items()
        for half_hour in starts
        if 0 <= (first := round((24 * day + half_hour / 2 - site.clock) * PER_HOUR)) < n_slots
    ]


def _option(site: Site, day: int, half_hour: int, hours: float, first: int) -> ShiftOption:
    breaks = tuple(_breaks(hours, first))
    unpaid = sum(window.length for window in breaks if not window.paid)
    return ShiftOption(
        template=f"{half_hour // 2:02d}:{30 * (half_hour % 2):02d}, {hours:g} h",
        site=site.name,
        day=day,
        start=first,
        end=first + round(hours * PER_HOUR),
        paid_minutes=round(hours * 60) - unpaid * 60 // PER_HOUR,
        breaks=breaks,
        is_night=half_hour in NIGHT,
        is_rest_day=any((day - rest) % WEEK == 0 for rest in site.rest_days),
        clock_start=half_hour * PER_HOUR // 2,
    )


def _breaks(hours: float, first: int) -> list[BreakWindow]:
    """A pause in 4 h; a pause and lunch in 6 h; pause, lunch (an hour in 10 h) and pause."""
    pause = BreakWindow(first + 5, first + 8, 1, paid=True, name="pause")
    if hours < 5:
        return [pause]
    lunch = BreakWindow(first + 12, first + 18, 4 if hours > 9 else 2, name="lunch")
    if hours < 7:
        return [pause, BreakWindow(first + 11, first + 16, 2, name="lunch")]
    later = first + round(hours * PER_HOUR) - 9
    return [pause, lunch, BreakWindow(later, later + 4, 1, paid=True, name="second pause")]


def _people(n_people: int, n_skills: int, rng: np.random.Generator) -> list[Person]:
    bounds = np.cumsum([site.share for site in SITES])
    return [
        _person(i, SITES[int(np.searchsorted(bounds, (i + 0.5) / n_people))], n_skills, rng)
        for i in range(n_people)
    ]


def _person(i: int, site: Site, n_skills: int, rng: np.random.Generator) -> Person:
    kind = str(rng.choice([*CONTRACTS], p=[0.65, 0.15, 0.2]))
    least, most, days_off = CONTRACTS[kind]
    away = int(rng.choice([0, 1, 2], p=[0.9, 0.06, 0.04])) if kind == "full" else 0
    first = round((24 * int(rng.integers(1, 6)) - site.clock) * PER_HOUR)
    popularity = np.array(POPULARITY[:n_skills])
    n_mine = min(int(rng.choice([1, 2, 3], p=[0.4, 0.4, 0.2])), n_skills)
    skills = rng.choice(n_skills, size=n_mine, replace=False, p=popularity / popularity.sum())
    return Person(
        id=f"p{i:04d}",
        site=site.name,
        skills=tuple(sorted(int(s) for s in skills)),
        min_minutes=round(60 * max(least - 8 * away, 0)),
        max_minutes=round(60 * most),
        min_rest_slots=11 * PER_HOUR,
        max_days_in_row=6,
        min_days_off=days_off,
        max_nights=int(rng.choice([0, 2, 3], p=[0.5, 0.3, 0.2])),
        nights_only=False,
        cents_per_hour=site.cents_per_hour,
        unavailable=((first, first + away * 24 * PER_HOUR),) if away else (),
        last_end=int(-rng.integers(2, 40) * PER_HOUR),
        days_before=int(rng.integers(0, 4)),
    )


def _required(people: tuple[Person, ...], n_skills: int, load: float) -> IntArray:
    """Customers of three zones call by day, less at weekends; each skill has a shape of its own."""
    hours = np.zeros((len(SITES), n_skills))
    sites = {site.name: i for i, site in enumerate(SITES)}
    for person in people:
        away = sum(last - first for first, last in person.unavailable) / PER_HOUR / 24 * 480
        paid = (person.max_minutes - min(away, person.max_minutes)) / 60
        hours[sites[person.site], list(person.skills)] += paid * AT_WORK / len(person.skills)
    shapes = np.array([[_shape(site, s) for s in range(n_skills)] for site in SITES])
    levels = (hours[:, :, None] * shapes).sum(axis=0) * PER_HOUR * load
    required: IntArray = np.round(levels).astype(np.int64)
    return required


def _shape(site: Site, skill: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Share of a skill's work in each slot of the week that falls to a site's hours."""
    local = np.arange(N_SLOTS) / PER_HOUR + site.clock
    of_day, rest = local % 24, np.isin((local // 24).astype(int), site.rest_days)
    morning = np.exp(-(((of_day - 10.5 - skill / 2) / 2.5) ** 2))
    afternoon = np.exp(-(((of_day - 16 + skill / 3) / 3.5) ** 2))
    night = 0.06 if skill < 2 else 0.02
    found = (morning + 0.9 * afternoon + night) * np.where(rest, 0.55 + 0.05 * skill, 1.0)
    return np.asarray(found / found.sum())


def _wishes(
    people: tuple[Person, ...], options: tuple[ShiftOption, ...], rng: np.random.Generator
) -> list[Wish]:
    """Half of the people wish for a day off, a quarter for starts from 7 to 9 o'clock."""
    by_site = {
        site.name: [(o, option) for o, option in enumerate(options) if option.site == site.name]
        for site in SITES
    }
    found = []
    for p, person in enumerate(people):
        kind, day = rng.random(), int(rng.integers(0, N_DAYS))
        for o, option in by_site[person.site]:
            if kind < 0.5 and option.day == day:
                found.append(Wish(p, o, 1000))
            elif kind > 0.75 and 28 <= option.clock_start <= 36:
                found.append(Wish(p, o, -300))
    return found
