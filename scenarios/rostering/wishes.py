"""Wishes and rest days as prices of a shift, and decisions already made."""

from collections.abc import Iterator, Mapping
from datetime import date

from planner.contracts import Contract
from planner.people import Lock, Preference
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs
from scenarios.options import template_interval
from scenarios.rostering.skills import rostered_skills
from solver.prices import Wish
from solver.problem import Pin, ShiftOption


def wishes(
    inputs: Inputs, options: tuple[ShiftOption, ...], days: dict[str, tuple[date, ...]]
) -> Iterator[Wish]:
    """
    What wishes, rest days and long days make of the price of a shift, where it is not nothing.

    One shift begins on a day, so hours beyond those of a day are known from the shift alone.
    """
    rest_day = round(inputs.costs.rest_day_shift * 100)
    families = inputs.families
    by_agent: dict[str, list[Preference]] = {}
    for preference in inputs.team.preferences:
        by_agent.setdefault(preference.agent, []).append(preference)
    contracts = {contract.id: contract for contract in inputs.team.contracts}
    for p, agent in enumerate(inputs.team.agents):
        contract = contracts[agent.contract]
        for o, option in enumerate(options):
            if option.site != agent.site:
                continue
            day = days[option.site][option.day]
            cents = rest_day if option.is_rest_day else 0
            cents += long_day(contract, option)
            for wish in by_agent.get(agent.id, ()):
                if wish.applies(day):
                    cents += round(100 * inputs.costs.wish_point * _dislike(wish, option, families))
            if cents:
                yield Wish(p, o, cents)


def long_day(contract: Contract, option: ShiftOption) -> int:
    """Cents for hours of a shift beyond those of an ordinary day, and beyond a priced most."""
    cents = 0.0
    if contract.overtime_after_hours_a_day is not None:
        beyond = max(0.0, option.paid_minutes / 60 - contract.overtime_after_hours_a_day)
        cents += 100 * contract.hourly_cost * contract.overtime_premium * beyond
    return round(cents + beyond_a_day(contract, option))


def beyond_a_day(contract: Contract, option: ShiftOption) -> float:
    """Cents for hours of a shift beyond a most that has a price."""
    most, price = contract.max_hours_a_day, contract.prices.get("max_hours_a_day")
    if most is None or price is None:
        return 0.0
    return 100 * price * max(0.0, option.paid_minutes / 60 - most)


def _dislike(wish: Preference, option: ShiftOption, families: Mapping[str, str]) -> int:
    """Points against an option on a day that a wish is about."""
    if wish.shift == "off":
        return wish.weight
    named = ("any", option.template, families[option.template])
    return -wish.weight if wish.shift in named else 0


def pins(inputs: Inputs, grid: TimeGrid, days: dict[str, tuple[date, ...]]) -> Iterator[Pin]:
    """Locks about shifts that begin in the planned weeks."""
    for lock in inputs.team.locks:
        agent = inputs.team.agent(lock.agent)
        site_dates = days[agent.site]
        if lock.day in site_dates and _begins_in(inputs, lock, grid):
            yield Pin(
                person=inputs.team.agents.index(agent),
                day=site_dates.index(lock.day),
                template=None if lock.shift == "off" else lock.shift,
                skill=_index(rostered_skills(inputs), lock.skill),
            )


def _index(skills: tuple[str, ...], skill: str | None) -> int | None:
    return skills.index(skill) if skill is not None and skill in skills else None


def _begins_in(inputs: Inputs, lock: Lock, grid: TimeGrid) -> bool:
    """Whether a locked shift begins in the week; a lock on an eighth local day may not."""
    template = next((t for t in inputs.templates if t.id == lock.shift), None)
    if template is None:
        return True
    site = inputs.team.site(inputs.team.agent(lock.agent))
    return grid.start <= template_interval(template, lock.day, site).start < grid.end
