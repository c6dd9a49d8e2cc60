"""
Diving: from a mix of schedules to a roster.

The mix is solved, the people of whom it is surest keep their schedule, the others are asked for
new ones that go with these, and so on until everybody has one.
"""

from collections.abc import Callable, Sequence

import numpy as np

from solver.problem import IntArray
from solver.schedules.columns import Column, Pricer, Strays
from solver.schedules.cover import Cover
from solver.schedules.master import Master, Mix

SURE, AT_LEAST = 0.9, 0.1
"""Share of the mix from which a schedule is kept; part of the people to keep each time."""
ROUNDS, FEW = 4, 60
"""Times that people are asked between two choices, half as often if they are more than a few."""


def dive(
    pricer: Pricer,
    cover: Cover,
    need: IntArray,
    known: Sequence[Column],
    people: Sequence[int],
    strays: Strays,
    is_over: Callable[[], bool],
    hopeless: float = float("inf"),
) -> list[Column] | None:
    """
    A column for each of some people; None if time ran out, or hope.

    Parameters
    ----------
    need
        What others leave to be covered.
    known
        Columns to begin with.
    hopeless
        Price of a mix from which nothing better comes of going on.
    """
    master = Master(cover, need, people)
    for column in known:
        master.add(column)
    kept: dict[int, Column] = {}
    while len(kept) < len(people):
        left = [p for p in people if p not in kept]
        strays = Strays(strays.n, strays.size, strays.seed + ROUNDS)
        mix = _mixed(pricer, master, left, strays, is_over)
        if mix is None or mix.cents >= hopeless:
            return None
        chosen = _surest(master, mix, left)
        if not chosen:
            return None
        for number in chosen:
            master.keep(number)
            kept[master.columns[number].person] = master.columns[number]
    return [kept[p] for p in people]


def _mixed(
    pricer: Pricer,
    master: Master,
    people: Sequence[int],
    strays: Strays,
    is_over: Callable[[], bool],
) -> Mix | None:
    """A mix bettered by new schedules of the people left; None if time runs out."""
    mix = master.solve()
    for i in range(ROUNDS if len(people) <= FEW else ROUNDS // 2):
        if is_over():
            return None
        if not _ask(pricer, master, mix, people, Strays(strays.n, strays.size, strays.seed + i)):
            break
        mix = master.solve()
    return mix


def _ask(pricer: Pricer, master: Master, mix: Mix, people: Sequence[int], strays: Strays) -> int:
    """Columns that would better the mix; returns how many."""
    found = 0
    for answer in pricer.search(people, mix.agents, strays):
        for column in answer.columns:
            reduced = column.cents - mix.agents[column.rows].sum() - mix.people[column.person]
            if reduced < -1e-6:
                found += master.add(column)
    return found


def _surest(master: Master, mix: Mix, left: Sequence[int]) -> list[int]:
    """The largest shares of people who are left, one each."""
    order = np.argsort(-mix.shares, kind="stable").tolist()
    least = max(1, round(AT_LEAST * len(left)))
    chosen: dict[int, int] = {}
    free = set(left)
    for number in order:
        share, person = mix.shares[number], master.columns[number].person
        if share <= 1e-6 or (len(chosen) >= least and share < SURE):
            break
        if person in free:
            chosen.setdefault(person, number)
    return [*chosen.values()]
