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
from solver.schedules.master import Master, Mix, reduced

SURE, AT_LEAST = 0.9, 0.1
"""Share of the mix from which a schedule is kept; part of the people to keep each time."""
ROUNDS, FEW = 4, 36
"""Times that people are asked between two choices, half as often if they are more than a few."""


LATE, VERY_LATE = 0.05, 0.2
"""Parts of the dive's time by which it may be late before people are asked two times, or once."""


def dive(
    pricer: Pricer,
    cover: Cover,
    need: IntArray,
    known: Sequence[Column],
    people: Sequence[int],
    strays: Strays,
    is_over: Callable[[], bool],
    hopeless: float = float("inf"),
    time_used: Callable[[], float] = lambda: 0.0,
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
    time_used
        Part of the dive's time that is over; fewer schedules are asked for when it is late, and at
        the end the people left get the largest shares of the mix.
    """
    master = Master(cover, need, people)
    for column in known:
        master.add(column)
    kept: dict[int, Column] = {}
    while len(kept) < len(people):
        left = [p for p in people if p not in kept]
        strays = Strays(strays.n, strays.size, strays.seed + ROUNDS)
        rounds = _rounds(len(left), 1 - len(left) / len(people), time_used())
        mix = _mixed(pricer, master, left, strays, is_over, rounds)
        if mix is None or mix.cents >= hopeless:
            return None
        chosen = _surest(master, mix, left, at_least=len(left) if time_used() >= 1 else 0)
        if not chosen:
            return None
        for number in chosen:
            master.keep(number)
            kept[master.columns[number].person] = master.columns[number]
    return [kept[p] for p in people]


def _rounds(n_left: int, done: float, time_used: float) -> int:
    """Times to ask people; the work still to do goes by the square of those who are left."""
    late = time_used - (1 - (1 - done) ** 2)
    most = ROUNDS if n_left <= FEW else ROUNDS // 2
    return most if late <= LATE else 2 if late <= VERY_LATE else 1


def _mixed(
    pricer: Pricer,
    master: Master,
    people: Sequence[int],
    strays: Strays,
    is_over: Callable[[], bool],
    rounds: int,
) -> Mix | None:
    """A mix bettered by new schedules of the people left; None if time runs out."""
    mix = master.solve()
    for i in range(rounds):
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
            if reduced(column, mix) < -1e-6:
                found += master.add(column)
    return found


def _surest(master: Master, mix: Mix, left: Sequence[int], at_least: int) -> list[int]:
    """The largest shares of people who are left, one each."""
    order = np.argsort(-mix.shares, kind="stable").tolist()
    least = max(1, round(AT_LEAST * len(left)), at_least)
    chosen: dict[int, int] = {}
    free = set(left)
    for number in order:
        share, person = mix.shares[number], master.columns[number].person
        if share <= 1e-6 or (len(chosen) >= least and share < SURE):
            break
        if person in free:
            chosen.setdefault(person, number)
    return [*chosen.values()]
