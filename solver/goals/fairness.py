"""
Share nights, rest days and holidays: price the spread of each between most and least burdened.

A group are the people of a site who share a burden: nights those who could work a night and also
other shifts (a nights-only contract is no burden shared), rest days and holidays all who could
work such a shift. The burden is a count of shifts, those of the past (`Person.past_nights` and its
like) and those of the roster; people of the site who are rostered elsewhere
(`RosterProblem.others`) belong to the group.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from solver.eligible import could_work
from solver.model import Cost, RosterModel, Values
from solver.prices import Burden, Prices
from solver.problem import Person, RosterProblem, ShiftOption
from solver.result import SlotRoster


@dataclass(frozen=True, slots=True)
class Kind:
    """A burden that is shared: which shifts count, and what is known of it already."""

    name: str
    counts: Callable[[ShiftOption], bool]
    past: Callable[[Person], int]
    elsewhere: Callable[[Burden], int | None]
    cents: Callable[[Prices], int]
    shares: Callable[[Person], bool] = lambda person: True


KINDS = (
    Kind(
        "nights",
        lambda option: option.is_night,
        lambda person: person.past_nights,
        lambda burden: burden.nights,
        lambda prices: prices.unfair_night,
        lambda person: not person.nights_only,
    ),
    Kind(
        "rest days",
        lambda option: option.is_rest_day,
        lambda person: person.past_rest_days,
        lambda burden: burden.rest_days,
        lambda prices: prices.unfair_rest_day,
    ),
    Kind(
        "holidays",
        lambda option: option.is_holiday,
        lambda person: person.past_holidays,
        lambda burden: burden.holidays,
        lambda prices: prices.unfair_holiday,
    ),
)


@dataclass(frozen=True, slots=True)
class _Group:
    """People who share the burden of some options; `others` are burdens already fixed."""

    name: str
    cents: int
    options: frozenset[int]
    past: dict[int, int]
    others: tuple[int, ...]


def _groups(problem: RosterProblem) -> Iterator[_Group]:
    for site in sorted({person.site for person in problem.people}):
        for kind in KINDS:
            if kind.cents(problem.prices):
                group = _group(problem, site, kind)
                if group.past and len(group.past) + len(group.others) > 1:
                    yield group


def _group(problem: RosterProblem, site: str, kind: Kind) -> _Group:
    options = frozenset(
        o for o, option in enumerate(problem.options) if option.site == site and kind.counts(option)
    )
    past = {
        p: kind.past(person)
        for p, person in enumerate(problem.people)
        if kind.shares(person) and any(could_work(problem, p, o) for o in options)
    }
    burdens = (kind.elsewhere(burden) for burden in problem.others if burden.site == site)
    others = tuple(count for count in burdens if count is not None)
    return _Group(f"{site} {kind.name}", kind.cents(problem.prices), options, past, others)


def add(model: RosterModel) -> Cost:
    """Price times (most - least), with least <= count of each person <= most."""
    found = Cost()
    for group in _groups(model.problem):
        _charge(model, found, group)
    return found


def _charge(model: RosterModel, found: Cost, group: _Group) -> None:
    past = group.past.values()
    limit = max(len(group.options) + max(past), *group.others, 1)
    most = model.cp.new_int_var(max((*past, *group.others)), limit, f"most {group.name}")
    least = model.cp.new_int_var(0, min((limit, *group.others)), f"least {group.name}")
    terms = []
    for p, before in group.past.items():
        mine = [model.works[p, o] for o in sorted(group.options) if (p, o) in model.works]
        model.cp.add(sum(mine) + before <= most)
        model.cp.add(sum(mine) + before >= least)
        terms.append((before, [v.index for v in mine]))
    found.add(most, group.cents)
    found.add(least, -group.cents)
    model.derive(most, _extreme(max, terms, group.others))
    model.derive(least, _extreme(min, terms, group.others))


def _extreme(
    pick: Callable[[list[int]], int],
    terms: list[tuple[int, list[int]]],
    others: tuple[int, ...],
) -> Callable[[Values], int]:
    def value(values: Values) -> int:
        counts = [before + sum(values[i] for i in mine) for before, mine in terms]
        return pick([*counts, *others])

    return value


def cost(problem: RosterProblem, roster: SlotRoster) -> int:
    """Spread of each burden, group by group."""
    total = 0
    for group in _groups(problem):
        counts = dict(group.past)
        for choice in roster.choices:
            if choice.person in counts and choice.option in group.options:
                counts[choice.person] += 1
        burdens = [*counts.values(), *group.others]
        total += group.cents * (max(burdens) - min(burdens))
    return total
