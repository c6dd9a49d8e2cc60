"""
The layered graph of one kind of person: days, and what of the past still matters in each.

A node is a state of stretches and a count for each tally; an arc is a day off or a shift of some
effect. It knows nothing of prices, so that one graph serves all people of a kind.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.compiled import allocating, inner
from solver.problem import IntArray
from solver.schedules.stretches import Stretches

Int32Array = NDArray[np.int32]


class Graph(NamedTuple):
    """
    Nodes of all layers, one after the other.

    Parameters
    ----------
    first
        First node of each layer, shape ``(n_days + 2,)``; layer d holds mornings of day d.
    to
        Node after each effect and, last, a day off; -1 where there is none; shape
        ``(n_nodes, n_effects + 1)``.
    price
        Cents of an arc, same shape; one row if nothing costs anything.
    code
        State and counts of each node as one number, see `radix`.
    radix
        States of stretches, then sizes of the tallies: the places of `code`.
    """

    first: IntArray
    to: Int32Array
    price: IntArray
    code: IntArray
    radix: IntArray


def build(
    starts: IntArray,
    stretch: Stretches,
    what: IntArray,
    steps: list[Int32Array],
    prices: list[IntArray],
    is_whole: bool,
) -> Graph:
    """
    Graph of every state that can be reached.

    Parameters
    ----------
    starts
        Codes on the first morning.
    stretch, what
        The automaton of stretches, and its column for each effect and, last, a day off.
    steps, prices
        Tables of the tallies, shapes ``(n_days, size, n_effects + 1)``.
    is_whole
        Whether states that do not reach the last evening go; in a window that depends on what
        follows, and all stay.
    """
    n_days, n_arcs = (steps[0].shape[0], what.size)
    radix = np.array([len(stretch.step), *(s.shape[1] for s in steps)], dtype=np.int64)
    table, cents = _joined(steps, prices)
    first, code, to = _grow(starts, stretch.step, what, table, radix, n_days)
    if is_whole:
        first, code, to = _useful(first, code, to)
    of_stretch = np.ascontiguousarray(stretch.cents[:, what])
    if not (cents.any() or of_stretch.any()):
        return Graph(first, to, np.zeros((1, n_arcs), dtype=np.int64), code, radix)
    return Graph(first, to, _arc_prices(first, code, to, cents, of_stretch, radix), code, radix)


def _joined(steps: list[Int32Array], prices: list[IntArray]) -> tuple[Int32Array, IntArray]:
    """Tables of all tallies in one array, shape ``(n_tallies, n_days, largest, n_arcs)``."""
    largest = max(s.shape[1] for s in steps)
    shape = (len(steps), steps[0].shape[0], largest, steps[0].shape[2])
    table, cents = np.full(shape, -1, dtype=np.int32), np.zeros(shape, dtype=np.int64)
    for k, (step, price) in enumerate(zip(steps, prices, strict=True)):
        table[k, :, : step.shape[1]], cents[k, :, : step.shape[1]] = step, price
    return table, cents


@allocating
def _grow(
    starts: IntArray,
    stretch: IntArray,
    what: IntArray,
    table: Int32Array,
    radix: IntArray,
    n_days: int,
) -> tuple[IntArray, IntArray, Int32Array]:
    """Every state that can be reached, layer by layer."""
    n_arcs, room = what.size, max(1 << 14, 2 * starts.size)
    first = np.zeros(n_days + 2, dtype=np.int64)
    code, to = np.zeros(room, dtype=np.int64), np.full((room, n_arcs), -1, dtype=np.int32)
    seen = np.full(np.prod(radix), -1, dtype=np.int32)
    counts = np.zeros(radix.size, dtype=np.int64)
    code[: starts.size] = starts
    end = starts.size
    for day in range(n_days):
        first[day + 1] = end
        new_end = end
        for node in range(first[day], end):
            if new_end + n_arcs > code.size:
                code, to = _doubled(code, to)
            _split(code[node], radix, counts)
            for arc in range(n_arcs):
                target = _after(stretch[counts[0], what[arc]], table, radix, counts, day, arc)
                if target < 0:
                    continue
                if seen[target] < end:
                    seen[target] = new_end
                    code[new_end] = target
                    new_end += 1
                to[node, arc] = seen[target]
        end = new_end
    first[n_days + 1] = end
    return first, code[:end].copy(), to[:end].copy()


@allocating
def _doubled(code: IntArray, to: Int32Array) -> tuple[IntArray, Int32Array]:
    """The same with twice the room."""
    more = np.zeros(2 * code.size, dtype=np.int64)
    further = np.full((2 * code.size, to.shape[1]), -1, dtype=np.int32)
    more[: code.size], further[: code.size] = code, to
    return more, further


@inner
def _split(code: int, radix: IntArray, counts: IntArray) -> None:
    """State and counts of a code."""
    rest = code
    for k in range(radix.size):
        counts[k] = rest % radix[k]
        rest = rest // int(radix[k])


@inner
def _after(
    state: int, table: Int32Array, radix: IntArray, counts: IntArray, day: int, arc: int
) -> int:
    """Code after an arc that leads to a state of stretches; -1 if a tally forbids it."""
    place, code = int(radix[0]), int(state)
    for k in range(1, radix.size):
        count = table[k - 1, day, counts[k], arc]
        if code < 0 or count < 0:
            return -1
        code += place * int(count)
        place *= int(radix[k])
    return code


@allocating
def _useful(
    first: IntArray, code: IntArray, to: Int32Array
) -> tuple[IntArray, IntArray, Int32Array]:
    """Only the nodes from which the last layer can be reached."""
    number = _reaching(first[-2], to)
    kept, new_first = 0, np.zeros(first.size, dtype=np.int64)
    for layer in range(first.size - 1):
        new_first[layer] = kept
        for node in range(first[layer], first[layer + 1]):
            if number[node] == 0:
                number[node] = kept
                kept += 1
    new_first[-1] = kept
    alive = np.flatnonzero(number >= 0)
    new_to = np.full((kept, to.shape[1]), -1, dtype=np.int32)
    for source in alive:
        for arc in range(to.shape[1]):
            if to[source, arc] >= 0:
                new_to[number[source], arc] = number[to[source, arc]]
    return new_first, code[alive], new_to


@allocating
def _reaching(last: int, to: Int32Array) -> Int32Array:
    """0 for nodes from which some node from `last` on can be reached, -1 for others."""
    number = np.full(to.shape[0], -1, dtype=np.int32)
    number[last:] = 0
    for node in range(last - 1, -1, -1):
        for arc in range(to.shape[1]):
            if to[node, arc] >= 0 and number[to[node, arc]] == 0:
                number[node] = 0
    return number


@allocating
def _arc_prices(
    first: IntArray,
    code: IntArray,
    to: Int32Array,
    cents: IntArray,
    of_stretch: IntArray,
    radix: IntArray,
) -> IntArray:
    """What the tallies, and states of stretches, charge on each arc."""
    found = np.zeros(to.shape, dtype=np.int64)
    counts = np.zeros(radix.size, dtype=np.int64)
    for day in range(first.size - 2):
        for node in range(first[day], first[day + 1]):
            _split(code[node], radix, counts)
            for arc in range(to.shape[1]):
                found[node, arc] = of_stretch[counts[0], arc]
            for k in range(1, radix.size):
                count = counts[k]
                for arc in range(to.shape[1]):
                    if to[node, arc] >= 0:
                        found[node, arc] += cents[k - 1, day, count, arc]
    return found
