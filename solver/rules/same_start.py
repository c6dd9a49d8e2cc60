"""
Starts of a person's shifts on days 7k to 7k + 6 lie within `max_start_spread` slots of the clock.

The clock is a circle: starts lie within an arc of it, be midnight inside or not.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator

from ortools.sat.python import cp_model

from planner.roster import Violation
from solver.contract import WEEK
from solver.model import RosterModel, Values
from solver.problem import RosterProblem
from solver.result import SlotRoster
from solver.shifts import shifts_of


def add(model: RosterModel) -> None:
    """Choose the first start of the arc; each day's shifts outside the arc are closed."""
    options = model.problem.options
    for p, person in enumerate(model.problem.people):
        if person.max_start_spread is None:
            continue
        by_week: dict[int, list[int]] = defaultdict(list)
        for o in model.options_of[p]:
            by_week[options[o].day // WEEK].append(o)
        for mine in by_week.values():
            _choose(model, p, mine, person.max_start_spread)


def _choose(model: RosterModel, p: int, mine: list[int], spread: int) -> None:
    options, name = model.problem.options, model.problem.people[p].id
    by_day: dict[int, dict[int, list[cp_model.IntVar]]] = defaultdict(lambda: defaultdict(list))
    for o in mine:
        by_day[options[o].day][options[o].clock_start].append(model.works[p, o])
    clocks = sorted({clock for by_clock in by_day.values() for clock in by_clock})
    first = {c: model.cp.new_bool_var(f"starts {name} from {c}") for c in clocks}
    model.cp.add_exactly_one(first.values())
    day_slots = slots_a_day(model.problem)
    for by_clock in by_day.values():
        for clock, works in by_clock.items():
            near = [first[c] for c in clocks if (clock - c) % day_slots <= spread]
            model.cp.add(sum(works) <= sum(near))
    worked = [(options[o].clock_start, model.works[p, o].index) for o in mine]
    model.derive_all(first.values(), _first(worked, clocks, spread, day_slots))


def _first(
    worked: list[tuple[int, int]], clocks: list[int], spread: int, day_slots: int
) -> Callable[[Values], list[int]]:
    """For each start on the clock, whether it is the first whose arc holds all that is worked."""

    def values_of(values: Values) -> list[int]:
        starts = {start for start, variable in worked if values[variable]}
        arcs = (c for c in clocks if all((start - c) % day_slots <= spread for start in starts))
        chosen = next(arcs, None)
        return [int(c == chosen) for c in clocks]

    return values_of


def slots_a_day(problem: RosterProblem) -> int:
    """Slots of a day of 24 hours."""
    return 24 * 60 // problem.slot_minutes


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """Weeks whose starts lie too far apart."""
    day_slots = slots_a_day(problem)
    for person, shifts in shifts_of(problem, roster, lambda p: p.max_start_spread is not None):
        starts: dict[int, set[int]] = defaultdict(set)
        for shift in shifts:
            starts[shift.day // WEEK].add(shift.clock_start)
        for week, clocks in starts.items():
            spread = min(max((c - first) % day_slots for c in clocks) for first in clocks)
            if spread > (person.max_start_spread or 0):
                day = problem.day_name(person.site, WEEK * week)
                hours, most = (
                    slots * problem.slot_minutes / 60
                    for slots in (spread, person.max_start_spread or 0)
                )
                message = f"starts {hours:g} h apart in the week from {day}, allowed {most:g} h"
                yield Violation("same_start", person.id, message)
