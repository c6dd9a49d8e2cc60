"""How many people are at work, and what is missing or too much."""

import numpy as np

from solver.problem import IntArray, RosterProblem
from solver.result import SlotRoster


def present(problem: RosterProblem, roster: SlotRoster) -> IntArray:
    """People at work, without breaks, with those carried in; shape ``(n_skills, n_slots)``."""
    steps = np.zeros((len(problem.skills), problem.n_slots + 1), dtype=np.int64)
    for choice in roster.choices:
        option, row = problem.options[choice.option], steps[choice.skill]
        _add(row, option.start, option.end, 1)
        for window, start in zip(option.breaks, choice.break_starts, strict=True):
            _add(row, start, start + window.length, -1)
    at_work: IntArray = np.cumsum(steps, axis=1)[:, :-1] + problem.carried_in
    return at_work


def _add(row: IntArray, first: int, last: int, change: int) -> None:
    end = row.size - 1
    row[min(first, end)] += change
    row[min(last, end)] -= change


def short(problem: RosterProblem, roster: SlotRoster) -> IntArray:
    """People missing in each slot, shape ``(n_skills, n_slots)``."""
    missing: IntArray = np.maximum(problem.required - present(problem, roster), 0)
    return missing


def mild_limit(problem: RosterProblem) -> IntArray:
    """Missing people that still count as mild: deep_share of the requirement, rounded down."""
    limit: IntArray = np.floor(problem.prices.deep_share * problem.required + 1e-9).astype(np.int64)
    return limit


def slot_cents(problem: RosterProblem, per_hour: int) -> int:
    """Price of one agent in one slot, whole cents, for a price in cents per agent-hour."""
    return round(per_hour * problem.slot_minutes / 60)
