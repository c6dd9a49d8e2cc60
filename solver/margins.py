"""What single shifts of a roster would save or cost, reckoned without changing it."""

from typing import NamedTuple

from solver.columns import END, FAR, FIRST, LAST, LENGTH, N_BREAKS, START
from solver.compiled import inlined, inner
from solver.dice import Words, below
from solver.problem import IntArray
from solver.seats import saving


class Board(NamedTuple):
    """
    A roster and what covers it, few arrays: each call hands all of them on.

    Parameters
    ----------
    present, required, mild, short, over, deep
        Of each row of demand, see `solver.arrays.Arrays` and `solver.seats.State`.
    gain, loss
        Cents that one more at work saves, and that one fewer costs, by row of demand and slot.
    worth
        Room for what a person saves from the start of a shift to each of its slots.
    away
        Room for the slots of breaks.
    """

    present: IntArray
    required: IntArray
    mild: IntArray
    short: IntArray
    over: IntArray
    deep: int
    gain: IntArray
    loss: IntArray
    worth: IntArray
    away: IntArray
    options: IntArray
    breaks: IntArray
    floors: IntArray
    first_floor: IntArray


@inner
def weigh(b: Board, s: int, first: int, end: int) -> None:
    """Bring gain and loss in some slots of a row up to who is at work."""
    present, required, mild, gain, loss = b.present, b.required, b.mild, b.gain, b.loss
    short, deep, over = b.short[s], b.deep, b.over[s]
    for t in range(first, end):
        missing = required[s, t] - present[s, t]
        gain[s, t] = saving(missing, mild[s, t], short, deep, over)
        loss[s, t] = saving(missing + 1, mild[s, t], short, deep, over)


@inner
def seat(b: Board, p: int, row: int, s: int, starts: IntArray, at: int, step: int) -> None:
    """Let a person's shift count (1) or not (-1)."""
    if row < 0:
        return
    _count(b, s, row, starts, at, step)
    for k in range(b.first_floor[p], b.first_floor[p + 1]):
        _count(b, b.floors[k], row, starts, at, step)


@inner
def _count(b: Board, s: int, row: int, starts: IntArray, at: int, step: int) -> None:
    first, end = b.options[row, START], b.options[row, END]
    for t in range(first, end):
        b.present[s, t] += step
    for j in range(b.options[row, N_BREAKS]):
        for t in range(starts[at, j], min(starts[at, j] + b.breaks[row, j, LENGTH], end)):
            b.present[s, t] -= step
    weigh(b, s, first, end)


@inlined
def cost_without(b: Board, p: int, row: int, s: int, starts: IntArray, at: int) -> int:
    """Cents that it costs to take a shift out of the roster."""
    if row < 0:
        return 0
    found = _sum(b, s, row, starts, at)
    for k in range(b.first_floor[p], b.first_floor[p + 1]):
        found += _sum(b, b.floors[k], row, starts, at)
    return int(found)


@inlined
def _sum(b: Board, s: int, row: int, starts: IntArray, at: int) -> int:
    """Sum over the slots of a shift in which its person is at work."""
    found, end, loss = 0, b.options[row, END], b.loss
    for t in range(b.options[row, START], end):
        found += loss[s, t]
    for j in range(b.options[row, N_BREAKS]):
        for t in range(starts[at, j], min(starts[at, j] + b.breaks[row, j, LENGTH], end)):
            found -= loss[s, t]
    return int(found)


@inlined
def worth_of(
    b: Board, p: int, row: int, s: int, own: int, own_skill: int, starts: IntArray, at: int
) -> None:
    """Write to `worth` what a shift saves up to each slot once the person's own is out."""
    first, end = b.options[row, START], b.options[row, END]
    begin, stop = end, end
    if own >= 0:
        begin = min(max(first, b.options[own, START]), end)
        stop = max(min(end, b.options[own, END]), begin)
        _go_away(b, own, starts, at, 1)
    if own_skill == s:
        _add_up(b, s, first, begin, stop, end, True)
    else:
        _add_up(b, s, first, end, end, end, True)
    for k in range(b.first_floor[p], b.first_floor[p + 1]):
        _add_up(b, b.floors[k], first, begin, stop, end, False)
    if own >= 0:
        _go_away(b, own, starts, at, 0)


@inlined
def _go_away(b: Board, own: int, starts: IntArray, at: int, is_away: int) -> None:
    """Note the slots of the breaks of a shift, or forget them."""
    end = b.options[own, END]
    for j in range(b.options[own, N_BREAKS]):
        for t in range(starts[at, j], min(starts[at, j] + b.breaks[own, j, LENGTH], end)):
            b.away[t] = is_away


@inner
def _add_up(b: Board, s: int, first: int, begin: int, stop: int, end: int, is_new: bool) -> None:
    """
    Add what the slots of a row are worth, one after the other.

    From `begin` to `stop` the person's own shift is out, but for its breaks: there, to come back
    saves what leaving cost.
    """
    worth, gain, loss, away = b.worth, b.gain, b.loss, b.away
    total, at = 0, 1 - first
    if is_new:
        for i in range(end - first + 1):
            worth[i] = 0
    for t in range(first, begin):
        total += gain[s, t]
        worth[t + at] += total
    for t in range(begin, stop):
        total += gain[s, t] if away[t] else loss[s, t]
        worth[t + at] += total
    for t in range(stop, end):
        total += gain[s, t]
        worth[t + at] += total


@inlined
def best_breaks(b: Board, row: int, starts: IntArray, at: int, random: Words) -> int:
    """
    What a shift saves by `worth` with the breaks that suit it best.

    Of equally good slots any are chosen, so that breaks wander.
    """
    worth, begin, end = b.worth, b.options[row, START], b.options[row, END]
    found = worth[end - begin]
    for j in range(b.options[row, N_BREAKS]):
        first, last, length = (
            b.breaks[row, j, FIRST],
            b.breaks[row, j, LAST],
            b.breaks[row, j, LENGTH],
        )
        t, least = first + below(random, last - first + 1), FAR
        slot = first
        for _ in range(last - first + 1):
            t = t + 1 if t < last else first
            lost = worth[min(t + length, end) - begin] - worth[min(t, end) - begin]
            if lost < least:
                slot, least = t, lost
        starts[at, j] = slot
        found -= least
    return int(found)
