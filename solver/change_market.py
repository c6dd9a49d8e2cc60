"""Slots for sale: what agents cost a roster at some prices, and what people earn on their days."""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from solver.columns import Bools
from solver.coverage import mild_limit, slot_cents
from solver.eligible import rested_from
from solver.problem import IntArray, RosterProblem
from solver.rules.days_off import most_shifts
from solver.validate_tables import Known

Floats = NDArray[np.float64]
NEVER = 1e15
"""Price of what nobody may do."""


class Buyer:
    """The roster's side: coverage against the price of agents."""

    def __init__(self, problem: RosterProblem) -> None:
        self._need, self._carried = problem.required, problem.carried_in
        self._mild = mild_limit(problem)
        short = [slot_cents(problem, cents) for cents in problem.prices.short]
        self.short: Floats = np.array(short, dtype=np.float64)[:, None]
        self.deep = float(slot_cents(problem, problem.prices.short_deep))
        self.over = float(slot_cents(problem, problem.prices.over))

    def buy(self, price: Floats) -> tuple[float, Floats]:
        """Cheapest sum of coverage and agents, and the agents; it turns at one of three numbers."""
        cost, bought = np.full(price.shape, np.inf), np.zeros(price.shape)
        for agents in (self._carried, self._need - self._mild, self._need):
            more = np.maximum(agents, self._carried) - self._carried
            missing = self._need - self._carried - more
            deep = np.maximum(missing - self._mild, 0) * self.deep
            covered = np.where(missing < 0, -missing * self.over, missing * self.short + deep)
            total = covered + price * more
            bought = np.where(total < cost, more, bought)
            cost = np.minimum(cost, total)
        return float(cost.sum()), bought


class Sellers:
    """The people's side: each works the days that pay best, at most as many as may be worked."""

    def __init__(self, problem: RosterProblem, able: Bools, price: IntArray) -> None:
        self._problem, self._known = problem, Known(problem)
        self._cost: Floats = np.where(able, price, NEVER).astype(np.float64)
        self._must = _pinned(problem, self._known, self._cost)
        self._most = _most_days(problem, self._known, able)
        self._days = [np.flatnonzero(self._known.day == d) for d in range(problem.n_days)]
        kinds = {person.skills: k for k, person in enumerate(problem.people)}
        self._kinds = list(kinds)
        self._kind_of = np.array([self._kinds.index(p.skills) for p in problem.people])
        self._end = np.minimum(self._known.end, problem.n_slots)
        places = [
            (o, j, slot, slot + window.length)
            for o, option in enumerate(problem.options)
            for j, window in enumerate(option.breaks)
            for slot in range(window.earliest, window.latest + 1)
        ]
        self._places: IntArray = np.array(places, dtype=np.int64).reshape(-1, 4)
        self._places[:, 2:] = np.minimum(self._places[:, 2:], problem.n_slots)
        new = np.any(np.diff(self._places[:, :2], axis=0, prepend=-1) != 0, axis=1)
        self._heads = np.flatnonzero(new)

    def sell(self, price: Floats) -> tuple[float, Floats]:
        """What people cost at some prices, and how many are sold in each slot."""
        upto = np.zeros((price.shape[0], price.shape[1] + 1))
        np.cumsum(price, axis=1, out=upto[:, 1:])
        lost = upto[:, self._places[:, 3]] - upto[:, self._places[:, 2]]
        worth, skill = self._worth(upto, lost)
        total, chosen = 0.0, Counter[tuple[int, int]]()
        cost = self._cost - worth[self._kind_of]
        best = np.stack([self._least(cost, options) for options in self._days], axis=1)
        rank = np.argsort(np.argsort(best[..., 0], axis=1), axis=1)
        works = ((rank < self._most[:, None]) & (best[..., 0] < 0)) | self._must
        total = float(best[..., 0][works].sum())
        for p, day in np.argwhere(works).tolist():
            option = int(best[p, day, 1])
            chosen[int(skill[self._kind_of[p], option]), option] += 1
        return total, self._sold(price, lost, chosen)

    def _worth(self, upto: Floats, lost: Floats) -> tuple[Floats, IntArray]:
        """What an option earns people of each kind with their best skill and breaks, and which."""
        each = upto[:, self._end] - upto[:, self._known.start]
        if self._heads.size:
            least = np.minimum.reduceat(lost, self._heads, axis=1)
            np.subtract.at(each.T, self._places[self._heads, 0], least.T)
        each = np.where(self._known.is_for.T, each, -NEVER)
        worth = np.full((len(self._kinds), each.shape[1]), -NEVER)
        skill = np.zeros(worth.shape, dtype=np.int64)
        for k, skills in enumerate(self._kinds):
            if skills:
                mine = each[list(skills)]
                worth[k], skill[k] = mine.max(axis=0), np.array(skills)[mine.argmax(axis=0)]
        return worth, skill

    def _least(self, cost: Floats, options: IntArray) -> Floats:
        """Cheapest option of a day for each person: its cost, and its number."""
        if not options.size:
            return np.column_stack([np.zeros(len(cost)), np.zeros(len(cost))])
        which = cost[:, options].argmin(axis=1)
        return np.column_stack([cost[np.arange(len(cost)), options[which]], options[which]])

    def _sold(self, price: Floats, lost: Floats, chosen: Counter[tuple[int, int]]) -> Floats:
        steps = np.zeros((price.shape[0], price.shape[1] + 1))
        tails = np.append(self._heads[1:], len(self._places))
        for (s, o), n in chosen.items():
            steps[s, self._known.start[o]] += n
            steps[s, self._end[o]] -= n
            first, last = np.searchsorted(self._places[self._heads, 0], [o, o + 1])
            for head, tail in zip(self._heads[first:last], tails[first:last], strict=True):
                at = head + lost[s, head:tail].argmin()
                steps[s, self._places[at, 2]] -= n
                steps[s, self._places[at, 3]] += n
        sold: Floats = np.cumsum(steps, axis=1)[:, :-1]
        return sold


def _pinned(problem: RosterProblem, known: Known, cost: Floats) -> Bools:
    """Days that a pin has people work; what pins and last week close costs too much."""
    must = np.zeros((len(problem.people), problem.n_days), dtype=np.bool_)
    for p, person in enumerate(problem.people):
        closed = (known.day == 0) & person.worked_day_0
        closed |= known.start < rested_from(person)
        cost[p, closed] = NEVER
    for pin in problem.pins:
        other = known.template != known.templates.get(pin.template or "", -1)
        cost[pin.person, (known.day == pin.day) & other] = NEVER
        must[pin.person, pin.day] |= pin.template is not None
    return must


def _most_days(problem: RosterProblem, known: Known, able: Bools) -> IntArray:
    """Days that hours and days off let each person work at most."""
    shortest = np.where(able, np.maximum(known.paid, 1), 1 << 40).min(axis=1, initial=1 << 40)
    by_days = [most_shifts(problem.n_days, p.min_days_off) for p in problem.people]
    by_hours = known.of_people("max_minutes") // shortest
    most: IntArray = np.minimum(np.array(by_days, dtype=np.int64), by_hours)
    return most
