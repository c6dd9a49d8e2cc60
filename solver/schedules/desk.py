"""Working memory of a search for somebody's cheapest schedule."""

from dataclasses import dataclass

import numpy as np

from solver.problem import IntArray, RosterProblem
from solver.schedules.column import UNDECIDED
from solver.schedules.crew import Member
from solver.schedules.graph import Graph
from solver.schedules.labels import Labels, labels
from solver.schedules.offers import Shapes, shapes
from solver.schedules.path import FAR, REWARD, Costs, Floats, costs


@dataclass(slots=True)
class Desk:
    """
    What is written on while somebody of a kind is looked at.

    Desks are found by the graph's identity, which is the graph's own only as long as it is kept.
    """

    graph: Graph
    costs: Costs
    shapes: Shapes
    value: Floats
    skill: IntArray
    final: Floats
    quiet: Floats
    fined: Floats
    labels: Labels


def desk_of(problem: RosterProblem, member: Member, desks: dict[int, Desk]) -> Desk:
    """The desk for a person's graph, a new one among `desks` if there is none."""
    kind = member.kind
    key = id(kind.graph)
    if key not in desks:
        n, n_days = kind.cells.options.size, days_off(member).size
        desks[key] = Desk(
            kind.graph,
            costs(kind.graph, kind.cells),
            shapes(problem, kind.cells.options),
            np.zeros(n),
            np.zeros(n, dtype=np.int64),
            np.zeros(int(kind.graph.first[-1] - kind.graph.first[-2])),
            np.zeros(kind.cells.effect.size + n_days),
            np.zeros(n),
            labels(n_days),
        )
    return desks[key]


def decide(desk: Desk, member: Member, decided: IntArray) -> None:
    """Close what is decided against, and make what is decided for irresistible."""
    cells = member.kind.cells
    day = np.repeat(np.arange(cells.first.size - 1), np.diff(cells.first))
    asked = decided[day]
    desk.value[(asked != UNDECIDED) & (asked != cells.options)] = FAR
    desk.value[asked == cells.options] -= REWARD


def days_off(member: Member) -> IntArray:
    """A path of days off over the person's window."""
    first, end = member.kind.window
    return np.full(end - first, -1, dtype=np.int64)
