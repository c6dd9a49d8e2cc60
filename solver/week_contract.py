"""
What a week uses up of a contract, and what each day changes of it: the nodes of `week_graph`.

Nodes are rows of an array, so that all of a day are led on at once. What cannot matter any more
counts as 0, which makes nodes the same.
"""

from typing import NamedTuple

import numpy as np

from solver.columns import Bools
from solver.contract import Soft
from solver.problem import NO_LIMIT, IntArray, Person, RosterProblem
from solver.rests import AS_NIGHT, AS_ON_CALL, kinds_told_apart
from solver.rules.days_off import most_shifts
from solver.successions import Successions
from solver.week_limits import WeekLimit

MINUTES, SHIFTS, NIGHTS, REST_DAYS, IN_ROW, NIGHTS_IN_ROW, LAST, STRETCH, AFTER, CENTS = range(10)
"""
Columns of nodes.

LAST holds what the last shift was (`AS_NIGHT`, `AS_ON_CALL`), where another rest follows it.
STRETCH is 1 and the days still owed in a stretch of work, -1 and the days still owed in one of days
off, 0 where no stretch binds. AFTER is the succession of yesterday's template. CENTS is what was
wanted and not kept.
"""
N_COLUMNS = 10
"""As many as those; behind them each limit of a contract has its own, see `week_limits`."""
K_MINUTES, K_NIGHT, K_REST_DAY, K_ON_CALL, K_SUCCESSION, K_SETS = range(6)
"""Columns of kinds of shifts; from K_SETS on whether they are of a set of templates."""
NOTHING = Soft(NO_LIMIT, 0)
"""Of days in a row as many as you like."""
LEFT_OUT = -1
"""In SHIFTS of a node that the contract does not allow."""


class Left(NamedTuple):
    """Days with shifts that are left after a day, their longest shift, and whether none is left."""

    days: int
    longest: int
    is_end: bool


class Stretch(NamedTuple):
    """Days of a stretch at least, those that are wanted, and cents for each that lacks of them."""

    least: int
    wanted: int
    cents: int

    @property
    def longest(self) -> int:
        """Days after which nothing is asked of it any more."""
        return max(self.least, self.wanted)


class WeekContract(NamedTuple):
    """
    What a contract says of weeks; people with the same share a graph.

    Parameters
    ----------
    most_shifts, most_nights, most_in_row, most_nights_in_row
        Shifts, nights, and days and nights in a row at most.
    in_row, nights_before, stretch, last
        What last week left of days and nights in a row, of a stretch, and the succession of its
        last template.
    is_taken
        Day 0 is last week's.
    counts_nights
        Nights are shared out fairly.
    rests
        What shifts must be followed by a longer rest: bits AS_NIGHT and AS_ON_CALL.
    work, off
        Stretches of days worked, and of days off.
    days_wanted, nights_wanted
        Days, and nights, in a row beyond which each costs something.
    limits
        What else is counted.
    """

    min_minutes: int
    max_minutes: int
    most_shifts: int
    most_nights: int
    most_in_row: int
    most_nights_in_row: int
    in_row: int
    nights_before: int
    stretch: int
    last: int
    is_taken: bool
    counts_nights: bool
    rests: int
    work: Stretch
    off: Stretch
    days_wanted: Soft
    nights_wanted: Soft
    limits: tuple[WeekLimit, ...]

    def begun(self) -> IntArray:
        """The node before day 0, alone in its layer."""
        node = np.zeros((1, N_COLUMNS + len(self.limits)), dtype=np.int64)
        node[0, [IN_ROW, NIGHTS_IN_ROW, STRETCH, AFTER]] = (
            self.in_row,
            self.nights_before,
            self.stretch,
            self.last,
        )
        return node

    def after_off(self, layer: IntArray, day: int, left: Left) -> IntArray:
        """Nodes after a day off, and what is left then."""
        taken = self.is_taken and day == 0
        nodes = layer.copy()
        nodes[:, IN_ROW] = (nodes[:, IN_ROW] + 1) * taken
        nodes[:, NIGHTS_IN_ROW] = 0
        nodes[:, AFTER] = 0
        self._stretch(nodes, is_work=taken, is_known=not taken)
        for column, limit in enumerate(self.limits, N_COLUMNS):
            nodes[:, column] = limit.after(nodes[:, column], day, None)
        return self._settled(nodes, left)

    def after_shift(
        self, layer: IntArray, day: int, kind: IntArray, follow: Successions, left: Left
    ) -> IntArray:
        """Nodes after a shift of a kind, and what is left then."""
        nodes = layer.copy()
        nodes[:, [MINUTES, SHIFTS, NIGHTS, REST_DAYS, IN_ROW]] += [
            kind[K_MINUTES],
            1,
            kind[K_NIGHT],
            kind[K_REST_DAY],
            1,
        ]
        nodes[:, NIGHTS_IN_ROW] = (nodes[:, NIGHTS_IN_ROW] + 1) * kind[K_NIGHT]
        nodes[:, LAST] = (AS_NIGHT * kind[K_NIGHT] + AS_ON_CALL * kind[K_ON_CALL]) & self.rests
        self._stretch(nodes, is_work=True, is_known=True)
        most = (self.max_minutes, self.most_shifts, self.most_nights)
        fits = (nodes[:, [MINUTES, SHIFTS, NIGHTS]] <= most).all(axis=1)
        fits &= nodes[:, IN_ROW] <= self.most_in_row
        fits &= nodes[:, NIGHTS_IN_ROW] <= self.most_nights_in_row
        fits &= follow.may_follow[nodes[:, AFTER], kind[K_SUCCESSION]]
        nodes[:, CENTS] += follow.cents[nodes[:, AFTER], kind[K_SUCCESSION]]
        nodes[:, CENTS] += self.days_wanted.cents * (nodes[:, IN_ROW] > self.days_wanted.value)
        is_long = nodes[:, NIGHTS_IN_ROW] > self.nights_wanted.value
        nodes[:, CENTS] += self.nights_wanted.cents * is_long
        for column, limit in enumerate(self.limits, N_COLUMNS):
            counts = limit.templates < 0 or kind[K_SETS + limit.templates]
            minutes = int(kind[K_MINUTES]) if counts else None
            nodes[:, column] = limit.after(nodes[:, column], day, minutes)
            fits &= limit.fits(nodes[:, column])
        nodes[:, AFTER] = kind[K_SUCCESSION] if follow.binds(kind[K_SUCCESSION]) else 0
        nodes[~fits, SHIFTS] = LEFT_OUT
        return self._settled(nodes, left)

    def _stretch(self, nodes: IntArray, *, is_work: bool, is_known: bool) -> None:
        """Lead stretches on by a day; one that begins behind what nobody knows may be short."""
        if self.work.longest == self.off.longest == 1:
            return
        sign, mine, ended = (1, self.work, self.off) if is_work else (-1, self.off, self.work)
        before = nodes[:, STRETCH] * sign
        lacking = np.maximum(-before - 1, 0) * is_known
        nodes[lacking > ended.longest - ended.least, SHIFTS] = LEFT_OUT
        nodes[:, CENTS] += lacking * ended.cents
        goes_on = np.maximum(before - 1, 1)
        begins = np.where(before == 0, 1, mine.longest)
        nodes[:, STRETCH] = sign * np.where(before > 0, goes_on, begins)

    def _settled(self, nodes: IntArray, left: Left) -> IntArray:
        """Nodes in which what cannot matter any more counts as 0."""
        more = np.minimum(self.most_shifts - nodes[:, SHIFTS], left.days)
        if not self.counts_nights:
            nodes[nodes[:, NIGHTS] + more <= self.most_nights, NIGHTS] = 0
        days = min(self.most_in_row, self.days_wanted.value)
        nights = min(self.most_nights_in_row, self.nights_wanted.value)
        nodes[nodes[:, IN_ROW] + more <= days, IN_ROW] = 0
        nodes[nodes[:, NIGHTS_IN_ROW] + more <= nights, NIGHTS_IN_ROW] = 0
        nodes[np.ix_(more == 0, [LAST, AFTER])] = 0
        for column, limit in enumerate(self.limits, N_COLUMNS):
            most = more * (left.longest if limit.in_minutes else 1)
            nodes[:, column] = limit.settled(nodes[:, column], most)
        return nodes

    def is_open(self, nodes: IntArray, left: Left) -> Bools:
        """Nodes that are allowed, and from which the minimum can be reached."""
        more = np.minimum(self.most_shifts - nodes[:, SHIFTS], left.days)
        found: Bools = nodes[:, MINUTES] + more * left.longest >= self.min_minutes
        found &= nodes[:, SHIFTS] > LEFT_OUT
        if left.is_end:
            for column, limit in enumerate(self.limits, N_COLUMNS):
                found &= limit.has_least(nodes[:, column])
        return found

    def fines(self, nodes: IntArray) -> IntArray:
        """Cents that limits, and what is wanted of days, cost weeks that end in the nodes."""
        found = nodes[:, CENTS].copy()
        for column, limit in enumerate(self.limits, N_COLUMNS):
            found += limit.fine(nodes[:, column])
        return found


def week_contract(
    problem: RosterProblem, person: Person, succession: int, limits: tuple[WeekLimit, ...]
) -> WeekContract:
    """What a person's contract says of the weeks of a problem, after a template's succession."""
    most = most_shifts(problem.n_days, person.min_days_off)
    days_wanted = person.wanted.days_in_row or NOTHING
    work, off = stretches_asked(person)
    in_row = min(person.days_before, person.max_days_in_row)
    if in_row + most + person.worked_day_0 <= min(person.max_days_in_row, days_wanted.value):
        in_row = 0
    return WeekContract(
        min_minutes=person.min_minutes,
        max_minutes=person.max_minutes,
        most_shifts=most,
        most_nights=min(person.max_nights, most),
        most_in_row=min(person.max_days_in_row, most + in_row + 1),
        most_nights_in_row=min(person.max_nights_in_row, most + person.nights_before + 1),
        in_row=in_row,
        nights_before=min(
            0 if person.worked_day_0 else person.nights_before, person.max_nights_in_row
        ),
        stretch=_stretch_before(person),
        last=succession,
        is_taken=person.worked_day_0,
        counts_nights=problem.prices.unfair_night > 0 and not person.nights_only,
        rests=kinds_told_apart(person),
        work=work,
        off=off,
        days_wanted=days_wanted,
        nights_wanted=person.wanted.nights_in_row or NOTHING,
        limits=limits,
    )


def _stretch_before(person: Person) -> int:
    """The stretch that goes on from last week, as in STRETCH."""
    off = person.days_off_before
    worked, free = stretches_asked(person)
    if worked.longest == free.longest == 1 or off is None:
        return 0
    if off == 0:
        return 1 + max(worked.longest - max(person.days_before, 1), 0)
    return -1 - max(free.longest - off, 0)


def stretches_asked(person: Person) -> tuple[Stretch, Stretch]:
    """Stretches of days worked, and of days off, as a contract asks for them."""
    wanted = person.wanted
    return (
        _stretch(person.min_days_in_row, wanted.min_days_in_row),
        _stretch(person.min_days_off_in_row, wanted.min_days_off_in_row),
    )


def _stretch(least: int, wanted: Soft | None) -> Stretch:
    asked = wanted or Soft(1, 0)
    return Stretch(least, asked.value, asked.cents)
