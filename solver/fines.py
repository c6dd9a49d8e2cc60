"""
What a person's week costs beyond its shifts: priced limits, and what is wanted at a price.

Stretches of days, successions and limits are counted by the graph of the contract; rests and starts
are looked at one by one.
"""

from typing import NamedTuple

import numpy as np

from solver.columns import CLOCK, FAR, GRAPH, KIND, REST_FROM, SPREAD, SPREAD_CENTS, START
from solver.compiled import inner
from solver.contract import WEEK
from solver.problem import IntArray, RosterProblem
from solver.rest_classes import rest_kinds, wants_rest
from solver.rests import wanted_rest_of
from solver.rules.same_start import slots_a_day
from solver.week_graph import Graphs


class Fines(NamedTuple):
    """
    What a problem's people want of rests.

    Parameters
    ----------
    rests, cents
        Slots of rest that a person wants, and cents where a shift begins sooner, by kind of rest,
        shape ``(n_people, n_kinds)``; cents 0 where nothing is wanted.
    any_rest
        Whether anybody wants a rest; then `rest_classes` know them behind the rests owed.
    any_spread
        Whether anybody wants starts that lie together.
    day_slots
        Slots of a day.
    """

    rests: IntArray
    cents: IntArray
    any_rest: bool
    any_spread: bool
    day_slots: int


def fines_of(problem: RosterProblem) -> Fines:
    """Fines of a problem."""
    kinds = rest_kinds(problem)
    asked = [[wanted_rest_of(person, kind) for kind in kinds] for person in problem.people]
    table = np.array(asked, dtype=np.int64).reshape(len(asked), len(kinds), 2)
    rests, cents = (np.ascontiguousarray(table[:, :, column]) for column in range(2))
    any_spread = any(person.wanted.start_spread for person in problem.people)
    return Fines(rests, cents, wants_rest(problem), any_spread, slots_a_day(problem))


@inner
def week_fines(
    graph: Graphs, fines: Fines, person: IntArray, p: int, options: IntArray, rows: IntArray
) -> int:
    """Cents of a person's week; `person` is the person's row, and `rows` options or -1."""
    found = graph_fine(graph, person[GRAPH], options, rows)
    if fines.any_rest:
        found += _short_rests(graph, fines, p, options, rows)
    if person[SPREAD_CENTS] > 0:
        found += person[SPREAD_CENTS] * far_starts(options, rows, person[SPREAD], fines.day_slots)
    return int(found)


@inner
def graph_fine(graph: Graphs, g: int, options: IntArray, rows: IntArray) -> int:
    """Cents that a week costs by the graph; 0 where it is none of the graph."""
    if not graph.has_fines or g < 0:
        return 0
    arcs, node = graph.arcs, graph.layers[g, 0]
    for day in range(rows.size):
        node = arcs[node, options[rows[day], KIND] if rows[day] >= 0 else arcs.shape[1] - 1]
        if node < 0:
            return 0
    return int(graph.fines[node])


@inner
def _short_rests(graph: Graphs, fines: Fines, p: int, options: IntArray, rows: IntArray) -> int:
    """Cents of shifts that begin sooner after the one before than is wanted."""
    found, before = 0, -1
    for day in range(rows.size):
        row = rows[day]
        if row < 0:
            continue
        if before >= 0:
            kind = graph.rests[options[before, KIND]] & ~graph.rests[options[row, KIND]]
            kind &= fines.cents.shape[1] - 1
            if options[row, START] < options[before, REST_FROM] + fines.rests[p, kind]:
                found += fines.cents[p, kind]
        before = row
    return int(found)


@inner
def far_starts(options: IntArray, rows: IntArray, spread: int, day_slots: int) -> int:
    """Shifts of the first seven days outside the arc of the clock that leaves fewest outside."""
    n_days, least = min(rows.size, WEEK), FAR
    for day in range(n_days):
        if rows[day] >= 0:
            n, clock = 0, options[rows[day], CLOCK]
            for other in range(n_days):
                if rows[other] >= 0:
                    n += (options[rows[other], CLOCK] - clock) % day_slots > spread
            least = min(least, n)
    return 0 if least == FAR else int(least)
