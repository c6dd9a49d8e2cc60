"""
Many weeks of one centre, drawn and served in parallel.

All weeks are kept by line and slot, 200 weeks of 12 lines, 8 groups and 672 slots in 133 MB:
float64, so that counts and seconds of all weeks add up exactly.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import fields, replace
from itertools import islice
from os import cpu_count

import numpy as np

from planner.arrays import FloatArray
from planner.errors import InputError
from planner.simulation.centre import Centre, Spells
from planner.simulation.draw import SPELLS, draw_week, week_stream
from planner.simulation.floor import Floor, clipped, flat_changes, rostered_s, turns
from planner.simulation.serve import serve
from planner.simulation.spells import BLOCK_S, cut_into_blocks, with_shrinkage
from planner.simulation.tally import Tally

GoesOn = Callable[[int, int], bool]
"""Told the weeks done and asked for; says whether to go on."""


def replicate(
    centre: Centre,
    weeks: int,
    seed: int,
    *,
    threads: int | None = None,
    shrinkage: Sequence[float] | None = None,
    block_s: float = BLOCK_S,
    common_days: bool = False,
    progress: GoesOn | None = None,
) -> Tally:
    """
    Simulate a centre for a number of weeks, each with demand of its own.

    Parameters
    ----------
    centre
        What is simulated.
    weeks
        How many, at least 1.
    seed
        At least 0. Week i of a seed meets the same contacts whatever the roster and the number of
        weeks and threads.
    threads
        Weeks simulated at a time; by default as many as there are processors.
    shrinkage, block_s
        Share of each group that is away, drawn anew for each week: see `with_shrinkage`.
    common_days
        Whether a busy day is busy on all lines.
    progress
        Called after each week; False stops.

    Returns
    -------
    Tally
        With a leading axis of weeks. It is shorter than `weeks` if `progress` said stop, and holds
        the weeks that were done by then, at least one.

    Raises
    ------
    InputError
        If `weeks` or `threads` is below 1, or for what `draw_week` and `cut_into_blocks` refuse.
    """
    for name, number in (("weeks", weeks), ("threads", threads)):
        if number is not None and number < 1:
            raise InputError(f"{name} is {number}; use at least 1")
    floor = Floor.of(centre)
    blocks = None if shrinkage is None else cut_into_blocks(centre.spells, shrinkage, block_s)

    def simulate(week: int) -> Tally:
        drawn = draw_week(centre, seed, week, common_days=common_days)
        if blocks is None:
            return serve(floor, drawn)
        spells = with_shrinkage(blocks, week_stream(seed, week, SPELLS))
        return serve(_with_spells(floor, spells), drawn)

    return _gathered(simulate, weeks, threads or cpu_count() or 1, progress)


def _with_spells(floor: Floor, spells: Spells) -> Floor:
    """The same centre with fewer spells of the same agents, without checking it all again."""
    inside, slot_s = clipped(spells, floor.centre.end_s), floor.centre.slot_s
    return replace(
        floor,
        changes=flat_changes(inside, turns(floor.is_open, slot_s)),
        staffed_s=rostered_s(inside, slot_s, floor.staffed_s.shape),
    )


def _gathered(
    simulate: Callable[[int], Tally], weeks: int, threads: int, progress: GoesOn | None
) -> Tally:
    """The weeks in their order, simulated in any order."""
    total: tuple[FloatArray, ...] = ()
    is_done = np.zeros(weeks, np.bool_)
    with ThreadPoolExecutor(threads) as pool:
        for week, tally in _as_done(pool, simulate, weeks, 2 * threads):
            counts = [getattr(tally, field.name) for field in fields(tally)]
            if not total:
                total = tuple(np.zeros((weeks, *count.shape)) for count in counts)
            for whole, count in zip(total, counts, strict=True):
                whole[week] = count
            is_done[week] = True
            if progress is not None and not progress(int(is_done.sum()), weeks):
                break
    return Tally(*(total if is_done.all() else (whole[is_done] for whole in total)))


def _as_done(
    pool: ThreadPoolExecutor, simulate: Callable[[int], Tally], weeks: int, ahead: int
) -> Iterator[tuple[int, Tally]]:
    """Weeks with their tallies as they come, few of them in hand at a time."""
    to_come = iter(range(weeks))
    in_hand: dict[Future[Tally], int] = {}
    try:
        while True:
            for week in islice(to_come, ahead - len(in_hand)):
                in_hand[pool.submit(simulate, week)] = week
            if not in_hand:
                return
            for future in wait(in_hand, return_when=FIRST_COMPLETED).done:
                yield in_hand.pop(future), future.result()
    finally:
        for future in in_hand:
            future.cancel()
