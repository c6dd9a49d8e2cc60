"""Whether people may work what a small change gives them: contracts, rests, skills and pins."""

from solver.columns import FAR, KIND, REST, Bools
from solver.compiled import inner
from solver.nudge_ways import FIRST_NODE, FIRST_ROW, ON, PERSON, ROW, SKILL, swap_row
from solver.problem import IntArray
from solver.rest_classes import RestClasses


@inner
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


@inner
def are_weeks(
    what: IntArray,
    m: int,
    rows: IntArray,
    people: IntArray,
    options: IntArray,
    arcs: IntArray,
    rest: RestClasses,
) -> bool:
    """Whether contracts and rests allow the weeks with the changes."""
    found = True
    for i in range(m):
        swap_row(what, i, rows)
    for i in range(m):
        found = found and _is_week(
            rows[what[i, PERSON]], people[what[i, PERSON]], options, arcs, rest
        )
    for i in range(m):
        swap_row(what, i, rows)
    return found


@inner
def _is_week(
    rows: IntArray, person: IntArray, options: IntArray, arcs: IntArray, rest: RestClasses
) -> bool:
    node, kind, first, ready = person[FIRST_NODE], person[REST], person[FIRST_ROW], 0
    for day in range(rows.size):
        row = rows[day]
        if row < 0:
            node, ready = arcs[node, arcs.shape[1] - 1], rest.off[kind, day, ready]
        elif ready > rest.latest[kind, row - first]:
            return False
        else:
            node, ready = arcs[node, options[row, KIND]], rest.after[kind, row - first]
        if node < 0:
            return False
    return True
