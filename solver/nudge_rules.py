"""Whether people may work what a small change gives them: contracts, rests, skills and pins."""

from solver.columns import FAR, KIND, OWED, REST, SPREAD, SPREAD_CENTS, Bools
from solver.compiled import inlined, inner
from solver.fines import Fines, far_starts, week_fines
from solver.nudge_ways import FIRST_NODE, FIRST_ROW, ON, PERSON, ROW, SKILL, swap_row
from solver.problem import IntArray
from solver.rest_classes import RestClasses
from solver.ties import keeps_ties
from solver.week_graph import Graphs
from solver.weekly_rests import has_rest


@inlined
def are_open(
    what: IntArray,
    m: int,
    people: IntArray,
    skills: Bools,
    fits: Bools,
    pinned: IntArray,
    must: Bools,
    price: IntArray,
) -> bool:
    """Whether the people may work such shifts, each by itself."""
    for i in range(m):
        p, day, row, s = what[i, PERSON], what[i, ON], what[i, ROW], what[i, SKILL]
        if row < 0:
            if must[p, day]:
                return False
            continue
        if not (skills[p, s] and fits[s, row] and pinned[p, day] in (-1, s)):
            return False
        if price[p, row - people[p, FIRST_ROW]] >= FAR:
            return False
    return True


@inlined
def are_weeks(
    what: IntArray,
    m: int,
    rows: IntArray,
    people: IntArray,
    options: IntArray,
    graph: Graphs,
    rest: RestClasses,
    slots: tuple[int, int],
) -> bool:
    """Whether contracts and rests allow the weeks; `slots` until weekly rests end, and of a day."""
    found = True
    for i in range(m):
        swap_row(what, i, rows)
    for i in range(m):
        p = what[i, PERSON]
        found = found and _is_week(rows, p, people, options, graph, rest)
        if found and people[p, OWED] >= 0:
            found = has_rest(rows[p], options, people[p], slots[0])
        if found and people[p, SPREAD] >= 0 and people[p, SPREAD_CENTS] < 0:
            found = far_starts(options, rows[p], people[p, SPREAD], slots[1]) == 0
    for i in range(m):
        swap_row(what, i, rows)
    return found


@inner
def are_tied(
    what: IntArray,
    m: int,
    rows: IntArray,
    options: IntArray,
    tied: IntArray,
    first_tie: IntArray,
    pending: Bools,
) -> bool:
    """Whether hard pairs allow the weeks with the changes."""
    if tied.size == 0:
        return True
    found = True
    for i in range(m):
        swap_row(what, i, rows)
    for i in range(m):
        p = what[i, PERSON]
        found = found and keeps_ties(tied, first_tie, options, rows, pending, p, rows[p])
    for i in range(m):
        swap_row(what, i, rows)
    return found


@inner
def fines_with(
    what: IntArray,
    m: int,
    rows: IntArray,
    people: IntArray,
    options: IntArray,
    graph: Graphs,
    fines: Fines,
) -> int:
    """What priced limits and wants of the people cost with the changes less those before."""
    if not (graph.has_fines or fines.any_rest or fines.any_spread):
        return 0
    found, n = 0, m if m < 2 or what[0, PERSON] != what[1, PERSON] else 1
    for step in (-1, 1):
        for i in range(n):
            p = what[i, PERSON]
            found += step * week_fines(graph, fines, people[p], p, options, rows[p])
        for i in range(m):
            swap_row(what, i, rows)
    return found


@inlined
def _is_week(
    rows: IntArray, p: int, people: IntArray, options: IntArray, graph: Graphs, rest: RestClasses
) -> bool:
    node, kind, first, ready = people[p, FIRST_NODE], people[p, REST], people[p, FIRST_ROW], 0
    arcs, last, rests = graph.arcs, graph.last, graph.rests
    for day in range(rows.shape[1]):
        row = rows[p, day]
        if row < 0:
            node, ready = arcs[node, arcs.shape[1] - 1], rest.off[kind, day, ready]
        else:
            of = options[row, KIND]
            if ready > rest.latest[kind, last[node] & ~rests[of], row - first]:
                return False
            node, ready = arcs[node, of], rest.after[kind, row - first]
        if node < 0:
            return False
    return True
