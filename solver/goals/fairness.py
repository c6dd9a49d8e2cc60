"""
Share nights and rest days: within a site, price the spread between the most and least burdened.

Nights are shared by the people who could work a night and also other shifts (a nights-only
contract is no burden shared); rest-day shifts by all who could work one. The burden is a count
of shifts; people of the same site who are rostered elsewhere (`RosterProblem.others`) belong to
their group.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from solver.eligible import could_work
from solver.model import Cost, RosterModel, Values
from solver.problem import RosterProblem
from solver.result import SlotRoster


@dataclass(frozen=True, slots=True)
class _Group:
    """People who share the burden of some options; `others` are burdens already fixed."""

    name: str
    cents: int
    options: frozenset[int]
    people: tuple[int, ...]
    others: tuple[int, ...]


def _groups(problem: RosterProblem) -> Iterator[_Group]:
    for site in sorted({person.site for person in problem.people}):
        for name, cents in (
            ("nights", problem.prices.unfair_night),
            ("rest days", problem.prices.unfair_rest_day),
        ):
            group = _group(problem, site, name, cents)
            if cents and group.people and len(group.people) + len(group.others) > 1:
                yield group


def _group(problem: RosterProblem, site: str, name: str, cents: int) -> _Group:
    nights = name == "nights"
    options = frozenset(
        o
        for o, option in enumerate(problem.options)
        if option.site == site and (option.is_night if nights else option.is_rest_day)
    )
    people = tuple(
        p
        for p, person in enumerate(problem.people)
        if not (nights and person.nights_only) and any(could_work(problem, p, o) for o in options)
    )
    burdens = (
        burden.nights if nights else burden.rest_days
        for burden in problem.others
        if burden.site == site
    )
    others = tuple(count for count in burdens if count is not None)
    return _Group(f"{site} {name}", cents, options, people, others)


def add(model: RosterModel) -> Cost:
    """Price times (most - least), with least <= count of each person <= most."""
    found = Cost()
    for group in _groups(model.problem):
        _charge(model, found, group)
    return found


def _charge(model: RosterModel, found: Cost, group: _Group) -> None:
    limit = max(model.problem.n_days, *group.others, 1)
    most = model.cp.new_int_var(max((0, *group.others)), limit, f"most {group.name}")
    least = model.cp.new_int_var(0, min((limit, *group.others)), f"least {group.name}")
    terms = []
    for p in group.people:
        mine = [model.works[p, o] for o in sorted(group.options) if (p, o) in model.works]
        model.cp.add(sum(mine) <= most)
        model.cp.add(sum(mine) >= least)
        terms.append([v.index for v in mine])
    found.add(most, group.cents)
    found.add(least, -group.cents)
    model.derive(most, _extreme(max, terms, group.others))
    model.derive(least, _extreme(min, terms, group.others))


def _extreme(
    pick: Callable[[list[int]], int], terms: list[list[int]], others: tuple[int, ...]
) -> Callable[[Values], int]:
    def value(values: Values) -> int:
        return pick([*(sum(values[i] for i in mine) for mine in terms), *others])

    return value


def cost(problem: RosterProblem, roster: SlotRoster) -> int:
    """Spread of nights and of rest-day shifts, group by group."""
    total = 0
    for group in _groups(problem):
        counts = dict.fromkeys(group.people, 0)
        for choice in roster.choices:
            if choice.person in counts and choice.option in group.options:
                counts[choice.person] += 1
        burdens = [*counts.values(), *group.others]
        total += group.cents * (max(burdens) - min(burdens))
    return total
